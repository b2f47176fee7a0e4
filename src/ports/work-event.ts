import type { IssueRef, Priority } from './issue-tracker.ts';

/** Who can send us something. `bot` is ourselves: work that we put off. */
export const SENDERS = ['linear', 'github', 'vercel', 'discord', 'clock', 'bot'] as const;
export type Sender = (typeof SENDERS)[number];

/** Who did it, as the sender names them. Text from outside: escape it before it is shown. */
export interface Actor {
  readonly name: string;
  /** Id in the issue tracker, when it was done there by a person. */
  readonly trackerUserId: string | null;
}

interface EventBase {
  /** When it happened, as the sender says; else when we received it. */
  readonly at: Date;
  readonly actor: Actor | null;
}

/** An issue as a webhook tells it: a snapshot of then, not of now. */
export interface IssueSnapshot extends IssueRef {
  readonly id: string;
  readonly teamKey: string;
  readonly priority: Priority;
  readonly assignee: { readonly id: string; readonly name: string } | null;
  readonly project: string | null;
  readonly labels: readonly string[];
  readonly cycleId: string | null;
}

/** What a change changed; absent: that did not change. `null` inside: the sender did not say, or there was none. */
export interface IssueChanges {
  readonly state?: { readonly fromId: string | null };
  readonly assignee?: { readonly fromId: string | null };
  readonly priority?: { readonly from: Priority | null };
  readonly title?: { readonly from: string };
  readonly cycle?: { readonly fromId: string | null };
  readonly isArchived?: true;
}

export interface IssueEvent extends EventBase {
  readonly kind: 'issue-created' | 'issue-changed' | 'issue-removed';
  readonly issue: IssueSnapshot;
  readonly changes: IssueChanges;
}

export interface CommentEvent extends EventBase {
  readonly kind: 'comment-created';
  readonly issue: Pick<IssueSnapshot, 'id' | 'identifier' | 'title' | 'url'>;
  /** Markdown of a person. */
  readonly body: string;
  readonly url: string | null;
}

export interface CycleEvent extends EventBase {
  readonly kind: 'cycle-changed';
  readonly cycleId: string;
  readonly teamId: string;
}

export interface PullRequestEvent extends EventBase {
  readonly kind: 'pull-request';
  readonly action: 'opened' | 'ready' | 'merged' | 'closed' | 'reopened' | 'changed';
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly branch: string;
  readonly targetBranch: string;
  /** Hash of the newest commit of the branch. */
  readonly commit: string;
  readonly author: string;
  readonly isDraft: boolean;
  /** Identifiers of issues (`ENG-12`) in branch, title and body, each once. */
  readonly issues: readonly string[];
}

export interface DeploymentEvent extends EventBase {
  readonly kind: 'deployment';
  readonly provider: 'vercel' | 'github';
  /** Stable across the states of one deployment. */
  readonly deploymentId: string;
  readonly project: string;
  readonly environment: 'preview' | 'production' | 'other';
  readonly state: 'building' | 'ready' | 'failed' | 'canceled';
  /** Where it can be looked at; null while there is none. */
  readonly url: string | null;
  /** Logs or the page of the deployment at its provider. */
  readonly detailsUrl: string | null;
  readonly branch: string | null;
  readonly commit: string | null;
  readonly issues: readonly string[];
}

export interface BuildEvent extends EventBase {
  readonly kind: 'build';
  readonly repository: string;
  /** Name of the workflow or check. */
  readonly name: string;
  readonly buildId: string;
  readonly state: 'running' | 'passed' | 'failed' | 'canceled';
  readonly branch: string;
  readonly commit: string;
  readonly url: string;
}

/** Somebody put 📌 (or a priority dot) on a message, or took it away. */
export interface ReactionEvent extends EventBase {
  readonly kind: 'reaction-added' | 'reaction-removed';
  readonly emoji: string;
  readonly userId: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly messageId: string;
}

/** A captured message is to become an issue (put off while the tracker was away). */
export interface CaptureDueEvent extends EventBase {
  readonly kind: 'capture-due';
  readonly captureId: string;
}

/** A comment is to be posted (put off while the tracker was away). */
export interface CommentDueEvent extends EventBase {
  readonly kind: 'comment-due';
  /** Of the comment: the same is never posted twice. */
  readonly commentId: string;
  readonly identifier: string;
  /** Markdown, screened. */
  readonly body: string;
  /** Who wants to know when it cannot be posted. */
  readonly userId: string;
}

/** A plan says that it is time. `period` names the run (`2026-11-25`, `2026-W48`): the same is never done twice. */
export interface ScheduleEvent extends EventBase {
  readonly kind: 'schedule-due';
  readonly schedule: string;
  readonly period: string;
}

/** Changes in the tracker that nobody told us of, too many or too old to be told one by one. */
export interface ChangesMissedEvent extends EventBase {
  readonly kind: 'changes-missed';
  /** ISO 8601; until `at`. */
  readonly since: string;
  /** Issues that were created, and issues that only changed. */
  readonly created: number;
  readonly changed: number;
  readonly comments: number;
  /** There were more than these. */
  readonly isCut: boolean;
}

export type WorkEvent =
  | IssueEvent
  | CommentEvent
  | CycleEvent
  | PullRequestEvent
  | DeploymentEvent
  | BuildEvent
  | ReactionEvent
  | CaptureDueEvent
  | CommentDueEvent
  | ScheduleEvent
  | ChangesMissedEvent;

export type WorkEventKind = WorkEvent['kind'];
