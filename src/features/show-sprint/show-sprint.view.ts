import { type Button, type Card, type CardField, type Reply, type Tone } from '../../ports/chat.ts';
import { actionButton } from '../../ports/command.ts';
import type { Cycle, Dated, Issue, Sprint } from '../../ports/issue-tracker.ts';
import {
  assigneeName,
  blockerWords,
  cycleLabel,
  cycleName,
  type IssuePart,
  issueLine,
  issueName,
  lastDayOf,
  staleNote,
  stateMark,
  stateName,
} from '../../ports/issue-words.ts';
import { burnUpPicture } from '../../ports/sprint-picture.ts';
import { safeLine } from '../../shared/text/markdown.ts';
import {
  clip,
  dateTag,
  linesWithin,
  number,
  percent,
  plural,
  progressBar,
  relativeTime,
} from '../../shared/text/words.ts';
import { shareChars } from './share-chars.ts';
import type { Change, Load, Part, SprintSummary, StateGroup } from './show-sprint.ts';

/** Discord takes 6,000 characters in a card and 1,024 in a field; some are kept for what the adapter adds. */
const MAX_CARD_CHARS = 5_800;
const MAX_FIELD_CHARS = 1_000;
const MAX_BLOCKED_CHARS = 950;
const MAX_LOAD_CHARS = 500;
/** Discord takes 25 fields; three are not states. */
const MAX_STATE_FIELDS = 20;
const MAX_DONE_LINES = 5;
/** A line has at least 40 characters, so that no field holds more. */
const MAX_LINES = 25;

/** One sprint for a reader on a phone: how far it is, what is in the way, who has what. */
export function showSprintView(dated: Dated<Sprint>, summary: SprintSummary, now: Date): Reply {
  const { cycle } = dated.value;
  const text = [
    staleNote(dated),
    datesLine(cycle, summary),
    ...progressLines(summary),
    stateCounts(summary),
    `Updated ${relativeTime(dated.asOf)}`,
  ];
  const card: Card = {
    title: `${safeLine(clip(cycle.team.name, 40))}: ${safeLine(clip(cycleLabel(cycle), 80))}`,
    text: text.filter((line) => line !== null).join('\n'),
    tone: toneOf(dated, summary),
    ...footerOf(summary),
  };
  const before = [...attentionField(cycle, summary), ...blockedField(summary)];
  const after = loadField(cycle, summary);
  const left = MAX_CARD_CHARS - charsOf(card, [...before, ...after]);
  const fields = [...before, ...stateFields(summary, now, left), ...after];
  const picture = burnUpPicture(dated.value, now);
  return {
    cards: [{ ...card, fields }],
    buttons: [buttonsOf(cycle, summary)],
    ...(picture === null ? {} : { pictures: [picture] }),
  };
}

function buttonsOf(cycle: Cycle, { issues }: SprintSummary): readonly Button[] {
  const refresh = actionButton('show-sprint', `refresh:${cycle.id}`, { label: 'Refresh', style: 'secondary' });
  if (issues.total === 0) return [refresh];
  return [
    refresh,
    actionButton('show-sprint', `issues:1:${cycle.id}`, { label: 'All issues', style: 'secondary' }),
    actionButton('sprint-timeline', `show:${cycle.id}`, { label: 'Timeline', style: 'secondary' }),
  ];
}

function toneOf(dated: Dated<Sprint>, summary: SprintSummary): Tone {
  const { total, done } = summary.issues;
  if (dated.isStale || summary.blocked.length > 0 || summary.attention.overdue > 0) return 'attention';
  return total > 0 && done === total ? 'good' : 'neutral';
}

function datesLine(cycle: Cycle, { days }: SprintSummary): string {
  const dates = `${dateTag(cycle.startsAt)} to ${dateTag(lastDayOf(cycle))}`;
  switch (cycle.when) {
    case 'past':
      return `${dates} · ended ${relativeTime(cycle.endsAt)}`;
    case 'future':
      return `${dates} · starts ${relativeTime(cycle.startsAt)}`;
    case 'active':
      return `${dates} · ${daysWords(days)}`;
  }
}

