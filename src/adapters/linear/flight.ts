/**
 * One question on its way to Linear, which several callers may wait for. It has a time budget. Once its callers have
 * been served otherwise it is abandoned: what is under way may end (and fill the cache), but nothing is tried again.
 */
export class Flight {
  readonly #startedAtMs = performance.now();
  readonly #budgetMs: number;
  readonly #deadline = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #isAbandoned = false;

  constructor(budgetMs: number) {
    this.#budgetMs = budgetMs;
    this.#timer = setTimeout(() => this.#deadline.abort(), budgetMs);
  }

  /** Aborts when the budget is used up. */
  get signal(): AbortSignal {
    return this.#deadline.signal;
  }

  get isAbandoned(): boolean {
    return this.#isAbandoned || this.#deadline.signal.aborted;
  }

  get ageMs(): number {
    return performance.now() - this.#startedAtMs;
  }

  get leftMs(): number {
    return Math.max(0, this.#budgetMs - this.ageMs);
  }

  abandon(): void {
    this.#isAbandoned = true;
  }

  /** It has landed, well or not: nothing is tried again for it, and its timer must not keep the process alive. */
  end(): void {
    this.#isAbandoned = true;
    clearTimeout(this.#timer);
  }
}
