import type { AuthorNews, Capture, CapturedIssue } from '../../ports/captures.ts';
import type { Reply, Tone } from '../../ports/chat.ts';
import { markdownLink, safeLine, safeUrl } from '../../shared/text/markdown.ts';
import { clip } from '../../shared/text/words.ts';

const NEWS: Readonly<Record<AuthorNews, { readonly title: string; readonly tone: Tone; readonly says: string }>> = {
  planned: { title: 'Your feedback is planned', tone: 'neutral', says: 'The team has taken it up' },
  done: { title: 'Your feedback is done', tone: 'good', says: 'The team has finished it' },
  declined: {
    title: 'Your feedback was declined',
    tone: 'attention',
    says: 'The team will not do it, at least for now',
  },
};

/** For the author, in a direct message. */
export function newsView({ message }: Capture, issue: CapturedIssue, news: AuthorNews): Reply {
  const { title, tone, says } = NEWS[news];
  const url = safeUrl(issue.url);
  const from = message === null ? 'what you said with /feedback' : markdownLink('your message', message.url);
  return {
    cards: [
      {
        title: `${title}: ${issue.identifier}`,
        ...(url === null ? {} : { url }),
        text: [
          `**${safeLine(clip(issue.title, 200))}**`,
          `${says}: it is “${safeLine(issue.state.name)}” now. It came from ${from}.`,
        ].join('\n'),
        footer: '/my-feedback lists all of yours and turns this off.',
        tone,
      },
    ],
  };
}
