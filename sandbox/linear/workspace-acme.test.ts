import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedClock } from '../../src/shared/clock.ts';
import { historyOf } from './cycle-history.ts';
import { LinearStore } from './store.ts';
import type { IssueRow, Row, Workspace } from './workspace.ts';
import { acmeWorkspace } from './workspace-acme.ts';
import { bigWorkspace } from './workspace-big.ts';

const NOW = '2026-03-18T13:30:00.000Z';

function storeAt(now: string, workspace = acmeWorkspace({ now: new Date(now) })): LinearStore {
  return new LinearStore(workspace, fixedClock(now));
}

/** All in which the rows of a workspace contradict each other, at a moment. */
function contradictions(store: LinearStore, now: string): string[] {
  const { workspace } = store;
  return [
    ...danglingReferences(workspace),
    ...workspace.issues.flatMap((issue) => issueContradictions(store, issue, now)),
    ...workspace.comments
      .filter(({ createdAt }) => createdAt > now)
      .map(({ body }) => `comment in the future: ${body}`),
  ];
}

function danglingReferences(workspace: Workspace): string[] {
  const ids = new Set(
    Object.values(workspace).flatMap((rows) =>
      Array.isArray(rows) ? (rows as readonly Row[]).map(({ id }) => id) : [],
    ),
  );
  const rows = [workspace.issues, workspace.comments, workspace.relations, workspace.cycles, workspace.states].flat();
  return rows.flatMap((row) =>
    Object.entries(row)
      .filter(([key, value]) => /Ids?$/.test(key) && value !== null)
      .flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((id) => ({ key, id: id as string })))
      .filter(({ id }) => !ids.has(id))
      .map(({ key, id }) => `${key} ${id} leads nowhere`),
  );
}

function issueContradictions(store: LinearStore, issue: IssueRow, now: string): string[] {
  const state = store.state(issue.stateId);
  const cycle = store.cycle(issue.cycleId);
  const rules: readonly [boolean, string][] = [
    [issue.createdAt <= issue.updatedAt && issue.updatedAt <= now, 'times out of order'],
    [issue.startedAt === null || issue.createdAt <= issue.startedAt, 'started before it was made'],
    [issue.addedToCycleAt === null || issue.createdAt <= issue.addedToCycleAt, 'in a cycle before it was made'],
    [issue.completedAt === null || (issue.startedAt ?? '9') <= issue.completedAt, 'completed before it was started'],
    [(state.type === 'completed') === (issue.completedAt !== null), 'completion and state disagree'],
    [['canceled', 'duplicate'].includes(state.type) === (issue.canceledAt !== null), 'cancelation and state disagree'],
    [state.type !== 'started' || issue.startedAt !== null, 'in progress but not started'],
    [!['triage', 'backlog', 'unstarted'].includes(state.type) || issue.startedAt === null, 'waits but was started'],
    [state.type !== 'triage' || cycle === null, 'triage in a cycle'],
    [(cycle === null) === (issue.addedToCycleAt === null), 'cycle without its date'],
    [cycle === null || cycle.teamId === issue.teamId, 'cycle of another team'],
    [state.teamId === issue.teamId, 'state of another team'],
  ];
  return rules.filter(([isKept]) => !isKept).map(([, rule]) => `${store.identifierOf(issue)}: ${rule}`);
}

