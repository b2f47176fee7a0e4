/** How long things may take, in milliseconds. */
export interface LinearTimeouts {
  /** One request to Linear. */
  readonly attemptMs: number;
  /** One question, with all its pages, retries and waits: after this the caller has an answer or an error. */
  readonly budgetMs: number;
  /** The same for autocomplete, which Discord only takes within 3 seconds. */
  readonly suggestionBudgetMs: number;
  /** How long to wait for Linear when there is a stale answer to give instead. */
  readonly patienceMs: number;
  /** The first wait before another attempt; it doubles, with jitter. */
  readonly retryAfterMs: number;
  /** How long Linear is left alone after it failed `breakAfter` times in a row. */
  readonly breakMs: number;
  readonly breakAfter: number;
  /** How long a failed question is not asked again. */
  readonly failureMs: number;
}

export const DEFAULT_TIMEOUTS: LinearTimeouts = {
  attemptMs: 3_500,
  budgetMs: 8_000,
  suggestionBudgetMs: 2_000,
  patienceMs: 2_500,
  retryAfterMs: 250,
  breakMs: 10_000,
  breakAfter: 5,
  failureMs: 5_000,
};
