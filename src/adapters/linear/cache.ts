import type { Dated } from '../../ports/issue-tracker.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { Clock } from '../../shared/clock.ts';
import { AppError, toAppError } from '../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../shared/errors/catalogue.ts';
import { Flight } from './flight.ts';

export interface AnswerCacheOptions {
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** The least recently used answers beyond this number are forgotten. */
  readonly maxEntries: number;
  readonly patienceMs: number;
  readonly failureMs: number;
  /** Called when a caller gets a stale answer because a fresh one takes too long. */
  readonly onSlow: () => void;
}

export interface Freshness {
  /** An answer that is not older is given without asking. */
  readonly freshMs: number;
  readonly budgetMs: number;
}

interface Entry {
  known: { readonly value: unknown; readonly asOf: Date } | null;
  /** Something changed since: what is known only serves when there is nothing better. */
  isOutdated: boolean;
  failure: { readonly error: AppError; readonly untilMs: number } | null;
  flight: { readonly flight: Flight; readonly landing: Promise<unknown> } | null;
}

/** An answer from yesterday still helps; an older one misleads. */
const MAX_STALE_MS = 24 * 3_600_000;
/** Failures of Linear, not of the question or of our right to ask it. */
const STALE_INSTEAD_OF: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'LINEAR_UNREACHABLE',
  'LINEAR_RATE_LIMITED',
  'LINEAR_BAD_ANSWER',
]);

/**
 * Remembers answers for a short time, asks each question once however many people wait for it, and gives the last known
 * answer with its age when there is no fresh one. A failure is remembered shortly, so that a Linear that is down is not
 * asked by everybody in turn.
 */
export class AnswerCache {
  readonly #options: AnswerCacheOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: AnswerCacheOptions) {
    this.#options = options;
  }

  /** `key` stands for one question; the same key must always come with the same `ask`. */
  async get<T>(key: string, freshness: Freshness, ask: (flight: Flight) => Promise<T>): Promise<Dated<T>> {
    const entry = this.#entry(key);
    const known = this.#known<T>(entry);
    if (known !== null && !entry.isOutdated && known.ageMs < freshness.freshMs) {
      this.#count('hit');
      return { ...known.answer, isStale: false };
    }
    if (entry.flight === null && entry.failure !== null && this.#nowMs() < entry.failure.untilMs) {
      return this.#instead(entry.failure.error, known?.answer ?? null);
    }
    this.#count(entry.flight === null ? 'miss' : 'joined');
    entry.flight ??= this.#launch(entry, freshness.budgetMs, ask);
    const { flight, landing } = entry.flight;
    try {
      if (known === null) return { ...((await landing) as Answer<T>), isStale: false };
      const fresh = await within(landing, this.#options.patienceMs - flight.ageMs);
      if (fresh !== LATE) return { ...(fresh as Answer<T>), isStale: false };
    } catch (error) {
      return this.#instead(toAppError(error), known?.answer ?? null);
    }
    flight.abandon();
    this.#options.onSlow();
    return this.#stale(known.answer);
  }

  /** From now on this is asked anew; what is under way answers those who wait for it, but is not kept. */
  outdate(isOutdated: (key: string) => boolean = () => true): void {
    for (const [key, { known }] of this.#entries) {
      if (isOutdated(key)) this.#entries.set(key, { known, isOutdated: true, failure: null, flight: null });
    }
  }

  #launch<T>(entry: Entry, budgetMs: number, ask: (flight: Flight) => Promise<T>): NonNullable<Entry['flight']> {
    const flight = new Flight(budgetMs);
    const asOf = this.#options.clock.now();
    const landing = ask(flight)
      .then(
        (value) => {
          entry.known = { value, asOf };
          entry.isOutdated = false;
          entry.failure = null;
          return entry.known;
        },
        (error: unknown) => {
          entry.failure = this.#remembered(toAppError(error));
          throw error;
        },
      )
      .finally(() => {
        flight.end();
        entry.flight = null;
      });
    // Those who have left for a stale answer do not hear of a failure any more.
    landing.catch(() => {});
    return { flight, landing };
  }

  /** A rate limit is not remembered here: whoever holds it knows to the second when it ends. */
  #remembered(error: AppError): Entry['failure'] {
    if (error.code === 'LINEAR_RATE_LIMITED') return null;
    return { error, untilMs: this.#nowMs() + this.#options.failureMs };
  }

  #instead<T>(error: AppError, known: Answer<T> | null): Dated<T> {
    if (known !== null && STALE_INSTEAD_OF.has(error.code)) return this.#stale(known);
    // A new one for each caller: an error object belongs to one report.
    throw new AppError(error.code, { cause: error, facts: error.facts });
  }

  #stale<T>(known: Answer<T>): Dated<T> {
    this.#count('stale');
    return { ...known, isStale: true };
  }

  #known<T>(entry: Entry): { readonly answer: Answer<T>; readonly ageMs: number } | null {
    if (entry.known === null) return null;
    const ageMs = this.#nowMs() - entry.known.asOf.getTime();
    return ageMs > MAX_STALE_MS ? null : { answer: entry.known as Answer<T>, ageMs };
  }

  /** A Map keeps the order of insertion: the first keys are the least recently used. */
  #entry(key: string): Entry {
    const entry = this.#entries.get(key) ?? { known: null, isOutdated: false, failure: null, flight: null };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#options.maxEntries) break;
      this.#entries.delete(oldest);
    }
    return entry;
  }

  #count(kind: 'hit' | 'miss' | 'stale' | 'joined'): void {
    this.#options.metrics.count('onomancer_linear_cache_total', { kind });
  }

  #nowMs(): number {
    return this.#options.clock.now().getTime();
  }
}

interface Answer<T> {
  readonly value: T;
  readonly asOf: Date;
}

const LATE = Symbol('late');

async function within<T>(promise: Promise<T>, ms: number): Promise<T | typeof LATE> {
  if (ms <= 0) return LATE;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(resolve, ms, LATE);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