describe('Acme Robotics', () => {
  it('contradicts itself nowhere, whenever it is made', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }),
        (date) => {
          const now = date.toISOString();
          expect(contradictions(storeAt(now), now)).toEqual([]);
        },
      ),
      { numRuns: 40, examples: [[new Date('2026-03-18T00:00:00.000Z')], [new Date('2026-03-18T23:59:59.999Z')]] },
    );
  });

  it('is the same for the same time', () => {
    expect(acmeWorkspace({ now: new Date(NOW) })).toEqual(acmeWorkspace({ now: new Date(NOW) }));
  });

  it('has two teams, a running cycle of 36 issues in all states, and neighbours of it', () => {
    const store = storeAt(NOW);
    expect(store.workspace.teams.map(({ key }) => key)).toEqual(['ENG', 'DES']);
    const running = store.activeCycleOf(store.findTeam('ENG')?.id ?? '');
    const own = store.workspace.issues.filter(({ cycleId }) => cycleId === running?.id);
    expect(own).toHaveLength(36);
    expect(new Set(own.map(({ stateId }) => store.state(stateId).type))).toEqual(
      new Set(['backlog', 'unstarted', 'started', 'completed', 'canceled', 'duplicate']),
    );
    expect(own.some(({ estimate }) => estimate === null)).toBe(true);
    expect(own.some((issue) => store.openBlockersOf(issue).length > 0)).toBe(true);
    const phases = store.workspace.cycles.map((cycle) => [cycle.number, store.phaseOf(cycle)] as const);
    expect(phases.filter(([, { isActive }]) => isActive).map(([number]) => number)).toEqual([12, 5]);
    expect(phases.filter(([, { isNext }]) => isNext).map(([number]) => number)).toEqual([13, 6]);
    expect(phases.filter(([, { isPrevious }]) => isPrevious).map(([number]) => number)).toEqual([11, 4]);
    expect(store.activeCycleOf(store.findTeam('DES')?.id ?? '')?.number).toBe(5);
    expect(store.workspace.issues.length).toBeGreaterThanOrEqual(90);
  });

  it('keeps histories of one entry for each day begun, in which scope grows after the start', () => {
    const store = storeAt(NOW);
    const cycle = store.workspace.cycles.find(({ number }) => number === 12);
    if (!cycle) throw new Error('no cycle');
    const history = historyOf(store, cycle);
    for (const numbers of Object.values(history)) expect(numbers).toHaveLength(9);
    expect(history.issueCount.at(-1)).toBeGreaterThan(history.issueCount[0] ?? 0);
    // 36 without two canceled ones and a duplicate.
    expect(history.issueCount.at(-1)).toBe(33);
    history.scope.forEach((scope, day) => {
      expect(scope).toBeGreaterThanOrEqual((history.completedScope[day] ?? 0) + (history.inProgressScope[day] ?? 0));
    });
    expect(history.completedIssueCount).toEqual([...history.completedIssueCount].sort((a, b) => a - b));
    const past = store.workspace.cycles.find(({ number }) => number === 11);
    expect(past && historyOf(store, past).issueCount).toHaveLength(14);
    const next = store.workspace.cycles.find(({ number }) => number === 13);
    expect(next && historyOf(store, next).scope).toEqual([]);
  });

  it('moves on with the clock: the next cycle starts when the running one ends', () => {
    const clock = fixedClock(NOW);
    const store = new LinearStore(acmeWorkspace({ now: new Date(NOW) }), clock);
    clock.advanceMs(7 * 86_400_000);
    expect(store.activeCycleOf(store.findTeam('ENG')?.id ?? '')?.number).toBe(13);
    const over = store.workspace.cycles.find(({ number }) => number === 12);
    expect(over && store.phaseOf(over)).toMatchObject({ isPast: true, isPrevious: true, completedAt: over?.endsAt });
  });

  it('holds text that is hard to show', () => {
    const titles = acmeWorkspace({ now: new Date(NOW) }).issues.map(({ title }) => title);
    expect(titles.some((title) => title.includes('@everyone') && title.includes('`'))).toBe(true);
    expect(titles.some((title) => title.length > 256)).toBe(true);
    expect(titles.some((title) => /\p{Extended_Pictographic}/u.test(title))).toBe(true);
    expect(titles.some((title) => /\p{Script=Arabic}/u.test(title))).toBe(true);
  });
});

describe('the workspace for benchmarks', () => {
  it('has as many issues as asked for in one running cycle, and contradicts itself nowhere', () => {
    const workspace = bigWorkspace({ issues: 300, now: new Date(NOW) });
    const store = storeAt(NOW, workspace);
    expect(contradictions(store, NOW)).toEqual([]);
    const running = store.activeCycleOf(workspace.teams[0]?.id ?? '');
    expect(workspace.issues.filter(({ cycleId }) => cycleId === running?.id)).toHaveLength(300);
  });
});
