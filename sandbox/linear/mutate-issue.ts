import type { Change } from './changes.ts';
import { idTaken, notFound, notFoundInInput, refusedArgument, refusedInput } from './errors.ts';
import { historyRow } from './issue-history.ts';
import { defaultStateOf } from './resolve-team.ts';
import type { Answering, Arguments, Resolvers } from './resolver.ts';
import type { LinearStore } from './store.ts';
import { isUuid } from './uuid.ts';
import type { IssueRow, Row, StateRow } from './workspace.ts';

type Input = Readonly<Record<string, unknown>>;

export const ISSUE_MUTATIONS: Resolvers<unknown> = {
  issueCreate: (_root, { input }, answering) => payload(answering, createIssue(answering, input as Input)),
  issueUpdate: (_root, { id, input }, answering) =>
    payload(answering, updateIssue(answering, String(id), input as Input)),
  issueArchive: (_root, args, answering) => archiveIssue(answering, args),
  issueDelete: (_root, { id }, answering) => archiveIssue(answering, { id, trash: true }),
};

function payload({ store }: Answering, issue: IssueRow): unknown {
  return { success: true, lastSyncId: store.version, issue };
}

export function createIssue(answering: Answering, input: Input): IssueRow {
  const { store } = answering;
  const team = reference(store, { rows: store.workspace.teams, field: 'teamId', id: input.teamId });
  if (typeof input.title !== 'string' || input.title.trim() === '')
    throw refusedArgument(['input', 'title'], 'isNotEmpty', 'title should not be empty');
  const id = ownId(store, 'Issue', input.id) ?? answering.newId();
  const now = store.now().toISOString();
  const createdAt = typeof input.createdAt === 'string' ? new Date(input.createdAt).toISOString() : now;
  if (createdAt > now) throw refusedInput('createdAt must be in the past');
  const state = defaultStateOf(store, team.id);
  if (!state) throw notFoundInInput('stateId');
  const issue: IssueRow = {
    ...emptyIssue(id, createdAt),
    teamId: team.id,
    number: 1 + Math.max(0, ...store.referring(store.workspace.issues, 'teamId', team.id).map(({ number }) => number)),
    stateId: state.id,
    creatorId: answering.actorId,
  };
  change(store, issue, { ...input, stateId: input.stateId ?? state.id });
  store.workspace.issues.push(issue);
  store.touch();
  tell(answering, issue, { action: 'create', updatedFrom: {} });
  return issue;
}

export function updateIssue(answering: Answering, id: string, input: Input): IssueRow {
  const { store } = answering;
  const issue = store.findIssue(id);
  if (!issue) throw notFound('Issue');
  if (input.title !== undefined && (typeof input.title !== 'string' || input.title.trim() === ''))
    throw refusedArgument(['input', 'title'], 'isNotEmpty', 'title should not be empty');
  const before = { ...issue };
  // Worked out on a copy: a refusal half-way changes nothing.
  const after = { ...issue };
  change(store, after, input);
  Object.assign(issue, after, { updatedAt: store.now().toISOString() });
  store.touch();
  const changed = Object.entries(before).filter(([key, value]) => issue[key as keyof IssueRow] !== value);
  if (changed.some(([key]) => key !== 'updatedAt'))
    tell(answering, issue, { action: 'update', updatedFrom: Object.fromEntries(changed) });
  return issue;
}

export function archiveIssue(answering: Answering, { id, trash }: Arguments): unknown {
  const { store } = answering;
  const issue = store.findIssue(String(id));
  if (!issue) throw notFound('Issue');
  const now = store.now().toISOString();
  const { archivedAt, trashed, updatedAt } = issue;
  Object.assign(issue, { archivedAt: archivedAt ?? now, updatedAt: now, trashed: trashed || trash === true });
  store.touch();
  // What goes into the bin is gone for those who listen; what is archived is only put aside.
  const action = issue.trashed ? 'remove' : 'update';
  if (archivedAt === null || trashed !== issue.trashed)
    tell(answering, issue, { action, updatedFrom: { archivedAt, updatedAt } });
  return { success: true, lastSyncId: store.version, entity: issue };
}

function tell(
  { store, changes, actorId, newId }: Answering,
  issue: IssueRow,
  what: Pick<Change, 'action' | 'updatedFrom'>,
): void {
  const at = store.now().toISOString();
  if (what.action !== 'create') store.workspace.history.push(historyRow(issue, { ...what, at, actorId, id: newId() }));
  changes.tell({ ...what, at, type: 'Issue', id: issue.id, actorId });
}

function change(store: LinearStore, issue: IssueRow, input: Input): void {
  const plain = ['title', 'description', 'estimate', 'dueDate', 'sortOrder'] as const;
  for (const field of plain) if (input[field] !== undefined) Object.assign(issue, { [field]: input[field] });
  if (input.priority !== undefined) issue.priority = priorityOf(input.priority);
  if (input.labelIds !== undefined) issue.labelIds = labels(store, issue, 'labelIds', input);
  if (input.addedLabelIds !== undefined)
    issue.labelIds = [...new Set([...issue.labelIds, ...labels(store, issue, 'addedLabelIds', input)])];
  if (input.removedLabelIds !== undefined) {
    const removed = new Set(input.removedLabelIds as string[]);
    issue.labelIds = issue.labelIds.filter((id) => !removed.has(id));
  }
  changeReferences(store, issue, input);
  if (input.stateId !== undefined) changeState(store, issue, input);
}

