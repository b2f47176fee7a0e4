import type { Button, Changed, Reply, Tone } from '../../ports/chat.ts';
import { issueNotFoundView } from '../../ports/find-issue.ts';
import type { Issue } from '../../ports/issue-tracker.ts';
import { assigneeName, personName, priorityWord, stateMark, stateName } from '../../ports/issue-words.ts';
import type { Blocking, TakenOut } from '../../ports/screen.ts';
import { assertNever } from '../../shared/never.ts';
import { escapeMarkdown, inlineCode, oneLine, plainText, safeLine, safeUrl } from '../../shared/text/markdown.ts';
import { clip, list, plural } from '../../shared/text/words.ts';
import type { AssignOutcome } from './assign.ts';
import type { CommentOutcome } from './comment.ts';
import type { TagOutcome } from './tag-issue.ts';

const MAX_COMMENT_CHARS = 700;
const MAX_NAME_CHARS = 40;
const MAX_LABELS = 20;
const MAX_FOUND = 10;

export function assignView(outcome: AssignOutcome): Reply {
  switch (outcome.kind) {
    case 'assigned':
      return changed(outcome.issue, assignedWords(outcome), {
        action: 'issue-assigned',
        subject: outcome.issue.identifier,
        detail: { to: outcome.issue.assignee?.id ?? null, from: outcome.before?.id ?? null },
      });
    case 'already':
      return unchanged(
        outcome.issue,
        outcome.issue.assignee === null
          ? 'Nobody has it; nothing was changed.'
          : `It is with ${assigneeName(outcome.issue)} already.`,
      );
    case 'not-connected':
      return notConnected(outcome);
    case 'two-people':
      return notice(
        'attention',
        'Name one person',
        `Give ${inlineCode('person:')} or ${inlineCode('member:')}, not both.`,
      );
    case 'no-such-person':
      return noSuchPerson(outcome);
    case 'not-found':
      return issueNotFoundView(outcome.found, 'assign');
    case 'gone':
      return gone(outcome.identifier);
    default:
      return assertNever(outcome);
  }
}

export function tagView(outcome: TagOutcome): Reply {
  switch (outcome.kind) {
    case 'tagged': {
      const { issue, added, removed } = outcome;
      const lines = [
        ...(added.length > 0 ? [`🏷️ Added ${labelWords(added)}.`] : []),
        ...(removed.length > 0 ? [`Took away ${labelWords(removed)}.`] : []),
        labelsLine(issue),
      ];
      const detail = { added: added.length, removed: removed.length };
      return changed(issue, lines.join('\n'), { action: 'issue-tagged', subject: issue.identifier, detail });
    }
    case 'nothing-to-do':
      return unchanged(outcome.issue, `Nothing was changed. ${labelsLine(outcome.issue)}`);
    case 'no-such-label':
      return noSuchLabel(outcome);
    case 'too-long':
      return notice('attention', 'That is too long for a label', 'Take a word or two.');
    case 'not-found':
      return issueNotFoundView(outcome.found, 'tag-issue');
    case 'gone':
      return gone(outcome.identifier);
    default:
      return assertNever(outcome);
  }
}

export function commentView(outcome: CommentOutcome): Reply {
  switch (outcome.kind) {
    case 'commented': {
      const { issue, text, url, takenOut } = outcome;
      const safe = safeUrl(url);
      const buttons: readonly Button[] = safe ? [{ kind: 'link', url: safe, label: 'Open the comment' }] : [];
      return {
        ...changed(
          issue,
          [`💬 The comment stands in Linear:\n${quoted(text)}`, ...takenOutLines(takenOut)].join('\n'),
          {
            action: 'issue-commented',
            subject: issue.identifier,
          },
        ),
        ...(buttons.length > 0 ? { buttons: [buttons] } : {}),
      };
    }
    case 'kept': {
      const lines = [
        'Linear does not answer right now. It is posted as soon as Linear is back, and you need not wait here:',
        quoted(outcome.text),
        ...takenOutLines(outcome.takenOut),
      ];
      return notice('attention', `The comment on ${safeLine(outcome.identifier)} is kept`, lines.join('\n'));
    }
    case 'blocked':
      return blockedView(outcome.found);
    case 'no-text':
      return notice(
        'attention',
        'There is nothing to say yet',
        `Write it: ${inlineCode('/comment issue:ENG-12 text:…')}`,
      );
    case 'not-found':
      return issueNotFoundView(outcome.found, 'comment');
    case 'gone':
      return gone(outcome.identifier);
    default:
      return assertNever(outcome);
  }
}

function quoted(text: string): string {
  const words = escapeMarkdown(clip(plainText(text), MAX_COMMENT_CHARS)) || '(no text)';
  return words.replace(/^/gm, '> ');
}

