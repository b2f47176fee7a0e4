import { DiscordAPIError, HTTPError, RateLimitError } from '@discordjs/rest';
import { RESTJSONErrorCodes } from 'discord-api-types/v10';
import { AppError } from '../../shared/errors/app-error.ts';

/** How often and how long a call to Discord is repeated. */
export interface Patience {
  readonly attempts: number;
  /** For all attempts together, waiting included. */
  readonly budgetMs: number;
  /** For one attempt, with the time that the library sleeps for a rate limit. */
  readonly attemptMs: number;
  /** True for what people would see twice: repeated only after a 5xx, because after silence it may have happened. */
  readonly isOnce?: boolean;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/**
 * Runs one call to Discord within its budget, repeating what may succeed later (5xx, time-outs, broken connections)
 * with exponential backoff and full jitter. What Discord itself refuses is thrown as it is: the caller knows its codes.
 *
 * @throws DiscordAPIError when Discord refused; AppError DISCORD_RATE_LIMITED when it wants us to wait for longer than the
 *   library does (see `discordRest`), DISCORD_UNREACHABLE when it could not be reached in time.
 */
export async function discordCall<T>(
  call: (signal: AbortSignal) => Promise<T>,
  { attempts, budgetMs, attemptMs, isOnce = false }: Patience,
): Promise<T> {
  const deadline = performance.now() + budgetMs;
  const left = (): number => Math.max(0, deadline - performance.now());
  let last: unknown;
  for (let attempt = 0; attempt < attempts && left() > 0; attempt += 1) {
    try {
      return await within(Math.min(attemptMs, left()), call);
    } catch (error) {
      if (error instanceof DiscordAPIError) throw error;
      if (error instanceof RateLimitError) throw rateLimited(error);
      last = error;
      if (isOnce && !(error instanceof HTTPError)) break;
      const wait = Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
      await pause(Math.min(wait, left()));
    }
  }
  throw new AppError('DISCORD_UNREACHABLE', { cause: withoutRequest(last) });
}

/**
 * Aborts the call after a while, and does not wait for the library then: it sleeps through rate limits whatever the
 * signal says. The library never takes its listener off the signal, so each call has a signal of its own that ends with it.
 */
async function within<T>(ms: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`No answer within ${Math.round(ms)} ms`));
      controller.abort();
    }, ms);
  });
  try {
    return await Promise.race([call(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

function rateLimited({ retryAfter, timeToReset }: RateLimitError): AppError {
  const seconds = Math.ceil(Math.max(retryAfter, timeToReset) / 1_000);
  return new AppError('DISCORD_RATE_LIMITED', { cause: new Error('Discord rate limit'), facts: { seconds } });
}

/** True when Discord answered with one of these codes of its own (`RESTJSONErrorCodes`). */
export function isRefusal(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof DiscordAPIError && codes.includes(Number(error.code));
}

/** The typed failure behind whatever the library threw; nothing of the request (tokens!) is kept. */
export function toDiscordError(error: unknown, facts: Readonly<Record<string, string>> = {}): AppError {
  if (error instanceof AppError) return error;
  if (!(error instanceof DiscordAPIError)) return new AppError('DISCORD_UNREACHABLE', { cause: withoutRequest(error) });
  const cause = withoutRequest(error);
  const reason = error.message.replaceAll('\n', '; ').slice(0, 500);
  if (error.status === 401) return new AppError('DISCORD_TOKEN_REJECTED', { cause });
  if (isRefusal(error, RESTJSONErrorCodes.MissingAccess, RESTJSONErrorCodes.MissingPermissions)) {
    return new AppError('DISCORD_MISSING_ACCESS', { cause, facts: { guild: '?', invite: '?', ...facts } });
  }
  return new AppError('DISCORD_REFUSED', { cause, facts: { reason } });
}

/** An error of the library carries its request with body and URL, where reply tokens stand: only its message goes on. */
function withoutRequest(error: unknown): Error {
  if (error instanceof DiscordAPIError) return new Error(`Discord ${error.status} ${error.code}: ${error.message}`);
  if (error instanceof HTTPError) return new Error(`Discord answered ${error.status}`);
  return new Error(error instanceof Error ? `${error.name}: ${error.message}` : 'no answer');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
