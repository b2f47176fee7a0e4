import { afterEach, describe, expect, it } from 'vitest';
import {
  type CannedLinear,
  cannedIssue,
  cannedRef,
  cannedSprint,
  DONE,
  onePage,
  slice,
} from '../../../test/fakes/canned-linear.ts';
import { type CannedAnswers, startCannedTracker } from '../../../test/fakes/canned-tracker.ts';

let running: CannedLinear | null = null;

afterEach(async () => {
  await running?.close();
  running = null;
});

async function setUp(answers: CannedAnswers) {
  const made = await startCannedTracker(answers);
  running = made.server;
  return made;
}

const many = <T>(count: number, make: (number: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i + 1));
const blocks = (number: number, over: Record<string, unknown> = {}) => ({
  type: 'blocks',
  issue: cannedRef(number, over),
});

describe('a sprint from Linear', () => {
  it('is the cycle with its history and its issues', async () => {
    const { tracker } = await setUp({ Sprint: () => ({ data: cannedSprint(onePage([cannedIssue(1)])) }) });
    const { value, asOf, isStale } = await tracker.sprint('cycle-12');
    expect([asOf.toISOString(), isStale]).toEqual(['2026-03-10T12:00:00.000Z', false]);
    expect(value).toEqual({
      cycle: {
        id: 'cycle-12',
        number: 12,
        name: null,
        startsAt: new Date('2026-03-02'),
        endsAt: new Date('2026-03-16'),
        completedAt: null,
        when: 'active',
        isNext: false,
        isPrevious: false,
        team: { id: 'team-1', key: 'ENG', name: 'Engineering' },
      },
      issues: [
        {
          id: 'issue-1',
          identifier: 'ENG-1',
          title: 'Issue 1',
          url: 'https://linear.app/acme/issue/ENG-1',
          state: { name: 'Todo', type: 'unstarted', position: 1 },
          teamKey: 'ENG',
          priority: 2,
          estimate: 3,
          assignee: { id: 'user-1', name: 'Ada Byron', displayName: 'ada' },
          project: 'Payments',
          labels: ['bug'],
          dueDate: '2026-03-20',
          createdAt: new Date('2026-03-01T09:00:00Z'),
          updatedAt: new Date('2026-03-10T09:00:00Z'),
          startedAt: null,
          completedAt: null,
          addedToCycleAt: new Date('2026-03-02T09:00:00Z'),
          cycle: { id: 'cycle-1', number: 12, name: null },
          blockedBy: [],
        },
      ],
      scopeHistory: [10, 12],
      completedScopeHistory: [0, 3],
      inProgressScopeHistory: [2, 4],
      issueCountHistory: [5, 6],
      completedIssueCountHistory: [0, 1],
    });
  });

  it('has all its issues, with a first page that is small and later ones that are large', async () => {
    const issues = many(300, (number) => cannedIssue(number));
    const { tracker, server } = await setUp({
      Sprint: ({ first, after }) => ({ data: cannedSprint(slice(issues, Number(first), after)) }),
    });
    const { value } = await tracker.sprint('cycle-12');
    expect(value?.issues.map(({ identifier }) => identifier)).toEqual(many(300, (number) => `ENG-${number}`));
    expect(server.requests.map(({ variables }) => variables.first)).toEqual([50, 100, 100, 100]);
  });

  it('has an issue once that moved to the next page meanwhile', async () => {
    const page = (after: unknown) =>
      after === undefined
        ? { nodes: [cannedIssue(1), cannedIssue(2)], pageInfo: { hasNextPage: true, endCursor: 'x' } }
        : onePage([cannedIssue(2), cannedIssue(3)]);
    const { tracker } = await setUp({ Sprint: ({ after }) => ({ data: cannedSprint(page(after)) }) });
    const { value } = await tracker.sprint('cycle-12');
    expect(value?.issues.map(({ identifier }) => identifier)).toEqual(['ENG-1', 'ENG-2', 'ENG-3']);
  });

  it('leaves out what is in the bin', async () => {
    const issues = [cannedIssue(1, { trashed: true }), cannedIssue(2, { trashed: false })];
    const { tracker } = await setUp({ Sprint: () => ({ data: cannedSprint(onePage(issues)) }) });
    expect((await tracker.sprint('cycle-12')).value?.issues.map(({ identifier }) => identifier)).toEqual(['ENG-2']);
  });

  it('names what blocks an issue now, and nothing that is done, binned or only related', async () => {
    const inverseRelations = onePage([
      blocks(7),
      blocks(8, { state: DONE }),
      blocks(9, { state: { name: 'Duplicate', type: 'duplicate', position: 9 } }),
    ]);
    const other = onePage([blocks(10, { trashed: true }), { type: 'related', issue: cannedRef(11) }]);
    const issues = [cannedIssue(1, { inverseRelations }), cannedIssue(2, { inverseRelations: other })];
    const { tracker } = await setUp({ Sprint: () => ({ data: cannedSprint(onePage(issues)) }) });
    const { value } = await tracker.sprint('cycle-12');
    expect(value?.issues.map(({ blockedBy }) => blockedBy.map(({ identifier }) => identifier))).toEqual([
      ['ENG-7'],
      [],
    ]);
  });

  it('asks for the labels and blockers that the list did not bring, many issues at once', async () => {
    const labels = many(120, (number) => ({ name: `label ${number}` }));
    const relations = many(7, (number) => blocks(1_000 + number));
    const edges = (name: string, max: number, after: unknown) => ({
      id: name,
      labels: slice(name === 'issue-3' ? labels : [{ name: 'bug' }], max, after),
      inverseRelations: name === 'issue-3' ? onePage([]) : slice(relations, max, undefined),
    });
    const issues = many(12, (number) => {
      const { labels: some, inverseRelations } = edges(`issue-${number}`, 3, undefined);
      return cannedIssue(number, number === 12 ? {} : { labels: some, inverseRelations });
    });
    const { tracker, server } = await setUp({
      Sprint: () => ({ data: cannedSprint(onePage(issues)) }),
      IssueEdges: ({ ids, labels: after }) => ({
        data: { issues: { nodes: (ids as string[]).map((id) => edges(id, 50, after)) } },
      }),
    });
    const { value } = await tracker.sprint('cycle-12');
    expect(value?.issues.map((issue) => [issue.labels.length, issue.blockedBy.length])).toEqual(
      many(12, (number) => (number === 12 ? [1, 0] : number === 3 ? [120, 0] : [1, 7])),
    );
    // Eleven issues in two questions, and the 120 labels of one of them in two more.
    const asked = server.requests.filter(({ name }) => name === 'IssueEdges').map(({ variables }) => variables.ids);
    expect(asked.map((ids) => (ids as string[]).length).toSorted((a, b) => a - b)).toEqual([1, 1, 1, 10]);
  });

  it('asks for nothing more once it failed to complete an issue', async () => {
    const more = { nodes: [], pageInfo: { hasNextPage: true, endCursor: 'x' } };
    const issues = many(100, (number) => cannedIssue(number, { labels: more }));
    const { tracker, server } = await setUp({
      Sprint: () => ({ data: cannedSprint(onePage(issues)) }),
      IssueEdges: ({ ids }) => {
        const isFirst = (ids as string[]).includes('issue-1');
        return isFirst ? { data: { issues: 'nonsense' } } : { data: { issues: { nodes: [] } }, delayMs: 100 };
      },
    });
    await expect(tracker.sprint('cycle-12')).rejects.toMatchObject({ facts: { document: 'IssueEdges' } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(server.names()).toEqual(['Sprint', ...Array.from({ length: 4 }, () => 'IssueEdges')]);
  });

  it('is null when there is no such cycle', async () => {
    const { tracker, server } = await setUp({});
    expect((await tracker.sprint('cycle-99')).value).toBeNull();
    expect((await tracker.sprint('not an id')).value).toBeNull();
    expect(server.requests).toHaveLength(1);
  });

  it('takes a category of states that it does not know as other', async () => {
    const issue = cannedIssue(1, { state: { name: 'Parked', type: 'parked', position: 2 } });
    const { tracker } = await setUp({ Sprint: () => ({ data: cannedSprint(onePage([issue])) }) });
    const [first] = (await tracker.sprint('cycle-12')).value?.issues ?? [];
    expect(first?.state).toEqual({ name: 'Parked', type: 'other', position: 2 });
  });

  it('says where the answer does not fit', async () => {
    const issues = onePage([cannedIssue(1), cannedIssue(2, { createdAt: 'yesterday' })]);
    const { tracker, health } = await setUp({ Sprint: () => ({ data: cannedSprint(issues) }) });
    await expect(tracker.sprint('cycle-12')).rejects.toMatchObject({
      code: 'LINEAR_BAD_ANSWER',
      facts: { document: 'Sprint', path: 'cycle.issues.nodes.1.createdAt' },
    });
    expect(health.of('linear')?.state).toBe('degraded');
  });
});
