import type { Button, CardField, Reply } from '../../ports/chat.ts';
import { actionButton } from '../../ports/command.ts';
import type { Dated, IssueDetail, IssueRef } from '../../ports/issue-tracker.ts';
import {
  assigneeName,
  cycleName,
  dueWords,
  estimateWords,
  isOpen,
  isOverdue,
  issueRefLine,
  priorityWord,
  staleNote,
  stateMark,
  stateName,
} from '../../ports/issue-words.ts';
import { escapeMarkdown, markdownLink, oneLine, plainText, safeLine, safeUrl } from '../../shared/text/markdown.ts';
import { clip, linesWithin, plural, relativeTime } from '../../shared/text/words.ts';

const MAX_DESCRIPTION_CHARS = 700;
const MAX_COMMENT_CHARS = 300;
const MAX_LIST_CHARS = 500;

/** One issue, whole: state, people, what it waits for, what waits for it, what was said last. */
export function showIssueView(dated: Dated<IssueDetail>, now: Date): Reply {
  const issue = dated.value;
  const url = safeUrl(issue.url);
  const text = [staleNote(dated), stateLine(issue), ...factLines(issue, now), '', descriptionOf(issue)];
  return {
    cards: [
      {
        title: `${safeLine(clip(issue.identifier, 20))} · ${safeLine(clip(oneLine(issue.title), 110)) || '(no title)'}`,
        ...(url ? { url } : {}),
        text: text.filter((line) => line !== null).join('\n'),
        fields: [
          ...refField('⛔ Waits for', issue.blockedBy),
          ...refField(
            'Holds up',
            issue.blocks.filter((ref) => isOpen(ref.state)),
          ),
          ...refField('Part of', issue.parent ? [issue.parent] : []),
          ...childrenField(issue.children),
          ...attachmentField(issue),
          ...commentField(issue),
        ],
        tone: toneOf(dated, now),
      },
    ],
    buttons: [[...CHANGES.map(changeButton(issue)), ...(url ? [linkButton(url)] : [])]],
  };
}

/** The commands that change an issue; each says itself who may. */
const CHANGES = [
  ['comment', '💬 Comment'],
  ['assign', '👤 Assign'],
  ['tag-issue', '🏷️ Labels'],
] as const;

function changeButton({ identifier }: IssueDetail): (change: (typeof CHANGES)[number]) => Button {
  return ([command, label]) => actionButton(command, identifier, { label, style: 'secondary' });
}

function linkButton(url: string): Button {
  return { kind: 'link', url, label: 'Open in Linear' };
}

function toneOf({ value, isStale }: Dated<IssueDetail>, now: Date): 'good' | 'attention' | 'neutral' {
  if (isStale || (isOpen(value.state) && (value.blockedBy.length > 0 || isOverdue(value, now)))) return 'attention';
  return value.state.type === 'completed' ? 'good' : 'neutral';
}

function stateLine(issue: IssueDetail): string {
  const parts = [
    `${stateMark(issue.state.type)} **${stateName(issue.state)}**`,
    assigneeName(issue),
    priorityWord(issue.priority),
    estimateWords(issue.estimate),
  ];
  return parts.join(' · ');
}

function factLines(issue: IssueDetail, now: Date): readonly string[] {
  const place = [
    issue.cycle ? `Sprint ${safeLine(clip(cycleName(issue.cycle), 60))}` : 'In no sprint',
    ...(issue.project ? [`Project ${safeLine(clip(issue.project, 60))}`] : []),
    ...(issue.dueDate ? [dueWords(issue, now) ?? ''] : []),
  ];
  const labels = issue.labels.slice(0, 10).map((label) => safeLine(clip(label, 40)));
  const moreLabels = issue.labels.length > labels.length ? ` + ${issue.labels.length - labels.length} more` : '';
  const creator = issue.creator ? ` by ${safeLine(clip(issue.creator, 40))}` : '';
  const times = [
    `Created ${relativeTime(issue.createdAt)}${creator}`,
    ...(issue.startedAt ? [`started ${relativeTime(issue.startedAt)}`] : []),
    ...(issue.completedAt ? [`done ${relativeTime(issue.completedAt)}`] : []),
    `changed ${relativeTime(issue.updatedAt)}`,
  ];
  return [
    place.join(' · '),
    ...(labels.length > 0 ? [`Labels: ${labels.join(', ')}${moreLabels}`] : []),
    times.join(' · '),
  ];
}

function descriptionOf(issue: IssueDetail): string {
  const words = plainText(issue.description ?? '');
  return words === '' ? '*No description.*' : escapeMarkdown(clip(words, MAX_DESCRIPTION_CHARS));
}

function refField(name: string, refs: readonly IssueRef[]): readonly CardField[] {
  if (refs.length === 0) return [];
  const value = linesWithin(
    refs.map(issueRefLine),
    { maxChars: MAX_LIST_CHARS, maxLines: 5 },
    (left) => `+ ${left} more in Linear`,
  );
  return [{ name, value }];
}

function childrenField(children: readonly IssueRef[]): readonly CardField[] {
  const done = children.filter((child) => child.state.type === 'completed').length;
  return refField(
    `Parts: ${done} of ${children.length} done`,
    [...children].sort((a, b) => Number(isOpen(b.state)) - Number(isOpen(a.state))),
  );
}

function attachmentField({ attachments }: IssueDetail): readonly CardField[] {
  if (attachments.length === 0) return [];
  const lines = attachments.map(({ title, url }) =>
    url.length > 200 ? safeLine(clip(title, 60)) : markdownLink(clip(oneLine(title) || url, 60), url),
  );
  return [
    {
      name: 'Attached',
      value: linesWithin(lines, { maxChars: MAX_LIST_CHARS, maxLines: 5 }, (left) => `+ ${left} more in Linear`),
    },
  ];
}

function commentField({ comments }: IssueDetail): readonly CardField[] {
  const { latest } = comments;
  if (latest === null) return [];
  const words = escapeMarkdown(clip(plainText(latest.body), MAX_COMMENT_CHARS)) || '(no text)';
  const count = comments.hasMore ? `more than ${plural(comments.count, 'comment')}` : plural(comments.count, 'comment');
  return [
    {
      name: `Latest of ${count}`,
      value: `${safeLine(clip(latest.author, 40))}, ${relativeTime(latest.at)}:\n${words}`,
    },
  ];
}
