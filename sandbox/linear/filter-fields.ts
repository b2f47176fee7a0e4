import { type FilterField, type FilterFields, fieldsFor } from './filter.ts';
import type { LinearStore } from './store.ts';
import type {
  AttachmentRow,
  CommentRow,
  CycleRow,
  IssueRow,
  LabelRow,
  ProjectRow,
  ProjectStatusRow,
  Row,
  StateRow,
  TeamRow,
  UserRow,
} from './workspace.ts';

const base = {
  id: { kind: 'id', of: ({ id }: Row) => id },
  createdAt: { kind: 'moment', of: ({ createdAt }: Row) => createdAt },
  updatedAt: { kind: 'moment', of: ({ updatedAt }: Row) => updatedAt },
} as const;

const live = <T extends Row>(rows: readonly T[]): readonly T[] => rows.filter(({ archivedAt }) => archivedAt === null);

const issues = <T extends Row>(key: keyof IssueRow): FilterField<T> => ({
  kind: 'many',
  of: ({ id }, store) => live(store.referring(store.workspace.issues, key, id)),
  fields: () => ISSUE,
});

const hasRelation = (side: 'issueId' | 'relatedIssueId', type: string) => (issue: IssueRow, store: LinearStore) =>
  store.referring(store.workspace.relations, side, issue.id).some((relation) => relation.type === type);

export const STATE: FilterFields = fieldsFor<StateRow>({
  ...base,
  name: { kind: 'text', of: ({ name }) => name },
  type: { kind: 'text', of: ({ type }) => type },
  description: { kind: 'text', of: ({ description }) => description },
  position: { kind: 'number', of: ({ position }) => position },
  team: { kind: 'one', of: ({ teamId }, store) => store.team(teamId), fields: () => TEAM },
  issues: issues('stateId'),
});

export const USER: FilterFields = fieldsFor<UserRow>({
  ...base,
  name: { kind: 'text', of: ({ name }) => name },
  displayName: { kind: 'text', of: ({ displayName }) => displayName },
  email: { kind: 'text', of: ({ email }) => email },
  active: { kind: 'flag', of: ({ active }) => active },
  admin: { kind: 'flag', of: ({ admin }) => admin },
  owner: { kind: 'flag', of: ({ admin }) => admin },
  app: { kind: 'flag', of: ({ app }) => app },
  isMe: { kind: 'flag', of: ({ id }, store) => id === store.workspace.viewerId },
  assignedIssues: issues('assigneeId'),
});

export const TEAM: FilterFields = fieldsFor<TeamRow>({
  ...base,
  key: { kind: 'text', of: ({ key }) => key },
  name: { kind: 'text', of: ({ name }) => name },
  description: { kind: 'text', of: ({ description }) => description },
  issues: issues('teamId'),
  members: {
    kind: 'many',
    of: ({ memberIds }, store) => memberIds.flatMap((id) => store.user(id) ?? []),
    fields: () => USER,
  },
});

export const LABEL: FilterFields = fieldsFor<LabelRow>({
  ...base,
  name: { kind: 'text', of: ({ name }) => name },
  isGroup: { kind: 'flag', of: ({ isGroup }) => isGroup },
  creator: { kind: 'one', of: ({ creatorId }, store) => store.user(creatorId), fields: () => USER },
  team: { kind: 'one', of: ({ teamId }, store) => store.byId(store.workspace.teams, teamId), fields: () => TEAM },
  parent: {
    kind: 'one',
    of: ({ parentId }, store) => store.byId(store.workspace.labels, parentId),
    fields: () => LABEL,
  },
});

const PROJECT_STATUS: FilterFields = fieldsFor<ProjectStatusRow>({
  ...base,
  name: { kind: 'text', of: ({ name }) => name },
  type: { kind: 'text', of: ({ type }) => type },
  description: { kind: 'text', of: () => null },
  position: { kind: 'number', of: ({ position }) => position },
});

export const PROJECT: FilterFields = fieldsFor<ProjectRow>({
  ...base,
  name: { kind: 'text', of: ({ name }) => name },
  slugId: { kind: 'text', of: ({ id }) => slugIdOf(id) },
  priority: { kind: 'number', of: ({ priority }) => priority },
  startDate: { kind: 'date', of: ({ startDate }) => startDate },
  targetDate: { kind: 'date', of: ({ targetDate }) => targetDate },
  startedAt: { kind: 'moment', of: ({ startedAt }) => startedAt },
  completedAt: { kind: 'moment', of: ({ completedAt }) => completedAt },
  canceledAt: { kind: 'moment', of: ({ canceledAt }) => canceledAt },
  creator: { kind: 'one', of: ({ creatorId }, store) => store.user(creatorId), fields: () => USER },
  lead: { kind: 'one', of: ({ leadId }, store) => store.user(leadId), fields: () => USER },
  status: {
    kind: 'one',
    of: ({ statusId }, store) => store.byId(store.workspace.projectStatuses, statusId),
    fields: () => PROJECT_STATUS,
  },
  issues: issues('projectId'),
});

