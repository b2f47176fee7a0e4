import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InboxDepth, InboxStore } from '../ports/inbox.ts';
import { silentLog } from '../ports/log.ts';
import { noMetrics } from '../ports/metrics.ts';
import { fixedClock } from '../shared/clock.ts';
import { AppError } from '../shared/errors/app-error.ts';
import { HealthBoard } from '../shared/health-board.ts';
import { watchInbox } from './watch-inbox.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const clock = fixedClock('2026-11-25T09:00:00Z');
const ago = (ms: number): Date => new Date(clock.now().getTime() - ms);

function house(look: () => Promise<InboxDepth>) {
  const health = new HealthBoard(clock);
  const gauges: Record<string, number> = {};
  const purged: [Date, boolean][] = [];
  const inbox = {
    depth: look,
    purge: async (before: Date, options?: { dead: boolean }) => {
      purged.push([before, options?.dead ?? false]);
      return 0;
    },
  } as unknown as InboxStore;
  const metrics = { ...noMetrics, set: (name: string, _labels: unknown, value: number) => void (gauges[name] = value) };
  const watch = watchInbox({ inbox, clock, log: silentLog, metrics, health });
  return { watch, health, gauges, purged };
}

describe('watching the inbox', () => {
  it.each([
    [{ waiting: 0, dead: 0, oldestWaitingAt: null }, 'on', 'Nothing waits.'],
    [{ waiting: 3, dead: 0, oldestWaitingAt: ago(42_000) }, 'on', '3 waiting, the oldest for 42 s.'],
    [{ waiting: 3, dead: 0, oldestWaitingAt: ago(300_000) }, 'degraded', '3 waiting, the oldest for 300 s.'],
    [
      { waiting: 0, dead: 2, oldestWaitingAt: null },
      'degraded',
      'Nothing waits. 2 could not be handled: see onomancer events list --state dead.',
    ],
  ] as const)('tells %o', async (depth, state, detail) => {
    const { watch, health, gauges } = house(async () => depth);
    await vi.advanceTimersByTimeAsync(0);
    expect(health.of('events')).toMatchObject({ state, detail });
    expect(gauges['onomancer_events_waiting']).toBe(depth.waiting);
    expect(gauges['onomancer_events_dead']).toBe(depth.dead);
    watch.stop();
    expect(gauges).toEqual({
      onomancer_events_waiting: 0,
      onomancer_events_dead: 0,
      onomancer_events_oldest_seconds: 0,
    });
  });

  it('says when it cannot look, and that it can again', async () => {
    let isBroken = true;
    const { watch, health } = house(async () => {
      if (isBroken) throw new AppError('STORE_BUSY');
      return { waiting: 0, dead: 0, oldestWaitingAt: null };
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(health.of('events')?.state).toBe('down');
    isBroken = false;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(health.of('events')?.state).toBe('on');
    watch.stop();
  });

  it('tells nothing more after its stop, also when it was just looking', async () => {
    let answer: (depth: InboxDepth) => void = () => undefined;
    const { watch, health } = house(() => new Promise((resolve) => void (answer = resolve)));
    watch.stop();
    answer({ waiting: 9, dead: 9, oldestWaitingAt: ago(1) });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(health.of('events')).toMatchObject({ state: 'off' });
  });

  it('forgets what ended a month ago, and dead letters after three', async () => {
    const { watch, purged } = house(async () => ({ waiting: 0, dead: 0, oldestWaitingAt: null }));
    await vi.advanceTimersByTimeAsync(3_600_000);
    const day = 86_400_000;
    expect(purged).toEqual([
      [ago(30 * day), false],
      [ago(90 * day), true],
    ]);
    watch.stop();
  });
});
