import type { Change } from '../linear/changes.ts';
import { historyOf } from '../linear/cycle-history.ts';
import { slugIdOf } from '../linear/filter-fields.ts';
import { issueUrl, slugOf } from '../linear/resolve-issue.ts';
import type { LinearStore } from '../linear/store.ts';
import type { CycleRow, IssueRow, ProjectRow, UserRow } from '../linear/workspace.ts';

type Data = Readonly<Record<string, unknown>>;

const PRIORITY_LABELS = ['No priority', 'Urgent', 'High', 'Medium', 'Low'];

/**
 * The `data` of a webhook, as it was in the moment of the change: `IssueWebhookPayload` and its siblings in Linear's
 * schema. What is null is left out, as Linear does. Null: Linear has no webhook for such things (relations of issues).
 */
export function webhookData(store: LinearStore, { type, id }: Change): Data | null {
  const { workspace } = store;
  switch (type) {
    case 'Issue':
      return issueData(store, there(store.issue(id)));
    case 'Comment':
      return commentData(store, id);
    case 'IssueLabel':
      return present({ ...there(store.byId(workspace.labels, id)) });
    case 'Attachment':
      return attachmentData(store, id);
    case 'Cycle':
      return cycleData(store, there(store.cycle(id)));
    case 'Project':
      return projectData(store, there(store.project(id)));
    case 'IssueRelation':
      return null;
    default:
      return type satisfies never;
  }
}

/** Where the changed thing is in Linear's app; null for what has no page. */
export function webhookUrl(store: LinearStore, { type, id }: Change): string | null {
  const { workspace } = store;
  const base = `https://linear.app/${workspace.organization.urlKey}`;
  switch (type) {
    case 'Issue':
      return issueUrl(store, there(store.issue(id)));
    case 'Comment': {
      const issue = store.issue(store.byId(workspace.comments, id)?.issueId ?? null);
      return issue && `${issueUrl(store, issue)}#comment-${id.slice(0, 8)}`;
    }
    case 'Project':
      return projectUrl(store, there(store.project(id)));
    case 'Cycle': {
      const cycle = there(store.cycle(id));
      return `${base}/team/${store.team(cycle.teamId).key}/cycle/${cycle.number}`;
    }
    case 'Attachment':
    case 'IssueLabel':
    case 'IssueRelation':
      return null;
    default:
      return type satisfies never;
  }
}

/** `UserActorWebhookPayload`, and the same without its type for people inside of `data`. */
export function userData(store: LinearStore, user: UserRow): Data {
  const url = `https://linear.app/${store.workspace.organization.urlKey}/profiles/${user.displayName}`;
  return { id: user.id, name: user.name, email: user.email, url };
}

function issueData(store: LinearStore, issue: IssueRow): Data {
  const { sortOrder, trashed, ...row } = issue;
  const { id: stateId, color, name, type } = store.state(issue.stateId);
  const team = store.team(issue.teamId);
  const [assignee, creator] = [store.user(issue.assigneeId), store.user(issue.creatorId)];
  const [project, cycle] = [store.project(issue.projectId), store.cycle(issue.cycleId)];
  return present({
    ...row,
    sortOrder,
    prioritySortOrder: sortOrder,
    identifier: store.identifierOf(issue),
    url: issueUrl(store, issue),
    priorityLabel: PRIORITY_LABELS[issue.priority],
    previousIdentifiers: [],
    reactionData: [],
    subscriberIds: [...new Set([issue.creatorId, issue.assigneeId].filter((id) => id !== null))],
    trashed: trashed || null,
    slaType: 'all',
    addedToTeamAt: issue.createdAt,
    state: { id: stateId, color, name, type },
    team: { id: team.id, key: team.key, name: team.name },
    assignee: assignee && userData(store, assignee),
    creator: creator && userData(store, creator),
    project: project && { id: project.id, name: project.name, url: projectUrl(store, project) },
    cycle: cycle && cycleChild(cycle),
    labels: issue.labelIds.flatMap((id) => labelChild(store, id)),
  });
}

function labelChild(store: LinearStore, labelId: string): Data[] {
  const label = store.byId(store.workspace.labels, labelId);
  return label ? [present({ id: label.id, color: label.color, name: label.name, parentId: label.parentId })] : [];
}

function cycleChild({ id, number, name, startsAt, endsAt }: CycleRow): Data {
  return present({ id, number, name, startsAt, endsAt });
}

function commentData(store: LinearStore, commentId: string): Data {
  const comment = there(store.byId(store.workspace.comments, commentId));
  const issue = there(store.issue(comment.issueId));
  const team = store.team(issue.teamId);
  const user = store.user(comment.userId);
  return present({
    ...comment,
    reactionData: [],
    user: user && userData(store, user),
    issue: {
      id: issue.id,
      identifier: store.identifierOf(issue),
      title: issue.title,
      teamId: team.id,
      team: { id: team.id, key: team.key, name: team.name },
      url: issueUrl(store, issue),
    },
  });
}

function attachmentData(store: LinearStore, attachmentId: string): Data {
  const { sourceType, ...row } = there(store.byId(store.workspace.attachments, attachmentId));
  const source = sourceType === null ? null : { type: sourceType };
  return present({ ...row, groupBySource: false, source, sourceType: sourceType ?? 'unknown' });
}

function cycleData(store: LinearStore, cycle: CycleRow): Data {
  const { uncompletedIssueIds, ...row } = cycle;
  const history = historyOf(store, cycle);
  return present({
    ...row,
    completedAt: store.phaseOf(cycle).completedAt,
    uncompletedIssuesUponCloseIds: uncompletedIssueIds,
    scopeHistory: history.scope,
    completedScopeHistory: history.completedScope,
    inProgressScopeHistory: history.inProgressScope,
    issueCountHistory: history.issueCount,
    completedIssueCountHistory: history.completedIssueCount,
  });
}

function projectData(store: LinearStore, project: ProjectRow): Data {
  const { id, name, color, type } = there(store.byId(store.workspace.projectStatuses, project.statusId));
  const lead = store.user(project.leadId);
  return present({
    ...project,
    url: projectUrl(store, project),
    slugId: slugIdOf(project.id),
    status: { id, name, color, type },
    lead: lead && userData(store, lead),
    memberIds: project.leadId === null ? [] : [project.leadId],
    labelIds: [],
    sortOrder: 0,
    prioritySortOrder: 0,
    scopeHistory: [],
    completedScopeHistory: [],
    inProgressScopeHistory: [],
    issueCountHistory: [],
    completedIssueCountHistory: [],
  });
}

function projectUrl(store: LinearStore, { id, name }: ProjectRow): string {
  return `https://linear.app/${store.workspace.organization.urlKey}/project/${slugOf(name, 40)}-${slugIdOf(id)}`;
}

function present(data: Data): Data {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null && value !== undefined));
}

function there<T>(row: T | null): T {
  if (row === null) throw new Error('A change tells of something that is not in the workspace.');
  return row;
}
