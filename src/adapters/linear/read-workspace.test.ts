import { afterEach, describe, expect, it } from 'vitest';
import { type CannedLinear, cannedCycle, onePage, slice } from '../../../test/fakes/canned-linear.ts';
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

describe('the workspace in Linear', () => {
  const past = (number: number) => cannedCycle(number, { isPrevious: number === 30 });
  const cycles = [
    cannedCycle(33, { isFuture: true }),
    cannedCycle(32, { isFuture: true, isNext: true }),
    cannedCycle(31, { isActive: true }),
    ...many(30, (number) => past(31 - number)),
  ];
  const team = { id: 'team-1', key: 'ENG', name: 'Engineering' };

  it('has the cycles around now, by number, from one question when the newest come first', async () => {
    const { tracker, server } = await setUp({
      Cycles: ({ after }) => ({ data: { team: { ...team, cycles: slice(cycles, 20, after) } } }),
    });
    const { value } = await tracker.cycles('team-1');
    expect(value.map(({ number, when }) => [number, when])).toEqual([
      ...many(10, (number) => [20 + number, 'past']),
      [31, 'active'],
      [32, 'future'],
      [33, 'future'],
    ]);
    expect(value[9]).toMatchObject({ isPrevious: true, team });
    expect(server.requests).toHaveLength(1);
  });

  it('has the same cycles when they come in another order', async () => {
    const { tracker, server } = await setUp({
      Cycles: ({ after }) => ({ data: { team: { ...team, cycles: slice(cycles.toReversed(), 20, after) } } }),
    });
    const { value } = await tracker.cycles('team-1');
    expect(value.map(({ number }) => number)).toEqual(many(13, (number) => 20 + number));
    expect(server.requests).toHaveLength(2);
  });

  it('has no cycles for a team that does not exist', async () => {
    const { tracker } = await setUp({});
    expect((await tracker.cycles('nobody')).value).toEqual([]);
  });

  it('has people without bots and without those who left', async () => {
    const user = (name: string, over: Record<string, unknown> = {}) => {
      const displayName = name.toLowerCase();
      return { id: name, name, displayName, email: `${displayName}@example.com`, active: true, app: false, ...over };
    };
    const users = onePage([user('Ada'), user('Bot', { app: true }), user('Gone', { active: false })]);
    const { tracker } = await setUp({ People: () => ({ data: { users } }) });
    expect((await tracker.people()).value).toEqual([
      { id: 'Ada', name: 'Ada', displayName: 'ada', email: 'ada@example.com', isActive: true },
    ]);
  });

  it('has each name once, states in the order of work, labels without their groups', async () => {
    const state = (name: string, type: string, position: number) => ({ name, type, position });
    const workflowStates = onePage([
      state('Done', 'completed', 1),
      state('In Review', 'started', 2),
      state('In Progress', 'started', 1),
      state('done', 'completed', 1),
      state('Todo', 'unstarted', 1),
    ]);
    const label = (name: string, isGroup = false) => ({ name, isGroup });
    const issueLabels = onePage([label('ui'), label('Bug'), label('Area', true), label('bug')]);
    const projects = onePage([{ name: 'Wallet' }, { name: 'Payments' }]);
    const { tracker, server } = await setUp({ Names: () => ({ data: { workflowStates, issueLabels, projects } }) });
    expect((await tracker.names()).value).toEqual({
      states: ['Todo', 'In Progress', 'In Review', 'Done'],
      labels: ['Bug', 'ui'],
      projects: ['Payments', 'Wallet'],
    });
    expect(server.requests).toHaveLength(1);
  });
});
