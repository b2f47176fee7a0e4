import type { Tone } from '../../ports/chat.ts';
import { nameIn } from '../../ports/comment-name.ts';
import type { WorkflowState } from '../../ports/issue-tracker.ts';
import { isOpen, priorityWord, stateName } from '../../ports/issue-words.ts';
import type { CommentEvent, IssueEvent } from '../../ports/work-event.ts';
import { NOTICE_KINDS, type NoticeKind } from '../../shared/notice-kinds.ts';
import type { PersonalKind } from '../../shared/personal-kinds.ts';
import { oneLine, plainText, safeLine } from '../../shared/text/markdown.ts';
import { clip } from '../../shared/text/words.ts';
import type { About, News, PersonalNews } from './news.ts';

/** What stands behind the ids that an event names; null for what is not known. */
export interface Known {
  readonly personName: (id: string) => string | null;
  readonly state: (id: string) => WorkflowState | null;
}

const MAX_TITLE_CHARS = 120;
const MAX_NAME_CHARS = 40;
const MAX_COMMENT_CHARS = 300;

/** Teams name these states as they like; Linear has no category for them. */
const REVIEW = /\breview|\bqa\b|\btesting\b/i;
const BLOCKED = /\bblocked\b|\bon hold\b|\bwaiting\b/i;

/** What a new or changed issue tells; several pieces when several things changed at once. */
export function issueNews(event: IssueEvent, known: Known): readonly News[] {
  if (event.kind === 'issue-removed') return [];
  if (event.kind === 'issue-created') return [created(event)];
  return [stateNews(event, known), assigneeNews(event, known), priorityNews(event)].flatMap((news) => news ?? []);
}

/** What a comment tells: the channel that somebody spoke, and the people concerned what was said. */
export function commentNews(event: CommentEvent, concerned: readonly string[], about: About): News {
  // Both are named: the owner of the API key did not say it, and the other name is only what the comment says.
  const named = nameIn(event.body);
  const words = safeLine(clip(oneLine(plainText(named?.text ?? event.body)), MAX_COMMENT_CHARS)) || '(no text)';
  const who =
    named === null ? actorName(event) : `${safeLine(clip(named.name, MAX_NAME_CHARS))}, through ${actorName(event)}`;
  const line = `${NOTICE_KINDS['issue-comment'].mark} **${who}** commented: ${words}`;
  return {
    kind: 'issue-comment',
    topic: `issue:${event.issue.id}`,
    title: titleOf(event.issue),
    url: event.url ?? event.issue.url,
    line,
    tone: 'neutral',
    about,
    personal: concerned.map((trackerUserId) => ({ trackerUserId, kind: 'comment', line })),
    actorId: event.actor?.trackerUserId ?? null,
  };
}

function created(event: IssueEvent): News {
  const { state, priority, assignee } = event.issue;
  const facts = [
    stateName(state),
    ...(priority === 0 ? [] : [priorityWord(priority)]),
    assignee === null ? 'nobody has it yet' : safeLine(clip(assignee.name, MAX_NAME_CHARS)),
  ];
  const line = `${NOTICE_KINDS['issue-created'].mark} **Created** · ${facts.join(' · ')} · by ${actorName(event)}`;
  return newsOf(event, {
    kind: 'issue-created',
    line,
    tone: priority === 1 ? 'attention' : 'neutral',
    personal: assignee === null ? [] : [assigned(event, assignee.id)],
  });
}

function stateNews(event: IssueEvent, known: Known): News | null {
  const { state: change } = event.changes;
  if (change === undefined) return null;
  const { state } = event.issue;
  const before = change.fromId === null ? null : known.state(change.fromId);
  const { kind, verb, tone } = moveOf(before, state);
  const mark = kind === null ? '↪️' : NOTICE_KINDS[kind].mark;
  const path = before === null ? stateName(state) : `${stateName(before)} → ${stateName(state)}`;
  const line = [`${mark} **${verb}**`, ...(path === verb ? [] : [path]), `moved by ${actorName(event)}`].join(' · ');
  return newsOf(event, {
    kind,
    line,
    tone,
    personal: ownersNews(event, kind === 'issue-blocked' ? 'blocked' : 'moved', line),
  });
}

interface Move {
  readonly kind: NoticeKind | null;
  readonly verb: string;
  readonly tone: Tone;
}

