import * as z from 'zod/mini';
import { compareStates } from '../../ports/issue-words.ts';
import type {
  CreatedComment,
  CreatedIssue,
  IssueChange,
  IssueLink,
  IssueUpdate,
  NewComment,
  NewIssue,
} from '../../ports/issue-writes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { issueFields, page, workflowState } from './answer-shapes.ts';
import type { Ask } from './ask.ts';
import { wholeIssue } from './read-issues.ts';
import { labelIdsOf, projectIdOf } from './resolve-names.ts';
import {
  ATTACHMENT_CREATE,
  COMMENT_BY_ID,
  COMMENT_CREATE,
  ISSUE_BY_ID,
  ISSUE_CREATE,
  ISSUE_DELETE,
  ISSUE_PLACE,
  ISSUE_UPDATE,
} from './write-documents.ts';

const success = z.literal(true);
const issuePayload = z.object({ success, issue: issueFields });
const createAnswer = z.object({ issueCreate: issuePayload });
const updateAnswer = z.object({ issueUpdate: issuePayload });
const deleteAnswer = z.object({ issueDelete: z.object({ success }) });
const attachmentAnswer = z.object({ attachmentCreate: z.object({ success }) });
const byIdAnswer = z.object({ issue: issueFields });
const commentFields = z.object({ url: z.string() });
const commentAnswer = z.object({ commentCreate: z.object({ success, comment: commentFields }) });
const commentByIdAnswer = z.object({ comment: commentFields });
const placeAnswer = z.object({
  issue: z.object({
    team: z.object({ id: z.string(), states: page(z.extend(workflowState, { id: z.string() })) }),
    labels: page(z.object({ id: z.string(), name: z.string() })),
  }),
});
type Place = z.infer<typeof placeAnswer>['issue'];

export async function createIssue(ask: Ask, wanted: NewIssue): Promise<CreatedIssue> {
  const { id, teamId, title, description, priority, assigneeId, labels = [], project } = wanted;
  const [labelIds, projectId] = await Promise.all([
    labelIdsOf(ask, teamId, labels),
    project === undefined ? null : projectIdOf(ask, teamId, project),
  ]);
  const input = {
    id,
    teamId,
    title,
    ...(description !== undefined && { description }),
    ...(priority !== undefined && { priority }),
    ...(assigneeId !== undefined && { assigneeId }),
    ...(labelIds.length > 0 && { labelIds }),
    ...(projectId !== null && { projectId }),
  };
  const made = await once({
    create: async () => (await ask(ISSUE_CREATE, createAnswer, { input }))?.issueCreate.issue ?? null,
    find: () => issueById(ask, id),
  });
  if (made === null) throw new AppError('LINEAR_NOT_THERE', { facts: { what: 'such team or person' } });
  return {
    issue: await wholeIssue(ask, made.value),
    isNew: made.isNew,
    missingProject: project !== undefined && projectId === null ? project : null,
  };
}

export async function updateIssue(ask: Ask, id: string, change: IssueChange): Promise<IssueUpdate> {
  const place = await placeFor(ask, id, change);
  if (place === 'none') return { kind: 'no-such-issue' };
  const stateId = change.state && place && stateIdIn(place, change.state);
  if (place && stateId === null) return { kind: 'no-such-state', states: statesOf(place).map(({ name }) => name) };
  const input = {
    ...plainInput(change),
    ...(stateId && { stateId }),
    ...(place && (await labelInput(ask, place, change))),
  };
  const isNothing = Object.keys(input).length === 0;
  const updated = isNothing ? null : await ask(ISSUE_UPDATE, updateAnswer, { id, input });
  const fields = updated?.issueUpdate.issue ?? (await issueById(ask, id));
  if (fields === null) return { kind: 'no-such-issue' };
  // The issue is there, so it is what it should point to that is not.
  if (updated === null && !isNothing) throw new AppError('LINEAR_NOT_THERE', { facts: { what: 'such person' } });
  return { kind: 'updated', issue: await wholeIssue(ask, fields) };
}

