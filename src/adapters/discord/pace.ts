import { type REST, RESTEvents } from '@discordjs/rest';

/** Source: topics/rate-limits, "Global Rate Limit". */
const REQUESTS = 50;
const WINDOW_MS = 1_000;

interface Limit {
  readonly freeAtMs: number;
}

/**
 * Keeps what is sent unasked within Discord's limits before it is sent, instead of running into them: at most 50 requests
 * in any second, and it remembers in which channels the library would have to wait with the next message.
 */
export class Pace {
  /** When the last 50 requests went out, the oldest first. */
  readonly #sentAtMs: number[] = [];
  readonly #limits = new Map<string, Limit>();

  constructor(rest: REST) {
    rest.on(RESTEvents.Response, ({ method, path }, { headers }) => {
      const channelId = method === 'POST' ? /^\/channels\/(\d+)\/messages$/.exec(path)?.[1] : undefined;
      if (channelId !== undefined)
        this.#learn(channelId, headers.get('x-ratelimit-remaining'), headers.get('x-ratelimit-reset-after'));
    });
  }

  /** Resolves when the next request may go out; in the order of the calls. */
  async turn(): Promise<void> {
    const nowMs = performance.now();
    const oldest = this.#sentAtMs.length < REQUESTS ? undefined : this.#sentAtMs.shift();
    const atMs = oldest === undefined ? nowMs : Math.max(nowMs, oldest + WINDOW_MS);
    this.#sentAtMs.push(atMs);
    if (atMs > nowMs) await new Promise((resolve) => setTimeout(resolve, atMs - nowMs));
  }

  /** Until the next message in this channel; 0 when it can go at once. */
  waitMs(channelId: string): number {
    const limit = this.#limits.get(channelId);
    if (limit === undefined) return 0;
    const waitMs = limit.freeAtMs - performance.now();
    if (waitMs <= 0) this.#limits.delete(channelId);
    return Math.max(0, waitMs);
  }

  #learn(channelId: string, remaining: string | null, resetAfterSeconds: string | null): void {
    if (remaining === null || resetAfterSeconds === null || Number(remaining) > 0) return;
    const waitMs = Number(resetAfterSeconds) * 1_000;
    if (Number.isFinite(waitMs)) this.#limits.set(channelId, { freeAtMs: performance.now() + waitMs });
  }
}
