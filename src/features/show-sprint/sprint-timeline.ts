import type { Issue, Sprint } from '../../ports/issue-tracker.ts';
import { isDropped, isOpen, personName } from '../../ports/issue-words.ts';
import type { TimelineBar, TimelineLane } from '../../shared/charts/timeline.ts';
import { groupBy } from '../../shared/group-by.ts';

/** Who works on what, and what holds what up. */
export interface SprintTimeline {
  readonly lanes: readonly TimelineLane[];
  /** The longest chain of open issues of the sprint of which each waits for the one before; empty when none waits. */
  readonly chain: readonly Issue[];
  /** Estimates in the chain; an issue without one counts as 1. */
  readonly chainPoints: number;
  readonly blocked: readonly Issue[];
}

/** The sprint as lanes of people: who has most open comes first, and what nobody has last. */
export function sprintTimeline(sprint: Sprint): SprintTimeline {
  const issues = sprint.issues.filter(({ state }) => !isDropped(state));
  const open = issues.filter(({ state }) => isOpen(state));
  const chain = longestChain(open);
  const critical = new Set(chain.map(({ identifier }) => identifier));
  const lanes = [...groupBy(issues, ({ assignee }) => assignee?.id ?? '').values()]
    .map((theirs) => ({
      assignee: theirs[0]?.assignee ?? null,
      open: theirs.filter(({ state }) => isOpen(state)).length,
      bars: [...theirs].sort(byWeight(critical)).map((issue) => barOf(issue, critical)),
    }))
    .sort((a, b) => Number(a.assignee === null) - Number(b.assignee === null) || b.open - a.open)
    .map(({ assignee, bars }) => ({ name: assignee === null ? 'Nobody yet' : personName(assignee), bars }));
  const blocked = open.filter(({ blockedBy }) => blockedBy.length > 0);
  return { lanes, chain, chainPoints: weightOf(chain), blocked };
}

/** What a picture with little room shows first: what holds up, what is in work, what is urgent, what was done last. */
function byWeight(critical: ReadonlySet<string>): (a: Issue, b: Issue) => number {
  const rank = (issue: Issue): number => {
    if (critical.has(issue.identifier)) return 0;
    if (!isOpen(issue.state)) return 3;
    if (issue.blockedBy.length > 0 || issue.state.type === 'started') return 1;
    return issue.priority === 1 || issue.priority === 2 ? 2 : 4;
  };
  return (a, b) => rank(a) - rank(b) || (b.completedAt?.getTime() ?? 0) - (a.completedAt?.getTime() ?? 0);
}

function barOf(issue: Issue, critical: ReadonlySet<string>): TimelineBar {
  const isDone = !isOpen(issue.state);
  const isStarted = issue.state.type === 'started';
  return {
    id: issue.identifier,
    title: issue.title,
    // An issue that was moved back to the backlog keeps the date when it was once started.
    from: isDone ? (issue.startedAt ?? issue.completedAt) : isStarted ? (issue.startedAt ?? issue.updatedAt) : null,
    to: isDone ? issue.completedAt : null,
    state: isDone ? 'done' : isStarted ? 'started' : 'waiting',
    waitsFor: isDone ? [] : issue.blockedBy.map(({ identifier }) => identifier),
    isCritical: critical.has(issue.identifier),
  };
}

/** Of two chains the one with more points, then the one that comes first. Circles of waiting end where they began. */
function longestChain(open: readonly Issue[]): readonly Issue[] {
  const byName = new Map(open.map((issue) => [issue.identifier, issue]));
  const known = new Map<string, readonly Issue[]>();
  const endingIn = (issue: Issue, on: ReadonlySet<string>): readonly Issue[] => {
    const before = known.get(issue.identifier);
    if (before) return before;
    const path = new Set([...on, issue.identifier]);
    const chains = issue.blockedBy.flatMap(({ identifier }) => {
      const blocker = byName.get(identifier);
      return blocker && !path.has(identifier) ? [endingIn(blocker, path)] : [];
    });
    const longest = [...chains.reduce<readonly Issue[]>(heavier, []), issue];
    known.set(issue.identifier, longest);
    return longest;
  };
  const longest = open.map((issue) => endingIn(issue, new Set())).reduce<readonly Issue[]>(heavier, []);
  return longest.length > 1 ? longest : [];
}

function heavier(a: readonly Issue[], b: readonly Issue[]): readonly Issue[] {
  return rankOf(b) > rankOf(a) ? b : a;
}

/** A chain of two always counts more than an issue alone. */
function rankOf(chain: readonly Issue[]): number {
  return (chain.length > 1 ? 1e6 : 0) + weightOf(chain);
}

function weightOf(chain: readonly Issue[]): number {
  return chain.reduce((sum, { estimate }) => sum + (estimate ?? 1), 0);
}
