import type { Capture, CapturedIssue } from '../../ports/captures.ts';
import type { Button, Card, Reply } from '../../ports/chat.ts';
import { actionButton } from '../../ports/command.ts';
import type { Priority } from '../../ports/issue-tracker.ts';
import type { Blocking, TakenOut } from '../../ports/screen.ts';
import type { AppError } from '../../shared/errors/app-error.ts';
import { explain } from '../../shared/errors/catalogue.ts';
import { escapeMarkdown, markdownLink, safeLine, safeUrl, withoutInvisible } from '../../shared/text/markdown.ts';
import { clip, list, plural } from '../../shared/text/words.ts';
import { DOTS, dotText } from './priorities.ts';

const MAX_TITLE_CHARS = 120;
const MAX_FOUND = 10;

/** What everybody reads below the message (and who used the menu or `/feedback`, alone): the issue, and its priority to choose. */
export function createdView(capture: Capture, issue: CapturedIssue): Reply {
  const priority = dotText(capture.priority);
  return {
    cards: [
      {
        ...issueHead(issue),
        text: [
          fromWhom(capture),
          capture.message === null
            ? 'It is an issue now; `/my-feedback` shows what becomes of it.'
            : 'Choose how urgent it is: a button here, or the same dot as a reaction on the message.',
          ...(priority === null ? [] : [`Priority: **${priority}**`]),
        ].join('\n'),
        tone: 'good',
      },
    ],
    buttons: [dotButtons(capture.id, capture.priority), [tellMeButton(capture)]],
  };
}

/** The tracker is away; nothing is lost. */
export function keptView(capture: Capture): Reply {
  const title = safeLine(clip(capture.draft?.title ?? 'Your feedback', MAX_TITLE_CHARS));
  return {
    cards: [
      {
        title: `Kept: ${title}`,
        text: `${fromWhom(capture)}\nLinear does not answer just now: it becomes an issue as soon as Linear is back, once, and ${capture.message === null ? 'I tell you then' : 'you read it here'}.`,
        tone: 'attention',
      },
    ],
    buttons: [dotButtons(capture.id, capture.priority)],
  };
}

/** For who has captured what was captured before. */
export function knownView(capture: Capture): Reply {
  if (capture.issue === null) return keptView(capture);
  return {
    cards: [
      {
        ...issueHead(capture.issue),
        text: 'This message is an issue already: nothing was made twice.',
        tone: 'neutral',
      },
    ],
  };
}

export function refusedView(error: AppError, capture: Capture | null): Reply {
  const { says, hint } = explain(error.code, error.facts);
  const where = capture?.message
    ? ` ${markdownLink('The message', capture.message.url)} can be captured again then.`
    : '';
  return { cards: [{ title: safeLine(says), text: `${withoutInvisible(hint)}${where}`, tone: 'bad' }] };
}

/** Only for the person: what was found and where, never what it was. */
export function blockedView(found: readonly Blocking[], messageUrl: string | null): Reply {
  const lines = found.slice(0, MAX_FOUND).map(({ kind, where }) => `• **${safeLine(kind)}** in ${where}`);
  const more = found.length > MAX_FOUND ? [`• and ${found.length - MAX_FOUND} more`] : [];
  const next =
    messageUrl === null
      ? 'Leave it out and send the rest again; I have kept nothing of what you typed.'
      : `Take it out of ${markdownLink('the message', messageUrl)} (edit or delete it), then capture it again. Nothing of it was kept.`;
  return {
    cards: [
      {
        title: 'Not captured: there is a secret in it',
        text: [
          'This looks like something that nobody else should have:',
          ...lines,
          ...more,
          '',
          next,
          'Whoever could read it may have copied it: make a new one where it came from, and let the old one expire.',
        ].join('\n'),
        tone: 'bad',
      },
    ],
  };
}

/** Only for the person: what was taken out before it left. Null when nothing was. */
export function takenOutView(takenOut: readonly TakenOut[], about: string): Card | null {
  if (takenOut.length === 0) return null;
  const lines = takenOut.map(({ kind, count, where }) => `• ${plural(count, kind, many(kind))} in ${where}`);
  return {
    title: 'Personal data was taken out',
    text: [`Before ${about} left Discord, these were replaced by their names:`, ...lines].join('\n'),
    tone: 'attention',
  };
}

/** The configuration names a project that the team does not have; the issue was made all the same. */
export function missingProjectView(project: string | null): Card | null {
  if (project === null) return null;
  return {
    title: `There is no project “${safeLine(clip(project, MAX_TITLE_CHARS))}”`,
    text: 'The configuration names it for this channel (config/onomancer.yml: channels → captures → project), and its team in Linear has none of that name. The issue was made without a project.',
    tone: 'attention',
  };
}