function daysWords({ total, left, workingLeft }: SprintSummary['days']): string {
  // Linear can still call a cycle active for a while, and an old answer does so for longer.
  if (left === 0) return 'its end has passed';
  const day = `day ${Math.max(1, total - left + 1)} of ${total}`;
  return left === 1
    ? `${day}, the last one`
    : `${day}, ${plural(left, 'day')} left (${plural(workingLeft, 'working day')})`;
}

function progressLines(summary: SprintSummary): readonly string[] {
  if (summary.issues.total === 0) return ['No issues are in this sprint.'];
  const missing =
    summary.withoutEstimate > 0 ? ` · ${plural(summary.withoutEstimate, 'issue')} without an estimate` : '';
  const { points, issues } = summary.scope;
  return [
    progressLine('Issues', summary.issues),
    summary.points ? `${progressLine('Points', summary.points)}${missing}` : '**Points** no issue has an estimate',
    ...scopeLine(points, issues),
    ...addedLine(summary.addedLater),
  ];
}

function progressLine(what: string, { done, total }: Part): string {
  return `**${what}** ${progressBar(done, total)} ${number(done)} of ${number(total)} done (${percent(done, total)} %)`;
}

function scopeLine(points: Change | null, issues: Change | null): readonly string[] {
  const parts = [changeWords(points, 'point'), changeWords(issues, 'issue')].filter((part) => part !== null);
  if (parts.length === 0) return [];
  const isSame = [points, issues].every((change) => change === null || change.from === change.to);
  return [
    isSame
      ? '**Scope** as it was after the first day'
      : `**Scope since the first day** ${parts.join(', ')} (Linear’s count)`,
  ];
}

function changeWords(change: Change | null, unit: string): string | null {
  if (change === null) return null;
  return change.from === change.to
    ? `${plural(change.to, unit)} as before`
    : `${number(change.from)} → ${plural(change.to, unit)}`;
}

function addedLine(added: readonly Issue[]): readonly string[] {
  if (added.length === 0) return [];
  const named = added.slice(0, 5).map((issue) => safeLine(clip(issue.identifier, 20)));
  const rest = added.length > named.length ? ` + ${added.length - named.length} more` : '';
  return [`**Added after the first day** ${named.join(', ')}${rest}`];
}

function stateCounts(summary: SprintSummary): string | null {
  if (summary.groups.length === 0) return null;
  const counts = summary.groups.map(
    ({ state, issues }) => `${stateMark(state.type)} ${issues.length} ${stateName(state)}`,
  );
  const rest = counts.length > MAX_STATE_FIELDS ? [`+ ${plural(counts.length - MAX_STATE_FIELDS, 'more state')}`] : [];
  return [...counts.slice(0, MAX_STATE_FIELDS), ...rest].join(' · ');
}

/** Facts only; what they mean for the end of the sprint is for people to say. */
function attentionField(cycle: Cycle, summary: SprintSummary): readonly CardField[] {
  const { overdue, importantWaiting, withoutAssignee } = summary.attention;
  const open = summary.issues.total - summary.issues.done;
  if (cycle.when === 'past') {
    return open > 0 ? [{ name: 'Left open', value: `${plural(open, 'issue')} did not get done in this sprint.` }] : [];
  }
  const facts = [
    ...(overdue > 0 ? [`${plural(overdue, 'issue')} past the due date`] : []),
    ...(importantWaiting > 0 ? [`${number(importantWaiting)} urgent or high, not started`] : []),
    ...(withoutAssignee > 0 ? [`${number(withoutAssignee)} open without an assignee`] : []),
  ];
  return facts.length > 0 ? [{ name: 'Worth a look', value: facts.map((fact) => `• ${fact}`).join('\n') }] : [];
}

