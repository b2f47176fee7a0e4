import type { Changed } from '../ports/chat.ts';
import type { Command } from '../ports/command.ts';
import type { Incoming } from '../ports/incoming.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Clock } from '../shared/clock.ts';
import { findCommand } from './find-command.ts';
import type { Journal } from './journal.ts';

export interface RecordPorts {
  readonly commands: ReadonlyMap<string, Command>;
  readonly journal: Journal;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** What is counted and audited about interactions. */
export class TurnRecords {
  readonly #ports: RecordPorts;

  constructor(ports: RecordPorts) {
    this.#ports = ports;
  }

  acknowledged(incoming: Incoming): void {
    this.#ports.metrics.observe('onomancer_acknowledge_seconds', {}, this.#secondsSince(incoming.receivedAt));
  }

  answered(incoming: Incoming): void {
    const seconds = this.#secondsSince(incoming.receivedAt);
    this.#ports.metrics.observe('onomancer_answer_seconds', { command: this.#labelFor(incoming) }, seconds);
  }

  count(incoming: Incoming, outcome: string): void {
    this.#ports.metrics.count('onomancer_interactions_total', { command: this.#labelFor(incoming), outcome });
  }

  audit(incoming: Incoming, action: string, reference: string): void {
    this.#ports.journal.audit({
      at: this.#ports.clock.now(),
      actor: incoming.member.userId,
      action,
      subject: this.#labelFor(incoming),
      reference,
      detail: { interaction: incoming.id, guild: incoming.guildId, channel: incoming.channelId },
    });
  }

  /** What the answer to it has changed outside. */
  auditChange(incoming: Incoming, { action, subject, detail = {} }: Changed, reference: string): void {
    this.#ports.journal.audit({
      at: this.#ports.clock.now(),
      actor: incoming.member.userId,
      action,
      subject,
      reference,
      detail: { ...detail, interaction: incoming.id },
    });
  }

  /** For what a predecessor may have audited before it died: a line too many is better than one too few. */
  async auditAgain(incoming: Incoming, action: string, reference: string): Promise<void> {
    if (!(await this.#ports.journal.isFinished(incoming.id))) this.audit(incoming, action, reference);
  }

  /** Labels are names of ours only: a hostile name must not become a time series. */
  #labelFor(incoming: Incoming): string {
    return findCommand(this.#ports.commands, incoming)?.spec.name ?? 'unknown';
  }

  #secondsSince(time: Date): number {
    return Math.max(0, (this.#ports.clock.now().getTime() - time.getTime()) / 1000);
  }
}
