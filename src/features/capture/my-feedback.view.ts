import type { Capture } from '../../ports/captures.ts';
import type { Reply, Select } from '../../ports/chat.ts';
import { stateMark } from '../../ports/issue-words.ts';
import { inlineCode, markdownLink, safeLine } from '../../shared/text/markdown.ts';
import { clip, linesWithin, plural, relativeTime } from '../../shared/text/words.ts';
import { issueName } from './capture.view.ts';

/** As many as a select of Discord can offer. */
export const MAX_LISTED = 25;
const MAX_CHARS = 3_800;

/** Newest first. */
export function myFeedbackView(captures: readonly Capture[], isTold: (capture: Capture) => boolean): Reply {
  const shown = captures.filter(({ state }) => state !== 'undone');
  if (shown.length === 0) return nothing();
  return {
    cards: [
      {
        title: `Your feedback: ${plural(shown.length, 'issue')}`,
        text: linesWithin(shown.map(line), { maxChars: MAX_CHARS }, (left) => `+ ${left} older`),
        footer: 'The list below says about which of them I send you a direct message; /my-notifications says when.',
        tone: 'neutral',
      },
    ],
    selects: [tellSelect(shown, isTold)],
  };
}

function line(capture: Capture): string {
  const { issue, draft, state, capturedAt, message } = capture;
  const where = message === null ? '' : ` (${markdownLink('your message', message.url)})`;
  const when = `${relativeTime(capturedAt)}${where}`;
  if (issue !== null)
    return `${stateMark(issue.state.type)} ${issueName(issue)}\n  **${safeLine(issue.state.name)}**, said ${when}`;
  const title = safeLine(clip(draft?.title ?? 'without a title', 120));
  const why = state === 'refused' ? 'Linear did not take it' : 'kept, becomes an issue when Linear is back';
  return `⏳ ${title}\n  **${why}**, said ${when}`;
}

function tellSelect(captures: readonly Capture[], isTold: (capture: Capture) => boolean): Select {
  return {
    kind: 'select',
    id: 'my-feedback:tell',
    placeholder: 'Tell me nothing about any of them',
    min: 0,
    max: captures.length,
    options: captures.map((capture) => ({
      label:
        capture.issue === null
          ? (capture.draft?.title ?? '(no title)')
          : `${capture.issue.identifier} ${capture.issue.title}`,
      value: capture.id,
      isDefault: isTold(capture),
    })),
  };
}

function nothing(): Reply {
  return {
    cards: [
      {
        title: 'Nothing of yours has become an issue yet',
        text: `When somebody whose role allows it puts 📌 on a message of yours, it appears here. You can also say it yourself with ${inlineCode('/feedback')}, if your role opens it.`,
        tone: 'neutral',
      },
    ],
  };
}

export function toldView(capture: Capture): Reply {
  const what = capture.issue === null ? 'it' : markdownLink(capture.issue.identifier, capture.issue.url);
  return {
    cards: [
      {
        title: 'You will hear of it',
        text: `I send you a direct message when ${what} is planned, done or declined. ${inlineCode('/my-feedback')} turns that off again.`,
        tone: 'good',
      },
    ],
  };
}

export function notYoursView(): Reply {
  return {
    cards: [
      {
        title: 'This is for who wrote the message',
        text: 'Only the author is told what becomes of it. The issue itself shows everybody how it stands.',
        tone: 'attention',
      },
    ],
  };
}