export const CYCLE: FilterFields = fieldsFor<CycleRow>({
  ...base,
  name: { kind: 'text', of: ({ name }) => name },
  number: { kind: 'number', of: ({ number }) => number },
  startsAt: { kind: 'moment', of: ({ startsAt }) => startsAt },
  endsAt: { kind: 'moment', of: ({ endsAt }) => endsAt },
  completedAt: { kind: 'moment', of: (cycle, store) => store.phaseOf(cycle).completedAt },
  isActive: { kind: 'flag', of: (cycle, store) => store.phaseOf(cycle).isActive },
  isFuture: { kind: 'flag', of: (cycle, store) => store.phaseOf(cycle).isFuture },
  isPast: { kind: 'flag', of: (cycle, store) => store.phaseOf(cycle).isPast },
  isNext: { kind: 'flag', of: (cycle, store) => store.phaseOf(cycle).isNext },
  isPrevious: { kind: 'flag', of: (cycle, store) => store.phaseOf(cycle).isPrevious },
  team: { kind: 'one', of: ({ teamId }, store) => store.team(teamId), fields: () => TEAM },
  issues: issues('cycleId'),
});

export const COMMENT: FilterFields = fieldsFor<CommentRow>({
  ...base,
  body: { kind: 'text', of: ({ body }) => body },
  user: { kind: 'one', of: ({ userId }, store) => store.user(userId), fields: () => USER },
  issue: { kind: 'one', of: ({ issueId }, store) => store.issue(issueId), fields: () => ISSUE },
});

export const ATTACHMENT: FilterFields = fieldsFor<AttachmentRow>({
  ...base,
  title: { kind: 'text', of: ({ title }) => title },
  subtitle: { kind: 'text', of: ({ subtitle }) => subtitle },
  url: { kind: 'text', of: ({ url }) => url },
  creator: { kind: 'one', of: ({ creatorId }, store) => store.user(creatorId), fields: () => USER },
});

export const ISSUE: FilterFields = fieldsFor<IssueRow>({
  ...base,
  id: { kind: 'issue-id', of: ({ id }) => id },
  number: { kind: 'number', of: ({ number }) => number },
  title: { kind: 'text', of: ({ title }) => title },
  description: { kind: 'text', of: ({ description }) => description },
  searchableContent: { kind: 'text', of: ({ title, description }) => `${title}\n${description ?? ''}` },
  priority: { kind: 'number', of: ({ priority }) => priority },
  estimate: { kind: 'number', of: ({ estimate }) => estimate },
  dueDate: { kind: 'date', of: ({ dueDate }) => dueDate },
  startedAt: { kind: 'moment', of: ({ startedAt }) => startedAt },
  completedAt: { kind: 'moment', of: ({ completedAt }) => completedAt },
  canceledAt: { kind: 'moment', of: ({ canceledAt }) => canceledAt },
  triagedAt: { kind: 'moment', of: ({ triagedAt }) => triagedAt },
  archivedAt: { kind: 'moment', of: ({ archivedAt }) => archivedAt },
  addedToCycleAt: { kind: 'moment', of: ({ addedToCycleAt }) => addedToCycleAt },
  team: { kind: 'one', of: ({ teamId }, store) => store.team(teamId), fields: () => TEAM },
  state: { kind: 'one', of: ({ stateId }, store) => store.state(stateId), fields: () => STATE },
  assignee: { kind: 'one', of: ({ assigneeId }, store) => store.user(assigneeId), fields: () => USER },
  creator: { kind: 'one', of: ({ creatorId }, store) => store.user(creatorId), fields: () => USER },
  project: { kind: 'one', of: ({ projectId }, store) => store.project(projectId), fields: () => PROJECT },
  cycle: { kind: 'one', of: ({ cycleId }, store) => store.cycle(cycleId), fields: () => CYCLE },
  parent: { kind: 'one', of: ({ parentId }, store) => store.issue(parentId), fields: () => ISSUE },
  children: issues('parentId'),
  labels: {
    kind: 'many',
    of: ({ labelIds }, store) => labelIds.flatMap((id) => store.byId(store.workspace.labels, id) ?? []),
    fields: () => LABEL,
  },
  comments: {
    kind: 'many',
    of: ({ id }, store) => live(store.referring(store.workspace.comments, 'issueId', id)),
    fields: () => COMMENT,
  },
  // Seen against the real API: only blockers that are still open count.
  hasBlockedByRelations: { kind: 'flag', of: (issue, store) => store.openBlockersOf(issue).length > 0 },
  hasBlockingRelations: { kind: 'flag', of: hasRelation('issueId', 'blocks') },
  hasDuplicateRelations: { kind: 'flag', of: hasRelation('issueId', 'duplicate') },
  hasRelatedRelations: {
    kind: 'flag',
    of: (issue, store) =>
      hasRelation('issueId', 'related')(issue, store) || hasRelation('relatedIssueId', 'related')(issue, store),
  },
});

/** The part of a project's URL that names it. */
export function slugIdOf(id: string): string {
  return id.replaceAll('-', '').slice(0, 12);
}
