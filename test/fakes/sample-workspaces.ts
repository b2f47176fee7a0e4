import type { StateType } from '../../src/ports/issue-tracker.ts';
import { cycle, ENG, type IssueSeed, person, WEB, type Workspace } from './workspace.ts';

const PEOPLE = [
  person('Ada Lovelace'),
  person('Grace Hopper'),
  person('Alan Turing'),
  person('Edsger Dijkstra', { isActive: false }),
];

const CYCLES = [
  {
    cycle: cycle(ENG, 11, '2026-07-20T00:00:00Z', {
      when: 'past',
      isPrevious: true,
      completedAt: new Date('2026-08-03T00:00:00Z'),
    }),
  },
  {
    cycle: cycle(ENG, 12, '2026-08-03T00:00:00Z', { name: 'Payments' }),
    scopeHistory: [20, 20, 21, 23, 23, 23, 23, 24, 24],
    completedScopeHistory: [0, 0, 0, 3, 3, 3, 3, 8, 8],
    inProgressScopeHistory: [3, 8, 8, 8, 8, 8, 8, 9, 9],
    issueCountHistory: [9, 9, 9, 10, 10, 10, 10, 11, 11],
    completedIssueCountHistory: [0, 0, 0, 1, 1, 1, 1, 2, 2],
  },
  { cycle: cycle(ENG, 13, '2026-08-17T00:00:00Z', { when: 'future', isNext: true }) },
  { cycle: cycle(WEB, 4, '2026-07-20T00:00:00Z', { when: 'past', isPrevious: true }) },
];

/** Cycle 12 of ENG with a bit of everything, as a team would have it on a Wednesday. */
const SPRINT_ISSUES: readonly IssueSeed[] = [
  {
    identifier: 'ENG-1',
    title: 'Take card payments',
    state: 'Done',
    estimate: 5,
    assignee: 'ada',
    completedAt: '2026-08-10T09:00:00Z',
  },
  {
    identifier: 'ENG-2',
    title: 'Store receipts',
    state: 'Done',
    estimate: 3,
    assignee: 'grace',
    completedAt: '2026-08-11T09:00:00Z',
  },
  { identifier: 'ENG-3', title: 'Refund a payment', state: 'In Review', estimate: 3, assignee: 'ada', priority: 2 },
  {
    identifier: 'ENG-4',
    title: 'Webhook for disputes',
    state: 'In Progress',
    estimate: 5,
    assignee: 'grace',
    priority: 1,
    blockedBy: ['ENG-9', 'ENG-1'],
  },
  {
    identifier: 'ENG-5',
    title: 'Currency rounding',
    state: 'In Progress',
    estimate: null,
    assignee: 'ada',
    dueDate: '2026-08-10',
  },
  { identifier: 'ENG-6', title: 'Retry failed charges', state: 'Todo', estimate: 3, assignee: null, priority: 2 },
  {
    identifier: 'ENG-7',
    title: 'Invoice as PDF',
    state: 'Todo',
    estimate: 2,
    assignee: 'grace',
    dueDate: '2026-08-14',
    addedToCycleAt: '2026-08-06T12:00:00Z',
  },
  { identifier: 'ENG-8', title: 'Clean up old gateway code', state: 'Parked', estimate: 1, assignee: null },
  { identifier: 'ENG-10', title: 'Old dashboard', state: 'Canceled', estimate: 8, assignee: 'ada' },
  { identifier: 'ENG-11', title: 'Refund a payment (again)', state: 'Duplicate', assignee: null },
];

const OTHER_ISSUES: readonly IssueSeed[] = [
  {
    identifier: 'ENG-9',
    title: 'Contract with the payment provider',
    state: 'Backlog',
    assignee: 'ada',
    estimate: 2,
    labels: ['Legal'],
    updatedAt: '2026-08-09T00:00:00Z',
  },
  { identifier: 'ENG-20', title: 'Last sprint’s leftover', state: 'Todo', assignee: 'grace', cycle: 11 },
  {
    identifier: 'WEB-1',
    title: 'New landing page',
    state: 'In Progress',
    assignee: 'alan',
    labels: ['Design', 'Bug'],
    project: 'Relaunch',
    updatedAt: '2026-08-11T00:00:00Z',
  },
];

