import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '../ports/log.ts';
import { noMetrics } from '../ports/metrics.ts';
import type { OutboxDepth } from '../ports/outbox.ts';
import { fixedClock } from '../shared/clock.ts';
import { HealthBoard } from '../shared/health-board.ts';
import { watchOutbox } from './watch-outbox.ts';

const NOW = '2026-08-12T10:00:00Z';
const ago = (minutes: number): Date => new Date(new Date(NOW).getTime() - minutes * 60_000);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What the health board says of an outbox like this. */
async function toldOf(depth: Partial<OutboxDepth>, failure: Error | null = null) {
  const clock = fixedClock(NOW);
  const health = new HealthBoard(clock);
  const whole: OutboxDepth = { waiting: 0, dead: 0, oldestDueAt: null, closed: [], ...depth };
  const store = {
    depth: () => (failure === null ? Promise.resolve(whole) : Promise.reject(failure)),
    purge: () => Promise.resolve(0),
  };
  const watch = watchOutbox({ store, clock, log: silentLog, metrics: noMetrics, health });
  await vi.advanceTimersByTimeAsync(0);
  const told = health.of('messages');
  watch.stop();
  return [told?.state, told?.detail];
}

const closed = (channelId: string, until: Date) => ({
  destination: { kind: 'channel', channelId } as const,
  why: 'gone',
  since: ago(60),
  until,
});

it('tells how many wait and for how long, and that it is late after five minutes', async () => {
  expect(await toldOf({})).toEqual(['on', 'Nothing waits.']);
  expect(await toldOf({ waiting: 1, oldestDueAt: ago(1) })).toEqual(['on', '1 message waiting, the oldest for 60 s.']);
  expect((await toldOf({ waiting: 9, oldestDueAt: ago(6) }))[0]).toBe('degraded');
});

it('tells of channels that Discord refuses now, not of those that nobody writes to any more, nor of members', async () => {
  const member = { ...closed('', ago(-10)), destination: { kind: 'member', userId: '7' } as const };
  expect(await toldOf({ closed: [closed('1', ago(-10)), closed('2', ago(10)), member] })).toEqual([
    'degraded',
    'Nothing waits. Discord refuses 1 channel: 1. What was meant for it is given up.',
  ]);
});

it('says so when it cannot be read', async () => {
  expect(await toldOf({}, new Error('no'))).toEqual(['down', 'The outbox could not be read.']);
});
