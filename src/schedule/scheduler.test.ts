import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NewDelivery } from '../ports/inbox.ts';
import type { Log } from '../ports/log.ts';
import type { Plan } from '../ports/schedule.ts';
import { fixedClock } from '../shared/clock.ts';
import { HealthBoard } from '../shared/health-board.ts';
import { dueRun, Scheduler } from './scheduler.ts';

const HOUR_MS = 3_600_000;
const PLAN: Plan = {
  name: 'morning',
  timing: { kind: 'at', at: '09:00', days: [1, 2, 3, 4, 5], timeZone: 'UTC', unit: 'day' },
  catchUpMs: 10 * HOUR_MS,
};
const due = (now: string, since = '2026-01-01T00:00:00Z') =>
  dueRun(PLAN, { now: new Date(now), since: new Date(since) })?.period ?? null;

describe('a run', () => {
  it('is made up for after a downtime, the latest one only, while it is worth it', () => {
    expect(due('2026-08-12T09:00:00Z')).toBe('2026-08-12');
    expect(due('2026-08-12T18:59:00Z')).toBe('2026-08-12');
    expect(due('2026-08-12T19:01:00Z')).toBeNull();
    expect(due('2026-08-12T08:00:00Z')).toBeNull();
  });

  it('of before the plan was known is none', () => {
    expect(due('2026-08-12T10:00:00Z', '2026-08-12T09:30:00Z')).toBeNull();
    expect(due('2026-08-13T09:00:00Z', '2026-08-12T09:30:00Z')).toBe('2026-08-13');
  });
});

/** An inbox that takes each delivery once, and a store that remembers, over all processes of a test. */
class House {
  readonly clock = fixedClock('2026-08-12T08:59:50Z');
  readonly received: NewDelivery[] = [];
  readonly since = new Map<string, Date>();
  readonly problems: string[] = [];
  readonly health = new HealthBoard(this.clock);
  failures = 0;

  scheduler(plans: readonly Plan[] = [PLAN]): Scheduler {
    const log = { info() {}, error: (event: string) => this.problems.push(event) } as unknown as Log;
    return new Scheduler({
      plans,
      clock: this.clock,
      log,
      health: this.health,
      newReference: () => 'REF00001',
      store: {
        knownSince: async (names, now) => {
          for (const name of names) if (!this.since.has(name)) this.since.set(name, now);
          return this.since;
        },
      },
      receive: async (deliveries) => {
        if (this.failures > 0) {
          this.failures -= 1;
          throw new Error('disk full');
        }
        return deliveries.map((delivery) => {
          const isNew = this.received.every(({ deliveryId }) => deliveryId !== delivery.deliveryId);
          if (isNew) this.received.push(delivery);
          return isNew;
        });
      },
    });
  }
}

const pass = async (house: House, ms: number): Promise<void> => {
  house.clock.advanceMs(ms);
  await vi.advanceTimersByTimeAsync(10_000);
};

describe('the scheduler', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('puts what is due into the inbox, once, with the time at which it was due', async () => {
    const house = new House();
    const scheduler = house.scheduler();
    scheduler.start();
    await pass(house, 0);
    expect(house.received).toEqual([]);
    await pass(house, 20_000);
    await pass(house, 20_000);
    expect(house.received).toHaveLength(1);
    expect(house.received[0]).toMatchObject({
      sender: 'clock',
      deliveryId: 'morning:2026-08-12',
      subject: 'schedule:morning',
      kind: 'clock:schedule-due',
    });
    expect(JSON.parse(house.received[0]?.payload ?? '')).toMatchObject({
      at: '2026-08-12T09:00:00.000Z',
      period: '2026-08-12',
    });
    await scheduler.stop();
  });

  it('makes up for what another process missed, and repeats nothing of what it did', async () => {
    const house = new House();
    const first = house.scheduler();
    first.start();
    await pass(house, 0);
    await pass(house, 20_000);
    await first.stop();
    house.clock.set('2026-08-13T11:00:00Z');
    const second = house.scheduler();
    second.start();
    await pass(house, 0);
    await second.stop();
    const third = house.scheduler();
    third.start();
    await pass(house, 0);
    await third.stop();
    expect(house.received.map(({ deliveryId }) => deliveryId)).toEqual(['morning:2026-08-12', 'morning:2026-08-13']);
  });

  it('does nothing after it was stopped', async () => {
    const house = new House();
    const scheduler = house.scheduler();
    scheduler.start();
    await scheduler.stop();
    await pass(house, HOUR_MS);
    expect(house.received).toEqual([]);
  });

  it('tries again when the inbox could not take it, and says so once', async () => {
    const house = new House();
    const scheduler = house.scheduler();
    scheduler.start();
    await pass(house, 0);
    house.failures = 2;
    await pass(house, 20_000);
    await pass(house, 0);
    await pass(house, 0);
    await scheduler.stop();
    expect(house.received).toHaveLength(1);
    expect(house.problems).toEqual(['schedule.failed']);
    expect(house.health.of('schedule')?.detail).toBe('The next digest is due 2026-08-13 09:00 UTC.');
  });
});
