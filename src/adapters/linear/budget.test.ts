import { describe, expect, it } from 'vitest';
import type { Metrics } from '../../ports/metrics.ts';
import { noMetrics } from '../../ports/metrics.ts';
import { noteBudget, waitAfterRefusal } from './budget.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const inSeconds = (seconds: number) => String(NOW.getTime() + seconds * 1_000);

describe('the wait after Linear refused for its rate limit', () => {
  it('is what Retry-After says', () => {
    expect(waitAfterRefusal(new Headers({ 'Retry-After': '7' }), NOW)).toBe(7_000);
  });

  it('lasts until the budget that is used up resets', () => {
    const headers = new Headers({
      'X-RateLimit-Requests-Remaining': '0',
      'X-RateLimit-Requests-Reset': inSeconds(40),
      'X-RateLimit-Complexity-Remaining': '900',
      'X-RateLimit-Complexity-Reset': inSeconds(90),
    });
    expect(waitAfterRefusal(headers, NOW)).toBe(40_000);
  });

  it('counts the budget of an endpoint and of complexity, and takes the longest', () => {
    const headers = new Headers({
      'X-RateLimit-Endpoint-Requests-Remaining': '0',
      'X-RateLimit-Endpoint-Requests-Reset': inSeconds(20),
      'X-RateLimit-Complexity-Remaining': '0',
      'X-RateLimit-Complexity-Reset': inSeconds(30),
    });
    expect(waitAfterRefusal(headers, NOW)).toBe(30_000);
  });

  it('is five minutes at most when the reset is far away, because the budgets refill steadily', () => {
    const headers = new Headers({
      'X-RateLimit-Requests-Remaining': '0',
      'X-RateLimit-Requests-Reset': inSeconds(3_500),
    });
    expect(waitAfterRefusal(headers, NOW)).toBe(300_000);
  });

  it('is at least a second when the reset is past', () => {
    const headers = new Headers({ 'X-RateLimit-Requests-Remaining': '0', 'X-RateLimit-Requests-Reset': inSeconds(-5) });
    expect(waitAfterRefusal(headers, NOW)).toBe(1_000);
  });

  it.each([undefined, new Headers(), new Headers({ 'Retry-After': 'soon' })])(
    'is a minute when nothing says it',
    (headers) => {
      expect(waitAfterRefusal(headers, NOW)).toBe(60_000);
    },
  );
});

describe('the budget', () => {
  it('is written down as Linear tells it', () => {
    const seen: unknown[] = [];
    const metrics: Metrics = { ...noMetrics, set: (name, _, value) => void seen.push([name, value]) };
    noteBudget(
      new Headers({ 'X-RateLimit-Requests-Remaining': '2431', 'X-RateLimit-Complexity-Remaining': '2900000' }),
      metrics,
    );
    noteBudget(new Headers(), metrics);
    expect(seen).toEqual([
      ['onomancer_linear_requests_left', 2431],
      ['onomancer_linear_complexity_left', 2_900_000],
    ]);
  });
});
