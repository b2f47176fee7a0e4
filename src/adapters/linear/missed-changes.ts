import * as z from 'zod/mini';
import type { IsKnown, MissedChange, MissedChanges } from '../../ports/change-finder.ts';
import { page } from './answer-shapes.ts';
import type { Ask } from './ask.ts';
import { there } from './failure.ts';
import { CHANGED_ISSUES, CREATED_COMMENTS, FIRST_CHANGED_PAGE, NEXT_CHANGED_PAGE } from './missed-documents.ts';
import { missedComment, missedIssue } from './missed-payload.ts';

const text = z.nullable(z.string());
const person = z.nullable(z.object({ id: z.string(), name: z.string() }));
const named = z.object({ id: z.string(), name: z.string() });

const historyEntry = z.object({
  createdAt: z.string(),
  updatedAt: z.string(),
  archived: z.nullable(z.boolean()),
  trashed: z.nullable(z.boolean()),
  actor: person,
  fromStateId: text,
  fromAssigneeId: text,
  toAssigneeId: text,
  fromCycleId: text,
  toCycleId: text,
  fromPriority: z.nullable(z.number()),
  fromTitle: text,
});
export type HistoryEntry = z.infer<typeof historyEntry>;

const changedIssue = z.object({
  id: z.string(),
  identifier: z.string(),
  title: z.string(),
  url: z.string(),
  priority: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
  archivedAt: text,
  trashed: z.nullable(z.boolean()),
  state: z.object({ name: z.string(), type: z.string() }),
  team: z.object({ key: z.string() }),
  assignee: person,
  creator: person,
  project: z.nullable(named),
  cycle: z.nullable(z.object({ id: z.string() })),
  labels: z.object({ nodes: z.array(named) }),
  history: z.object({ nodes: z.array(historyEntry) }),
});
export type ChangedIssue = z.infer<typeof changedIssue>;

const createdComment = z.object({
  id: z.string(),
  body: z.string(),
  createdAt: z.string(),
  url: z.string(),
  user: person,
  issue: z.nullable(z.object({ id: z.string(), identifier: z.string(), title: z.string(), url: z.string() })),
});
export type NewCommentFields = z.infer<typeof createdComment>;

const issuesAnswer = z.object({ issues: page(changedIssue) });
const commentsAnswer = z.object({ comments: page(createdComment) });

export interface MissedOptions {
  readonly notAfter: Date;
  readonly limit: number;
  readonly isKnown: IsKnown;
}

/** What a list brought: as much of it as we wanted, or less than there is. */
interface Listed<T> {
  readonly nodes: readonly T[];
  readonly isCut: boolean;
}

/** See `ChangeFinder`. Two questions when there is little to find. */
export async function readMissedChanges(ask: Ask, since: Date, options: MissedOptions): Promise<MissedChanges> {
  const [issues, comments] = await Promise.all([
    changedIssues(ask, since, options.limit),
    createdComments(ask, since, options.limit),
  ]);
  const changes: readonly MissedChange[] = [
    ...issues.nodes.flatMap((issue) => missedIssue(issue, since, options) ?? []),
    ...comments.nodes.flatMap((comment) => missedComment(comment, options) ?? []),
  ];
  const times = [
    ...issues.nodes.map(({ updatedAt }) => updatedAt),
    ...comments.nodes.map(({ createdAt }) => createdAt),
  ];
  const looked = times.map((at) => Math.min(Date.parse(at), options.notAfter.getTime()));
  return {
    changes: changes.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
    until: new Date(Math.max(since.getTime(), ...looked)),
    isCut: issues.isCut || comments.isCut,
  };
}

async function changedIssues(ask: Ask, since: Date, limit: number): Promise<Listed<ChangedIssue>> {
  const nodes: ChangedIssue[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const isFirst = after === undefined;
    const first = Math.min(limit - nodes.length, isFirst ? FIRST_CHANGED_PAGE : NEXT_CHANGED_PAGE);
    const answer: z.infer<typeof issuesAnswer> | null = await ask(CHANGED_ISSUES, issuesAnswer, {
      since: since.toISOString(),
      first,
      ...(isFirst ? {} : { after }),
    });
    const { issues } = there(CHANGED_ISSUES, answer);
    nodes.push(...issues.nodes);
    after = issues.pageInfo.hasNextPage ? issues.pageInfo.endCursor : null;
    if (after !== null && nodes.length >= limit) return { nodes, isCut: true };
  }
  return { nodes, isCut: false };
}

async function createdComments(ask: Ask, since: Date, limit: number): Promise<Listed<NewCommentFields>> {
  const variables = { since: since.toISOString(), first: limit };
  const { comments } = there(CREATED_COMMENTS, await ask(CREATED_COMMENTS, commentsAnswer, variables));
  return { nodes: comments.nodes, isCut: comments.pageInfo.hasNextPage };
}
