import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cycle, Issue, IssueFilter, IssueTracker, Sprint, Team } from '../../src/ports/issue-tracker.ts';
import { describeWrites } from './issue-writes-contract.ts';

/** A tracker to be held against the contract, and how to clean up after it. */
export interface TrackerUnderTest {
  readonly tracker: IssueTracker;
  close(): Promise<void>;
}

const isOpen = ({ state }: Pick<Issue, 'state'>) => !['completed', 'canceled', 'duplicate'].includes(state.type);
const identifiersOf = (issues: readonly { readonly identifier: string }[]) =>
  issues.map(({ identifier }) => identifier);
const same = (a: string | null | undefined, b: string) => a?.toLowerCase() === b.toLowerCase();

/**
 * What every issue tracker behind the port does, whatever is in it. The workspace must have: a team with a past cycle
 * and an active one of at least three issues in different states, an issue with an assignee, a label and a project, and
 * one that is blocked by another.
 */
export function describeIssueTracker(name: string, makeTracker: () => Promise<TrackerUnderTest>): void {
  describe(`${name}, as an issue tracker`, () => {
    let made: TrackerUnderTest;
    let tracker: IssueTracker;
    let team: Team;
    let cycle: Cycle;
    let sprint: Sprint;

    beforeAll(async () => {
      made = await makeTracker();
      tracker = made.tracker;
      ({ team, cycle, sprint } = await activeSprint(tracker));
    });

    afterAll(() => made.close());

    describeWorkspace(() => ({ tracker, team, cycle }));
    describeSprint(() => ({ tracker, cycle, sprint }));
    describeIssue(() => ({ tracker, sprint }));
    describeList(() => ({ tracker, sprint }));
    describeSuggestions(() => ({ tracker, sprint }));
    describeWrites(async () => {
      const model = await pickModel(tracker);
      const owner = (await tracker.teams()).value.find(({ key }) => key === model.teamKey);
      return { tracker, model, team: owner ?? team };
    });
  });
}

/** The team whose running sprint has the most in it. */
async function activeSprint(tracker: IssueTracker): Promise<{ team: Team; cycle: Cycle; sprint: Sprint }> {
  const found: { team: Team; cycle: Cycle; sprint: Sprint }[] = [];
  for (const team of (await tracker.teams()).value) {
    const cycle = (await tracker.cycles(team.id)).value.find(({ when }) => when === 'active');
    const sprint = cycle && (await tracker.sprint(cycle.id)).value;
    if (cycle && sprint) found.push({ team, cycle, sprint });
  }
  const [largest] = found.toSorted((a, b) => b.sprint.issues.length - a.sprint.issues.length);
  if (!largest || largest.sprint.issues.length < 3) throw new Error('The workspace has no running sprint with issues.');
  return largest;
}

/** Every issue that passes, all pages. */
async function all(tracker: IssueTracker, filter: IssueFilter, pageSize = 50): Promise<readonly Issue[]> {
  const issues: Issue[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const { value } = await tracker.issues(filter, { pageSize, ...(after !== undefined && { after }) });
    expect(value.issues.length).toBeLessThanOrEqual(pageSize);
    issues.push(...value.issues);
    after = value.nextCursor;
  }
  return issues;
}

/** The first that fits; a workspace without one cannot show anything. */
async function pick(tracker: IssueTracker, what: string, fits: (issue: Issue) => boolean): Promise<Issue> {
  const issue = (await all(tracker, {})).find(fits);
  if (!issue) throw new Error(`The workspace has no issue ${what}.`);
  return issue;
}

function pickModel(tracker: IssueTracker): Promise<Issue> {
  const isModel = ({ assignee, labels, project }: Issue) => assignee !== null && labels.length > 0 && project !== null;
  return pick(tracker, 'with assignee, label and project', isModel);
}

