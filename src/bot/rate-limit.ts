import type { Clock } from '../shared/clock.ts';

export interface RateLimit {
  /** How many in a burst. */
  readonly burst: number;
  /** How many per minute in the long run. */
  readonly perMinute: number;
}

/** How many users are remembered; a full bucket needs no memory, so only busy people count. */
const MAX_USERS = 10_000;

/** A token bucket per user, in memory: a restart forgives everybody, which harms nobody. */
export class RateLimiter {
  readonly #limit: RateLimit;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  constructor(limit: RateLimit, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  /** Takes one; 0 when there was one to take, otherwise the seconds to wait (at least 1). */
  take(userId: string): number {
    const nowMs = this.#clock.now().getTime();
    const bucket = this.#refilled(userId, nowMs);
    if (bucket.tokens < 1) return Math.max(1, Math.ceil(((1 - bucket.tokens) * 60) / this.#limit.perMinute));
    this.#buckets.delete(userId);
    this.#buckets.set(userId, { tokens: bucket.tokens - 1, atMs: nowMs });
    if (this.#buckets.size > MAX_USERS) this.#forgetOldest();
    return 0;
  }

  #refilled(userId: string, nowMs: number): { tokens: number } {
    const bucket = this.#buckets.get(userId);
    if (!bucket) return { tokens: this.#limit.burst };
    const gained = (Math.max(0, nowMs - bucket.atMs) / 60_000) * this.#limit.perMinute;
    return { tokens: Math.min(this.#limit.burst, bucket.tokens + gained) };
  }

  #forgetOldest(): void {
    const oldest = this.#buckets.keys().next();
    if (!oldest.done) this.#buckets.delete(oldest.value);
  }
}