/** What a change of state means to people. Moves between states of the same sense are for the board, not for channels. */
function moveOf(from: WorkflowState | null, to: WorkflowState): Move {
  if (to.type === 'completed') return { kind: 'issue-done', verb: 'Done', tone: 'good' };
  if (to.type === 'canceled') return { kind: 'issue-canceled', verb: 'Canceled', tone: 'neutral' };
  if (to.type === 'duplicate') return { kind: 'issue-canceled', verb: 'Marked as a duplicate', tone: 'neutral' };
  if (BLOCKED.test(to.name)) return { kind: 'issue-blocked', verb: 'Blocked', tone: 'attention' };
  if (from !== null && !isOpen(from)) return { kind: 'issue-started', verb: 'Reopened', tone: 'attention' };
  if (to.type !== 'started') return { kind: null, verb: 'Moved', tone: 'neutral' };
  if (REVIEW.test(to.name)) return { kind: 'issue-in-review', verb: 'In review', tone: 'neutral' };
  if (from !== null && BLOCKED.test(from.name)) return { kind: 'issue-started', verb: 'Going on', tone: 'good' };
  if (from?.type === 'started') return { kind: null, verb: 'Moved', tone: 'neutral' };
  return { kind: 'issue-started', verb: 'Started', tone: 'neutral' };
}

function assigneeNews(event: IssueEvent, { personName }: Known): News | null {
  const { assignee: change } = event.changes;
  if (change === undefined) return null;
  const { assignee } = event.issue;
  const name = (id: string | null): string =>
    id === null ? 'nobody' : safeLine(clip(personName(id) ?? 'somebody', MAX_NAME_CHARS));
  const now = assignee === null ? 'nobody' : safeLine(clip(assignee.name, MAX_NAME_CHARS));
  const verb = assignee === null ? 'Unassigned' : 'Assigned';
  const line = `${NOTICE_KINDS['issue-reassigned'].mark} **${verb}** · ${name(change.fromId)} → ${now} · by ${actorName(event)}`;
  const before: readonly PersonalNews[] =
    change.fromId === null ? [] : [{ trackerUserId: change.fromId, kind: 'moved', line }];
  return newsOf(event, {
    kind: 'issue-reassigned',
    line,
    tone: 'neutral',
    personal: [...(assignee === null ? [] : [assigned(event, assignee.id)]), ...before],
  });
}

function priorityNews(event: IssueEvent): News | null {
  const { priority: change } = event.changes;
  if (change === undefined) return null;
  const { priority } = event.issue;
  const from = change.from === null ? '' : `${priorityWord(change.from)} → `;
  const line = `${NOTICE_KINDS['issue-priority'].mark} **Priority** · ${from}${priorityWord(priority)} · by ${actorName(event)}`;
  const tone = priority === 1 ? 'attention' : 'neutral';
  return newsOf(event, { kind: 'issue-priority', line, tone, personal: ownersNews(event, 'priority', line) });
}

function assigned(event: IssueEvent, trackerUserId: string): PersonalNews {
  const { state, priority } = event.issue;
  const facts = [stateName(state), ...(priority === 0 ? [] : [priorityWord(priority)])].join(' · ');
  return { trackerUserId, kind: 'assigned', line: `👤 **Yours now** · ${facts} · from ${actorName(event)}` };
}

function ownersNews({ issue }: IssueEvent, kind: PersonalKind, line: string): readonly PersonalNews[] {
  return issue.assignee === null ? [] : [{ trackerUserId: issue.assignee.id, kind, line }];
}

function newsOf(event: IssueEvent, told: Pick<News, 'kind' | 'line' | 'tone' | 'personal'>): News {
  const { issue, actor } = event;
  return {
    topic: `issue:${issue.id}`,
    title: titleOf(issue),
    url: issue.url,
    about: {
      teams: [issue.teamKey],
      projects: issue.project === null ? [] : [issue.project],
      labels: issue.labels,
      branches: null,
    },
    actorId: actor?.trackerUserId ?? null,
    ...told,
  };
}

function titleOf({ identifier, title }: { readonly identifier: string; readonly title: string }): string {
  return `${safeLine(identifier)} ${safeLine(clip(oneLine(title), MAX_TITLE_CHARS)) || '(no title)'}`;
}

/** Who did it, or that nobody knows. */
export function actorName({ actor }: { readonly actor: { readonly name: string } | null }): string {
  return actor === null ? 'somebody' : safeLine(clip(oneLine(actor.name), MAX_NAME_CHARS)) || 'somebody';
}