function describeWorkspace(get: () => { tracker: IssueTracker; team: Team; cycle: Cycle }): void {
  it('dates every answer, and an answer that was just given is not stale', async () => {
    const { isStale, asOf } = await get().tracker.teams();
    expect(isStale).toBe(false);
    expect(Number.isNaN(asOf.getTime())).toBe(false);
  });

  it('has teams with keys of their own', async () => {
    const { value } = await get().tracker.teams();
    expect(new Set(value.map(({ key }) => key)).size).toBe(value.length);
    expect(value).toContainEqual(get().team);
  });

  it('has only people who are there', async () => {
    const { value } = await get().tracker.people();
    expect(value.length).toBeGreaterThan(0);
    expect(value.filter(({ isActive }) => !isActive)).toEqual([]);
    expect(new Set(value.map(({ displayName }) => displayName)).size).toBe(value.length);
  });

  it('has the cycles of a team by number: at most ten past ones, one active, each with its team', async () => {
    const { tracker, team, cycle } = get();
    const { value } = await tracker.cycles(team.id);
    const numbers = value.map(({ number }) => number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(value.filter(({ when }) => when === 'active')).toEqual([cycle]);
    const past = value.filter(({ when }) => when === 'past');
    expect(past.length).toBeGreaterThan(0);
    expect(past.length).toBeLessThanOrEqual(10);
    expect(value.every((each) => each.team.id === team.id && each.startsAt < each.endsAt)).toBe(true);
  });

  it('has no cycles for a team that does not exist', async () => {
    expect((await get().tracker.cycles('00000000-0000-4000-8000-000000000000')).value).toEqual([]);
  });

  it('has the names that its issues have, each once', async () => {
    const { tracker } = get();
    const { states, labels, projects } = (await tracker.names()).value;
    const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase());
    for (const names of [states, labels, projects]) expect(new Set(lower(names)).size).toBe(names.length);
    for (const issue of await all(tracker, {})) {
      expect(lower(states)).toContain(issue.state.name.toLowerCase());
      for (const label of issue.labels) expect(lower(labels)).toContain(label.toLowerCase());
      if (issue.project !== null) expect(lower(projects)).toContain(issue.project.toLowerCase());
    }
  });

  it('knows the states of its issues by id', async () => {
    const { tracker } = get();
    const states = [...(await tracker.states()).value.values()];
    for (const { state } of await all(tracker, {})) expect(states).toContainEqual(state);
  });
}

function describeSprint(get: () => { tracker: IssueTracker; cycle: Cycle; sprint: Sprint }): void {
  it('has the issues of a cycle, each once and in this cycle', () => {
    const { cycle, sprint } = get();
    expect(sprint.cycle).toEqual(cycle);
    expect(new Set(identifiersOf(sprint.issues)).size).toBe(sprint.issues.length);
    expect(sprint.issues.filter((issue) => issue.cycle?.id !== cycle.id)).toEqual([]);
    expect(new Set(sprint.issues.map(({ state }) => state.type)).size).toBeGreaterThan(1);
  });

  it('has no sprint for a cycle that does not exist', async () => {
    expect((await get().tracker.sprint('00000000-0000-4000-8000-000000000000')).value).toBeNull();
  });

  it('names only open issues as blockers', async () => {
    const blocked = await pick(get().tracker, 'that is blocked', ({ blockedBy }) => blockedBy.length > 0);
    expect(blocked.blockedBy.filter((blocker) => !isOpen(blocker))).toEqual([]);
  });
}

function describeIssue(get: () => { tracker: IssueTracker; sprint: Sprint }): void {
  it('finds an issue by its identifier in any case, the same as in the sprint', async () => {
    const { tracker, sprint } = get();
    const [known] = sprint.issues;
    for (const identifier of [known?.identifier ?? '', (known?.identifier ?? '').toLowerCase()]) {
      expect((await tracker.issue(identifier)).value).toMatchObject({ ...known });
    }
  });

  it('tells both sides of a block', async () => {
    const { tracker } = get();
    const blocked = await pick(tracker, 'that is blocked', ({ blockedBy }) => blockedBy.length > 0);
    const [blocker] = blocked.blockedBy;
    const detail = (await tracker.issue(blocker?.identifier ?? '')).value;
    expect(identifiersOf(detail?.blocks ?? [])).toContain(blocked.identifier);
  });

  it('has null for an issue that does not exist, and for words that are no identifier', async () => {
    const { tracker } = get();
    expect((await tracker.issue('ENG-999999')).value).toBeNull();
    expect((await tracker.issue('no such thing')).value).toBeNull();
  });
}

