import type { Reply } from './chat.ts';
import type { Member } from './member.ts';
import type { Destination } from './outbox.ts';

/** A message as people see it in the chat. Everything in it is text from outside. */
export interface ChatMessage {
  readonly id: string;
  readonly channelId: string;
  /** Null in a direct message. */
  readonly guildId: string | null;
  readonly author: { readonly id: string; readonly name: string; readonly isBot: boolean };
  /** Empty also when the bot may not read it: `isReadable` says so. */
  readonly content: string;
  /** False when the chat hides contents from this bot (Discord: the Message Content switch is off). */
  readonly isReadable: boolean;
  readonly createdAt: Date;
  /** Opens the message in the chat. */
  readonly url: string;
  readonly attachments: readonly {
    readonly name: string;
    readonly url: string;
    readonly contentType: string | null;
    readonly sizeBytes: number;
  }[];
  /** What it answers to. */
  readonly replyTo: { readonly author: string; readonly content: string } | null;
  /** The thread that it stands in. */
  readonly threadName: string | null;
  /** Of a thread: the channel that it belongs to. */
  readonly parentId: string | null;
}

/** Where one of our messages stands. */
export interface SentMessage {
  readonly channelId: string;
  readonly messageId: string;
}

/**
 * What we can do in the chat without anybody having asked just now. Failures are `AppError`s: `DISCORD_DESTINATION_GONE`
 * (the channel, the message or the person is not there any more), `DISCORD_DESTINATION_FORBIDDEN` (the bot may not write
 * there, or the member takes no direct messages), `DISCORD_RATE_LIMITED`, `DISCORD_UNREACHABLE`, `DISCORD_REFUSED`.
 */
export interface ChatChannel {
  /** `key` (at most 25 characters) makes a repeated call within minutes give the first message instead of a second one. */
  send(destination: Destination, reply: Reply, options: { readonly key: string }): Promise<SentMessage>;
  /**
   * Replaces the whole message. `isRepeated`: it may have happened already; then the message is looked at first, and
   * left alone when it says so.
   */
  edit(message: SentMessage, reply: Reply, options?: { readonly isRepeated?: boolean }): Promise<void>;
  /**
   * Our own message in that place, sent since, that shows this reference; null when there is none. Not one of `except`,
   * nor an answer to somebody's command.
   */
  find(
    destination: Destination,
    options: { readonly since: Date; readonly reference: string; readonly except: ReadonlySet<string> },
  ): Promise<SentMessage | null>;
  /** How long the chat wants us to wait before the next message there; 0: not at all, as far as we know. */
  waitMs(destination: Destination): number;
  /** Null when it is not there any more. */
  message(channelId: string, messageId: string): Promise<ChatMessage | null>;
  /** Who put this emoji on the message, at most 100, in an order that means nothing. */
  reactionsOf(message: SentMessage, emoji: string): Promise<readonly string[]>;
  /** Puts our own emoji on a message. */
  react(message: SentMessage, emoji: string): Promise<void>;
  /** Roles and permissions of somebody who acts by a reaction, as an interaction would tell them; null: not a member. */
  member(guildId: string, userId: string): Promise<Member | null>;
}
