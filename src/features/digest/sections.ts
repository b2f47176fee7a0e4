import type { CardField } from '../../ports/chat.ts';
import type { Issue, IssueRef } from '../../ports/issue-tracker.ts';
import { issueName, stateName } from '../../ports/issue-words.ts';
import { safeLine } from '../../shared/text/markdown.ts';
import { clip, linesWithin, list, number, plural, shortDate } from '../../shared/text/words.ts';
import type { Moved } from './moves.ts';
import type { Blocker, Outlook, Standing } from './outlook.ts';

/** A heading and what stands below it; without lines it is left out. */
export interface Section {
  readonly name: string;
  /** Markdown, escaped. */
  readonly lines: readonly string[];
  readonly maxLines?: number;
}

/** Discord takes 1,024 characters in a field and 6,000 in a card; the headline needs some of them. */
const MAX_FIELD_CHARS = 1_000;
const LEAST_FIELD_CHARS = 90;
const USUAL_LINES = 6;
export const MAX_TITLE_CHARS = 60;

/** As fields within `budget` characters: the first sections get what they want, the last ones at least a line that counts. */
export function fieldsOf(sections: readonly Section[], budget: number): readonly CardField[] {
  const wanted = sections.filter(({ lines }) => lines.length > 0);
  let left = budget - wanted.reduce((sum, { name }) => sum + name.length + LEAST_FIELD_CHARS, 0);
  return wanted.map(({ name, lines, maxLines = USUAL_LINES }) => {
    const room = Math.min(MAX_FIELD_CHARS, LEAST_FIELD_CHARS + Math.max(0, left));
    const value = linesWithin(lines, { maxChars: room, maxLines }, (more) => `+ ${more} more`);
    left -= Math.max(0, value.length - LEAST_FIELD_CHARS);
    return { name, value };
  });
}

/** `[ENG-12](…) The title`. */
export function named(issue: Pick<IssueRef, 'identifier' | 'title' | 'url'>): string {
  return issueName(issue, MAX_TITLE_CHARS);
}

export function who(assignee: string | null): string {
  return assignee === null ? 'nobody yet' : safeLine(clip(assignee, 40));
}

/** The first ones by number, the others counted: `ENG-1, ENG-2 and 3 more`. */
export function numbersOf(issues: readonly Pick<Issue, 'identifier'>[], max = 3): string {
  const shown = issues.slice(0, max).map(({ identifier }) => safeLine(clip(identifier, 20)));
  return list([...shown, ...(issues.length > max ? [`${issues.length - max} more`] : [])]);
}

export function countsOf(moves: readonly Moved[]): string {
  const count = (move: Moved['move']): number => moves.filter((one) => one.move === move).length;
  const parts = [
    [count('done'), 'finished'],
    [count('review'), 'in review'],
    [count('started'), 'started'],
    [count('created'), 'new'],
    [count('reopened'), 'open again'],
    [count('dropped'), 'dropped'],
  ] as const;
  return list(parts.flatMap(([amount, word]) => (amount > 0 ? [`${amount} ${word}`] : [])));
}

/** `**Engineering** 27 of 98 points done, day 9 of 14`. */
export function standingLine(standing: Standing): string {
  const { sprint, done, scope, unit, day, days } = standing;
  const name = safeLine(clip(sprint.cycle.team.name, 40));
  if (scope === 0) return `**${name}** day ${day} of ${days}, nothing is in the sprint`;
  return `**${name}** ${number(done)} of ${plural(scope, unit.slice(0, -1))} done, day ${day} of ${days}${paceWords(standing)}`;
}

function paceWords({ verdict, atEnd, scope }: Standing): string {
  const range =
    atEnd === null ? '' : `${Math.round(atEnd.low)} to ${Math.round(Math.min(atEnd.high, Math.max(scope, atEnd.low)))}`;
  switch (verdict) {
    case 'done':
      return ': ✅ all of it';
    case 'late':
      return `. At this pace ${range} at the end: ⚠️ not all of it`;
    case 'tight':
      return `. At this pace ${range} at the end: 🔸 it may not be all`;
    case 'on-track':
      return `. At this pace it will be done in time`;
    case 'too-early':
      return '. Too early to say where it leads';
  }
}

/** What may go wrong and why, worst first; plain facts that everybody can check. */
export function riskLines({ now, standings, overdue, lateStart, stuck, blockers }: Outlook): readonly string[] {
  const growing = standings.filter(({ scope, scopeAtStart }) => scopeAtStart > 0 && scope > scopeAtStart * 1.15);
  const idle = blockers.filter(({ issue }) => issue.state.type !== 'started');
  return [
    ...standings.filter(({ verdict }) => verdict === 'late').map(lateLine),
    ...growing.map(
      ({ sprint, scope, scopeAtStart, unit }) =>
        `• ${safeLine(clip(sprint.cycle.team.name, 40))}’s sprint grew from ${number(scopeAtStart)} to ${number(scope)} ${unit} since its first day`,
    ),
    ...lateStart
      .slice(0, 3)
      .map(
        (issue) =>
          `• ${named(issue)} is ${issue.priority === 1 ? 'urgent' : 'of high priority'} and not started, and the sprint is almost over`,
      ),
    ...overdue
      .slice(0, 3)
      .map(
        (issue) =>
          `• ${named(issue)} was due ${safeLine(shortDate(issue.dueDate ?? '', now.getUTCFullYear()))} · ${who(issue.assignee?.name ?? null)}`,
      ),
    ...idle
      .slice(0, 3)
      .map(
        ({ issue, waiting }) =>
          `• ${named(issue)} holds up ${numbersOf(waiting)}, and nobody works on it (${stateName(issue.state)})`,
      ),
    ...stuck
      .filter((issue) => !overdue.includes(issue))
      .slice(0, 3)
      .map(
        (issue) =>
          `• ${named(issue)} is in work, but nothing has changed for days · ${who(issue.assignee?.name ?? null)}`,
      ),
  ];
}

function lateLine({ sprint, scope, atEnd, unit, workingDaysLeft }: Standing): string {
  const open = Math.max(0, Math.round(scope - (atEnd?.high ?? 0)));
  return `• ${safeLine(clip(sprint.cycle.team.name, 40))}: even a good run leaves ${plural(open, unit.slice(0, -1))} open, with ${plural(workingDaysLeft, 'working day')} to go`;
}

export function blockerLine({ issue, waiting }: Blocker): string {
  return `${named(issue)} (${stateName(issue.state)}) holds up ${numbersOf(waiting)}`;
}
