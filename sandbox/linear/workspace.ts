/**
 * What the sandbox's Linear holds: rows as in a database. Names and meanings are Linear's own; times are ISO 8601 in
 * UTC, dates are `YYYY-MM-DD`, ids are UUIDs. Everything that Linear computes (identifiers, progress, histories, which
 * cycle is active) is computed from these rows when asked.
 */
export interface Workspace {
  readonly organization: { id: string; name: string; urlKey: string; createdAt: string };
  /** The user to whom the API key belongs. */
  viewerId: string;
  readonly users: UserRow[];
  readonly teams: TeamRow[];
  readonly states: StateRow[];
  readonly labels: LabelRow[];
  readonly projectStatuses: ProjectStatusRow[];
  readonly projects: ProjectRow[];
  readonly cycles: CycleRow[];
  readonly issues: IssueRow[];
  readonly relations: RelationRow[];
  readonly comments: CommentRow[];
  readonly attachments: AttachmentRow[];
  /** What happened to issues since the workspace began to live; nothing is invented for before. */
  readonly history: HistoryRow[];
}

export interface Row {
  readonly id: string;
  createdAt: string;
  updatedAt: string;
  archivedAt: string | null;
}

export interface UserRow extends Row {
  name: string;
  displayName: string;
  email: string;
  active: boolean;
  admin: boolean;
  /** A bot or an integration, not a person. */
  app: boolean;
  title: string | null;
  timezone: string | null;
}

export interface TeamRow extends Row {
  key: string;
  name: string;
  description: string | null;
  color: string;
  memberIds: string[];
  /** Linear counts an issue without an estimate as this many points. */
  defaultIssueEstimate: number;
  cycleDurationWeeks: number;
  triageEnabled: boolean;
}

/** Linear's categories of workflow states. */
export const STATE_TYPES = ['triage', 'backlog', 'unstarted', 'started', 'completed', 'canceled', 'duplicate'] as const;

export type StateType = (typeof STATE_TYPES)[number];

export interface StateRow extends Row {
  teamId: string;
  name: string;
  type: StateType;
  position: number;
  color: string;
  description: string | null;
}

export interface LabelRow extends Row {
  /** Null: for the whole workspace. */
  teamId: string | null;
  name: string;
  color: string;
  description: string | null;
  isGroup: boolean;
  parentId: string | null;
  creatorId: string | null;
}

export interface ProjectStatusRow extends Row {
  name: string;
  type: 'backlog' | 'planned' | 'started' | 'paused' | 'completed' | 'canceled';
  position: number;
  color: string;
}

export interface ProjectRow extends Row {
  name: string;
  description: string;
  statusId: string;
  leadId: string | null;
  creatorId: string | null;
  teamIds: string[];
  priority: number;
  color: string;
  startDate: string | null;
  targetDate: string | null;
  startedAt: string | null;
  completedAt: string | null;
  canceledAt: string | null;
}

export interface CycleRow extends Row {
  teamId: string;
  number: number;
  name: string | null;
  description: string | null;
  startsAt: string;
  endsAt: string;
  /** Set when somebody closed it before its end; otherwise Linear completes it at `endsAt`. */
  completedAt: string | null;
  /** Issues that were still open when it closed; Linear carries them over to the next cycle. */
  uncompletedIssueIds: string[];
}

export interface IssueRow extends Row {
  teamId: string;
  number: number;
  title: string;
  description: string | null;
  stateId: string;
  /** 0 none, 1 urgent, 2 high, 3 medium, 4 low. */
  priority: number;
  estimate: number | null;
  assigneeId: string | null;
  creatorId: string | null;
  projectId: string | null;
  cycleId: string | null;
  parentId: string | null;
  labelIds: string[];
  dueDate: string | null;
  startedAt: string | null;
  completedAt: string | null;
  canceledAt: string | null;
  startedTriageAt: string | null;
  triagedAt: string | null;
  addedToCycleAt: string | null;
  trashed: boolean;
  sortOrder: number;
}

export interface RelationRow extends Row {
  /** `blocks`: `issueId` blocks `relatedIssueId`. `duplicate`: `issueId` is a duplicate of `relatedIssueId`. */
  type: 'blocks' | 'duplicate' | 'related' | 'similar';
  issueId: string;
  relatedIssueId: string;
}

export interface CommentRow extends Row {
  issueId: string;
  userId: string | null;
  body: string;
  parentId: string | null;
  editedAt: string | null;
  resolvedAt: string | null;
}

export interface AttachmentRow extends Row {
  issueId: string;
  creatorId: string | null;
  title: string;
  subtitle: string | null;
  url: string;
  metadata: Record<string, unknown>;
  sourceType: string | null;
}

/** One change of an issue. Both sides are null when the field did not change. */
export interface HistoryRow extends Row {
  issueId: string;
  actorId: string | null;
  fromStateId: string | null;
  toStateId: string | null;
  fromAssigneeId: string | null;
  toAssigneeId: string | null;
  fromCycleId: string | null;
  toCycleId: string | null;
  fromProjectId: string | null;
  toProjectId: string | null;
  fromPriority: number | null;
  toPriority: number | null;
  fromTitle: string | null;
  toTitle: string | null;
  addedLabelIds: string[];
  removedLabelIds: string[];
  archived: boolean | null;
  trashed: boolean | null;
  updatedDescription: boolean | null;
}