function takenOutLines(takenOut: readonly TakenOut[]): readonly string[] {
  if (takenOut.length === 0) return [];
  const kinds = takenOut.map(({ kind, count }) => plural(count, kind, kind.endsWith('ss') ? `${kind}es` : `${kind}s`));
  return [`⚠️ Personal data was taken out before it left Discord: ${list(kinds)}.`];
}

/** What was found and where, never what it was. */
function blockedView(found: readonly Blocking[]): Reply {
  const lines = found.slice(0, MAX_FOUND).map(({ kind, where }) => `• **${safeLine(kind)}** in ${where}`);
  const text = [
    'This looks like something that nobody else should have:',
    ...lines,
    'Leave it out and send the rest again; nothing of it was kept. Whoever could read it may have copied it: make a new one where it came from.',
  ];
  return notice('bad', 'Not posted: there is a secret in it', text.join('\n'));
}

function assignedWords({ issue, before }: Extract<AssignOutcome, { kind: 'assigned' }>): string {
  const was = before === null ? '' : ` Before, ${nameOf(before)} had it.`;
  return issue.assignee === null
    ? `👤 Nobody has it now.${was}`
    : `👤 It is with **${assigneeName(issue)}** now.${was}`;
}

function notConnected({ isSelf, memberId }: Extract<AssignOutcome, { kind: 'not-connected' }>): Reply {
  const other = `Or name somebody with ${inlineCode('person:')} and pick from the suggestions.`;
  if (isSelf) {
    const text = `Say who you are in Linear with ${inlineCode('/connect')}, then it works. ${other}`;
    return notice('attention', 'You are not connected to Linear yet', text);
  }
  const text = `<@${memberId}> has not said who they are in Linear (${inlineCode('/connect')}). ${other}`;
  return notice('attention', 'This member is not connected to Linear yet', text);
}

function noSuchPerson({ typed, near, isAmbiguous }: Extract<AssignOutcome, { kind: 'no-such-person' }>): Reply {
  const names = near.map((person) => `**${safeLine(clip(personName(person), MAX_NAME_CHARS))}**`);
  const name = safeLine(clip(oneLine(typed), 60));
  if (isAmbiguous) return notice('attention', `Several people could be “${name}”`, `${list(names)}. Name one of them.`);
  const text = names.length > 0 ? `Did you mean: ${list(names)}` : 'Nobody in Linear comes close.';
  return notice('attention', `Nobody in Linear is called “${name}”`, text);
}

function noSuchLabel({ typed, near, isAmbiguous }: Extract<TagOutcome, { kind: 'no-such-label' }>): Reply {
  const name = safeLine(clip(oneLine(typed), 60));
  if (isAmbiguous)
    return notice('attention', `Several labels could be “${name}”`, `${labelWords(near)}. Name one of them.`);
  const text = [
    near.length > 0 ? `Did you mean: ${labelWords(near)}` : 'No label comes close.',
    `To make a new one, add ${inlineCode('create:True')}.`,
  ];
  return notice('attention', `There is no label “${name}”`, text.join('\n'));
}

function labelsLine({ labels }: Pick<Issue, 'labels'>): string {
  return labels.length === 0 ? 'It has no labels.' : `Labels: ${labelWords(labels)}.`;
}

function labelWords(labels: readonly string[]): string {
  const shown = labels.slice(0, MAX_LABELS).map((label) => `**${safeLine(clip(label, MAX_NAME_CHARS))}**`);
  return list([...shown, ...(labels.length > shown.length ? [plural(labels.length - shown.length, 'other')] : [])]);
}

function nameOf(person: NonNullable<Issue['assignee']>): string {
  return safeLine(clip(personName(person), MAX_NAME_CHARS));
}

function changed(issue: Issue, text: string, what: Changed): Reply {
  return { ...issueCard(issue, text, 'good'), changed: what };
}

function unchanged(issue: Issue, text: string): Reply {
  return issueCard(issue, text, 'neutral');
}

function issueCard(issue: Issue, text: string, tone: Tone): Reply {
  const url = safeUrl(issue.url);
  const state = `${stateMark(issue.state.type)} ${stateName(issue.state)} · ${priorityWord(issue.priority)}`;
  const title = `${safeLine(clip(issue.identifier, 20))} · ${safeLine(clip(oneLine(issue.title), 110)) || '(no title)'}`;
  return { cards: [{ title, ...(url ? { url } : {}), text: `${text}\n${state}`, tone }] };
}

function gone(identifier: string): Reply {
  return notice(
    'attention',
    `${safeLine(identifier)} is not there any more`,
    'It was put into the bin in Linear just now. Nothing was changed.',
  );
}

function notice(tone: Tone, title: string, text: string): Reply {
  return { cards: [{ title, text, tone }] };
}
