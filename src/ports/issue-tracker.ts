import type { IssueWriter } from './issue-writes.ts';

/**
 * What we need from an issue tracker (Linear). Every answer says from when it is, because a stale answer with its age
 * is worth more than none. All methods throw `AppError` with a `LINEAR_…` code when there is no answer at all.
 */

/** An answer with its age: `isStale` when the tracker could not be asked just now and this is the last known answer. */
export interface Dated<T> {
  readonly value: T;
  readonly asOf: Date;
  readonly isStale: boolean;
}

export interface Team {
  readonly id: string;
  /** The prefix of its issues, for example `ENG`. */
  readonly key: string;
  readonly name: string;
}

export interface Person {
  readonly id: string;
  /** Full name. */
  readonly name: string;
  /** The short unique name inside the workspace. */
  readonly displayName: string;
  readonly email: string;
  readonly isActive: boolean;
}

/** Linear's categories of workflow states; `other` is one that this version does not know (it is shown by its own name). */
export type StateType =
  | 'triage'
  | 'backlog'
  | 'unstarted'
  | 'started'
  | 'completed'
  | 'canceled'
  | 'duplicate'
  | 'other';

export interface WorkflowState {
  readonly name: string;
  readonly type: StateType;
  /** Order inside its type, smaller first. */
  readonly position: number;
}

/** 0 none, 1 urgent, 2 high, 3 medium, 4 low: Linear's own numbers. */
export type Priority = 0 | 1 | 2 | 3 | 4;

/** Just enough of an issue to name and link it. */
export interface IssueRef {
  readonly identifier: string;
  readonly title: string;
  readonly url: string;
  readonly state: WorkflowState;
}

export interface Issue extends IssueRef {
  readonly id: string;
  readonly teamKey: string;
  readonly priority: Priority;
  /** Points, or null when the issue has no estimate. */
  readonly estimate: number | null;
  readonly assignee: Pick<Person, 'id' | 'name' | 'displayName'> | null;
  readonly project: string | null;
  readonly labels: readonly string[];
  readonly dueDate: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  /** When it came into its present cycle, if the tracker knows. */
  readonly addedToCycleAt: Date | null;
  readonly cycle: { readonly id: string; readonly number: number; readonly name: string | null } | null;
  /** Issues that block this one and are not completed, canceled or duplicates. */
  readonly blockedBy: readonly IssueRef[];
}

export interface IssueDetail extends Issue {
  readonly description: string | null;
  readonly creator: string | null;
  readonly parent: IssueRef | null;
  readonly children: readonly IssueRef[];
  /** Issues that wait for this one. */
  readonly blocks: readonly IssueRef[];
  readonly attachments: readonly { readonly title: string; readonly url: string }[];
  readonly comments: {
    readonly count: number;
    readonly hasMore: boolean;
    readonly latest: { readonly author: string; readonly body: string; readonly at: Date } | null;
  };
}

export interface Cycle {
  readonly id: string;
  readonly number: number;
  /** Null when the team did not name it: say `Cycle 12` then. */
  readonly name: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly completedAt: Date | null;
  readonly when: 'past' | 'active' | 'future';
  /** Linear's own flags for the neighbours of the active cycle. */
  readonly isNext: boolean;
  readonly isPrevious: boolean;
  readonly team: Team;
}

export interface Sprint {
  readonly cycle: Cycle;
  /** All issues of the cycle, pagination followed to the end. */
  readonly issues: readonly Issue[];
  /** Points in the cycle by day, first day first; Linear keeps them. Empty when the cycle has not started. */
  readonly scopeHistory: readonly number[];
  readonly completedScopeHistory: readonly number[];
  readonly inProgressScopeHistory: readonly number[];
  /** Issues in the cycle by day. */
  readonly issueCountHistory: readonly number[];
  readonly completedIssueCountHistory: readonly number[];
}

/** Filters; all given ones must hold. Names are compared without case. */
export interface IssueFilter {
  readonly teamKey?: string;
  /** Name of a workflow state, or one of `open` (not completed, canceled or duplicate) and `all`. */
  readonly state?: string;
  /** Id of a person, or `none`. */
  readonly assigneeId?: string;
  readonly label?: string;
  readonly project?: string;
  readonly priority?: Priority;
  /** Words in title or description. */
  readonly text?: string;
}

export interface IssuePage {
  readonly issues: readonly Issue[];
  /** Give it as `after` to get the next page; null on the last page. */
  readonly nextCursor: string | null;
}

/** The names that people choose from, for autocomplete. */
export interface TrackerNames {
  readonly states: readonly string[];
  readonly labels: readonly string[];
  readonly projects: readonly string[];
}

export interface IssueTracker extends IssueWriter {
  teams(): Promise<Dated<readonly Team[]>>;
  /** Active people of the workspace; bots and integrations are left out. */
  people(): Promise<Dated<readonly Person[]>>;
  /** The team's cycles around now: past ones newest first are at most the last 10. Ordered by number. */
  cycles(teamId: string): Promise<Dated<readonly Cycle[]>>;
  /** Null when there is no such cycle. */
  sprint(cycleId: string): Promise<Dated<Sprint | null>>;
  /** By identifier (`ENG-12`, any case). Null when there is none. */
  issue(identifier: string): Promise<Dated<IssueDetail | null>>;
  /** Newest activity first. `pageSize` 1 to 50. */
  issues(filter: IssueFilter, page: { readonly pageSize: number; readonly after?: string }): Promise<Dated<IssuePage>>;
  /** Issues for autocomplete, at most `limit`: by identifier or words of the title; recent ones when `text` is empty. */
  suggestIssues(text: string, limit: number): Promise<Dated<readonly IssueRef[]>>;
  names(): Promise<Dated<TrackerNames>>;
  /** The states of all teams, by id: for what only names an id. */
  states(): Promise<Dated<ReadonlyMap<string, WorkflowState>>>;
}
