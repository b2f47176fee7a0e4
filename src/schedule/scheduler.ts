import type { Companion } from '../ports/companion.ts';
import type { NewDelivery } from '../ports/inbox.ts';
import type { Log } from '../ports/log.ts';
import { ownDelivery } from '../ports/own-delivery.ts';
import type { Plan, ScheduleStore } from '../ports/schedule.ts';
import type { Clock } from '../shared/clock.ts';
import { toAppError } from '../shared/errors/app-error.ts';
import type { HealthBoard } from '../shared/health-board.ts';
import { type DueTime, lastDue, nextDue } from '../shared/plan-times.ts';

/**
 * Looked at again and again instead of sleeping until the next time: so a machine that slept, a clock that was set and
 * a change of summer time are all the same to it.
 */
const LOOK_EVERY_MS = 10_000;

export interface SchedulerPorts {
  readonly plans: readonly Plan[];
  readonly store: ScheduleStore;
  /** Into the inbox, which takes each run once for ever. */
  readonly receive: (deliveries: readonly NewDelivery[]) => Promise<readonly boolean[]>;
  readonly clock: Clock;
  readonly log: Log;
  /** Told when the next digest is due, and when the inbox does not take what is due. */
  readonly health: HealthBoard;
  readonly newReference: () => string;
}

/** Puts into the inbox what the clock asks for; what it means is for the handlers of `schedule-due`. */
export class Scheduler implements Companion {
  readonly #ports: SchedulerPorts;
  /** The run of each plan that was handed over last, so that the inbox is not asked about it every few seconds. */
  readonly #handed = new Map<string, string>();
  #since: ReadonlyMap<string, Date> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #look: Promise<void> = Promise.resolve();
  #hasFailed = false;
  #toldUntil = 0;

  constructor(ports: SchedulerPorts) {
    this.#ports = ports;
  }

  start(): void {
    if (this.#ports.plans.length === 0) return;
    const look = (): void => {
      this.#look = this.#look.then(() => this.#lookOnce());
    };
    this.#timer = setInterval(look, LOOK_EVERY_MS);
    this.#timer.unref();
    look();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#look;
  }

  async #lookOnce(): Promise<void> {
    if (this.#timer === null) return;
    try {
      await this.#handOver();
      this.#hasFailed = false;
      this.#tellNext();
    } catch (error) {
      // Said once; tried again with the next look.
      if (!this.#hasFailed) this.#ports.log.error('schedule.failed', { error: toAppError(error) });
      this.#hasFailed = true;
      this.#toldUntil = 0;
      this.#ports.health.tell(
        'schedule',
        'degraded',
        'What is due cannot be written down right now; it is tried again.',
      );
    }
  }

  /** Plans by the minute are our own affair. */
  #tellNext(): void {
    const { plans, clock, health } = this.#ports;
    if (clock.now().getTime() < this.#toldUntil) return;
    const next = plans
      .filter(({ timing }) => timing.kind === 'at')
      .flatMap(({ timing }) => nextDue(timing, clock.now())?.at.getTime() ?? []);
    if (next.length === 0) return;
    this.#toldUntil = Math.min(...next);
    const at = new Date(this.#toldUntil).toISOString().slice(0, 16).replace('T', ' ');
    health.tell('schedule', 'on', `The next digest is due ${at} UTC.`);
  }

  async #handOver(): Promise<void> {
    const { plans, store, receive, clock, log } = this.#ports;
    const now = clock.now();
    this.#since ??= await store.knownSince(
      plans.map(({ name }) => name),
      now,
    );
    const since = this.#since;
    const due = plans.flatMap((plan) => {
      const run = dueRun(plan, { now, since: since.get(plan.name) ?? now });
      return run === null || this.#handed.get(plan.name) === run.period ? [] : [{ plan, run }];
    });
    if (due.length === 0) return;
    const deliveries = due.map(({ plan, run }) => this.#delivery(plan, run, now));
    const areNew = await receive(deliveries);
    for (const [index, { plan, run }] of due.entries()) {
      this.#handed.set(plan.name, run.period);
      const late = Math.round((now.getTime() - run.at.getTime()) / 1_000);
      const reference = deliveries[index]?.reference ?? '';
      if (areNew[index])
        log.info('schedule.due', { plan: plan.name, period: run.period, lateSeconds: late, reference });
    }
  }

  #delivery(plan: Plan, run: DueTime, now: Date): NewDelivery {
    return ownDelivery(
      { kind: 'schedule-due', schedule: plan.name, period: run.period, at: run.at, actor: null },
      {
        sender: 'clock',
        deliveryId: `${plan.name}:${run.period}`,
        subject: `schedule:${plan.name}`,
        receivedAt: now,
        reference: this.#ports.newReference(),
      },
    );
  }
}

/** The latest run that is due, unless it is from before we knew the plan or so old that nobody wants it any more. */
export function dueRun(plan: Plan, { now, since }: { readonly now: Date; readonly since: Date }): DueTime | null {
  const run = lastDue(plan.timing, now);
  if (run === null || run.at.getTime() < since.getTime()) return null;
  return now.getTime() - run.at.getTime() <= plan.catchUpMs ? run : null;
}