export async function createComment(ask: Ask, { id, issueId, body }: NewComment): Promise<CreatedComment | null> {
  const input = { id, issueId, body };
  const made = await once({
    create: async () => (await ask(COMMENT_CREATE, commentAnswer, { input }))?.commentCreate.comment ?? null,
    find: async () => (await ask(COMMENT_BY_ID, commentByIdAnswer, { id }))?.comment ?? null,
  });
  return made && { url: made.value.url, isNew: made.isNew };
}

export async function linkIssue(ask: Ask, { issueId, url, title, subtitle }: IssueLink): Promise<boolean> {
  const input = { issueId, url, title, ...(subtitle !== undefined && { subtitle }) };
  return (await ask(ATTACHMENT_CREATE, attachmentAnswer, { input })) !== null;
}

export async function trashIssue(ask: Ask, id: string): Promise<boolean> {
  const trashed = await once({
    create: () => ask(ISSUE_DELETE, deleteAnswer, { id }),
    // Refused because it lies there already: then it is what was wanted.
    find: async () => ((await issueById(ask, id))?.trashed === true ? true : null),
  });
  return trashed !== null;
}

async function issueById(ask: Ask, id: string): Promise<z.infer<typeof issueFields> | null> {
  return (await ask(ISSUE_BY_ID, byIdAnswer, { id }))?.issue ?? null;
}

/**
 * Does it, or finds that it was done before. Linear refuses an own id that is taken, in words that may change: so after
 * any refusal we look, and the refusal only counts when there is nothing.
 */
async function once<T, F>(steps: {
  readonly create: () => Promise<T | null>;
  readonly find: () => Promise<F | null>;
}): Promise<{ readonly value: T | F; readonly isNew: boolean } | null> {
  try {
    const value = await steps.create();
    return value === null ? null : { value, isNew: true };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'LINEAR_REFUSED') throw error;
    const value = await steps.find();
    if (value === null) throw error;
    return { value, isNew: false };
  }
}

/** Undefined when the change does not need it. */
async function placeFor(ask: Ask, id: string, change: IssueChange): Promise<Place | 'none' | undefined> {
  const needsPlace = change.state !== undefined || change.addLabels !== undefined || change.removeLabels !== undefined;
  return needsPlace ? ((await ask(ISSUE_PLACE, placeAnswer, { id }))?.issue ?? 'none') : undefined;
}

function plainInput({ title, description, priority, assigneeId }: IssueChange): Readonly<Record<string, unknown>> {
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(priority !== undefined && { priority }),
    ...(assigneeId !== undefined && { assigneeId }),
  };
}

function statesOf({ team }: Place): Place['team']['states']['nodes'] {
  return team.states.nodes.toSorted(compareStates);
}

function stateIdIn(place: Place, wanted: NonNullable<IssueChange['state']>): string | null {
  const isWanted = (state: { readonly name: string; readonly type: string }) =>
    'name' in wanted ? state.name.toLowerCase() === wanted.name.trim().toLowerCase() : state.type === wanted.type;
  return statesOf(place).find(isWanted)?.id ?? null;
}

async function labelInput(
  ask: Ask,
  { team, labels }: Place,
  change: IssueChange,
): Promise<Readonly<Record<string, unknown>>> {
  const addedLabelIds = await labelIdsOf(ask, team.id, change.addLabels ?? []);
  const removed = new Set((change.removeLabels ?? []).map((name) => name.trim().toLowerCase()));
  const removedLabelIds = labels.nodes.filter(({ name }) => removed.has(name.toLowerCase())).map(({ id }) => id);
  return {
    ...(addedLabelIds.length > 0 && { addedLabelIds }),
    ...(removedLabelIds.length > 0 && { removedLabelIds }),
  };
}
