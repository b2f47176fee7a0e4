import { nameIn } from '../../ports/comment-name.ts';
import { type EventHandler, NO_EFFECTS } from '../../ports/effects.ts';
import type { OutboxMessage } from '../../ports/outbox.ts';
import { escapeMarkdown, safeLine } from '../../shared/text/markdown.ts';
import { clip } from '../../shared/text/words.ts';

const MAX_TEXT_CHARS = 1_500;

/** Posts what was kept while Linear was away; who wrote it gets it back when its issue is gone. */
export const onCommentDue: EventHandler = {
  name: 'comment-due',
  kinds: ['comment-due'],
  async handle({ tracker }, event, { reference }) {
    if (event.kind !== 'comment-due') return null;
    const { commentId, identifier, body, userId } = event;
    const { value: issue } = await tracker.issue(identifier);
    const posted = issue && (await tracker.comment({ id: commentId, issueId: issue.id, body }));
    if (posted) return { ...NO_EFFECTS, note: posted.isNew ? 'posted' : 'posted before' };
    const returned: OutboxMessage = {
      destination: { kind: 'member', userId },
      content: {
        kind: 'notice',
        notice: {
          title: `Your comment on ${safeLine(identifier)} could not be posted`,
          lines: [
            'Linear was away, and now the issue is not there any more. You wrote:',
            escapeMarkdown(clip(nameIn(body)?.text ?? body, MAX_TEXT_CHARS)),
          ],
          tone: 'attention',
        },
      },
      mergeKey: null,
      dedupeKey: `comment-returned:${commentId}`,
      reference,
    };
    return { ...NO_EFFECTS, messages: [returned], note: 'the issue is gone: given back' };
  },
};
