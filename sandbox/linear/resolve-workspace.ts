import { connect } from './connection.ts';
import { progressOf, snapshot } from './cycle-history.ts';
import { ISSUE, LABEL, slugIdOf, TEAM, USER } from './filter-fields.ts';
import { slugOf } from './resolve-issue.ts';
import { usersFor } from './resolve-team.ts';
import type { Answering, Resolvers } from './resolver.ts';
import type { LinearStore } from './store.ts';
import type { ProjectRow, ProjectStatusRow, UserRow, Workspace } from './workspace.ts';

export const ORGANIZATION_RESOLVERS: Resolvers<Workspace['organization']> = {
  archivedAt: () => null,
  updatedAt: ({ createdAt }) => createdAt,
  gitBranchFormat: () => null,
  logoUrl: () => null,
  createdIssueCount: (_organization, _, { store }) => store.workspace.issues.length,
  userCount: (_organization, _, { store }) => store.workspace.users.filter(({ active, app }) => active && !app).length,
  teams: (_organization, page, { store }) => connect(store, { rows: store.workspace.teams, fields: TEAM }, page),
  labels: (_organization, page, { store }) => connect(store, { rows: store.workspace.labels, fields: LABEL }, page),
  users: (_organization, page, { store }) =>
    connect(store, { rows: usersFor(store.workspace.users, page), fields: USER }, page),
};

export const USER_RESOLVERS: Resolvers<UserRow> = {
  avatarBackgroundColor: () => '#5e6ad2',
  avatarUrl: () => null,
  description: () => null,
  guest: () => false,
  owner: ({ admin }) => admin,
  initials: ({ name }) => initialsOf(name),
  isAssignable: ({ app }) => !app,
  isMentionable: () => true,
  isMe: ({ id }, _, { store }) => id === store.workspace.viewerId,
  lastSeen: ({ active, updatedAt }) => (active ? updatedAt : null),
  statusEmoji: () => null,
  statusLabel: () => null,
  url: ({ displayName }, _, { store }) =>
    `https://linear.app/${store.workspace.organization.urlKey}/profiles/${displayName}`,
  organization: (_user, _, { store }) => store.workspace.organization,
  createdIssueCount: ({ id }, _, { store }) => store.referring(store.workspace.issues, 'creatorId', id).length,
  assignedIssues: ({ id }, page, { store }) =>
    connect(store, { rows: store.referring(store.workspace.issues, 'assigneeId', id), fields: ISSUE }, page),
  createdIssues: ({ id }, page, { store }) =>
    connect(store, { rows: store.referring(store.workspace.issues, 'creatorId', id), fields: ISSUE }, page),
  teams: ({ id }, page, { store }) => {
    const rows = store.workspace.teams.filter(({ memberIds }) => memberIds.includes(id));
    return connect(store, { rows, fields: TEAM }, page);
  },
};

const PRIORITY_LABELS = ['No priority', 'Urgent', 'High', 'Medium', 'Low'];

export const PROJECT_RESOLVERS: Resolvers<ProjectRow> = {
  icon: () => null,
  priorityLabel: ({ priority }) => PRIORITY_LABELS[priority],
  sortOrder: () => 0,
  slugId: ({ id }) => slugIdOf(id),
  url: ({ id, name }, _, { store }) =>
    `https://linear.app/${store.workspace.organization.urlKey}/project/${slugOf(name, 60)}-${slugIdOf(id)}`,
  status: ({ statusId }, _, { store }) => store.byId(store.workspace.projectStatuses, statusId),
  lead: ({ leadId }, _, { store }) => store.user(leadId),
  creator: ({ creatorId }, _, { store }) => store.user(creatorId),
  progress: ({ id }, _, { store }) => progressOf(totalsOf(store, id)),
  scope: ({ id }, _, { store }) => totalsOf(store, id).scope,
  teams: ({ teamIds }, page, { store }) => {
    const rows = teamIds.flatMap((id) => store.byId(store.workspace.teams, id) ?? []);
    return connect(store, { rows, fields: TEAM }, page);
  },
  issues: ({ id }, page, { store }) =>
    connect(store, { rows: store.referring(store.workspace.issues, 'projectId', id), fields: ISSUE }, page),
};

export const PROJECT_STATUS_RESOLVERS: Resolvers<ProjectStatusRow> = {
  description: () => null,
  indefinite: ({ type }) => type === 'backlog',
};

/** What `rateLimitStatus` answers; how Linear names the types is not documented. */
export function rateLimitStatus({ store, quota }: Answering): unknown {
  const limits = [
    { type: 'requests', bucket: quota.requests },
    { type: 'complexity', bucket: quota.complexity },
  ];
  return {
    identifier: store.workspace.viewerId,
    kind: 'api_key',
    limits: limits.map(({ type, bucket }) => ({
      type,
      requestedAmount: 0,
      allowedAmount: bucket.limit,
      period: bucket.periodMs,
      remainingAmount: bucket.remaining(),
      reset: bucket.resetAt(),
    })),
  };
}

function totalsOf(store: LinearStore, projectId: string) {
  const issues = store.referring(store.workspace.issues, 'projectId', projectId);
  // A project counts from the day an issue was made, whatever cycle it is in.
  const counted = issues.map((issue) => ({ ...issue, addedToCycleAt: null }));
  return snapshot(
    store,
    counted.filter(({ archivedAt }) => archivedAt === null),
    store.now().toISOString(),
  );
}

function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .flatMap((part) => [...part][0] ?? [])
    .slice(0, 2)
    .join('')
    .toUpperCase();
}
