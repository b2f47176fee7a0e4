import type { IssueRef } from './issue-tracker.ts';

/** What happened to an issue, in the order in which a digest tells it. */
export const MOVES = ['done', 'review', 'started', 'reopened', 'created', 'raised', 'dropped'] as const;
export type Move = (typeof MOVES)[number];

/** Something that happened to an issue while we were there: as it was then. */
export interface Movement {
  /** The same twice is one: the issue, what happened, and when. */
  readonly id: string;
  readonly at: Date;
  readonly move: Move;
  readonly issueId: string;
  readonly issue: IssueRef;
  readonly teamKey: string;
  readonly project: string | null;
  readonly labels: readonly string[];
  /** The full name of who has it. */
  readonly assignee: string | null;
  /** Who did it, as the sender says. */
  readonly actor: string | null;
}

/** What happened to issues, remembered. Throws `STORE_…`. */
export interface Movements {
  /** From `from` until before `to`, oldest first; at most `limit`, the newest. */
  between(from: Date, to: Date, limit: number): Promise<readonly Movement[]>;
  /** Forgets what is older. Returns how many. */
  purge(before: Date): Promise<number>;
}
