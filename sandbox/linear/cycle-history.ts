import type { LinearStore } from './store.ts';
import type { CycleRow, IssueRow } from './workspace.ts';

/** The numbers behind Linear's burndown chart: index 0 is the cycle's first day. */
export interface CycleHistory {
  readonly scope: readonly number[];
  readonly completedScope: readonly number[];
  readonly inProgressScope: readonly number[];
  readonly issueCount: readonly number[];
  readonly completedIssueCount: readonly number[];
}

const DAY_MS = 86_400_000;

/**
 * One entry for each day of the cycle, "after each day" as Linear's schema says. Whether Linear lists the day that is
 * still running is not documented; here it is the last entry, as it is now. A future cycle has no entries.
 */
export function historyOf(store: LinearStore, cycle: CycleRow): CycleHistory {
  const issues = issuesInHistory(store, cycle);
  const days = daysOf(store, cycle).map((end) => snapshot(store, issues, end));
  return {
    scope: days.map(({ scope }) => scope),
    completedScope: days.map(({ completedScope }) => completedScope),
    inProgressScope: days.map(({ inProgressScope }) => inProgressScope),
    issueCount: days.map(({ issueCount }) => issueCount),
    completedIssueCount: days.map(({ completedIssueCount }) => completedIssueCount),
  };
}

/** Linear's formula: (completed + 0.25 × in progress) / all points, 0 when there are none. */
export function progressOf(totals: { scope: number; completedScope: number; inProgressScope: number }): number {
  return totals.scope === 0 ? 0 : (totals.completedScope + 0.25 * totals.inProgressScope) / totals.scope;
}

export interface Totals {
  readonly scope: number;
  readonly completedScope: number;
  readonly inProgressScope: number;
  readonly issueCount: number;
  readonly completedIssueCount: number;
}

/**
 * How things stood at a moment. An issue without an estimate counts as the team's default estimate, says Linear's schema.
 * That canceled issues and duplicates leave the scope is how Linear's app shows it; its API does not say.
 */
export function snapshot(store: LinearStore, issues: readonly IssueRow[], at: string): Totals {
  let [scope, completedScope, inProgressScope, issueCount, completedIssueCount] = [0, 0, 0, 0, 0];
  for (const issue of issues) {
    if ((issue.addedToCycleAt ?? issue.createdAt) > at) continue;
    if (issue.canceledAt !== null && issue.canceledAt <= at) continue;
    const points = issue.estimate ?? store.team(issue.teamId).defaultIssueEstimate;
    const isCompleted = issue.completedAt !== null && issue.completedAt <= at;
    const isInProgress = !isCompleted && issue.startedAt !== null && issue.startedAt <= at;
    scope += points;
    issueCount += 1;
    if (isCompleted) {
      completedScope += points;
      completedIssueCount += 1;
    }
    if (isInProgress) inProgressScope += points;
  }
  return { scope, completedScope, inProgressScope, issueCount, completedIssueCount };
}

/** The cycle's own issues and those that it handed on when it closed; the latter as they were then. */
function issuesInHistory(store: LinearStore, cycle: CycleRow): readonly IssueRow[] {
  const handedOn = cycle.uncompletedIssueIds
    .flatMap((id) => store.issue(id) ?? [])
    .filter(({ cycleId }) => cycleId !== cycle.id)
    .map((issue) => ({ ...issue, addedToCycleAt: issue.createdAt }));
  return [...store.referring(store.workspace.issues, 'cycleId', cycle.id), ...handedOn].filter(
    ({ archivedAt }) => archivedAt === null,
  );
}

function daysOf(store: LinearStore, cycle: CycleRow): readonly string[] {
  const start = Date.parse(cycle.startsAt);
  const end = Math.min(Date.parse(cycle.completedAt ?? cycle.endsAt), store.now().getTime());
  const count = Math.max(0, Math.ceil((end - start) / DAY_MS));
  return Array.from({ length: count }, (_, day) => new Date(Math.min(start + (day + 1) * DAY_MS, end)).toISOString());
}
