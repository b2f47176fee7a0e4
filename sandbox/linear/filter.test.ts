import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, data, linearsForTests, NOW, type Page } from '../../test/asking-linear.ts';
import { loadSchema } from './schema.ts';
import type { LinearSandbox } from './start-linear.ts';
import type { IssueRow } from './workspace.ts';

const { start, closeAll } = linearsForTests();
let linear: LinearSandbox;

beforeAll(async () => {
  linear = await start();
});
afterAll(closeAll);

async function titles(filter: object): Promise<readonly string[]> {
  const { issues } = await data<{ issues: Page<{ title: string }> }>(
    linear,
    'query Q($filter: IssueFilter) { issues(first: 250, filter: $filter) { nodes { title } } }',
    { filter },
  );
  return issues.nodes.map(({ title }) => title).sort();
}

function expected(isWanted: (issue: IssueRow) => boolean): readonly string[] {
  return linear.workspace.issues
    .filter(isWanted)
    .map(({ title }) => title)
    .sort();
}

const W = () => linear.workspace;
const team = (issue: IssueRow) => W().teams.find(({ id }) => id === issue.teamId);
const state = (issue: IssueRow) => W().states.find(({ id }) => id === issue.stateId);
const assignee = (issue: IssueRow) => W().users.find(({ id }) => id === issue.assigneeId);
const labels = (issue: IssueRow) => W().labels.filter(({ id }) => issue.labelIds.includes(id));
const project = (issue: IssueRow) => W().projects.find(({ id }) => id === issue.projectId);
const cycle = (issue: IssueRow) => W().cycles.find(({ id }) => id === issue.cycleId);
const moment = (days: number) => new Date(Date.parse(NOW) + days * 86_400_000).toISOString();
const day = (days: number) => moment(days).slice(0, 10);

const CASES: readonly [string, object, (issue: IssueRow) => boolean][] = [
  ['team by key', { team: { key: { eq: 'DES' } } }, (issue) => team(issue)?.key === 'DES'],
  [
    'open states',
    { state: { type: { nin: ['completed', 'canceled', 'duplicate'] } } },
    (issue) => !['completed', 'canceled', 'duplicate'].includes(state(issue)?.type ?? ''),
  ],
  [
    'a state by name in any case',
    { state: { name: { eqIgnoreCase: 'in review' } } },
    (issue) => state(issue)?.name === 'In Review',
  ],
  ['nobody assigned', { assignee: { null: true } }, (issue) => issue.assigneeId === null],
  ['somebody assigned', { assignee: { null: false } }, (issue) => issue.assigneeId !== null],
  ['an assignee', { assignee: { displayName: { eq: 'devon' } } }, (issue) => assignee(issue)?.displayName === 'devon'],
  ['me', { assignee: { isMe: { eq: true } } }, (issue) => assignee(issue)?.displayName === 'ada'],
  ['a label', { labels: { name: { eq: 'Bug' } } }, (issue) => labels(issue).some(({ name }) => name === 'Bug')],
  [
    'some label',
    { labels: { some: { name: { in: ['Docs'] } } } },
    (issue) => labels(issue).some(({ name }) => name === 'Docs'),
  ],
  [
    'only one label',
    { labels: { every: { name: { eq: 'Feature' } }, length: { gt: 0 } } },
    (issue) => labels(issue).length > 0 && labels(issue).every(({ name }) => name === 'Feature'),
  ],
  ['no labels', { labels: { length: { eq: 0 } } }, (issue) => labels(issue).length === 0],
  [
    'a project',
    { project: { name: { eqIgnoreCase: 'AUTONOMY 2.0' } } },
    (issue) => project(issue)?.name === 'Autonomy 2.0',
  ],
  ['without a project', { project: { null: true } }, (issue) => issue.projectId === null],
  ['a cycle by number', { cycle: { number: { eq: 13 } } }, (issue) => cycle(issue)?.number === 13],
  ['running cycles', { cycle: { isActive: { eq: true } } }, (issue) => [12, 5].includes(cycle(issue)?.number ?? 0)],
  ['previous cycles', { cycle: { isPrevious: { eq: true } } }, (issue) => [11, 4].includes(cycle(issue)?.number ?? 0)],
  ['numbers', { number: { in: [101, 102], gte: 102 } }, (issue) => issue.number === 102],
  ['no estimate', { estimate: { null: true } }, (issue) => issue.estimate === null],
  [
    'estimates in alternatives',
    { estimate: { or: [{ eq: 8 }, { lt: 2 }] } },
    (issue) => issue.estimate === 8 || (issue.estimate !== null && issue.estimate < 2),
  ],
  ['priorities', { priority: { lte: 2, gt: 0 } }, (issue) => issue.priority > 0 && issue.priority <= 2],
  ['words of the title', { title: { containsIgnoreCase: 'DASHBOARD' } }, (issue) => /dashboard/i.test(issue.title)],
  [
    'what a title does not begin with',
    { title: { notStartsWith: 'Send', startsWithIgnoreCase: 's' } },
    (issue) => issue.title.startsWith('S') && !issue.title.startsWith('Send'),
  ],
  ['no description', { description: { null: true } }, (issue) => issue.description === null],
  [
    'title or description',
    { searchableContent: { contains: 'gateway' } },
    (issue) => `${issue.title}\n${issue.description ?? ''}`.includes('gateway'),
  ],
  ['the last three days', { updatedAt: { gte: '-P3D' } }, (issue) => issue.updatedAt >= moment(-3)],
  ['the last 36 hours', { updatedAt: { gt: '-PT36H' } }, (issue) => issue.updatedAt > moment(-1.5)],
  ['before a moment', { createdAt: { lt: moment(-20) } }, (issue) => issue.createdAt < moment(-20)],
  ['completed', { completedAt: { null: false } }, (issue) => issue.completedAt !== null],
  [
    'due in the next days',
    { dueDate: { lte: 'P2D', gte: day(0) } },
    (issue) => issue.dueDate !== null && issue.dueDate <= day(2) && issue.dueDate >= day(0),
  ],
  [
    'and',
    { and: [{ priority: { eq: 1 } }, { team: { key: { eq: 'ENG' } } }] },
    (issue) => issue.priority === 1 && team(issue)?.key === 'ENG',
  ],
  [
    'or',
    { or: [{ priority: { eq: 1 } }, { estimate: { eq: 8 } }] },
    (issue) => issue.priority === 1 || issue.estimate === 8,
  ],
  ['has a parent', { parent: { null: false } }, (issue) => issue.parentId !== null],
  [
    'has children',
    { children: { length: { gt: 0 } } },
    (issue) => W().issues.some(({ parentId }) => parentId === issue.id),
  ],
  [
    'who wrote about it',
    { comments: { user: { displayName: { eq: 'lea' } } } },
    (issue) => issue.title.startsWith('Battery health card'),
  ],
];

