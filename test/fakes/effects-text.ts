import type { Effects } from '../../src/ports/effects.ts';
import type { Destination, OutboxMessage } from '../../src/ports/outbox.ts';
import { replyText } from './reply-text.ts';

/** What comes of an event as whole text, for golden files: each message with where it goes, and what follows. */
export function effectsText(effects: Effects | null): string {
  if (effects === null) return '(none of its business)';
  return [
    `note: ${effects.note}`,
    ...effects.messages.map(messageText),
    ...effects.followUps.map(({ deliveryId }) => `follows: ${deliveryId}`),
  ].join('\n\n');
}

function messageText({ destination, content, dedupeKey, notBefore }: OutboxMessage): string {
  const when = notBefore === undefined ? '' : `, not before ${notBefore.toISOString()}`;
  const text =
    content.kind === 'reply' ? replyText(content.reply) : [content.notice.title, ...content.notice.lines].join('\n');
  return `→ ${placeText(destination)} (${dedupeKey}${when})\n${text}`;
}

function placeText(destination: Destination): string {
  switch (destination.kind) {
    case 'channel':
      return `channel ${destination.channelId}`;
    case 'member':
      return `direct message to ${destination.userId}`;
    case 'reply':
      return `reply to ${destination.messageId}`;
  }
}
