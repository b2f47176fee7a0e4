import type { Metrics } from '../../ports/metrics.ts';

/** Anything with headers to read: Linear's answer. */
interface Headers {
  get(name: string): string | null;
}

const HOUR_MS = 3_600_000;
/** The budgets refill steadily, so that some of them is there again long before the reset, when they are full. */
const MAX_RESET_WAIT_MS = 5 * 60_000;
/** When Linear limits us and does not say for how long. */
const DEFAULT_WAIT_MS = 60_000;
/** Header names and their units: https://linear.app/developers/rate-limiting. Resets are UTC epoch milliseconds. */
const BUDGETS = ['x-ratelimit-requests', 'x-ratelimit-complexity', 'x-ratelimit-endpoint-requests'] as const;

/** Writes down what Linear says is left of the hour. */
export function noteBudget(headers: Headers | undefined, metrics: Metrics): void {
  const requests = numberOf(headers, 'x-ratelimit-requests-remaining');
  const complexity = numberOf(headers, 'x-ratelimit-complexity-remaining');
  if (requests !== null) metrics.set('onomancer_linear_requests_left', {}, requests);
  if (complexity !== null) metrics.set('onomancer_linear_complexity_left', {}, complexity);
}

/**
 * How long to wait after Linear refused for its rate limit: what `Retry-After` says, else until the budget that is used
 * up resets, but not longer than five minutes at a time.
 */
export function waitAfterRefusal(headers: Headers | undefined, now: Date): number {
  const retryAfter = numberOf(headers, 'retry-after');
  if (retryAfter !== null) return clamp(retryAfter * 1_000, HOUR_MS);
  const waits = BUDGETS.filter((budget) => (numberOf(headers, `${budget}-remaining`) ?? 1) <= 0)
    .map((budget) => numberOf(headers, `${budget}-reset`))
    .flatMap((reset) => (reset === null ? [] : [reset - now.getTime()]));
  return waits.length === 0 ? DEFAULT_WAIT_MS : clamp(Math.max(...waits), MAX_RESET_WAIT_MS);
}

function clamp(ms: number, maxMs: number): number {
  return Math.min(maxMs, Math.max(1_000, ms));
}

function numberOf(headers: Headers | undefined, name: string): number | null {
  const text = headers?.get(name);
  if (text === null || text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