describe("filters of the sandbox's Linear", () => {
  it.each(CASES)('find issues by %s', async (_what, filter, isWanted) => {
    const wanted = expected(isWanted);
    expect(await titles(filter)).toEqual(wanted);
    // A filter that lets everything or nothing through would prove nothing.
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.length).toBeLessThan(linear.workspace.issues.length);
  });

  it('find blocked issues only while a blocker is open', async () => {
    const blocked = await titles({ hasBlockedByRelations: { eq: true } });
    expect(blocked).toContain('Roll back an update when the robot does not report in time');
    expect(blocked).not.toContain('Battery health card on the robot page');
  });

  it('work on users, states, labels, cycles and projects too', async () => {
    const found = await data<Record<string, Page<object>>>(
      linear,
      `{ users(filter: { app: { eq: false }, name: { contains: "a R" } }) { nodes { displayName } }
         workflowStates(filter: { team: { key: { eq: "ENG" } }, type: { eq: "started" } }) { nodes { name } }
         issueLabels(filter: { team: { null: true }, name: { startsWith: "B" } }) { nodes { name } }
         cycles(filter: { team: { key: { eq: "ENG" } }, isFuture: { eq: true } }) { nodes { number } }
         projects(filter: { status: { type: { eq: "completed" } } }) { nodes { name } } }`,
    );
    expect(found.users?.nodes).toEqual(expect.arrayContaining([{ displayName: 'deepa' }, { displayName: 'dana' }]));
    expect(found.workflowStates?.nodes).toHaveLength(2);
    expect(found.issueLabels?.nodes).toEqual([{ name: 'Bug' }]);
    expect(found.cycles?.nodes).toEqual(expect.arrayContaining([{ number: 13 }, { number: 14 }]));
    expect(found.projects?.nodes).toEqual([{ name: 'Brand refresh' }]);
  });

  it('compare every filter field that the schema has', async () => {
    const schema = loadSchema();
    const query: Record<string, string> = {
      IssueFilter: 'issues',
      CycleFilter: 'cycles',
      TeamFilter: 'teams',
      UserFilter: 'users',
      ProjectFilter: 'projects',
      IssueLabelFilter: 'issueLabels',
    };
    for (const [name, list] of Object.entries(query)) {
      const type = schema.getType(name);
      if (!type || !('getFields' in type)) throw new Error(name);
      for (const field of Object.keys(type.getFields())) {
        if (field === 'and' || field === 'or') continue;
        const document = `{ ${list}(first: 1, filter: { ${field}: {} }) { nodes { id } } }`;
        await ask(linear, document);
      }
    }
  });
});