function blockedField({ blocked }: SprintSummary): readonly CardField[] {
  if (blocked.length === 0) return [];
  const lines = blocked
    .slice(0, MAX_LINES)
    .map((issue) => `${issueName(issue, 50)} · ${assigneeName(issue)}\n↳ waits for ${blockerWords(issue)}`);
  const limit = { maxChars: MAX_BLOCKED_CHARS, unseen: blocked.length - lines.length };
  const value = linesWithin(lines, limit, (left) => `+ ${left} more, marked ⛔ under “All issues”`);
  return [{ name: `⛔ Blocked: ${blocked.length}`, value }];
}

function loadField(cycle: Cycle, { loads }: SprintSummary): readonly CardField[] {
  if (loads.length === 0) return [];
  const lines = loads.map(loadLine);
  const value = linesWithin(lines, { maxChars: MAX_LOAD_CHARS, maxLines: 8 }, (left) => `+ ${left} more`);
  return [{ name: cycle.when === 'past' ? 'Who had what open' : 'Who has what open', value }];
}

function loadLine(load: Load): string {
  const estimated = load.open - load.withoutEstimate;
  const points =
    estimated === 0
      ? ''
      : `, ${plural(load.points, 'point')}${load.withoutEstimate > 0 ? ` and ${load.withoutEstimate} without an estimate` : ''}`;
  const name = assigneeName(load);
  return `${load.assignee === null ? 'Nobody yet' : name}: ${load.open} open (${load.started} started)${points}`;
}

function stateFields(summary: SprintSummary, now: Date, left: number): readonly CardField[] {
  const shown = summary.groups.slice(0, MAX_STATE_FIELDS);
  const names = shown.map(({ state, issues }) => `${stateMark(state.type)} ${stateName(state)}: ${issues.length}`);
  const lines = shown.map((group) => linesOf(group, summary, now));
  const shares = shareChars(
    shown.map((group, index) => ({ wanted: wantedChars(lines[index] ?? []), weight: weightOf(group) })),
    left - names.join('').length,
  );
  return shown.map(({ issues }, index) => {
    const own = lines[index] ?? [];
    const limit = { maxChars: shares[index] ?? 0, unseen: issues.length - own.length };
    return { name: names[index] ?? '', value: linesWithin(own, limit, moreWords) };
  });
}

/** The lines that could be shown; what can never fit into a field is not even made. */
function linesOf({ state, issues }: StateGroup, summary: SprintSummary, now: Date): readonly string[] {
  const isDone = state.type === 'completed';
  const estimate: readonly IssuePart[] = summary.points ? ['estimate'] : [];
  const parts: readonly IssuePart[] = isDone ? ['assignee'] : ['assignee', 'priority', ...estimate, 'due', 'blocked'];
  return issues.slice(0, isDone ? MAX_DONE_LINES : MAX_LINES).map((issue) => issueLine(issue, { now, parts }));
}

/** With room for the line that says how many more there are. */
function wantedChars(lines: readonly string[]): number {
  return Math.min(MAX_FIELD_CHARS, lines.join('\n').length + moreWords(1_000).length + 1);
}

function moreWords(left: number): string {
  return `+ ${left} more under “All issues”`;
}

/** What is being worked on matters most to a reader, then what comes next. */
function weightOf({ state }: StateGroup): number {
  if (state.type === 'started') return 3;
  return state.type === 'unstarted' || state.type === 'other' ? 2 : 1;
}

function footerOf({ dropped }: SprintSummary): { footer?: string } {
  const parts = [
    ...(dropped.canceled > 0 ? [`${dropped.canceled} canceled`] : []),
    ...(dropped.duplicate > 0 ? [plural(dropped.duplicate, 'duplicate')] : []),
  ];
  return parts.length > 0 ? { footer: `Not counted: ${parts.join(' and ')}.` } : {};
}

function charsOf(card: Card, fields: readonly CardField[]): number {
  const own = (card.title?.length ?? 0) + (card.text?.length ?? 0) + (card.footer?.length ?? 0);
  return fields.reduce((sum, field) => sum + field.name.length + field.value.length, own);
}

/** The title of a sprint, for views beside this one. */
export function sprintTitle(cycle: Cycle): string {
  return `${safeLine(clip(cycle.team.name, 40))}: ${safeLine(clip(cycleName(cycle), 80))}`;
}
