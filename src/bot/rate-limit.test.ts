import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedClock } from '../shared/clock.ts';
import { RateLimiter } from './rate-limit.ts';

describe('the rate limit', () => {
  it('lets a burst through, then says how long to wait, and lets the next through after that time', () => {
    const clock = fixedClock('2026-01-05T09:00:00Z');
    const limiter = new RateLimiter({ burst: 3, perMinute: 20 }, clock);
    expect([limiter.take('ada'), limiter.take('ada'), limiter.take('ada')]).toEqual([0, 0, 0]);
    expect(limiter.take('ada')).toBe(3);
    clock.advanceMs(2_900);
    expect(limiter.take('ada')).toBe(1);
    clock.advanceMs(100);
    expect(limiter.take('ada')).toBe(0);
  });

  it('counts each user alone', () => {
    const limiter = new RateLimiter({ burst: 1, perMinute: 1 }, fixedClock('2026-01-05T09:00:00Z'));
    expect(limiter.take('ada')).toBe(0);
    expect(limiter.take('ben')).toBe(0);
    expect(limiter.take('ada')).toBe(60);
  });

  it('never lets more through than the burst plus what time has earned', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 60 }), (waits) => {
        const clock = fixedClock('2026-01-05T09:00:00Z');
        const limiter = new RateLimiter({ burst: 5, perMinute: 30 }, clock);
        let passed = 0;
        let elapsedMs = 0;
        for (const ms of waits) {
          clock.advanceMs(ms);
          elapsedMs += ms;
          if (limiter.take('ada') === 0) passed += 1;
        }
        expect(passed).toBeLessThanOrEqual(5 + Math.floor((elapsedMs / 60_000) * 30 + 1e-6));
      }),
    );
  });
});
