import type { Beginning, OutboxStep } from '../ports/outbox.ts';
import { laneOf } from '../ports/outbox.ts';
import { toAppError } from '../shared/errors/app-error.ts';
import { Agenda } from './agenda.ts';
import { deliver } from './deliver.ts';
import { endingAfter } from './failures.ts';
import { GRACE_MS, MOST_ROWS, mergingAfter } from './merging.ts';
import type { OutboxPorts } from './outbox.ts';
import { type Job, planLane } from './plan.ts';
import { type Ended, tellDropped, tellEnded } from './tell.ts';

/** Messages on their way at once: more than Discord takes in a second, when it needs half a second for each. */
const AT_ONCE = 32;
/** Somebody else may have added something: the other process during a deployment. */
const LOOK_EVERY_MS = 1_000;
/** After the store could not be asked or written. */
const PAUSE_MS = 1_000;
/** A process that stood still for so long may have lost its lease; the next step finds out. */
const STALE_AFTER_MS = 3_000;

/** One term of the outbox, from getting the lease to giving it back. */
export class OutboxRun {
  readonly #epoch: number;
  readonly #ports: OutboxPorts;
  readonly #agenda = new Agenda();
  #ended: Ended[] = [];
  #newest = 0;
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #isStirred = false;
  #isEnding = false;
  #isFenced = false;
  #wake: () => void = () => undefined;
  #stopListening: () => void = () => undefined;
  #finished: Promise<void> = Promise.resolve();

  constructor(epoch: number, ports: OutboxPorts) {
    this.#epoch = epoch;
    this.#ports = ports;
  }

  begin(): void {
    this.#stopListening = this.#ports.store.onAdded(() => {
      this.#isStirred = true;
      this.#wake();
    });
    this.#finished = this.#loop();
  }

  /** Begins nothing new, and waits for what is on its way. */
  async end(timeoutMs: number): Promise<void> {
    this.#isEnding = true;
    this.#stopListening();
    this.#wake();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([this.#finished, timeout]);
    clearTimeout(timer);
    // What has not ended by now belongs to the successor.
    this.#isFenced = true;
    this.#wake();
  }

  async #loop(): Promise<void> {
    while (!this.#isFenced && !(this.#isEnding && this.#agenda.busy === 0)) {
      try {
        await this.#turn();
        await this.#rest();
      } catch (error) {
        this.#ports.log.error('outbox.store-failed', { error: toAppError(error), retryInMs: PAUSE_MS });
        await this.#pause(PAUSE_MS);
      }
    }
  }

  /** One look around: writes what has ended, decides what comes next, writes that, and only then does it. */
  async #turn(): Promise<void> {
    const now = this.#ports.clock.now();
    const ended = this.#ended;
    this.#ended = [];
    const plans = this.#isEnding
      ? NOTHING_PLANNED
      : await this.#plan(now).catch((error: unknown) => this.#putBack(ended, error));
    const { begun, dropped } = plans;
    const markedAtMs = performance.now();
    const beginnings = begun.flatMap(({ beginning }) => beginning ?? []);
    if (ended.length + beginnings.length + dropped.length > 0) {
      const step = { epoch: this.#epoch, now, begun: beginnings, ended: ended.map(({ ending }) => ending), dropped };
      await this.#write(step).catch((error: unknown) => this.#putBack(ended, error));
    }
    if (this.#isFenced) return;
    for (const each of ended) {
      this.#agenda.free(laneOf(each.job.destination));
      tellEnded(this.#ports, each);
    }
    tellDropped(this.#ports, dropped);
    for (const { job } of begun) {
      this.#agenda.take(laneOf(job.destination));
      void this.#do(job, markedAtMs);
    }
  }

  async #plan(now: Date): Promise<Planned> {
    const { store, chat } = this.#ports;
    await this.#lookForLanes();
    const begun: { job: Job; beginning: Beginning | null }[] = [];
    const dropped: OutboxStep['dropped'][number][] = [];
    const openSince = new Date(now.getTime() - GRACE_MS);
    for (const lane of this.#agenda.due(now, AT_ONCE - this.#agenda.busy)) {
      const next = await store.next(lane, { now, openSince, limit: MOST_ROWS });
      const plan = planLane(next, { now, waitMs: (destination) => chat.waitMs(destination) });
      if (plan.kind === 'forget') this.#agenda.forget(lane);
      if (plan.kind === 'rest') this.#agenda.later(lane, plan.until);
      if (plan.kind === 'begin') begun.push(plan);
      if (plan.kind === 'begin' || plan.kind === 'drop') dropped.push(...plan.dropped);
    }
    return { begun, dropped };
  }

  async #lookForLanes(): Promise<void> {
    if (!this.#isStirred && performance.now() - this.#lookedAtMs < LOOK_EVERY_MS) return;
    this.#isStirred = false;
    this.#lookedAtMs = performance.now();
    const { lanes, newest } = await this.#ports.store.lanes(this.#newest);
    for (const lane of lanes) this.#agenda.now(lane);
    this.#newest = newest;
  }

  async #write(step: OutboxStep): Promise<void> {
    if ((await this.#ports.store.advance(step)) === 'done') return;
    this.#isFenced = true;
    this.#ports.log.warn('outbox.fenced', { epoch: this.#epoch });
  }

  /** What ended must still be written; the lanes that were looked at stay on the agenda. */
  #putBack(ended: readonly Ended[], error: unknown): never {
    this.#ended = [...ended, ...this.#ended];
    throw error;
  }

  async #do(job: Job, markedAtMs: number): Promise<void> {
    const ended = await this.#outcome(job, markedAtMs);
    this.#ended.push(ended);
    this.#wake();
  }

  async #outcome(job: Job, markedAtMs: number): Promise<Ended> {
    const { clock, random, adminChannel } = this.#ports;
    const { post, rows } = job;
    try {
      if (await hasStoodStillSince(markedAtMs)) {
        const at = clock.now();
        return {
          job,
          at,
          error: null,
          ending: { kind: 'again', post: post.id, why: 'the process stood still', nextAt: at },
        };
      }
      const message = await deliver(job, this.#ports);
      const at = clock.now();
      return {
        job,
        at,
        error: null,
        ending: { kind: 'sent', post: post.id, message, merging: mergingAfter(post, rows, at) },
      };
    } catch (cause) {
      const error = toAppError(cause);
      const at = clock.now();
      return { job, at, error, ending: endingAfter({ error, post, rows, now: at, random: random(), adminChannel }) };
    }
  }

  /** Until something has ended or was added, or a lane is due. */
  async #rest(): Promise<void> {
    if (this.#ended.length > 0 || this.#isStirred || (this.#isEnding && this.#agenda.busy === 0)) return;
    const nextAt = this.#isEnding || this.#agenda.busy >= AT_ONCE ? null : this.#agenda.nextAt();
    const untilDue = nextAt === null ? LOOK_EVERY_MS : nextAt - this.#ports.clock.now().getTime();
    if (untilDue > 0) await this.#pause(Math.min(untilDue, LOOK_EVERY_MS));
  }

  /** Ends early when something happens. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

interface Planned {
  readonly begun: readonly { readonly job: Job; readonly beginning: Beginning | null }[];
  readonly dropped: OutboxStep['dropped'];
}

const NOTHING_PLANNED: Planned = { begun: [], dropped: [] };

/** After all timers that are due: a process that was frozen first notices that another one has taken over. */
async function hasStoodStillSince(ms: number): Promise<boolean> {
  await new Promise((resume) => setImmediate(resume));
  return performance.now() - ms > STALE_AFTER_MS;
}
