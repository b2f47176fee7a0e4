import { assertNever } from '../shared/never.ts';
import { markdownLink, oneLine, safeLine } from '../shared/text/markdown.ts';
import { clip, plural, relativeTime, shortDate, utcDate } from '../shared/text/words.ts';
import type { Cycle, Dated, Issue, IssueRef, Person, Priority, StateType, WorkflowState } from './issue-tracker.ts';

/** How issues, people and cycles are named in replies: one wording everywhere. What is returned is Markdown, escaped, unless it says otherwise. */

const MAX_TITLE_CHARS = 70;
const MAX_NAME_CHARS = 40;
const MAX_INLINE_URL_CHARS = 200;
const SHORT_TITLE_CHARS = 30;

const BY_NUMBER = new Intl.Collator('en', { numeric: true });

/** The order in which work moves through the categories; what this version does not know stands before the end states. */
const TYPE_ORDER: readonly StateType[] = [
  'triage',
  'backlog',
  'unstarted',
  'started',
  'other',
  'completed',
  'canceled',
  'duplicate',
];

/** A sign for a category; the words beside it always say it too. */
export function stateMark(type: StateType): string {
  switch (type) {
    case 'triage':
      return '🔸';
    case 'backlog':
      return '▫️';
    case 'unstarted':
      return '⚪';
    case 'started':
      return '🔵';
    case 'completed':
      return '✅';
    case 'canceled':
    case 'duplicate':
      return '🚫';
    case 'other':
      return '❔';
    default:
      return assertNever(type);
  }
}

/** Not finished in any way. A category that we do not know counts as open: nobody said that it is finished. */
export function isOpen(state: WorkflowState): boolean {
  return state.type !== 'completed' && state.type !== 'canceled' && state.type !== 'duplicate';
}

/** Dropped without being done: counts neither as work nor as progress. */
export function isDropped(state: WorkflowState): boolean {
  return state.type === 'canceled' || state.type === 'duplicate';
}

/** Workflow order: by category, then as the team has ordered its states. */
export function compareStates(a: WorkflowState, b: WorkflowState): number {
  return (
    TYPE_ORDER.indexOf(a.type) - TYPE_ORDER.indexOf(b.type) || a.position - b.position || a.name.localeCompare(b.name)
  );
}

export function priorityWord(priority: Priority): string {
  return (['no priority', 'urgent', 'high', 'medium', 'low'] as const)[priority];
}

