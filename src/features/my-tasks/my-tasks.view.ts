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
  return tasksView({ link, all: '/list-issues assignee:me', words: MINE, refresh: 'refresh' }, dated, now);
}

/** What is open for somebody else. */
export function theirTasksView(link: Link, dated: Dated<Tasks>, now: Date): Reply {
  const all = `/list-issues assignee:${link.trackerName}`;
  return tasksView({ link, all, words: THEIRS, refresh: `${OF_MEMBER}${link.discordUserId}` }, dated, now);
}

const MINE = { none: 'Nothing open is assigned to you.', more: 'you have more' };
const THEIRS = { none: 'Nothing open is assigned to them.', more: 'they have more' };

const OF_MEMBER = 'refresh-of:';

/** Whose tasks the button with this id shows: the Discord user, null for those of who presses it. */
export function memberIn(id: string): string | null {
  return id.startsWith(OF_MEMBER) ? id.slice(OF_MEMBER.length) : null;
}

interface Shown {
  readonly link: Link;
  /** The command that lists all of them. */
  readonly all: string;
  readonly words: typeof MINE;
  /** Id of the button. */
  readonly refresh: string;
}

function tasksView({ link, all, words, refresh }: Shown, dated: Dated<Tasks>, now: Date): Reply {
  const { issues, hasMore } = dated.value;
  const overdue = overdueCount(issues, now);
  const summary =
    issues.length === 0
      ? words.none
      : `${plural(issues.length, 'open issue')}${overdue > 0 ? `, **${overdue} overdue**` : ''}`;
  const text = [
    staleNote(dated),
    summary,
    hasMore ? `These are the ${issues.length} with the newest activity; ${words.more}: ${inlineCode(all)}` : null,
    `Updated ${relativeTime(dated.asOf)}`,
  ];
  return {
    cards: [
      {
        title: `Tasks of ${safeLine(clip(link.trackerName, 60))}`,
        text: text.filter((line) => line !== null).join('\n'),
        fields: groupTasks(issues, now).map((group) => fieldOf(group, all, now)),
        tone: dated.isStale || overdue > 0 ? 'attention' : 'neutral',
      },
    ],
    buttons: [[actionButton('my-tasks', refresh, { label: 'Refresh', style: 'secondary' })]],
  };
}

function fieldOf({ name, issues }: TaskGroup, all: string, now: Date): CardField {
  const lines = issues.slice(0, MAX_LINES).map((issue) => lineOf(name, issue, now));
  const limit = { maxChars: MAX_GROUP_CHARS, unseen: issues.length - lines.length };
  return {
    name: `${HEADINGS[name]}: ${issues.length}`,
    value: linesWithin(lines, limit, (left) => `+ ${left} more: ${inlineCode(all)}`),
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

/** A member whose tasks were asked for; a button that is pressed later does not know the name. */
export interface Whose {
  readonly userId: string;
  readonly name: string | null;
  readonly isBot: boolean;
}

/** For the tasks of a member whom we cannot find in Linear, or who is no person. */
export function noTasksView({ name, isBot }: Whose): Reply {
  const who = name === null ? 'This member' : safeLine(clip(name, 60));
  if (isBot) return { cards: [{ title: `${who} is an app`, text: 'Only people have tasks.', tone: 'attention' }] };
  const title = `${who} is not connected to Linear yet`;
  const byName = `${inlineCode('/list-issues assignee:…')} finds their issues by their name in Linear.`;
  const text = `They say who they are in Linear by ${inlineCode('/connect')}, or an admin does. Until then ${byName}`;
  return { cards: [{ title, text, tone: 'attention' }] };
}
