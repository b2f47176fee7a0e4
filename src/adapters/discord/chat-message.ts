import type { APIMessage } from 'discord-api-types/v10';
import type { ChatMessage } from '../../ports/chat-channel.ts';

/** What a message itself does not say. */
export interface MessagePlace {
  /** Null in a direct message. */
  readonly guildId: string | null;
  /** Of the thread that the message stands in. */
  readonly threadName: string | null;
}

/** A message of Discord in our words. Source: resources/message, "Message Object". */
export function toChatMessage(message: APIMessage, { guildId, threadName }: MessagePlace): ChatMessage {
  const { id, channel_id: channelId, author } = message;
  // A forwarded message has no content of its own, but the one that it forwards.
  const shown = message.content === '' ? (message.message_snapshots?.[0]?.message ?? message) : message;
  const answered = message.referenced_message;
  return {
    id,
    channelId,
    guildId,
    author: { id: author.id, name: author.global_name ?? author.username, isBot: author.bot ?? false },
    content: shown.content,
    isReadable: !isHidden(message),
    createdAt: new Date(message.timestamp),
    url: `https://discord.com/channels/${guildId ?? '@me'}/${channelId}/${id}`,
    attachments: shown.attachments.map((file) => ({
      name: file.filename,
      url: file.url,
      contentType: file.content_type ?? null,
      sizeBytes: file.size,
    })),
    replyTo: answered
      ? { author: answered.author.global_name ?? answered.author.username, content: answered.content }
      : null,
    threadName,
  };
}

/**
 * Discord refuses messages without anything in them, so one that shows nothing is one whose contents are kept from this
 * bot: the Message Content switch is off. Source: events/gateway, "Message Content Intent".
 */
function isHidden(message: APIMessage): boolean {
  const { content, attachments, embeds, components = [], sticker_items: stickers = [] } = message;
  const parts = attachments.length + embeds.length + components.length + stickers.length;
  const hasMore = message.poll !== undefined || (message.message_snapshots?.length ?? 0) > 0;
  return content === '' && parts === 0 && !hasMore;
}