const many = (kind: string): string => (kind.endsWith('ss') ? `${kind}es` : `${kind}s`);

export function notAllowedView(messageUrl: string, says: string): Reply {
  return {
    cards: [
      {
        title: 'Capturing feedback is for developers and stakeholders',
        text: `Your ${says} on ${markdownLink('this message', messageUrl)} changed nothing. An administrator of the server can give you a role that may. You are told this at most once a day.`,
        tone: 'attention',
      },
    ],
  };
}

/** Discord hides contents from bots unless a switch is on. */
export function unreadableView(messageUrl: string): Reply {
  return {
    cards: [
      {
        title: 'I may not read this message',
        text: [
          `Discord hides the contents of messages from this bot, so your 📌 on ${markdownLink('this message', messageUrl)} could not make an issue.`,
          '',
          '**Now:** right click the message (or press long) → Apps → **Create Linear issue**. That works without.',
          '**For good:** an administrator switches on “Message Content Intent” for this bot (Discord Developer Portal → the application → Bot → Privileged Gateway Intents).',
        ].join('\n'),
        tone: 'attention',
      },
    ],
  };
}

/** The bot sees the channel, and not what was said there before it looked. */
export function unreachableView(messageUrl: string): Reply {
  return {
    cards: [
      {
        title: 'I have no permission to read this channel',
        text: [
          `Your 📌 on ${markdownLink('this message', messageUrl)} could not make an issue.`,
          '',
          '**Now:** right click the message (or press long) → Apps → **Create Linear issue**. That works without.',
          '**For good:** an administrator gives the bot View Channel and Read Message History there.',
        ].join('\n'),
        tone: 'attention',
      },
    ],
  };
}

export function undoOfferView(capture: Capture, userId: string): Reply {
  const what =
    capture.issue === null
      ? 'It is not in Linear yet.'
      : `${markdownLink(capture.issue.identifier, capture.issue.url)} is in Linear.`;
  return {
    cards: [
      {
        title: 'The pin was taken back: undo?',
        text: `<@${userId}> took the 📌 back. ${what} Undo takes it away again, as long as nobody else has worked on it.`,
        tone: 'attention',
      },
    ],
    buttons: [
      [
        actionButton('feedback', `undo:${capture.id}`, { label: 'Undo', style: 'danger' }),
        actionButton('feedback', `keep:${capture.id}`, { label: 'Keep it' }),
      ],
    ],
  };
}

export function undoneView(issue: CapturedIssue | null): Reply {
  return {
    cards: [
      issue === null
        ? { title: 'Undone', text: 'It does not become an issue. A new 📌 captures it again.', tone: 'neutral' }
        : {
            title: `Undone: ${issue.identifier}`,
            text: 'It is in Linear’s bin, from where people can take it back for 30 days. A new 📌 makes a new issue.',
            tone: 'neutral',
          },
    ],
  };
}

export function staysView(issue: CapturedIssue, why: readonly string[]): Reply {
  return {
    cards: [
      {
        ...issueHead(issue),
        text: `It stays: ${list(why)}. Whoever works on it can cancel it in Linear.`,
        tone: 'attention',
      },
    ],
  };
}

export function keepsView(capture: Capture): Reply {
  return capture.issue === null ? keptView(capture) : createdView(capture, capture.issue);
}

function issueHead(issue: CapturedIssue): Pick<Card, 'title' | 'url'> {
  const title = `${issue.identifier} · ${safeLine(clip(issue.title, MAX_TITLE_CHARS))}`;
  const url = safeUrl(issue.url);
  return url === null ? { title } : { title, url };
}

export function issueName(issue: CapturedIssue): string {
  return `${markdownLink(issue.identifier, issue.url)} ${escapeMarkdown(clip(issue.title, MAX_TITLE_CHARS))}`;
}

function fromWhom({ message, author, capturedBy }: Capture): string {
  if (message === null) return 'Thank you for your feedback.';
  return author.id === capturedBy
    ? `Captured by <@${capturedBy}>.`
    : `What <@${author.id}> wrote, captured by <@${capturedBy}>.`;
}

function dotButtons(id: string, chosen: Priority): readonly Button[] {
  return DOTS.map(({ emoji, word, priority }) =>
    actionButton('feedback', `priority:${id}:${priority}`, {
      label: `${emoji} ${word}`,
      style: priority === chosen ? 'primary' : 'secondary',
    }),
  );
}

function tellMeButton({ id, message }: Capture): Button {
  const label = message === null ? 'Tell me what becomes of it' : 'Yours? Hear what becomes of it';
  return actionButton('my-feedback', `tell:${id}`, { label });
}
