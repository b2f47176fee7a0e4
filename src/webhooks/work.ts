import type { FeaturePorts } from '../ports/command.ts';
import type { Companion } from '../ports/companion.ts';
import type { Effects, EventHandler } from '../ports/effects.ts';
import type { InboxRow, InboxStore } from '../ports/inbox.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { KeptDelivery, ReadDelivery } from '../ports/webhook-sender.ts';
import type { Sender } from '../ports/work-event.ts';
import type { Clock } from '../shared/clock.ts';
import { AppError, toAppError } from '../shared/errors/app-error.ts';
import type { HealthBoard } from '../shared/health-board.ts';
import { answersOf } from './answers.ts';
import { Pace } from './pace.ts';
import { nextAttempt } from './patience.ts';
import type { ToldAlready } from './told-already.ts';
import { watchInbox } from './watch-inbox.ts';

/** Events under way at once: enough that one that waits for Linear does not hold up the others. */
const AT_ONCE = 16;
/** Somebody else may have written into the inbox: the other process during a deployment, or the operator. */
const LOOK_EVERY_MS = 100;
/** After the store could not be asked or written. */
const PAUSE_MS = 2_000;
const HANDLE_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 5_000;

export interface WorkPorts {
  readonly inbox: InboxStore;
  readonly handlers: readonly EventHandler[];
  readonly features: FeaturePorts;
  /** How to understand each sender. They throw `EVENT_UNREADABLE`. */
  readonly readers: Readonly<Record<Sender, (delivery: KeptDelivery) => ReadDelivery>>;
  readonly toldAlready: ToldAlready;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: HealthBoard;
  /** 0 to 1. */
  readonly random: () => number;
  /** Other than two minutes; for tests. */
  readonly handleTimeoutMs?: number;
}

/**
 * Takes what came in out of the inbox and has it handled: in order per subject, several subjects at once, each event
 * ended together with what comes of it. What fails is tried again with patience, or becomes a dead letter.
 */
export class Worker implements Companion {
  readonly #ports: WorkPorts;
  readonly #busy = new Map<string, Promise<void>>();
  readonly #pace = new Pace();
  #epoch: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #watch: { stop(): void } | null = null;
  #pausedUntilMs = 0;
  #isLooking = false;
  #isNudged = false;

  constructor(ports: WorkPorts) {
    this.#ports = ports;
  }

  start(epoch: number): void {
    this.#epoch = epoch;
    this.#watch = watchInbox(this.#ports);
    this.#timer = setInterval(() => this.nudge(), LOOK_EVERY_MS);
    this.#timer.unref();
    this.nudge();
  }