export const SAMPLE: Workspace = {
  teams: [ENG, WEB],
  people: PEOPLE,
  cycles: CYCLES,
  issues: [...SPRINT_ISSUES.map((issue) => ({ cycle: 12, ...issue })), ...OTHER_ISSUES],
};

const MANY_STATES = ['Backlog', 'Todo', 'In Progress', 'In Review', 'Done'] as const;

/** Cycle 12 of ENG with this many issues of realistic length, over five states and forty people. */
export function bigWorkspace(count: number): Workspace {
  const people = Array.from({ length: 40 }, (_, index) => person(`Person${index} Of The Team`));
  const issues = Array.from({ length: count }, (_, index): IssueSeed => {
    const identifier = `ENG-${index + 1}`;
    const title = `Issue number ${index + 1} with a title that is about as long as titles are in real teams`;
    return {
      identifier,
      title,
      url: `https://linear.app/acme/issue/${identifier}/${title.toLowerCase().replace(/ /g, '-')}`,
      state: MANY_STATES[index % MANY_STATES.length] ?? 'Todo',
      priority: ([0, 1, 2, 3, 4] as const)[index % 5] ?? 0,
      estimate: index % 4 === 0 ? null : index % 9,
      assignee: index % 11 === 0 ? null : (people[index % people.length]?.displayName ?? null),
      cycle: 12,
      updatedAt: new Date(Date.UTC(2026, 7, 1) + index * 60_000).toISOString(),
      ...(index % 6 === 2 ? { blockedBy: [`ENG-${index}`] } : {}),
    };
  });
  return { teams: [ENG], people, cycles: CYCLES.filter((seed) => seed.cycle.team === ENG), issues };
}

/** Text that wants to break the reply: marks, mentions, links, line breaks, text that runs backwards, and a lot of it. */
export const NASTY = '**bold** [x](http://evil.example) `code` ```\n@everyone <@1> ||spoiler|| # head\u202Egnp.exe';

/** Cycle 12 of ENG where every name and title is nasty, in more states than fit. */
export function hostileWorkspace(): Workspace {
  const nasty = (text: string) => `${text} ${NASTY}`;
  const types: readonly StateType[] = ['unstarted', 'started', 'other', 'completed', 'backlog'];
  const people = Array.from({ length: 30 }, (_, index) =>
    person(`nasty${index}`, { name: nasty(`P${index}`).repeat(3) }),
  );
  const issues = Array.from(
    { length: 120 },
    (_, index): IssueSeed => ({
      identifier: `ENG-${index + 1}`,
      title: index === 0 ? '' : nasty(`*T${index}*`).repeat(5),
      url:
        index % 3 === 0 ? 'javascript:alert(1)' : `https://linear.app/a/issue/ENG-${index + 1}/${'(x)'.repeat(index)}`,
      state: { name: nasty(`S${index % 40}`), type: types[index % types.length] ?? 'other', position: index },
      priority: 1,
      estimate: 0.1,
      assignee: people[index % people.length]?.displayName ?? null,
      dueDate: '2026-08-01',
      cycle: 12,
      labels: [nasty(`L${index % 7}`)],
      project: nasty('Project'),
      description: nasty('D').repeat(60),
      creator: nasty('C'),
      blockedBy: [`ENG-${((index + 1) % 120) + 1}`, `ENG-${((index + 2) % 120) + 1}`, `ENG-${((index + 3) % 120) + 1}`],
      attachments: [...Array(9).keys()].map((at) => ({
        title: nasty(`A${at}`),
        url: at % 2 ? 'file:///etc/passwd' : 'https://example.com/(a)',
      })),
      comments: [{ author: nasty('Author'), body: nasty('Body').repeat(30), at: '2026-08-11T00:00:00Z' }],
      ...(index > 100 ? { parent: 'ENG-2' } : {}),
    }),
  );
  const nastyCycle = cycle({ ...ENG, name: nasty('Team') }, 12, '2026-08-03T00:00:00Z', { name: nasty('Cycle') });
  return {
    teams: [{ ...ENG, name: nasty('Team') }],
    people,
    cycles: [{ cycle: nastyCycle, scopeHistory: [1, 2.25], issueCountHistory: [1, 120] }],
    issues,
  };
}
