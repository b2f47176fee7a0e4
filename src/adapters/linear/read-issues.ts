import * as z from 'zod/mini';
import type { Issue, IssuePage, Sprint } from '../../ports/issue-tracker.ts';
import {
  cycleFields,
  type InverseRelation,
  type IssueFields,
  inverseRelation,
  issueFields,
  label,
  openBlockers,
  page,
  team,
  toIssue,
} from './answer-shapes.ts';
import type { Ask } from './ask.ts';
import { EDGE_BATCH, FIRST_SPRINT_PAGE, ISSUE_EDGES, ISSUES, NEXT_SPRINT_PAGE, SPRINT } from './documents.ts';
import { badAnswer, there } from './failure.ts';
import { type Cursors, followPages } from './pages.ts';

const history = z.array(z.number());
const sprintAnswer = z.object({
  cycle: z.intersection(
    cycleFields,
    z.object({
      team,
      scopeHistory: history,
      completedScopeHistory: history,
      inProgressScopeHistory: history,
      issueCountHistory: history,
      completedIssueCountHistory: history,
      issues: page(issueFields),
    }),
  ),
});
const issuesAnswer = z.object({ issues: page(issueFields) });
const edges = z.object({ id: z.string(), labels: page(label), inverseRelations: page(inverseRelation) });
const edgesAnswer = z.object({ issues: z.object({ nodes: z.array(edges) }) });
type Edges = z.infer<typeof edges>;

/** How many follow-up questions are under way at once. */
const EDGE_LANES = 4;

/** A cycle with all its issues. */
export async function readSprint(ask: Ask, cycleId: string): Promise<Sprint | null> {
  const found = await followPages({
    document: SPRINT.name,
    keys: ['issues'],
    ask: async ({ issues: after }) => {
      const first = after === undefined ? FIRST_SPRINT_PAGE : NEXT_SPRINT_PAGE;
      const answer = await ask(SPRINT, sprintAnswer, { id: cycleId, first, ...(after !== undefined && { after }) });
      return answer?.cycle ?? null;
    },
  });
  if (found === null) return null;
  const { issues, scopeHistory, completedScopeHistory, inProgressScopeHistory, ...rest } = found;
  const { issueCountHistory, completedIssueCountHistory, ...cycle } = rest;
  return {
    cycle,
    issues: await completed(ask, uniqueById(issues.nodes)),
    scopeHistory,
    completedScopeHistory,
    inProgressScopeHistory,
    issueCountHistory,
    completedIssueCountHistory,
  };
}

/** One page of the issues that pass Linear's own filter. */
export async function readIssuePage(
  ask: Ask,
  filter: Readonly<Record<string, unknown>>,
  { pageSize, after }: { readonly pageSize: number; readonly after?: string },
): Promise<IssuePage> {
  const answer = await ask(ISSUES, issuesAnswer, { filter, first: pageSize, ...(after !== undefined && { after }) });
  const { nodes, pageInfo } = there(ISSUES, answer).issues;
  const { hasNextPage, endCursor } = pageInfo;
  if (hasNextPage && endCursor === null)
    throw badAnswer(ISSUES.name, 'issues.pageInfo', 'a page that does not lead on');
  return { issues: await completed(ask, nodes), nextCursor: hasNextPage ? endCursor : null };
}

/** One issue that came in an answer, with all its labels and blockers; also when it is in the bin. */
export async function wholeIssue(ask: Ask, fields: IssueFields): Promise<Issue> {
  const [whole] = await completed(ask, [{ ...fields, trashed: null }]);
  return whole ?? toIssue(fields);
}

/** An issue can move to the next page while we read this one. */
function uniqueById(issues: readonly IssueFields[]): readonly IssueFields[] {
  return [...new Map(issues.map((issue) => [issue.id, issue])).values()];
}

/** Our issues, each with all its labels and blockers; what is in the bin is left out. */
async function completed(ask: Ask, fields: readonly IssueFields[]): Promise<readonly Issue[]> {
  const kept = fields.filter(({ trashed }) => trashed !== true);
  const partial = kept.filter((issue) => hasMore(issue)).map(({ id }) => id);
  if (partial.length === 0) return kept.map(toIssue);
  const rest = await allEdges(ask, partial);
  return kept.flatMap((issue) => {
    if (!hasMore(issue)) return [toIssue(issue)];
    const known = rest.get(issue.id);
    // Deleted since the list was made.
    return known === undefined ? [] : [{ ...toIssue(issue), ...known }];
  });
}

function hasMore({ labels, inverseRelations }: Pick<IssueFields, 'labels' | 'inverseRelations'>): boolean {
  return labels.pageInfo.hasNextPage || inverseRelations.pageInfo.hasNextPage;
}

type KnownEdges = ReadonlyMap<string, Pick<Issue, 'labels' | 'blockedBy'>>;

async function allEdges(ask: Ask, ids: readonly string[]): Promise<KnownEdges> {
  const batches = Array.from({ length: Math.ceil(ids.length / EDGE_BATCH) }, (_, index) =>
    ids.slice(index * EDGE_BATCH, (index + 1) * EDGE_BATCH),
  );
  const found: Edges[] = [];
  const lane = async () => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      for (const first of await askEdges(ask, batch, {})) found.push(await restOf(ask, first));
    }
  };
  try {
    await Promise.all(Array.from({ length: EDGE_LANES }, lane));
  } finally {
    // When one lane fails, the others have nothing more to ask.
    batches.length = 0;
  }
  return new Map(found.map((issue) => [issue.id, toEdges(issue.labels.nodes, issue.inverseRelations.nodes)]));
}

function toEdges(labels: readonly z.infer<typeof label>[], relations: readonly InverseRelation[]) {
  return { labels: labels.map(({ name }) => name), blockedBy: openBlockers(relations) };
}

type EdgeCursors = Cursors<'labels' | 'inverseRelations'>;

async function askEdges(ask: Ask, ids: readonly string[], after: EdgeCursors): Promise<readonly Edges[]> {
  const answer = await ask(ISSUE_EDGES, edgesAnswer, { ids, ...after });
  return there(ISSUE_EDGES, answer).issues.nodes;
}

/** Cursors belong to one issue, so whatever does not fit the common question is followed alone. */
async function restOf(ask: Ask, first: Edges): Promise<Edges> {
  let isFirst = true;
  const all = await followPages({
    document: ISSUE_EDGES.name,
    keys: ['labels', 'inverseRelations'],
    ask: async (after): Promise<Edges | null> => {
      if (!isFirst) return (await askEdges(ask, [first.id], after))[0] ?? null;
      isFirst = false;
      return first;
    },
  });
  return all ?? first;
}
