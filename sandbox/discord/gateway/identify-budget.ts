import type { Clock } from '../../../src/shared/clock.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface SessionStartLimit {
  readonly total: number;
  readonly remaining: number;
  /** Milliseconds until the budget is full again. */
  readonly reset_after: number;
  readonly max_concurrency: number;
}

/** How a further IDENTIFY fares. `exhausted`: Discord kills all sessions and resets the token. */
export type IdentifyVerdict = 'allowed' | 'too-fast' | 'exhausted';

/**
 * Counts IDENTIFYs: so many per day, and one per 5 seconds.
 * https://docs.discord.com/developers/events/gateway#session-start-limit-object
 */
export class IdentifyBudget {
  readonly #clock: Clock;
  readonly #elapsedMs: () => number;
  readonly #total: number;
  readonly #intervalMs: number;
  #used = 0;
  #dayEndsAt = 0;
  #lastAtMs = Number.NEGATIVE_INFINITY;

  constructor(parts: { clock: Clock; elapsedMs: () => number; total: number; intervalMs: number }) {
    this.#clock = parts.clock;
    this.#elapsedMs = parts.elapsedMs;
    this.#total = parts.total;
    this.#intervalMs = parts.intervalMs;
  }

  take(): IdentifyVerdict {
    this.#startNewDay();
    const now = this.#elapsedMs();
    if (now - this.#lastAtMs < this.#intervalMs) return 'too-fast';
    if (this.#used >= this.#total) return 'exhausted';
    if (this.#used === 0) this.#dayEndsAt = this.#clock.now().getTime() + DAY_MS;
    this.#used += 1;
    this.#lastAtMs = now;
    return 'allowed';
  }

  left(): number {
    this.#startNewDay();
    return this.#total - this.#used;
  }

  limit(): SessionStartLimit {
    const remaining = this.left();
    const resetAfter = this.#used === 0 ? 0 : this.#dayEndsAt - this.#clock.now().getTime();
    return { total: this.#total, remaining, reset_after: resetAfter, max_concurrency: 1 };
  }

  #startNewDay(): void {
    if (this.#used > 0 && this.#clock.now().getTime() >= this.#dayEndsAt) this.#used = 0;
  }
}
