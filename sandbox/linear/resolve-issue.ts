import { connect, type PageArguments } from './connection.ts';
import { ATTACHMENT, COMMENT, ISSUE, LABEL } from './filter-fields.ts';
import type { Resolvers } from './resolver.ts';
import type { LinearStore } from './store.ts';
import type { AttachmentRow, CommentRow, IssueRow, RelationRow } from './workspace.ts';

const PRIORITY_LABELS = ['No priority', 'Urgent', 'High', 'Medium', 'Low'];

/** The fields of `Issue` (and of `IssueSearchResult`, which has the same) that are computed. */
export const ISSUE_RESOLVERS: Resolvers<IssueRow> = {
  identifier: (issue, _, { store }) => store.identifierOf(issue),
  url: (issue, _, { store }) => issueUrl(store, issue),
  branchName: (issue, _, { store }) => branchName(store, issue),
  priorityLabel: ({ priority }) => PRIORITY_LABELS[priority],
  prioritySortOrder: ({ sortOrder }) => sortOrder,
  previousIdentifiers: () => [],
  customerTicketCount: () => 0,
  addedToProjectAt: ({ projectId, createdAt }) => (projectId === null ? null : createdAt),
  addedToTeamAt: ({ createdAt }) => createdAt,
  autoArchivedAt: () => null,
  autoClosedAt: () => null,
  trashed: ({ trashed }) => (trashed ? true : null),
  metadata: () => ({}),
  team: ({ teamId }, _, { store }) => store.team(teamId),
  state: ({ stateId }, _, { store }) => store.state(stateId),
  assignee: ({ assigneeId }, _, { store }) => store.user(assigneeId),
  creator: ({ creatorId }, _, { store }) => store.user(creatorId),
  project: ({ projectId }, _, { store }) => store.project(projectId),
  cycle: ({ cycleId }, _, { store }) => store.cycle(cycleId),
  parent: ({ parentId }, _, { store }) => store.issue(parentId),
  children: ({ id }, page, { store }) =>
    connect(store, { rows: store.referring(store.workspace.issues, 'parentId', id), fields: ISSUE }, page),
  labels: ({ labelIds }, page, { store }) => {
    const rows = labelIds.flatMap((id) => store.byId(store.workspace.labels, id) ?? []);
    return connect(store, { rows, fields: LABEL }, page);
  },
  relations: ({ id }, page, { store }) => relations(store, 'issueId', id, page),
  inverseRelations: ({ id }, page, { store }) => relations(store, 'relatedIssueId', id, page),
  comments: ({ id }, page, { store }) =>
    connect(store, { rows: store.referring(store.workspace.comments, 'issueId', id), fields: COMMENT }, page),
  history: ({ id }, page, { store }) =>
    connect(store, { rows: store.referring(store.workspace.history, 'issueId', id), fields: null }, page),
  attachments: ({ id }, page, { store }) =>
    connect(store, { rows: store.referring(store.workspace.attachments, 'issueId', id), fields: ATTACHMENT }, page),
};

export const RELATION_RESOLVERS: Resolvers<RelationRow> = {
  issue: ({ issueId }, _, { store }) => store.issue(issueId),
  relatedIssue: ({ relatedIssueId }, _, { store }) => store.issue(relatedIssueId),
};

export const COMMENT_RESOLVERS: Resolvers<CommentRow> = {
  issue: ({ issueId }, _, { store }) => store.issue(issueId),
  user: ({ userId }, _, { store }) => store.user(userId),
  parent: ({ parentId }, _, { store }) => store.byId(store.workspace.comments, parentId),
  children: ({ id }, page, { store }) =>
    connect(store, { rows: store.referring(store.workspace.comments, 'parentId', id), fields: COMMENT }, page),
  quotedText: () => null,
  url: (comment, _, { store }) => {
    const issue = store.issue(comment.issueId);
    return issue ? `${issueUrl(store, issue)}#comment-${comment.id.slice(0, 8)}` : '';
  },
};

export const ATTACHMENT_RESOLVERS: Resolvers<AttachmentRow> = {
  issue: ({ issueId }, _, { store }) => store.issue(issueId),
  creator: ({ creatorId }, _, { store }) => store.user(creatorId),
  groupBySource: () => false,
  source: ({ sourceType }) => (sourceType === null ? null : { type: sourceType }),
  sourceType: ({ sourceType }) => sourceType ?? 'unknown',
};

function relations(store: LinearStore, side: 'issueId' | 'relatedIssueId', id: string, page: PageArguments): unknown {
  return connect(store, { rows: store.referring(store.workspace.relations, side, id), fields: null }, page);
}

export function issueUrl(store: LinearStore, issue: IssueRow): string {
  const slug = slugOf(issue.title, 60);
  const path = `issue/${store.identifierOf(issue)}${slug ? `/${slug}` : ''}`;
  return `https://linear.app/${store.workspace.organization.urlKey}/${path}`;
}

function branchName(store: LinearStore, issue: IssueRow): string {
  const owner = store.user(store.workspace.viewerId)?.displayName ?? 'me';
  const slug = slugOf(issue.title, 50);
  return [`${owner}/${store.identifierOf(issue).toLowerCase()}`, slug].filter(Boolean).join('-');
}

/** The readable part of Linear's URLs. */
export function slugOf(text: string, maxLength: number): string {
  return text
    .toLocaleLowerCase('en')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength)
    .replace(/^-+|-+$/g, '');
}
