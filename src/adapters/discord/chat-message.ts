import { type APIMessage, ChannelType } from 'discord-api-types/v10';
import type { ChatMessage } from '../../ports/chat-channel.ts';

/** What a message itself does not say. */
export interface MessagePlace {
  /** Null in a direct message. */
  readonly guildId: string | null;
  /** Of the thread that the message stands in; null in a channel. */
  readonly thread: { readonly name: string; readonly parentId: string | null } | null;
}

interface ChannelLike {
  readonly type: ChannelType;
  readonly name?: string | null;
  readonly parent_id?: string | null;
}

const THREADS: ReadonlySet<ChannelType> = new Set([
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
]);

/** The thread that the channel is; null when it is none. */
export function threadIn(channel: ChannelLike | undefined): MessagePlace['thread'] {
  if (channel === undefined || !THREADS.has(channel.type)) return null;
  return { name: channel.name ?? '', parentId: channel.parent_id ?? null };
}

/** A message of Discord in our words. Source: resources/message, "Message Object". */
export function toChatMessage(message: APIMessage, { guildId, thread }: MessagePlace): ChatMessage {
  const { id, channel_id: channelId, author } = message;
  // A forwarded message has no content of its own, but the one that it forwards.
  const shown = message.content === '' ? (message.message_snapshots?.[0]?.message ?? message) : message;
  const answered = message.referenced_message;
  return {
    id,
    channelId,
    guildId,
    author: { id: author.id, name: author.global_name ?? author.username, isBot: author.bot ?? false },
    content: readable(shown.content, message),
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
      ? {
          author: answered.author.global_name ?? answered.author.username,
          content: readable(answered.content, answered),
        }
      : null,
    threadName: thread?.name ?? null,
    parentId: thread?.parentId ?? null,
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

/** Mentions of people and custom emoji by their names, times as they are: an id tells nobody outside Discord anything. */
function readable(content: string, { mentions }: Pick<APIMessage, 'mentions'>): string {
  const names = new Map(mentions.map((user) => [user.id, user.global_name ?? user.username]));
  return content
    .replace(/<@!?(\d{17,20})>/g, (_, id: string) => `@${names.get(id) ?? 'somebody'}`)
    .replace(/<@&\d{17,20}>/g, '@a role')
    .replace(/<#\d{17,20}>/g, '#a channel')
    .replace(/<a?:(\w{2,32}):\d{17,20}>/g, ':$1:')
    .replace(/<t:(-?\d{1,12})(?::[tTdDfFR])?>/g, (written, seconds: string) => timeOf(Number(seconds)) ?? written);
}

function timeOf(seconds: number): string | null {
  const time = new Date(seconds * 1_000);
  return Number.isNaN(time.getTime()) ? null : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
