/** What one kind of request came to under load. */
export interface Tally {
  readonly sent: number;
  /** What went wrong → how often. */
  readonly failed: Readonly<Record<string, number>>;
  /** The longest that anybody waited, from the last byte that was sent to the last that came back. */
  readonly longestMs: number;
  /** From the first one that failed to the first that was answered after all that failed; 0 when none failed. */
  readonly awayMs: number;
  /** The longest time in which no answer came. */
  readonly gapMs: number;
}

/** Does one request; calls `sentAll` when it has said everything. Null: it went well; else what went wrong. */
export type Asking = (sentAll: () => void) => Promise<string | null>;

interface Answered {
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Counts requests of one kind while they run. */
export class Counting {
  readonly #begunAt = performance.now();
  readonly #answered: Answered[] = [];
  readonly #failedAt: number[] = [];
  readonly #failed: Record<string, number> = {};
  #sent = 0;
  #longestMs = 0;

  async one(ask: Asking): Promise<void> {
    this.#sent += 1;
    const startedAt = performance.now();
    let waitingSince = startedAt;
    const sentAll = (): void => void (waitingSince = performance.now());
    const problem = await ask(sentAll).catch((error: NodeJS.ErrnoException) => error.code ?? error.message);
    const endedAt = performance.now();
    this.#longestMs = Math.max(this.#longestMs, endedAt - waitingSince);
    if (problem === null) this.#answered.push({ startedAt, endedAt });
    else {
      this.#failedAt.push(startedAt);
      this.#failed[problem] = (this.#failed[problem] ?? 0) + 1;
    }
  }

  get tally(): Tally {
    return {
      sent: this.#sent,
      failed: this.#failed,
      longestMs: Math.round(this.#longestMs),
      awayMs: Math.round(this.#awayMs()),
      gapMs: Math.round(this.#gapMs()),
    };
  }

  #awayMs(): number {
    if (this.#failedAt.length === 0) return 0;
    const first = this.#failedAt.reduce((a, b) => Math.min(a, b));
    const last = this.#failedAt.reduce((a, b) => Math.max(a, b));
    const after = this.#answered.filter(({ startedAt }) => startedAt > last);
    const back = after.reduce((soonest, { endedAt }) => Math.min(soonest, endedAt), Number.POSITIVE_INFINITY);
    return (Number.isFinite(back) ? back : performance.now()) - first;
  }

  #gapMs(): number {
    let longest = 0;
    let before = this.#begunAt;
    for (const at of this.#answered.map(({ endedAt }) => endedAt).toSorted((a, b) => a - b)) {
      longest = Math.max(longest, at - before);
      before = at;
    }
    return longest;
  }
}
