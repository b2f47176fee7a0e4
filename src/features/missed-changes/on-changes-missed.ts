import type { EventHandler } from '../../ports/effects.ts';
import type { OutboxMessage } from '../../ports/outbox.ts';
import type { ChangesMissedEvent } from '../../ports/work-event.ts';
import { inlineCode } from '../../shared/text/markdown.ts';
import { dateTimeTag, list, plural } from '../../shared/text/words.ts';

/** After a long time away: one message to each channel that is told about issues, instead of a flood of old news. */
export const onChangesMissed: EventHandler = {
  name: 'missed-changes',
  kinds: ['changes-missed'],
  async handle({ channels }, event, { reference }) {
    if (event.kind !== 'changes-missed') return null;
    const listening = channels.filter(({ tells }) => tells.some((kind) => kind.startsWith('issue-')));
    const notice = noticeOf(event);
    const messages = listening.map(
      ({ channelId }): OutboxMessage => ({
        destination: { kind: 'channel', channelId },
        content: { kind: 'notice', notice },
        mergeKey: null,
        dedupeKey: `missed:${event.at.toISOString()}:${channelId}`,
        reference,
      }),
    );
    return { messages, records: [], followUps: [], note: `told ${plural(messages.length, 'channel')} in one sum` };
  },
};

function noticeOf({ since, at, created, changed, comments, isCut }: ChangesMissedEvent) {
  const parts = [
    ...(created > 0 ? [`${plural(created, 'issue')} created`] : []),
    ...(changed > 0 ? [`${plural(changed, 'issue')} changed`] : []),
    ...(comments > 0 ? [plural(comments, 'comment')] : []),
  ];
  const what = `${isCut ? 'at least ' : ''}${list(parts)}`;
  return {
    title: 'What was not told one by one',
    lines: [
      `Between ${dateTimeTag(new Date(since))} and ${dateTimeTag(at)} this happened in Linear and could not be told in time: ${what}.`,
      `${inlineCode('/show-sprint')} shows how things stand now, ${inlineCode('/list-issues')} the latest activity.`,
    ],
    tone: 'attention' as const,
  };
}
