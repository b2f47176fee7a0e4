import type { NewDelivery } from '../ports/inbox.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { AuditEntry, GatewayCommit, GatewaySession, GatewayStore, TakenInteraction } from '../ports/store.ts';
import { toAppError } from '../shared/errors/app-error.ts';
import { explain } from '../shared/errors/catalogue.ts';
import type { HealthBoard } from '../shared/health-board.ts';

/**
 * How long a step may wait for company: many interactions share one durable write, which holds everything else up for a
 * millisecond or more. What a crash takes with it comes again, because the session moves with it.
 */
const COMMIT_AFTER_MS = 100;
/** A session that only moved on needs no hurry: a crash replays the events since. */
const SESSION_AFTER_MS = 1_000;
const RETRY_AFTER_MS = 1_000;
/** What is kept in memory while the database cannot be written; beyond it the oldest audit lines are given up, loudly. */
const MAX_WAITING = 20_000;

export interface JournalPorts {
  readonly gateway: GatewayStore;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: HealthBoard;
  /** Called once when the lease has moved on: nothing this process writes counts any more. */
  readonly onFenced: () => void;
  /** Something new is in the inbox. */
  readonly onReceived: () => void;
}

/**
 * What the gateway needs to remember, written in groups: taken and finished interactions, audit lines, what goes
 * into the inbox, the session.
 * The session is written together with everything that came before it, so a crash replays rather than loses. While the
 * database cannot be written, everything waits here and nobody in Discord is kept waiting.
 */
export class Journal {
  readonly #ports: JournalPorts;
  readonly #epoch: number;
  #taken = new Map<string, TakenInteraction>();
  #finished: { id: string; state: 'done' | 'failed' }[] = [];
  #audit: AuditEntry[] = [];
  #received: NewDelivery[] = [];
  #session: GatewaySession | null | undefined;
  /** The one that was spoken of last, written or not. */
  #sessionId: string | null = null;
  #timer: NodeJS.Timeout | null = null;
  #timerAtMs = 0;
  #writing: Promise<boolean> | null = null;
  #isFenced = false;

  constructor(epoch: number, ports: JournalPorts) {
    this.#epoch = epoch;
    this.#ports = ports;
  }

  take(interaction: TakenInteraction): void {
    this.#taken.set(interaction.id, interaction);
    if (this.#taken.size > MAX_WAITING) this.#taken.delete([...this.#taken.keys()][0] ?? '');
    this.#writeWithin(COMMIT_AFTER_MS);
  }

  finish(id: string, state: 'done' | 'failed'): void {
    this.#finished.push({ id, state });
    if (this.#finished.length > MAX_WAITING) this.#finished.shift();
    const waiting = this.#taken.get(id);
    // Finished before it was written: only the id matters any more, not the secrets with it.
    if (waiting) this.#taken.set(id, { ...waiting, token: '', payload: '' });
    this.#writeWithin(COMMIT_AFTER_MS);
  }

  audit(entry: AuditEntry): void {
    this.#audit.push(entry);
    if (this.#audit.length > MAX_WAITING) this.#giveUpOldest();
    this.#writeWithin(COMMIT_AFTER_MS);
  }

  /** Something for the inbox: durable with the session that moves past it. */
  receive(delivery: NewDelivery): void {
    this.#received.push(delivery);
    if (this.#received.length > MAX_WAITING) this.#giveUpReceived();
    this.#writeWithin(COMMIT_AFTER_MS);
  }

  session(session: GatewaySession | null): void {
    const isNew = session !== null && session.sessionId !== this.#sessionId;
    this.#session = session;
    this.#sessionId = session?.sessionId ?? null;
    // Of a session that nobody has written down, a successor could not have again what was taken from it.
    this.#writeWithin(isNew ? 0 : SESSION_AFTER_MS);
  }

  /** Did an earlier process finish it, with its audit line? False when that cannot be told. */
  async isFinished(id: string): Promise<boolean> {
    try {
      const state = (await this.#ports.gateway.seen([id])).get(id);
      return state === 'done' || state === 'failed';
    } catch {
      return false;
    }
  }

  /** Writes what waits, now. False when it could not be written. */
  async flush(): Promise<boolean> {
    await this.#writing;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing = this.#write().finally(() => {
      this.#writing = null;
    });
    return this.#writing;
  }

  #writeWithin(ms: number): void {
    const atMs = performance.now() + ms;
    if (this.#timer && this.#timerAtMs <= atMs) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timerAtMs = atMs;
    this.#timer = setTimeout(() => void this.flush(), ms);
  }

  async #write(): Promise<boolean> {
    const step = this.#nextStep();
    if (this.#isFenced || !step) return true;
    const started = performance.now();
    try {
      const result = await this.#ports.gateway.commit(step);
      this.#ports.metrics.observe('onomancer_store_commit_seconds', {}, (performance.now() - started) / 1000);
      this.#ports.health.tell('database', 'on', 'Writes are durable.');
      if (result.kind === 'fenced') this.#fence();
      else if (step.received.length > 0) this.#ports.onReceived();
      return result.kind === 'committed';
    } catch (error) {
      this.#putBack(step);
      this.#report(error);
      this.#writeWithin(RETRY_AFTER_MS);
      return false;
    }
  }

  #nextStep(): GatewayCommit | null {
    const step: GatewayCommit = {
      epoch: this.#epoch,
      taken: [...this.#taken.values()],
      finished: this.#finished,
      audit: this.#audit,
      received: this.#received,
      ...(this.#session === undefined ? {} : { session: this.#session }),
    };
    const rows = step.taken.length + step.finished.length + step.audit.length + step.received.length;
    const isEmpty = rows === 0 && step.session === undefined;
    this.#taken = new Map();
    this.#finished = [];
    this.#audit = [];
    this.#received = [];
    this.#session = undefined;
    return isEmpty ? null : step;
  }

  #putBack(step: GatewayCommit): void {
    this.#taken = new Map([...step.taken.map((interaction) => [interaction.id, interaction] as const), ...this.#taken]);
    this.#finished = [...step.finished, ...this.#finished];
    this.#audit = [...step.audit, ...this.#audit];
    this.#received = [...step.received, ...this.#received];
    if (this.#session === undefined && step.session !== undefined) this.#session = step.session;
  }

  #report(cause: unknown): void {
    const error = toAppError(cause);
    const { says } = explain(error.code, error.facts);
    if (this.#ports.health.of('database')?.state !== 'down')
      this.#ports.log.error('journal.write-failed', {
        error,
        waiting: this.#taken.size + this.#finished.length + this.#audit.length,
      });
    this.#ports.metrics.count('onomancer_errors_total', { code: error.code });
    this.#ports.health.tell('database', 'down', says);
  }

  #fence(): void {
    this.#isFenced = true;
    this.#ports.onFenced();
  }

  #giveUpReceived(): void {
    const lost = this.#received.splice(0, MAX_WAITING / 10).length;
    this.#ports.log.error('journal.received-lost', { lost, why: 'the database could not be written for too long' });
  }

  #giveUpOldest(): void {
    const lost = this.#audit.splice(0, MAX_WAITING / 10).length;
    this.#ports.log.error('journal.audit-lost', { lost, why: 'the database could not be written for too long' });
  }
}
