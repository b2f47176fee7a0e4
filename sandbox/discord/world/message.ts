import type { APIMessage } from 'discord-api-types/v10';

/** A message as it was at one moment; a change makes a new one. */
export interface SandboxMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  /** As the bot gets it from the API. */
  readonly payload: APIMessage;
  /** The one person who sees it (ephemeral), or null when everybody in the channel does. */
  readonly onlyFor: string | null;
  /** "Thinking…": a deferred reply that has no content yet. */
  readonly isLoading: boolean;
  readonly isDeleted: boolean;
  readonly reactions: readonly { readonly emoji: string; readonly userIds: readonly string[] }[];
}

/** https://docs.discord.com/developers/resources/message#message-object-message-flags */
export const FLAG_SUPPRESS_EMBEDS = 1 << 2;
export const FLAG_HAS_THREAD = 1 << 5;
export const FLAG_EPHEMERAL = 1 << 6;
export const FLAG_LOADING = 1 << 7;
export const FLAG_SUPPRESS_NOTIFICATIONS = 1 << 12;