function changeReferences(store: LinearStore, issue: IssueRow, input: Input): void {
  const { users, projects, cycles } = store.workspace;
  if (input.assigneeId !== undefined) issue.assigneeId = optional(store, { rows: users, field: 'assigneeId' }, input);
  if (input.projectId !== undefined) issue.projectId = optional(store, { rows: projects, field: 'projectId' }, input);
  if (input.parentId !== undefined) issue.parentId = parentOf(store, issue, input.parentId);
  if (input.cycleId === undefined) return;
  const cycleId = optional(store, { rows: cycles, field: 'cycleId' }, input);
  if (cycleId !== null && store.cycle(cycleId)?.teamId !== issue.teamId)
    throw refusedInput('The cycle does not belong to the team of the issue');
  if (cycleId !== issue.cycleId) issue.addedToCycleAt = cycleId === null ? null : store.now().toISOString();
  issue.cycleId = cycleId;
}

/** Linear stamps the times itself: the first start stays, an end is forgotten when the issue is opened again. */
function changeState(store: LinearStore, issue: IssueRow, input: Input): void {
  const state: StateRow = reference(store, { rows: store.workspace.states, field: 'stateId', id: input.stateId });
  if (state.teamId !== issue.teamId) throw refusedInput('The state does not belong to the team of the issue');
  const now = store.now().toISOString();
  const isEnd = state.type === 'canceled' || state.type === 'duplicate';
  issue.stateId = state.id;
  if (state.type === 'started') issue.startedAt ??= now;
  issue.completedAt = state.type === 'completed' ? (issue.completedAt ?? now) : null;
  issue.canceledAt = isEnd ? (issue.canceledAt ?? now) : null;
  if (state.type === 'triage') issue.startedTriageAt ??= now;
  else if (issue.startedTriageAt !== null) issue.triagedAt ??= now;
}

function priorityOf(value: unknown): number {
  const priority = value === null ? 0 : Number(value);
  if (priority > 4) throw refusedArgument(['input', 'priority'], 'max', 'priority must not be greater than 4');
  if (priority < 0) throw refusedArgument(['input', 'priority'], 'min', 'priority must not be less than 0');
  return priority;
}

function labels(store: LinearStore, issue: IssueRow, field: string, input: Input): string[] {
  const ids = (input[field] ?? []) as string[];
  for (const id of ids) {
    const label = store.byId(store.workspace.labels, id);
    if (!label || label.isGroup || (label.teamId !== null && label.teamId !== issue.teamId))
      throw notFoundInInput(field);
  }
  return [...new Set(ids)];
}

function parentOf(store: LinearStore, issue: IssueRow, id: unknown): string | null {
  if (typeof id !== 'string') return null;
  const parent = store.findIssue(id);
  if (!parent) throw notFoundInInput('parentId');
  if (parent.id === issue.id) throw refusedInput('An issue cannot be its own parent');
  return parent.id;
}

function optional<T extends Row>(
  store: LinearStore,
  { rows, field }: { rows: readonly T[]; field: string },
  input: Input,
): string | null {
  return input[field] === null ? null : reference(store, { rows, field, id: input[field] }).id;
}

/** The row that a field of an input names by its UUID. */
function reference<T extends Row>(
  store: LinearStore,
  { rows, field, id }: { rows: readonly T[]; field: string; id: unknown },
): T {
  if (typeof id !== 'string' || !isUuid(id))
    throw refusedArgument(['input', field], 'isUuid', `${field} must be a UUID`);
  const row = store.byId(rows, id);
  if (!row) throw notFoundInInput(field);
  return row;
}

const COLLECTIONS = {
  Issue: 'issues',
  Comment: 'comments',
  IssueLabel: 'labels',
  Attachment: 'attachments',
  IssueRelation: 'relations',
} as const;

/** The id that the caller chose for a new thing; refused when it is no UUID or was used before. */
export function ownId(store: LinearStore, entity: keyof typeof COLLECTIONS, id: unknown): string | null {
  if (id === undefined || id === null) return null;
  if (typeof id !== 'string' || !isUuid(id)) throw refusedArgument(['input', 'id'], 'isUuid', 'id must be a UUID');
  if (store.byId<Row>(store.workspace[COLLECTIONS[entity]], id)) throw idTaken(entity, id);
  return id;
}

function emptyIssue(id: string, createdAt: string): Omit<IssueRow, 'teamId' | 'number' | 'stateId' | 'creatorId'> {
  return {
    id,
    createdAt,
    updatedAt: createdAt,
    archivedAt: null,
    title: '',
    description: null,
    priority: 0,
    estimate: null,
    assigneeId: null,
    projectId: null,
    cycleId: null,
    parentId: null,
    labelIds: [],
    dueDate: null,
    startedAt: null,
    completedAt: null,
    canceledAt: null,
    startedTriageAt: null,
    triagedAt: null,
    addedToCycleAt: null,
    trashed: false,
    sortOrder: 0,
  };
}