  async stop(): Promise<void> {
    this.#epoch = null;
    if (this.#timer) clearInterval(this.#timer);
    this.#watch?.stop();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_TIMEOUT_MS);
    });
    await Promise.race([Promise.all(this.#busy.values()), timeout]);
    clearTimeout(timer);
  }

  /** Something new came in. */
  received(): void {
    this.#pace.received(performance.now());
    this.nudge();
  }

  /** There may be something to do now. Cheap, and harmless when there is not. */
  nudge(): void {
    if (this.#epoch === null) return;
    if (this.#isLooking) {
      this.#isNudged = true;
      return;
    }
    this.#isLooking = true;
    // What ends or comes in in the same turn is looked for once.
    setImmediate(() => void this.#look());
  }

  async #look(): Promise<void> {
    this.#isNudged = false;
    const epoch = this.#epoch;
    const free = AT_ONCE - this.#busy.size;
    if (epoch !== null && free > 0 && this.#mayLook()) {
      try {
        const rows = await this.#ports.inbox.due({
          limit: free,
          now: this.#ports.clock.now(),
          busy: new Set(this.#busy.keys()),
        });
        for (const row of rows) this.#begin(row, epoch);
      } catch (error) {
        this.#pause('events.look-failed', error);
      }
    }
    this.#isLooking = false;
    if (this.#isNudged) this.nudge();
  }

  #mayLook(): boolean {
    const nowMs = performance.now();
    return nowMs >= this.#pausedUntilMs && this.#pace.mayLook(nowMs);
  }

  #begin(row: InboxRow, epoch: number): void {
    const done = this.#work(row, epoch)
      .catch((error: unknown) => this.#pause('events.write-failed', error))
      .finally(() => {
        this.#busy.delete(row.subject);
        this.nudge();
      });
    this.#busy.set(row.subject, done);
  }

  /** Throws when the store could not write down how it ended: then it is done again. */
  async #work(row: InboxRow, epoch: number): Promise<void> {
    const answer = await this.#answer(row);
    const { inbox, clock } = this.#ports;
    if (answer.kind === 'failed') return this.#fail(row, epoch, answer.error);
    try {
      const { kind: state, effects } = answer;
      const result = await inbox.settle({ id: row.id, epoch, state, effects, now: clock.now() });
      this.#ended(row, state, result);
    } catch (error) {
      // A full disk is nobody's fault in particular; what the store itself refuses to take in is that event's.
      if (!(error instanceof AppError) || error.code !== 'INTERNAL') throw error;
      await this.#fail(row, epoch, error);
    }
  }

  async #answer(
    row: InboxRow,
  ): Promise<{ kind: 'done' | 'ignored'; effects: Effects } | { kind: 'failed'; error: AppError }> {
    try {
      return await within(this.#ports.handleTimeoutMs ?? HANDLE_TIMEOUT_MS, answersOf(row, this.#ports));
    } catch (error) {
      return { kind: 'failed', error: toAppError(error) };
    }
  }

  async #fail(row: InboxRow, epoch: number, error: AppError): Promise<void> {
    const { inbox, clock, random, log, metrics } = this.#ports;
    const now = clock.now();
    const attempts = row.attempts + 1;
    const nextAt = nextAttempt({ error, attempts, receivedAt: row.receivedAt, now, random: random() });
    const result = await inbox.fail({ id: row.id, epoch, why: whyOf(error), nextAt, now });
    const fields = { error, reference: row.reference, id: row.id, kind: row.kind, attempts };
    // The first time and the last time; in between it would only be the same again.
    if (nextAt === null) log.error('event.dead', fields);
    else if (attempts === 1) log.warn('event.failed', { ...fields, nextAt });
    else log.debug('event.failed', { ...fields, nextAt });
    metrics.count('onomancer_errors_total', { code: error.code });
    this.#ended(row, nextAt === null ? 'dead' : 'failed', result);
  }

  #ended(row: InboxRow, outcome: string, result: 'settled' | 'fenced' | 'gone'): void {
    const { clock, log, metrics } = this.#ports;
    if (result !== 'settled') {
      log.warn('event.not-ours', { id: row.id, reference: row.reference, result });
      if (result === 'fenced') this.#epoch = null;
      return;
    }
    metrics.count('onomancer_events_total', { sender: row.sender, outcome });
    if (outcome === 'failed') return;
    const seconds = (clock.now().getTime() - row.receivedAt.getTime()) / 1_000;
    metrics.observe('onomancer_event_seconds', { sender: row.sender }, Math.max(0, seconds));
  }

  #pause(event: string, cause: unknown): void {
    const isPaused = performance.now() < this.#pausedUntilMs;
    this.#pausedUntilMs = performance.now() + PAUSE_MS;
    if (!isPaused) this.#ports.log.error(event, { error: toAppError(cause), retryInMs: PAUSE_MS });
  }
}

/** For people: the code, and the sentence where it says more. Never a stack. */
function whyOf({ code, facts }: AppError): string {
  const told = Object.entries(facts).map(([name, value]) => `${name}: ${String(value)}`);
  return told.length === 0 ? code : `${code} (${told.join(', ')})`.slice(0, 500);
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError('EVENT_TOO_SLOW', { facts: { seconds: ms / 1_000 } })), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
