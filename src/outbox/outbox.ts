import type { ChatChannel } from '../ports/chat-channel.ts';
import type { Companion } from '../ports/companion.ts';
import type { OutboxStore } from '../ports/outbox.ts';
import type { Clock } from '../shared/clock.ts';
import { OutboxRun } from './outbox-run.ts';
import type { TellPorts } from './tell.ts';
import { watchOutbox } from './watch-outbox.ts';

export interface OutboxPorts extends TellPorts {
  readonly store: OutboxStore;
  readonly chat: ChatChannel;
  readonly clock: Clock;
  /** 0 to 1; spreads the pauses between attempts. */
  readonly random: () => number;
  /** Where administrators are told what needs them; null: only in the log and by /status. */
  readonly adminChannel: string | null;
}

/**
 * How long a hand-over waits for messages that are on their way: people who type commands wait meanwhile. The successor
 * finds out what became of those that take longer.
 */
const STOP_TIMEOUT_MS = 1_200;

/**
 * The way out for everything that nobody asked for just now: rows become messages in Discord, in order per channel or
 * member, several of these at once, each row once, whatever happens in between.
 *
 * 1. A row is marked on disk before Discord is called, and again when Discord has answered.
 * 2. What was marked and not ended is looked for in Discord by its reference before it is said again; a repeated call
 *    carries the same key, so that Discord itself says it once.
 * 3. Notices with the same merge key that come soon after another become one message that is edited, ever more seldom.
 * 4. What Discord will not take is given up with its reason; a channel that is gone or forbidden is closed for a while,
 *    and administrators are told once.
 */
export class Outbox implements Companion {
  readonly #ports: OutboxPorts;
  #run: OutboxRun | null = null;
  #watch: { stop(): void } | null = null;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
  }

  start(epoch: number): void {
    this.#watch = watchOutbox(this.#ports);
    this.#run = new OutboxRun(epoch, this.#ports);
    this.#run.begin();
  }

  async stop(): Promise<void> {
    this.#watch?.stop();
    await this.#run?.end(STOP_TIMEOUT_MS);
    this.#run = null;
    this.#watch = null;
  }
}
