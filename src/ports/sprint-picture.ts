import { type BurnUp, burnUpAlt } from '../shared/charts/burn-up.ts';
import { burnUpChart } from '../shared/charts/burn-up-chart.ts';
import { clip, daysBetween, utcDate } from '../shared/text/words.ts';
import type { Sprint } from './issue-tracker.ts';
import { cycleName, isDropped, lastDayOf } from './issue-words.ts';
import type { Picture } from './pictures.ts';

const DAY_MS = 86_400_000;

/** A sprint by day for the burn-up chart: in points where the team estimates, else in issues. */
export function burnUpOf(sprint: Sprint, now: Date): BurnUp {
  const { cycle } = sprint;
  const hasEstimates = sprint.issues.some(({ estimate, state }) => estimate !== null && !isDropped(state));
  const isInPoints = hasEstimates && sprint.scopeHistory.some((points) => points > 0);
  const counted = isInPoints
    ? { scope: sprint.scopeHistory, started: sprint.inProgressScopeHistory, done: sprint.completedScopeHistory }
    : {
        scope: sprint.issueCountHistory,
        started: sprint.issueCountHistory.map((_, day) => startedAfter(sprint, day, now)),
        done: sprint.completedIssueCountHistory,
      };
  const unit = isInPoints ? 'points' : 'issues';
  return {
    title: sprintTitle(sprint),
    subtitle: `${datesOf(sprint, now)} · ${unit} by day, as Linear counts them`,
    unit,
    startsAt: cycle.startsAt,
    endsAt: cycle.endsAt,
    now,
    ...counted,
  };
}

/** The burn-up chart of a sprint; null while there is nothing to draw. */
export function burnUpPicture(sprint: Sprint, now: Date): Picture | null {
  const data = burnUpOf(sprint, now);
  if (sprint.cycle.when === 'future' || !data.scope.some((amount) => amount > 0)) return null;
  return { name: 'burn-up.png', alt: clip(burnUpAlt(data), 1_000), svg: burnUpChart(data) };
}

/** `Engineering: Payments (Cycle 12)`. Plain text. */
export function sprintTitle({ cycle }: Pick<Sprint, 'cycle'>): string {
  const name = cycle.name?.trim() ? `${cycle.name.trim()} (Cycle ${cycle.number})` : cycleName(cycle);
  return `${cycle.team.name}: ${name}`;
}

/** `2026-11-15 to 2026-11-28 · day 9 of 14`. Plain text. */
export function datesOf({ cycle }: Pick<Sprint, 'cycle'>, now: Date): string {
  const dates = `${utcDate(cycle.startsAt)} to ${utcDate(lastDayOf(cycle))}`;
  const total = daysBetween(cycle.startsAt, cycle.endsAt);
  const left = daysBetween(now, cycle.endsAt);
  const isRunning = now >= cycle.startsAt && left > 0;
  return isRunning ? `${dates} · day ${Math.max(1, total - left + 1)} of ${total}` : dates;
}

/** Linear keeps no history of started issues: counted from when its present issues were started and finished. */
function startedAfter({ cycle, issues }: Sprint, day: number, now: Date): number {
  const end = Math.min(cycle.startsAt.getTime() + (day + 1) * DAY_MS, now.getTime());
  const isBefore = (at: Date | null): boolean => at !== null && at.getTime() <= end;
  return issues.filter(
    ({ state, startedAt, completedAt }) => !isDropped(state) && isBefore(startedAt) && !isBefore(completedAt),
  ).length;
}
