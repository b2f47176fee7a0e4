import type { Issue, Sprint, WorkflowState } from '../../ports/issue-tracker.ts';
import { compareImportance, compareStates, isDropped, isOpen, isOverdue } from '../../ports/issue-words.ts';
import { groupBy } from '../../shared/group-by.ts';
import { daysBetween, workingDaysBetween } from '../../shared/text/words.ts';

const DAY_MS = 86_400_000;

export interface Part {
  readonly done: number;
  readonly total: number;
}

export interface StateGroup {
  readonly state: WorkflowState;
  /** Most important first; finished ones latest first. */
  readonly issues: readonly Issue[];
}

/** What one person still has open in the sprint. */
export interface Load {
  /** Null for the issues that nobody has. */
  readonly assignee: Issue['assignee'];
  readonly open: number;
  readonly started: number;
  readonly points: number;
  readonly withoutEstimate: number;
}

export interface Change {
  readonly from: number;
  readonly to: number;
}

/** A sprint in numbers. Canceled issues and duplicates are in `dropped` only. */
export interface SprintSummary {
  readonly issues: Part;
  /** Null when no issue has an estimate. */
  readonly points: Part | null;
  readonly withoutEstimate: number;
  /** In workflow order, only states that have issues. */
  readonly groups: readonly StateGroup[];
  readonly blocked: readonly Issue[];
  readonly loads: readonly Load[];
  readonly days: { readonly total: number; readonly left: number; readonly workingLeft: number };
  /** From the end of the first day until the last day that Linear has counted. */
  readonly scope: { readonly points: Change | null; readonly issues: Change | null };
  /** Came in after the first day, as far as Linear knows. */
  readonly addedLater: readonly Issue[];
  readonly attention: {
    readonly overdue: number;
    /** Urgent or high, and not started. */
    readonly importantWaiting: number;
    readonly withoutAssignee: number;
  };
  readonly dropped: { readonly canceled: number; readonly duplicate: number };
}

export function summarise(sprint: Sprint, now: Date): SprintSummary {
  const counted = sprint.issues.filter((issue) => !isDropped(issue.state));
  const open = counted.filter((issue) => isOpen(issue.state)).sort(compareImportance(now));
  const withoutEstimate = counted.filter((issue) => issue.estimate === null).length;
  const hasEstimates = withoutEstimate < counted.length;
  const { startsAt, endsAt } = sprint.cycle;
  return {
    issues: { done: counted.length - open.length, total: counted.length },
    points: hasEstimates
      ? { done: pointsOf(counted.filter((issue) => !isOpen(issue.state))), total: pointsOf(counted) }
      : null,
    withoutEstimate,
    groups: groupByState(counted, now),
    blocked: open.filter((issue) => issue.blockedBy.length > 0),
    loads: loadsOf(open),
    days: {
      total: daysBetween(startsAt, endsAt),
      left: daysBetween(now, endsAt),
      workingLeft: workingDaysBetween(now, endsAt),
    },
    scope: { points: hasEstimates ? changeOf(sprint.scopeHistory) : null, issues: changeOf(sprint.issueCountHistory) },
    addedLater: counted.filter((issue) => (issue.addedToCycleAt?.getTime() ?? 0) > startsAt.getTime() + DAY_MS),
    attention: {
      overdue: open.filter((issue) => isOverdue(issue, now)).length,
      importantWaiting: open.filter((issue) => isImportant(issue) && issue.state.type !== 'started').length,
      withoutAssignee: open.filter((issue) => issue.assignee === null).length,
    },
    dropped: {
      canceled: sprint.issues.filter((issue) => issue.state.type === 'canceled').length,
      duplicate: sprint.issues.filter((issue) => issue.state.type === 'duplicate').length,
    },
  };
}

/** All issues of the sprint that count, in workflow order, most important first within a state. */
export function inWorkflowOrder(sprint: Sprint, now: Date): readonly Issue[] {
  return groupByState(
    sprint.issues.filter((issue) => !isDropped(issue.state)),
    now,
  ).flatMap((group) => group.issues);
}

function isImportant(issue: Issue): boolean {
  return issue.priority === 1 || issue.priority === 2;
}

function pointsOf(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.estimate ?? 0), 0);
}

function groupByState(issues: readonly Issue[], now: Date): StateGroup[] {
  const groups = groupBy(issues, (issue) => `${issue.state.type}/${issue.state.name}`);
  return [...groups.values()]
    .flatMap((group) =>
      group[0] ? [{ state: group[0].state, issues: [...group].sort(orderIn(group[0].state, now)) }] : [],
    )
    .sort((a, b) => compareStates(a.state, b.state));
}

function orderIn(state: WorkflowState, now: Date): (a: Issue, b: Issue) => number {
  if (isOpen(state)) return compareImportance(now);
  return (a, b) => (b.completedAt?.getTime() ?? 0) - (a.completedAt?.getTime() ?? 0);
}

/** Who has most to do first, by points and then by issues; what nobody has comes last. */
function loadsOf(open: readonly Issue[]): Load[] {
  return [...groupBy(open, (issue) => issue.assignee?.id ?? '').values()]
    .map((theirs) => ({
      assignee: theirs[0]?.assignee ?? null,
      open: theirs.length,
      started: theirs.filter((issue) => issue.state.type === 'started').length,
      points: pointsOf(theirs),
      withoutEstimate: theirs.filter((issue) => issue.estimate === null).length,
    }))
    .sort(
      (a, b) => Number(a.assignee === null) - Number(b.assignee === null) || b.points - a.points || b.open - a.open,
    );
}

/** Nothing can be said about a change before the second day has been counted. */
function changeOf(history: readonly number[]): Change | null {
  const [from] = history;
  const to = history.at(-1);
  return from === undefined || to === undefined || history.length < 2 ? null : { from, to };
}
