import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
  type IRetryBackoffContext,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
} from 'cockatiel';
import type { Clock } from '../../shared/clock.ts';
import type { LinearClient, Question } from './client.ts';
import { AttemptFailed, limited, paused, unreachable } from './failure.ts';
import type { Flight } from './flight.ts';
import type { LinearTimeouts } from './timeouts.ts';

export interface CallsOptions {
  readonly client: LinearClient;
  readonly clock: Clock;
  readonly timeouts: LinearTimeouts;
  /** A number from 0 to 1, for the jitter. */
  readonly random: () => number;
}

const MAX_RETRIES = 2;

/**
 * Asks Linear as often as makes sense: what may help is tried again after a growing, jittered wait; a Linear that
 * failed several times in a row is left alone for a while, whoever asks; and while it limits us nobody asks at all.
 */
export class Calls {
  readonly #options: CallsOptions;
  readonly #breaker: CircuitBreakerPolicy;
  #limitedUntilMs = 0;

  constructor(options: CallsOptions) {
    this.#options = options;
    const { breakMs, breakAfter } = options.timeouts;
    this.#breaker = circuitBreaker(
      handleWhen((error) => error instanceof AttemptFailed && error.kind === 'outage'),
      {
        halfOpenAfter: breakMs,
        breaker: new ConsecutiveBreaker(breakAfter),
      },
    );
  }

  /** The answer, or null when there is no such thing. Throws `AppError` with a `LINEAR_…` code. */
  async ask<T>(question: Question<T>, flight: Flight): Promise<T | null> {
    let last: AttemptFailed | null = null;
    const again = retry(
      handleWhen((error) => this.#mayHelp(error, flight)),
      { maxAttempts: MAX_RETRIES, backoff: new DelegateBackoff((context) => this.#waitMs(context)) },
    );
    try {
      return await again.execute(async () => {
        // The wait before this attempt may have outlasted those who wanted the answer.
        if (last !== null && flight.isAbandoned) throw last;
        try {
          return await this.#askOnce(question, flight);
        } catch (error) {
          if (error instanceof AttemptFailed && error.kind !== 'paused') last = error;
          throw error;
        }
      });
    } catch (error) {
      if (!(error instanceof AttemptFailed)) throw error;
      // What Linear did says more than that we stopped asking because of it.
      throw (error.kind === 'paused' ? (last ?? error) : error).error;
    }
  }

  async #askOnce<T>(question: Question<T>, flight: Flight): Promise<T | null> {
    const waitMs = this.#limitedUntilMs - this.#options.clock.now().getTime();
    if (waitMs > 0) throw limited(waitMs);
    const { client, timeouts } = this.#options;
    const attempt = timeout(timeouts.attemptMs, TimeoutStrategy.Aggressive);
    const send = async () => {
      try {
        return await attempt.execute((_, signal) => client.send(question, signal), flight.signal);
      } catch (error) {
        // Said inside the breaker, so that it counts a timeout as an outage.
        throw error instanceof TaskCancelledError ? unreachable('no answer in time') : error;
      }
    };
    try {
      return await this.#breaker.execute(send);
    } catch (error) {
      if (error instanceof AttemptFailed && error.kind === 'limited') this.#rest(error.waitMs);
      throw error instanceof BrokenCircuitError ? paused() : error;
    }
  }

  #rest(waitMs: number): void {
    this.#limitedUntilMs = Math.max(this.#limitedUntilMs, this.#options.clock.now().getTime() + waitMs);
  }

  #mayHelp(error: Error, flight: Flight): boolean {
    if (!(error instanceof AttemptFailed) || flight.isAbandoned) return false;
    if (error.kind === 'limited') return error.waitMs < flight.leftMs;
    return error.kind === 'outage' && this.#longestWaitMs(MAX_RETRIES) < flight.leftMs;
  }

  #waitMs({ attempt, result }: IRetryBackoffContext<unknown>): number {
    const failure = 'error' in result ? result.error : null;
    if (failure instanceof AttemptFailed && failure.kind === 'limited') return failure.waitMs;
    return this.#longestWaitMs(attempt) * (0.5 + this.#options.random() / 2);
  }

  #longestWaitMs(attempt: number): number {
    return this.#options.timeouts.retryAfterMs * 2 ** (attempt - 1);
  }
}
