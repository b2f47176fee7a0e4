import { API } from '@discordjs/core';
import { REST, RESTEvents } from '@discordjs/rest';
import type { Metrics } from '../../ports/metrics.ts';
import type { Secret } from '../../shared/secret.ts';

export interface DiscordRestOptions {
  /** `https://discord.com/api`, or the sandbox. Without the version. */
  readonly apiUrl: string;
  readonly token: Secret;
  readonly metrics: Metrics;
}

/** For calls without a signal of their own: the library's question where the gateway is. */
const TIMEOUT_MS = 10_000;
/** Each interaction has a queue of its own in the library, which forgets idle ones only when it sweeps. */
const SWEEP_EVERY_MS = 60_000;
/**
 * What is sent without anybody waiting for it had better wait on disk than in the library's memory. Who asked waits as
 * long as the reply token lives.
 */
const UNASKED = /^\/(?:channels|users)\//;
const LONGEST_SLEEP_MS = 6_000;

/**
 * Discord's REST API v10 through `@discordjs/rest`: it queues by rate-limit bucket and waits out 429s; `discordCall`
 * repeats and gives up. The library's own limit of 50 requests per second is off, because nearly everything we send
 * answers interactions, which do not count towards it; `Pace` keeps it for the rest, and a global 429 holds everything.
 * Source: topics/rate-limits, "Global Rate Limit".
 */
export function discordRest({ apiUrl, token, metrics }: DiscordRestOptions): {
  readonly rest: REST;
  readonly api: API;
} {
  const rest = new REST({
    version: '10',
    api: apiUrl,
    timeout: TIMEOUT_MS,
    retries: 0,
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    handlerSweepInterval: SWEEP_EVERY_MS,
    rejectOnRateLimit: ({ route, timeToReset, retryAfter }) =>
      Math.max(timeToReset, retryAfter) > LONGEST_SLEEP_MS && UNASKED.test(route),
  }).setToken(token.reveal());
  rest.on(RESTEvents.Response, (_request, response) => {
    metrics.count('onomancer_discord_requests_total', { status: String(response.status) });
  });
  return { rest, api: new API(rest) };
}
