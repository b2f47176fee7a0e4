import type { Change } from './changes.ts';
import { notFoundInInput, refusedArgument, refusedInput } from './errors.ts';
import { ownId } from './mutate-issue.ts';
import type { Answering, Arguments, Resolvers } from './resolver.ts';
import type { AttachmentRow, CommentRow, IssueRow, LabelRow, RelationRow } from './workspace.ts';

type Input = Readonly<Record<string, unknown>>;

/** Mutations that add comments, labels and attachments. */
export const CONTENT_MUTATIONS: Resolvers<unknown> = {
  commentCreate: (_root, { input }, answering) => {
    const comment = createComment(answering, input as Input);
    return { success: true, lastSyncId: answering.store.version, comment };
  },
  issueLabelCreate: (_root, { input }, answering) => {
    const issueLabel = createLabel(answering, input as Input);
    return { success: true, lastSyncId: answering.store.version, issueLabel };
  },
  issueRelationCreate: (_root, { input }, answering) => {
    const issueRelation = relate(answering, input as Input);
    return { success: true, lastSyncId: answering.store.version, issueRelation };
  },
  attachmentCreate: (_root, { input }, answering) => {
    const { metadata, ...args } = input as Input;
    const source = { sourceType: null, metadata: (metadata ?? {}) as Record<string, unknown> };
    const attachment = link(answering, args, source);
    return { success: true, lastSyncId: answering.store.version, attachment };
  },
  attachmentLinkURL: (_root, args, answering) => {
    const attachment = link(answering, args, { sourceType: null, metadata: {} });
    return { success: true, lastSyncId: answering.store.version, attachment };
  },
  attachmentLinkDiscord: (_root, args, answering) => {
    const metadata = { channelId: args.channelId, messageId: args.messageId };
    const attachment = link(answering, args, { sourceType: 'discord', metadata });
    return { success: true, lastSyncId: answering.store.version, attachment };
  },
};

export function createComment(answering: Answering, input: Input): CommentRow {
  const { store } = answering;
  const parent = typeof input.parentId === 'string' ? store.byId(store.workspace.comments, input.parentId) : null;
  if (typeof input.parentId === 'string' && !parent) throw notFoundInInput('parentId');
  // Which other things a comment can hang on is not part of the sandbox's schema.
  if (typeof input.issueId !== 'string')
    throw refusedArgument(['input', 'issueId'], 'isDefined', 'issueId should not be null or undefined');
  const issue = issueOf(answering, input.issueId);
  if (typeof input.body !== 'string' || input.body.trim() === '')
    throw refusedArgument(['input', 'body'], 'isNotEmpty', 'body should not be empty');
  const comment: CommentRow = {
    ...stamps(answering, ownId(store, 'Comment', input.id)),
    issueId: issue.id,
    userId: answering.actorId,
    body: input.body,
    parentId: parent?.id ?? null,
    editedAt: null,
    resolvedAt: null,
  };
  store.workspace.comments.push(comment);
  issue.updatedAt = comment.createdAt;
  created(answering, 'Comment', comment.id);
  return comment;
}

function createLabel(answering: Answering, input: Input): LabelRow {
  const { store } = answering;
  const name = String(input.name).trim();
  if (name === '') throw refusedArgument(['input', 'name'], 'isNotEmpty', 'name should not be empty');
  const teamId = typeof input.teamId === 'string' ? input.teamId : null;
  if (teamId !== null && !store.byId(store.workspace.teams, teamId)) throw notFoundInInput('teamId');
  const isTaken = store.workspace.labels.some(
    (label) => label.name.toLowerCase() === name.toLowerCase() && (label.teamId === null || label.teamId === teamId),
  );
  if (isTaken) throw refusedInput(`A label with the name "${name}" already exists`);
  const parentId = typeof input.parentId === 'string' ? input.parentId : null;
  if (parentId !== null && !store.byId(store.workspace.labels, parentId)) throw notFoundInInput('parentId');
  const label: LabelRow = {
    ...stamps(answering, ownId(store, 'IssueLabel', input.id)),
    teamId,
    name,
    color: typeof input.color === 'string' ? input.color : '#bec2c8',
    description: typeof input.description === 'string' ? input.description : null,
    isGroup: input.isGroup === true,
    parentId,
    creatorId: answering.actorId,
  };
  store.workspace.labels.push(label);
  created(answering, 'IssueLabel', label.id);
  return label;
}

export function relate(answering: Answering, input: Input): RelationRow {
  const { store } = answering;
  const issue = store.findIssue(String(input.issueId));
  const related = store.findIssue(String(input.relatedIssueId));
  if (!issue) throw notFoundInInput('issueId');
  if (!related) throw notFoundInInput('relatedIssueId');
  if (issue === related) throw refusedInput('An issue cannot be related to itself');
  const relation: RelationRow = {
    ...stamps(answering, ownId(store, 'IssueRelation', input.id)),
    type: input.type as RelationRow['type'],
    issueId: issue.id,
    relatedIssueId: related.id,
  };
  store.workspace.relations.push(relation);
  created(answering, 'IssueRelation', relation.id);
  return relation;
}

/** One URL is attached to an issue once: the same again updates it (https://linear.app/developers/attachments). */
function link(
  answering: Answering,
  args: Arguments,
  source: { sourceType: string | null; metadata: Record<string, unknown> },
): AttachmentRow {
  const { store } = answering;
  const issue = issueOf(answering, String(args.issueId));
  const url = String(args.url);
  if (!URL.canParse(url)) throw refusedArgument(['url'], 'isUrl', 'url must be a URL address');
  const now = store.now().toISOString();
  const title = typeof args.title === 'string' ? args.title : url;
  const subtitle = typeof args.subtitle === 'string' ? args.subtitle : null;
  const there = store.workspace.attachments.find((row) => row.issueId === issue.id && row.url === url);
  if (there) {
    const { updatedAt } = there;
    const updatedFrom = { updatedAt, ...(there.title === title ? {} : { title: there.title }) };
    Object.assign(there, { title, subtitle, ...source, updatedAt: now });
    store.touch();
    const { changes, actorId } = answering;
    changes.tell({ at: now, action: 'update', type: 'Attachment', id: there.id, actorId, updatedFrom });
    return there;
  }
  const attachment: AttachmentRow = {
    ...stamps(answering, ownId(store, 'Attachment', args.id)),
    ...source,
    issueId: issue.id,
    creatorId: answering.actorId,
    title,
    subtitle,
    url,
  };
  store.workspace.attachments.push(attachment);
  issue.updatedAt = now;
  created(answering, 'Attachment', attachment.id);
  return attachment;
}

function issueOf({ store }: Answering, id: string): IssueRow {
  const issue = store.findIssue(id);
  if (!issue) throw notFoundInInput('issueId');
  return issue;
}

function stamps({ store, newId }: Answering, id: string | null) {
  const now = store.now().toISOString();
  return { id: id ?? newId(), createdAt: now, updatedAt: now, archivedAt: null };
}

function created({ store, changes, actorId }: Answering, type: Change['type'], id: string): void {
  store.touch();
  changes.tell({ at: store.now().toISOString(), action: 'create', type, id, actorId, updatedFrom: {} });
}