function describeList(get: () => { tracker: IssueTracker; sprint: Sprint }): void {
  it('lists the newest activity first, page by page, each issue once', async () => {
    const { tracker } = get();
    const small = await all(tracker, {}, 3);
    expect(identifiersOf(small).toSorted()).toEqual(identifiersOf(await all(tracker, {})).toSorted());
    expect(new Set(identifiersOf(small)).size).toBe(small.length);
    const times = small.map(({ updatedAt }) => updatedAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('filters by each of the filters, without case, and finds all that pass', async () => {
    const { tracker } = get();
    const everything = await all(tracker, {});
    const issue = await pickModel(tracker);
    const [label = ''] = issue.labels;
    const { project, assignee, state, teamKey, priority } = issue;
    const filters: readonly [IssueFilter, (each: Issue) => boolean][] = [
      [{ teamKey: teamKey.toLowerCase() }, (each) => each.teamKey === teamKey],
      [{ state: state.name.toUpperCase() }, (each) => same(each.state.name, state.name)],
      [{ state: 'open' }, isOpen],
      [{ state: 'all' }, () => true],
      [{ assigneeId: assignee?.id ?? '' }, (each) => each.assignee?.id === assignee?.id],
      [{ assigneeId: 'none' }, (each) => each.assignee === null],
      [{ label: label.toUpperCase() }, (each) => each.labels.some((name) => same(name, label))],
      [{ project: (project ?? '').toUpperCase() }, (each) => same(each.project, project ?? '')],
      [{ priority }, (each) => each.priority === priority],
      [
        { state: 'open', teamKey, assigneeId: 'none' },
        (each) => isOpen(each) && each.teamKey === teamKey && !each.assignee,
      ],
    ];
    for (const [filter, passes] of filters) {
      const found = identifiersOf(await all(tracker, filter)).toSorted();
      expect([filter, found]).toEqual([filter, identifiersOf(everything.filter(passes)).toSorted()]);
    }
  });

  it('finds words of the title and of the description', async () => {
    const { tracker } = get();
    const issue = await pick(tracker, 'with a long word in its title', ({ title }) => /[a-z]{5}/i.test(title));
    const word = /[a-z]{5,}/i.exec(issue.title)?.[0] ?? '';
    const found = await all(tracker, { text: word.toUpperCase() });
    expect(identifiersOf(found)).toContain(issue.identifier);
    for (const each of found) {
      const description = (await tracker.issue(each.identifier)).value?.description ?? '';
      expect(`${each.title} ${description}`.toLowerCase()).toContain(word.toLowerCase());
    }
  });

  it('finds nothing where nothing passes', async () => {
    const { value } = await get().tracker.issues({ label: 'no label has this name' }, { pageSize: 10 });
    expect(value).toEqual({ issues: [], nextCursor: null });
  });
}

function describeSuggestions(get: () => { tracker: IssueTracker; sprint: Sprint }): void {
  it('suggests by identifier in any case, by number, and by words of the title', async () => {
    const { tracker, sprint } = get();
    const issue = sprint.issues.toSorted((a, b) => b.identifier.length - a.identifier.length)[0];
    const { identifier = '', title = '' } = issue ?? {};
    const words = title.split(/\s+/).slice(0, 3).join(' ').toUpperCase();
    for (const text of [identifier, identifier.toLowerCase(), identifier.split('-')[1] ?? '', words]) {
      const { value } = await tracker.suggestIssues(text, 25);
      expect([text, identifiersOf(value)]).toEqual([text, expect.arrayContaining([identifier])]);
    }
  });

  it('suggests the latest when nothing is typed, and never more than asked for', async () => {
    const { tracker } = get();
    const { value } = await tracker.suggestIssues('', 3);
    const newest = await tracker.issues({}, { pageSize: 3 });
    expect(identifiersOf(value)).toEqual(identifiersOf(newest.value.issues));
  });

  it('suggests nothing for words that no title has', async () => {
    expect((await get().tracker.suggestIssues('no title has these words', 25)).value).toEqual([]);
  });
}
