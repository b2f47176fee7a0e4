import type { ChangeKey } from './change-finder.ts';

/** A change that was handled, as a record of `Effects`. */
export interface ChangeSeen {
  readonly kind: 'change-seen';
  readonly key: ChangeKey;
}

/** Times of the same change as two senders tell them differ by less than this. */
export const SAME_CHANGE_WITHIN_MS = 3_000;

/** How far we have looked for changes that did not come as webhooks, and which we know. Throws `STORE_…`. */
export interface ReconciliationStore {
  /** Null before the first time. */
  lookedUntil(): Promise<Date | null>;
  /** By what they are about, times in order. Of those that happened since. */
  seenSince(since: Date): Promise<ReadonlyMap<string, readonly Date[]>>;
  /** Did one of these times (or one within `SAME_CHANGE_WITHIN_MS`) come the other way round? */
  isSeen(key: Pick<ChangeKey, 'about' | 'times'>, origin: ChangeKey['origin']): Promise<boolean>;
  /**
   * Writes down how far we have looked and what is known now though nobody handles it, and forgets what happened before
   * `forgetBefore`. False, and nothing is written, when the lease has moved on.
   */
  advance(step: {
    readonly until: Date;
    readonly known: readonly ChangeKey[];
    readonly forgetBefore: Date;
    readonly epoch: number;
  }): Promise<boolean>;
}
