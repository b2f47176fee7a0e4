import type { Issue, IssueRef, Sprint } from '../../ports/issue-tracker.ts';
import { isDropped, isOpen, isOverdue } from '../../ports/issue-words.ts';
import { burnUpOf } from '../../ports/sprint-picture.ts';
import { burnUpFacts } from '../../shared/charts/burn-up.ts';
import type { Estimate } from '../../shared/forecast.ts';
import { countWorkingDays } from '../../shared/working-days.ts';
import { isInReview } from './moves.ts';

/** Where a sprint stands, in numbers that a reader can check. */
export interface Standing {
  readonly sprint: Sprint;
  readonly unit: 'points' | 'issues';
  readonly done: number;
  readonly started: number;
  readonly scope: number;
  readonly scopeAtStart: number;
  readonly day: number;
  readonly days: number;
  readonly workingDaysLeft: number;
  /** Where the pace leads by the end; null while it is too early to say. */
  readonly atEnd: Estimate | null;
  /** `late`: even a good run does not finish the scope. `tight`: the likely one does not. */
  readonly verdict: 'done' | 'on-track' | 'tight' | 'late' | 'too-early';
}

/** An open issue that others wait for. */
export interface Blocker {
  readonly issue: IssueRef;
  readonly waiting: readonly Issue[];
}

/** What may keep a sprint from its end, each with its reason. */
export interface Outlook {
  readonly now: Date;
  readonly standings: readonly Standing[];
  readonly blocked: readonly Issue[];
  /** Most waited for first. */
  readonly blockers: readonly Blocker[];
  readonly overdue: readonly Issue[];
  /** Urgent or high, not started, and the sprint ends within three working days. */
  readonly lateStart: readonly Issue[];
  /** Urgent or high, and nobody has it. */
  readonly unowned: readonly Issue[];
  /** Started, and nothing was written about it for days. */
  readonly stuck: readonly Issue[];
  readonly inReview: readonly Issue[];
}

const DAY_MS = 86_400_000;
const STUCK_DAYS = 4;
const FEW_WORKING_DAYS = 3;

export function outlookOf(sprints: readonly Sprint[], now: Date): Outlook {
  const standings = sprints.map((sprint) => standingOf(sprint, now));
  const open = sprints.flatMap(({ issues }) => issues.filter(({ state }) => isOpen(state)));
  const blocked = open.filter(({ blockedBy }) => blockedBy.length > 0);
  const isUrgent = ({ priority }: Issue): boolean => priority === 1 || priority === 2;
  const lateStart = standings
    .filter(({ workingDaysLeft }) => workingDaysLeft <= FEW_WORKING_DAYS)
    .flatMap(({ sprint }) => sprint.issues)
    .filter((issue) => isUrgent(issue) && isOpen(issue.state) && issue.state.type !== 'started');
  return {
    now,
    standings,
    blocked,
    blockers: blockersOf(blocked),
    overdue: open.filter((issue) => isOverdue(issue, now)),
    lateStart,
    unowned: open.filter((issue) => isUrgent(issue) && issue.assignee === null),
    stuck: open.filter(
      ({ state, updatedAt }) => state.type === 'started' && now.getTime() - updatedAt.getTime() > STUCK_DAYS * DAY_MS,
    ),
    inReview: open
      .filter(({ state }) => isInReview(state))
      .sort((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime()),
  };
}

function standingOf(sprint: Sprint, now: Date): Standing {
  const data = burnUpOf(sprint, now);
  const { points, totalDays, elapsed, forecast } = burnUpFacts(data);
  const last = points.at(-1) ?? { done: 0, started: 0, scope: 0 };
  const atEnd = forecast?.end ?? null;
  const day = Math.min(totalDays, Math.floor(elapsed) + 1);
  return {
    sprint,
    unit: data.unit,
    done: last.done,
    started: last.started,
    scope: last.scope,
    scopeAtStart: points[0]?.scope ?? last.scope,
    day,
    days: totalDays,
    workingDaysLeft: countWorkingDays(sprint.cycle.startsAt, Math.floor(elapsed), totalDays),
    atEnd,
    verdict: verdictOf(last, atEnd),
  };
}

function verdictOf({ done, scope }: { done: number; scope: number }, atEnd: Estimate | null): Standing['verdict'] {
  if (scope > 0 && done >= scope) return 'done';
  if (atEnd === null) return 'too-early';
  if (atEnd.high < scope) return 'late';
  return atEnd.likely < scope ? 'tight' : 'on-track';
}

function blockersOf(blocked: readonly Issue[]): readonly Blocker[] {
  const found = new Map<string, { issue: IssueRef; waiting: Issue[] }>();
  for (const issue of blocked)
    for (const ref of issue.blockedBy) {
      const known = found.get(ref.identifier);
      if (known) known.waiting.push(issue);
      else found.set(ref.identifier, { issue: ref, waiting: [issue] });
    }
  return [...found.values()].sort((a, b) => b.waiting.length - a.waiting.length);
}

/** How one project of the running sprints stands, in issues. */
export interface ProjectStanding {
  readonly project: string;
  readonly done: number;
  readonly started: number;
  readonly total: number;
}

/** Biggest first; issues without a project are left out. */
export function projectStandings(sprints: readonly Sprint[]): readonly ProjectStanding[] {
  const found = new Map<string, { done: number; started: number; total: number }>();
  for (const { issues } of sprints)
    for (const { project, state } of issues) {
      if (project === null || isDropped(state)) continue;
      const sum = found.get(project) ?? { done: 0, started: 0, total: 0 };
      sum.total += 1;
      if (state.type === 'completed') sum.done += 1;
      if (state.type === 'started') sum.started += 1;
      found.set(project, sum);
    }
  return [...found.entries()].map(([project, sum]) => ({ project, ...sum })).sort((a, b) => b.total - a.total);
}
