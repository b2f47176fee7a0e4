import { describe, expect, it } from 'vitest';
import { type Metrics, noMetrics } from '../../ports/metrics.ts';
import { fixedClock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { AnswerCache } from './cache.ts';
import type { Flight } from './flight.ts';

const START = '2026-03-10T12:00:00.000Z';
const FRESH = { freshMs: 15_000, budgetMs: 1_000 };

function setUp({ maxEntries = 10, patienceMs = 30 } = {}) {
  const clock = fixedClock(START);
  const kinds: string[] = [];
  const metrics: Metrics = { ...noMetrics, count: (_, labels) => void kinds.push(Object.values(labels).join()) };
  const slow: string[] = [];
  const onSlow = () => void slow.push('slow');
  const cache = new AnswerCache({ clock, metrics, maxEntries, patienceMs, failureMs: 5_000, onSlow });
  return { clock, kinds, slow, cache };
}

/** Answers that a test gives when it likes. */
function manual<T>() {
  const flights: Flight[] = [];
  const doors: { resolve: (value: T) => void; reject: (error: unknown) => void }[] = [];
  const ask = (flight: Flight) => {
    flights.push(flight);
    return new Promise<T>((resolve, reject) => void doors.push({ resolve, reject }));
  };
  return { ask, flights, doors };
}

const down = () => Promise.reject(new AppError('LINEAR_UNREACHABLE', { facts: { why: 'ECONNREFUSED' } }));

describe('the cache of answers', () => {
  it('gives a fresh answer without asking again, dated when it was asked', async () => {
    const { cache, clock, kinds } = setUp();
    await cache.get('q', FRESH, async () => 'one');
    clock.advanceMs(14_999);
    const again = await cache.get('q', FRESH, async () => 'two');
    expect(again).toEqual({ value: 'one', asOf: new Date(START), isStale: false });
    expect(kinds).toEqual(['miss', 'hit']);
  });

  it('asks again when the answer is no longer fresh', async () => {
    const { cache, clock } = setUp();
    await cache.get('q', FRESH, async () => 'one');
    clock.advanceMs(15_000);
    const again = await cache.get('q', FRESH, async () => 'two');
    expect(again).toEqual({ value: 'two', asOf: clock.now(), isStale: false });
  });

  it('remembers also that there is nothing', async () => {
    const { cache, kinds } = setUp();
    await cache.get('q', FRESH, async () => null);
    expect((await cache.get('q', FRESH, async () => 'never')).value).toBeNull();
    expect(kinds).toEqual(['miss', 'hit']);
  });

  it('asks once for everybody who asks the same at the same time', async () => {
    const { cache, kinds } = setUp();
    const { ask, doors } = manual<string>();
    const both = [cache.get('q', FRESH, ask), cache.get('q', FRESH, ask)];
    doors[0]?.resolve('one');
    expect((await Promise.all(both)).map(({ value }) => value)).toEqual(['one', 'one']);
    expect(doors).toHaveLength(1);
    expect(kinds).toEqual(['miss', 'joined']);
  });

  it.each(['LINEAR_UNREACHABLE', 'LINEAR_RATE_LIMITED', 'LINEAR_BAD_ANSWER'] as const)(
    'gives the last known answer with its age instead of %s',
    async (code) => {
      const { cache, clock } = setUp();
      await cache.get('q', FRESH, async () => 'old');
      clock.advanceMs(3_600_000);
      const stale = await cache.get('q', FRESH, () => Promise.reject(new AppError(code)));
      expect(stale).toEqual({ value: 'old', asOf: new Date(START), isStale: true });
    },
  );

  it.each(['LINEAR_TOKEN_REJECTED', 'LINEAR_REFUSED', 'INTERNAL'] as const)(
    'does not hide %s behind an old answer',
    async (code) => {
      const { cache, clock } = setUp();
      await cache.get('q', FRESH, async () => 'old');
      clock.advanceMs(60_000);
      await expect(cache.get('q', FRESH, () => Promise.reject(new AppError(code)))).rejects.toMatchObject({ code });
    },
  );

  it('gives no answer that is older than a day', async () => {
    const { cache, clock } = setUp();
    await cache.get('q', FRESH, async () => 'old');
    clock.advanceMs(24 * 3_600_000 + 1);
    await expect(cache.get('q', FRESH, down)).rejects.toMatchObject({ code: 'LINEAR_UNREACHABLE' });
  });

  it('remembers a failure shortly, so that not everybody asks a tracker that is down', async () => {
    const { cache, clock } = setUp();
    let asked = 0;
    const ask = () => {
      asked += 1;
      return down();
    };
    const first = await cache.get('q', FRESH, ask).catch((error: unknown) => error);
    const second = await cache.get('q', FRESH, ask).catch((error: unknown) => error);
    expect(asked).toBe(1);
    expect(second).toMatchObject({ code: 'LINEAR_UNREACHABLE', facts: { why: 'ECONNREFUSED' } });
    expect(second).not.toBe(first);
    clock.advanceMs(5_000);
    expect(await cache.get('q', FRESH, async () => 'back')).toMatchObject({ value: 'back', isStale: false });
  });

  it('does not wait long when it has something to give', async () => {
    const { cache, clock, kinds, slow } = setUp();
    await cache.get('q', FRESH, async () => 'old');
    clock.advanceMs(60_000);
    const { ask, flights, doors } = manual<string>();
    expect(await cache.get('q', FRESH, ask)).toMatchObject({ value: 'old', isStale: true });
    expect(slow).toEqual(['slow']);
    expect(flights[0]?.isAbandoned).toBe(true);
    // Whoever comes now does not wait again for what is known to be slow.
    expect(await cache.get('q', FRESH, ask)).toMatchObject({ value: 'old', isStale: true });
    expect(doors).toHaveLength(1);
    doors[0]?.resolve('new');
    await new Promise(setImmediate);
    expect(await cache.get('q', FRESH, ask)).toMatchObject({ value: 'new', isStale: false });
    expect(kinds).toEqual(['miss', 'miss', 'stale', 'joined', 'stale', 'hit']);
  });

  it('waits for the answer when it has nothing to give', async () => {
    const { cache } = setUp({ patienceMs: 1 });
    const { ask, doors } = manual<string>();
    const answer = cache.get('q', FRESH, ask);
    await new Promise((resolve) => setTimeout(resolve, 10));
    doors[0]?.resolve('late');
    expect(await answer).toMatchObject({ value: 'late', isStale: false });
  });

  it('forgets what was not used for longest when it is full', async () => {
    const { cache } = setUp({ maxEntries: 2 });
    const asked: string[] = [];
    const get = (key: string) =>
      cache.get(key, FRESH, async () => {
        asked.push(key);
        return key;
      });
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await get(key);
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
  });
});
