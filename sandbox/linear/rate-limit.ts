import type { Clock } from '../../src/shared/clock.ts';
import type { RateLimitResult } from './errors.ts';

/**
 * One leaky bucket: it refills at the constant rate `limit / periodMs`
 * (https://linear.app/developers/rate-limiting).
 */
export class LeakyBucket {
  readonly limit: number;
  readonly periodMs: number;
  readonly #clock: Clock;
  #remaining: number;
  #at: number;

  constructor(clock: Clock, options: { readonly limit: number; readonly periodMs: number }) {
    this.#clock = clock;
    this.limit = options.limit;
    this.periodMs = options.periodMs;
    this.#remaining = options.limit;
    this.#at = clock.now().getTime();
  }

  /** Takes `amount` when there is as much; a refused request takes nothing. */
  take(amount: number): RateLimitResult {
    const available = this.#refill();
    const allowed = amount <= available;
    if (allowed) this.#remaining -= amount;
    return { allowed, requested: amount, remaining: this.remaining(), duration: this.periodMs, limit: this.limit };
  }

  /** What is left, whole. */
  remaining(): number {
    return Math.floor(this.#refill());
  }

  /** When the bucket will be full again, in UTC epoch milliseconds. */
  resetAt(): number {
    const missing = this.limit - this.#refill();
    return Math.ceil(this.#at + (missing / this.limit) * this.periodMs);
  }

  #refill(): number {
    const now = this.#clock.now().getTime();
    const gained = (Math.max(0, now - this.#at) / this.periodMs) * this.limit;
    this.#at = now;
    this.#remaining = Math.min(this.limit, this.#remaining + gained);
    return this.#remaining;
  }
}

/** The limits of one key; all can be set lower for a test. */
export interface Limits {
  /** Requests per hour; Linear's headers say 2,500 for a personal key. */
  readonly requestsPerHour: number;
  /** Points per hour. */
  readonly complexityPerHour: number;
  /** Points of a single query. */
  readonly maxComplexity: number;
  /** `searchIssues` alone has its own limit: 30 requests per minute, says the schema. */
  readonly searchesPerMinute: number;
}

const LINEAR_LIMITS: Limits = {
  requestsPerHour: 2_500,
  complexityPerHour: 3_000_000,
  maxComplexity: 10_000,
  searchesPerMinute: 30,
};

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** The buckets of one user; all keys of a user share them. */
export class Quota {
  readonly limits: Limits;
  readonly requests: LeakyBucket;
  readonly complexity: LeakyBucket;
  readonly searches: LeakyBucket;

  constructor(clock: Clock, limits: Partial<Limits> = {}) {
    this.limits = { ...LINEAR_LIMITS, ...limits };
    this.requests = new LeakyBucket(clock, { limit: this.limits.requestsPerHour, periodMs: HOUR_MS });
    this.complexity = new LeakyBucket(clock, { limit: this.limits.complexityPerHour, periodMs: HOUR_MS });
    this.searches = new LeakyBucket(clock, { limit: this.limits.searchesPerMinute, periodMs: MINUTE_MS });
  }

  /** The headers that Linear sends with every answer: https://linear.app/developers/rate-limiting. */
  headers(): Record<string, string> {
    return {
      'X-RateLimit-Requests-Limit': String(this.requests.limit),
      'X-RateLimit-Requests-Remaining': String(this.requests.remaining()),
      'X-RateLimit-Requests-Reset': String(this.requests.resetAt()),
      'X-RateLimit-Complexity-Limit': String(this.complexity.limit),
      'X-RateLimit-Complexity-Remaining': String(this.complexity.remaining()),
      'X-RateLimit-Complexity-Reset': String(this.complexity.resetAt()),
    };
  }

  /** The additional headers of an endpoint that has a limit of its own. */
  searchHeaders(): Record<string, string> {
    return {
      'X-RateLimit-Endpoint-Name': 'searchIssues',
      'X-RateLimit-Endpoint-Requests-Limit': String(this.searches.limit),
      'X-RateLimit-Endpoint-Requests-Remaining': String(this.searches.remaining()),
      'X-RateLimit-Endpoint-Requests-Reset': String(this.searches.resetAt()),
    };
  }
}