/** Most important first: overdue, then priority (none is last), then due date, then number. */
export function compareImportance(now: Date): (a: Issue, b: Issue) => number {
  const rank = (issue: Issue) => (issue.priority === 0 ? 5 : issue.priority);
  return (a, b) =>
    Number(isOverdue(b, now)) - Number(isOverdue(a, now)) ||
    rank(a) - rank(b) ||
    compareText(a.dueDate ?? '9999', b.dueDate ?? '9999') ||
    BY_NUMBER.compare(a.identifier, b.identifier);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Past its due date in UTC, and still open. */
export function isOverdue(issue: Pick<Issue, 'dueDate' | 'state'>, now: Date): boolean {
  return issue.dueDate !== null && isOpen(issue.state) && issue.dueDate < utcDate(now);
}

/** The full name, or the short one where there is none. Plain text. */
export function personName(person: Pick<Person, 'name' | 'displayName'>): string {
  return person.name.trim() || person.displayName.trim() || 'somebody without a name';
}

/** The name that the team gave it, or `Cycle 12`. Plain text. */
export function cycleName(cycle: { readonly number: number; readonly name: string | null }): string {
  return cycle.name?.trim() || `Cycle ${cycle.number}`;
}

/** `Payments sprint (Cycle 12)`, or only `Cycle 12`; with its place in time when that is current, next or previous. Plain text. */
export function cycleLabel(cycle: Cycle): string {
  const place = cycle.when === 'active' ? 'current' : cycle.isNext ? 'next' : cycle.isPrevious ? 'previous' : null;
  const name = cycle.name?.trim() ? `${cycle.name.trim()} (Cycle ${cycle.number})` : `Cycle ${cycle.number}`;
  return place === null ? name : `${name}, ${place}`;
}

/** A moment of the last day of a cycle: its end is the first moment after it. */
export function lastDayOf({ endsAt }: Pick<Cycle, 'endsAt'>): Date {
  return new Date(endsAt.getTime() - 60_000);
}

/** `[ENG-12](…) The title`; without the link when its URL would crowd out everything else. */
export function issueName(
  issue: Pick<IssueRef, 'identifier' | 'title' | 'url'>,
  maxTitleChars = MAX_TITLE_CHARS,
): string {
  const url = shortUrl(issue.url);
  const name = url.length <= MAX_INLINE_URL_CHARS ? markdownLink(issue.identifier, url) : safeLine(issue.identifier);
  return `${name} ${safeLine(clip(oneLine(issue.title), maxTitleChars)) || '(no title)'}`;
}

/** Linear's links end in the title once more (`…/issue/ENG-12/the-title`) and work without it: lists have room for twice as many lines then. */
function shortUrl(url: string): string {
  return url.replace(/^(https:\/\/linear\.app\/[^/]+\/issue\/[^/]+)\/[^?#]*$/, '$1');
}

/** `⚪ [ENG-12](…) The title (Todo)`. */
export function issueRefLine(issue: IssueRef): string {
  return `${stateMark(issue.state.type)} ${issueName(issue)} (${stateName(issue.state)})`;
}

export function stateName(state: WorkflowState): string {
  return safeLine(clip(state.name, MAX_NAME_CHARS)) || 'state without a name';
}

export function assigneeName(issue: Pick<Issue, 'assignee'>): string {
  return issue.assignee === null ? 'nobody yet' : safeLine(clip(personName(issue.assignee), MAX_NAME_CHARS));
}

/** `due 3 Aug`, `was due 3 Aug, overdue`, or null when there is no date. */
export function dueWords(issue: Pick<Issue, 'dueDate' | 'state'>, now: Date): string | null {
  if (issue.dueDate === null) return null;
  const date = safeLine(shortDate(issue.dueDate, now.getUTCFullYear()));
  return isOverdue(issue, now) ? `**overdue**, was due ${date}` : `due ${date}`;
}

/** What a line can tell beside number and title, in the order in which it is shown. */
export type IssuePart = 'state' | 'assignee' | 'priority' | 'estimate' | 'due' | 'cycle' | 'blocked';

/** One line: `[ENG-12](…) The title · Todo · Ada · urgent · due 3 Aug`. Medium, low and no priority are not mentioned. */
export function issueLine(issue: Issue, options: { readonly now: Date; readonly parts: readonly IssuePart[] }): string {
  return [issueName(issue), ...partsOf(issue, options)].join(' · ');
}

/** The lines of a page: when links and long titles would not fit into `maxChars`, all lines go without links and with short titles. */
export function issueLines(
  issues: readonly Issue[],
  options: { readonly now: Date; readonly parts: readonly IssuePart[]; readonly maxChars: number },
): string {
  const lines = issues.map((issue) => `${stateMark(issue.state.type)} ${issueLine(issue, options)}`).join('\n');
  if (lines.length <= options.maxChars) return lines;
  const shortName = (issue: Issue) => issueName({ ...issue, url: '' }, SHORT_TITLE_CHARS);
  return issues
    .map((issue) => [`${stateMark(issue.state.type)} ${shortName(issue)}`, ...partsOf(issue, options)].join(' · '))
    .join('\n');
}

function partsOf(issue: Issue, options: { readonly now: Date; readonly parts: readonly IssuePart[] }): string[] {
  return options.parts.flatMap((part) => partWords(issue, part, options.now) ?? []);
}

function partWords(issue: Issue, part: IssuePart, now: Date): string | null {
  switch (part) {
    case 'state':
      return stateName(issue.state);
    case 'assignee':
      return assigneeName(issue);
    case 'priority':
      return issue.priority === 1 ? '**urgent**' : issue.priority === 2 ? 'high' : null;
    case 'estimate':
      return estimateWords(issue.estimate);
    case 'due':
      return isOpen(issue.state) ? dueWords(issue, now) : null;
    case 'cycle':
      return issue.cycle === null ? null : safeLine(clip(cycleName(issue.cycle), MAX_NAME_CHARS));
    case 'blocked':
      return issue.blockedBy.length > 0 && isOpen(issue.state) ? '⛔ blocked' : null;
    default:
      return assertNever(part);
  }
}

/** `3 points`, or `no estimate`. */
export function estimateWords(estimate: number | null): string {
  return estimate === null ? 'no estimate' : plural(estimate, 'point');
}

/** What it waits for: `[ENG-9](…) The title (Todo)`, several joined. */
export function blockerWords(issue: Pick<Issue, 'blockedBy'>, max = 2): string {
  const shown = issue.blockedBy.slice(0, max).map((ref) => `${issueName(ref, 40)} (${stateName(ref.state)})`);
  const left = issue.blockedBy.length - shown.length;
  return [...shown, ...(left > 0 ? [`${left} more`] : [])].join(', ');
}

/** A view made of several answers: as old as the oldest, stale when one is. */
export function datedBy<T>(sources: readonly Dated<unknown>[], value: T): Dated<T> {
  const oldest = Math.min(...sources.map((source) => source.asOf.getTime()));
  return { value, asOf: new Date(oldest), isStale: sources.some((source) => source.isStale) };
}

/** A warning when the answer is an old one; otherwise null. */
export function staleNote(dated: Dated<unknown>): string | null {
  return dated.isStale ? `⚠️ Linear is not answering; this is from ${relativeTime(dated.asOf)}.` : null;
}
