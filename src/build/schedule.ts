import { SPRINT_WATCH } from '../features/notices/on-sprint-watch.ts';
import type { Companion } from '../ports/companion.ts';
import type { NewDelivery } from '../ports/inbox.ts';
import type { Plan } from '../ports/schedule.ts';
import { forgetOld } from '../schedule/forget-old.ts';
import { Scheduler } from '../schedule/scheduler.ts';
import type { DigestPlan } from '../shared/digest-plan.ts';
import { newReference } from '../shared/ids.ts';
import type { Floor } from './floor.ts';

const HOUR_MS = 3_600_000;
/** Cycles begin, end and slip without any webhook; nobody notices a quarter of an hour. */
const SPRINT_WATCH_MINUTES = 15;
/** A daily digest is still worth reading in the afternoon, a weekly one two days later. */
const DIGEST_CATCH_UP_MS = { daily: 10 * HOUR_MS, weekly: 48 * HOUR_MS } as const satisfies Record<
  DigestPlan['kind'],
  number
>;

/** What the clock asks for, and what is forgotten in time: while this process owns the gateway. */
export function scheduleCompanions(
  { settings, store, clock, log, health }: Floor,
  receive: (deliveries: readonly NewDelivery[]) => Promise<readonly boolean[]>,
): readonly Companion[] {
  const plans: readonly Plan[] = [
    ...settings.digests.map(({ name, timing, kind }) => ({ name, timing, catchUpMs: DIGEST_CATCH_UP_MS[kind] })),
    { name: SPRINT_WATCH, timing: { kind: 'every', minutes: SPRINT_WATCH_MINUTES }, catchUpMs: HOUR_MS },
  ];
  const { movements, codeWork, schedule } = store;
  return [
    new Scheduler({ plans, store: schedule, receive, clock, log, health, newReference }),
    forgetOld({ movements, codeWork, clock, log }),
  ];
}
