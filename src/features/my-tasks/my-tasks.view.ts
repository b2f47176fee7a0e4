import type { CardField, Reply } from '../../ports/chat.ts';
import { actionButton } from '../../ports/command.ts';
import type { Dated, Issue } from '../../ports/issue-tracker.ts';
import { blockerWords, issueLine, staleNote } from '../../ports/issue-words.ts';
import type { Link } from '../../ports/store.ts';
import { inlineCode, safeLine } from '../../shared/text/markdown.ts';
import { clip, linesWithin, plural, relativeTime } from '../../shared/text/words.ts';
import { groupTasks, overdueCount, type TaskGroup, type TaskGroupName, type Tasks } from './my-tasks.ts';

const HEADINGS: Readonly<Record<TaskGroupName, string>> = {
  blocked: '⛔ Blocked',
  'in-progress': '🔵 In progress',
  next: '⚪ Next',
  other: '❔ In other states',
  later: '▫️ Later (backlog and triage)',
};

/** Five groups of at most this much stay within the 6,000 characters of a card. */
const MAX_GROUP_CHARS = 1_000;
/** A line has at least 40 characters, so that no group shows more. */
const MAX_LINES = 25;

/** What is open for the person who asked. */
export function myTasksView(link: Link, dated: Dated<Tasks>, now: Date): Reply {
  const { issues, hasMore } = dated.value;
  const overdue = overdueCount(issues, now);
  const summary =
    issues.length === 0
      ? 'Nothing open is assigned to you.'
      : `${plural(issues.length, 'open issue')}${overdue > 0 ? `, **${overdue} overdue**` : ''}`;
  const text = [
    staleNote(dated),
    summary,
    hasMore
      ? `These are the ${issues.length} with the newest activity; you have more: ${inlineCode('/list-issues assignee:me')}`
      : null,
    `Updated ${relativeTime(dated.asOf)}`,
  ];
  return {
    cards: [
      {
        title: `Tasks of ${safeLine(clip(link.trackerName, 60))}`,
        text: text.filter((line) => line !== null).join('\n'),
        fields: groupTasks(issues, now).map((group) => fieldOf(group, now)),
        tone: dated.isStale || overdue > 0 ? 'attention' : 'neutral',
      },
    ],
    buttons: [[actionButton('my-tasks', 'refresh', { label: 'Refresh', style: 'secondary' })]],
  };
}

function fieldOf({ name, issues }: TaskGroup, now: Date): CardField {
  const lines = issues.slice(0, MAX_LINES).map((issue) => lineOf(name, issue, now));
  const limit = { maxChars: MAX_GROUP_CHARS, unseen: issues.length - lines.length };
  return {
    name: `${HEADINGS[name]}: ${issues.length}`,
    value: linesWithin(lines, limit, (left) => `+ ${left} more: ${inlineCode('/list-issues assignee:me')}`),
  };
}

function lineOf(name: TaskGroupName, issue: Issue, now: Date): string {
  switch (name) {
    case 'blocked':
      return `${issueLine(issue, { now, parts: ['state', 'priority', 'due', 'cycle'] })}\n↳ waits for ${blockerWords(issue)}`;
    case 'later':
    case 'other':
      return issueLine(issue, { now, parts: ['state', 'priority', 'due', 'cycle'] });
    case 'in-progress':
    case 'next':
      return issueLine(issue, { now, parts: ['priority', 'due', 'cycle'] });
  }
}

/** For somebody whom we cannot find in Linear yet. */
export function notConnectedView(): Reply {
  return {
    cards: [
      {
        title: 'You are not connected to Linear yet',
        text: `Type ${inlineCode('/connect')} to say who you are in Linear. It takes one step, and then ${inlineCode('/my-tasks')} shows what is assigned to you.`,
        tone: 'attention',
      },
    ],
    buttons: [[actionButton('connect', 'start', { label: 'Connect', style: 'primary' })]],
  };
}
