import type { Issue, Priority, StateType } from './issue-tracker.ts';

/**
 * What we change in the issue tracker. Every method may be called again with the same arguments, also when nobody knows
 * whether the first call arrived: it has the same effect as once. What was written is seen by whoever asks afterwards.
 * All throw `AppError` with a `LINEAR_…` code when it could not be done.
 */
export interface IssueWriter {
  /** Throws `LINEAR_NOT_THERE` when the team or the assignee does not exist. */
  createIssue(issue: NewIssue): Promise<CreatedIssue>;
  update(issueId: string, change: IssueChange): Promise<IssueUpdate>;
  /** Null when there is no such issue. */
  comment(comment: NewComment): Promise<CreatedComment | null>;
  /** Puts a link beside the issue; the same URL again updates it. False when there is no such issue. */
  linkMessage(link: IssueLink): Promise<boolean>;
  /** Into the bin, from which people can take it back for a while. False when there is no such issue. */
  trash(issueId: string): Promise<boolean>;
}

export interface NewIssue {
  /** Our own choice, so that the same issue is never made twice: a UUID of version 4, for example from `stableUuid`. */
  readonly id: string;
  readonly teamId: string;
  readonly title: string;
  /** Markdown. */
  readonly description?: string;
  readonly priority?: Priority;
  /** Id of a person. */
  readonly assigneeId?: string;
  /** Names, compared without case; one that the team does not have is made. */
  readonly labels?: readonly string[];
  /** Name, compared without case. */
  readonly project?: string;
}

export interface CreatedIssue {
  readonly issue: Issue;
  /** False when it was there already: an earlier call with this id had made it. It is not changed then. */
  readonly isNew: boolean;
  /** The project asked for, when the team has none of that name: the issue was made without it. */
  readonly missingProject: string | null;
}

/** What is not given stays as it is. */
export interface IssueChange {
  readonly title?: string;
  /** Markdown. */
  readonly description?: string;
  readonly priority?: Priority;
  /** Id of a person; null: nobody. */
  readonly assigneeId?: string | null;
  /** By name (without case), or the first state of a category: `{ type: 'canceled' }`. */
  readonly state?: { readonly name: string } | { readonly type: StateType };
  /** Names, as in `NewIssue`. */
  readonly addLabels?: readonly string[];
  /** Names; those that the issue does not have are passed over. */
  readonly removeLabels?: readonly string[];
}

export type IssueUpdate =
  | { readonly kind: 'updated'; readonly issue: Issue }
  | { readonly kind: 'no-such-issue' }
  /** Nothing was changed; `states` are the names that the team has, in workflow order. */
  | { readonly kind: 'no-such-state'; readonly states: readonly string[] };

export interface NewComment {
  /** Our own choice, as in `NewIssue`. */
  readonly id: string;
  readonly issueId: string;
  /** Markdown. */
  readonly body: string;
}

export interface CreatedComment {
  readonly url: string;
  readonly isNew: boolean;
}

export interface IssueLink {
  readonly issueId: string;
  readonly url: string;
  readonly title: string;
  readonly subtitle?: string;
}
