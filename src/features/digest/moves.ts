import type { Issue, IssueRef } from '../../ports/issue-tracker.ts';
import { isDropped, isOpen } from '../../ports/issue-words.ts';
import type { Move, Movement } from '../../ports/movements.ts';
import type { Period, Sources } from './gather.ts';

/** What moved, once per issue and kind: told by the tracker's own dates, or remembered. */
export interface Moved {
  readonly move: Move;
  readonly at: Date;
  readonly issue: IssueRef;
  readonly teamKey: string;
  readonly project: string | null;
  readonly labels: readonly string[];
  readonly assignee: string | null;
  readonly priority: Issue['priority'];
}

/** What is true now goes before what was seen: something that was done and is open again is not told as done. */
export function movesOf(
  { changed, movements }: Pick<Sources, 'changed' | 'movements'>,
  period: Period,
): readonly Moved[] {
  const now = new Map(changed.map((issue) => [issue.id, issue]));
  const found = new Map<string, Moved>();
  for (const issue of changed)
    for (const [move, at] of datesOf(issue, period)) found.set(`${issue.id} ${move}`, fromIssue(issue, move, at));
  for (const movement of movements) {
    const issue = now.get(movement.issueId);
    const key = `${movement.issueId} ${movement.move}`;
    if (!isStillTrue(movement.move, issue)) continue;
    const known = found.get(key);
    if (known === undefined || known.at < movement.at)
      found.set(key, issue ? fromIssue(issue, movement.move, movement.at) : fromMemory(movement));
  }
  return [...found.values()].filter(isNotFollowed(found)).sort((a, b) => a.at.getTime() - b.at.getTime());
}

function datesOf(issue: Issue, { from, to }: Period): readonly (readonly [Move, Date])[] {
  const isIn = (at: Date | null): at is Date => at !== null && at >= from && at < to;
  const { createdAt, startedAt, completedAt, state } = issue;
  return [
    ...(isIn(createdAt) && !isDropped(state) ? [['created', createdAt] as const] : []),
    ...(isIn(startedAt) && !isDropped(state) ? [['started', startedAt] as const] : []),
    ...(isIn(completedAt) && state.type === 'completed' ? [['done', completedAt] as const] : []),
  ];
}

function isStillTrue(move: Move, issue: Issue | undefined): boolean {
  if (issue === undefined) return true;
  switch (move) {
    case 'done':
      return issue.state.type === 'completed';
    case 'dropped':
      return isDropped(issue.state);
    case 'review':
    case 'started':
    case 'reopened':
    case 'raised':
    case 'created':
      return !isDropped(issue.state);
  }
}

/** Who reads that something was finished needs not be told that it was started before. */
function isNotFollowed(found: ReadonlyMap<string, Moved>): (moved: Moved) => boolean {
  const identifiers = (move: Move): ReadonlySet<string> =>
    new Set([...found.values()].flatMap((one) => (one.move === move ? [one.issue.identifier] : [])));
  const [done, review] = [identifiers('done'), identifiers('review')];
  return ({ move, issue }) => {
    if (move === 'done' || move === 'dropped') return true;
    if (done.has(issue.identifier)) return false;
    return !(move === 'started' && review.has(issue.identifier));
  };
}

function fromIssue(issue: Issue, move: Move, at: Date): Moved {
  const { teamKey, project, labels, priority } = issue;
  return { move, at, issue, teamKey, project, labels, assignee: issue.assignee?.name ?? null, priority };
}

function fromMemory({ move, at, issue, teamKey, project, labels, assignee }: Movement): Moved {
  return { move, at, issue, teamKey, project, labels, assignee, priority: 0 };
}

/** In review by the name that the team gave the state: Linear has no category for it. */
export function isInReview({ name, type }: IssueRef['state']): boolean {
  return type === 'started' && /review/i.test(name);
}

/** Open issues of the running sprints, each once. */
export function openIssues(sprints: Sources['sprints']): readonly Issue[] {
  return sprints.flatMap(({ issues }) => issues.filter(({ state }) => isOpen(state)));
}
