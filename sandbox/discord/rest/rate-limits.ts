import { createHash } from 'node:crypto';

/** So many requests per window. Discord does not publish its numbers; these are what its headers are known to say. */
export interface Bucket {
  /** Routes with the same name share the limit. */
  readonly name: string;
  readonly limit: number;
  readonly perMs: number;
}

export interface BucketState {
  readonly bucket: Bucket;
  readonly remaining: number;
  readonly resetAfterMs: number;
  readonly isExceeded: boolean;
}

/** https://docs.discord.com/developers/topics/rate-limits#global-rate-limit */
const GLOBAL: Bucket = { name: 'global', limit: 50, perMs: 1000 };

/** Counts requests per bucket and major parameter (channel, guild, webhook), in windows that start with the first one. */
export class RateLimits {
  readonly #elapsedMs: () => number;
  readonly #windows = new Map<string, { endsAt: number; used: number }>();

  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
  }

  take(bucket: Bucket, major: string): BucketState {
    const now = this.#elapsedMs();
    const key = `${bucket.name}:${major}`;
    const current = this.#windows.get(key);
    const window = current && current.endsAt > now ? current : { endsAt: now + bucket.perMs, used: 0 };
    this.#windows.set(key, window);
    const isExceeded = window.used >= bucket.limit;
    if (!isExceeded) window.used += 1;
    this.#forgetOld(now);
    return { bucket, remaining: bucket.limit - window.used, resetAfterMs: window.endsAt - now, isExceeded };
  }

  takeGlobal(): BucketState {
    return this.take(GLOBAL, '');
  }

  /** Each interaction has its own bucket, so that without this the map would grow for ever. */
  #forgetOld(now: number): void {
    if (this.#windows.size < 10_000) return;
    for (const [key, { endsAt }] of this.#windows) if (endsAt <= now) this.#windows.delete(key);
  }
}

/** https://docs.discord.com/developers/topics/rate-limits#header-format */
export function rateLimitHeaders(state: BucketState, now: Date): Record<string, string> {
  const seconds = (ms: number): string => (ms / 1000).toFixed(3);
  return {
    'X-RateLimit-Limit': String(state.bucket.limit),
    'X-RateLimit-Remaining': String(state.remaining),
    'X-RateLimit-Reset': seconds(now.getTime() + state.resetAfterMs),
    'X-RateLimit-Reset-After': seconds(state.resetAfterMs),
    'X-RateLimit-Bucket': createHash('md5').update(state.bucket.name).digest('hex'),
  };
}

/** Whose limit it is: the bot's own for this bucket, that of a resource for all, or the bot's for everything. */
export type RateLimitScope = 'user' | 'shared' | 'global';

/** The answer to a request over the limit. https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit */
export function tooManyRequests(retryAfterMs: number, scope: RateLimitScope) {
  return {
    status: 429,
    headers: {
      // The header is in whole seconds, the body has the fraction.
      'Retry-After': String(Math.max(1, Math.ceil(retryAfterMs / 1000))),
      'X-RateLimit-Scope': scope,
      ...(scope === 'global' ? { 'X-RateLimit-Global': 'true' } : {}),
    },
    body: {
      message: 'You are being rate limited.',
      retry_after: retryAfterMs / 1000,
      global: scope === 'global',
      // The OpenAPI description wants a code in every error.
      code: 0,
    },
  };
}
