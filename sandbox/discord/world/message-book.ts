import { type APIMessage, type APIReaction, MessageType } from 'discord-api-types/v10';
import type { Clock } from '../../../src/shared/clock.ts';
import type { SandboxEvents } from '../events.ts';
import type { SnowflakeMint } from '../snowflake.ts';
import { type AllowedMentions, mentionsIn } from './mentions.ts';
import { FLAG_HAS_THREAD, FLAG_LOADING, type SandboxMessage } from './message.ts';
import { userPayload } from './present.ts';
import type { World } from './world.ts';

/** The part of a message that its author decides, already checked and in the shape in which the API shows it. */
export interface MessageContent {
  readonly content: string;
  readonly embeds: APIMessage['embeds'];
  readonly components: NonNullable<APIMessage['components']>;
  readonly attachments: APIMessage['attachments'];
  readonly flags: number;
  readonly tts: boolean;
  readonly allowedMentions: AllowedMentions | null;
}

export const EMPTY_CONTENT: MessageContent = {
  content: '',
  embeds: [],
  components: [],
  attachments: [],
  flags: 0,
  tts: false,
  allowedMentions: null,
};

export interface MessageDraft {
  readonly channelId: string;
  readonly authorId: string;
  readonly body: MessageContent;
  readonly onlyFor?: string | null;
  readonly id?: string;
  /** Fields that Discord sets for replies, interaction responses and the like. */
  readonly extra?: Partial<APIMessage>;
}

/** All messages, and the rules of writing, changing, deleting and reacting that hold whoever does it. */
export class MessageBook {
  readonly #world: World;
  readonly #mint: SnowflakeMint;
  readonly #clock: Clock;
  readonly #events: SandboxEvents;
  readonly #messages = new Map<string, SandboxMessage>();
  readonly #order = new Map<string, string[]>();

  constructor(parts: { world: World; mint: SnowflakeMint; clock: Clock; events: SandboxEvents }) {
    this.#world = parts.world;
    this.#mint = parts.mint;
    this.#clock = parts.clock;
    this.#events = parts.events;
  }

  /** Also a deleted one: ask `isDeleted`. */
  find(id: string): SandboxMessage | null {
    return this.#messages.get(id) ?? null;
  }

  /** Oldest first, without deleted ones, ephemeral ones included. */
  in(channelId: string): readonly SandboxMessage[] {
    return (this.#order.get(channelId) ?? [])
      .flatMap((id) => this.#messages.get(id) ?? [])
      .filter(({ isDeleted }) => !isDeleted);
  }

  create(draft: MessageDraft): SandboxMessage {
    const id = draft.id ?? this.#mint.next();
    const payload = this.#payload(id, draft);
    const message: SandboxMessage = {
      id,
      channelId: draft.channelId,
      authorId: draft.authorId,
      payload,
      onlyFor: draft.onlyFor ?? null,
      isLoading: (draft.body.flags & FLAG_LOADING) !== 0,
      isDeleted: false,
      reactions: [],
    };
    this.#messages.set(id, message);
    const order = this.#order.get(draft.channelId);
    if (order) order.push(id);
    else this.#order.set(draft.channelId, [id]);
    this.#countInChannel(message);
    this.#events.emit('message', message);
    return message;
  }

  /** Replaces what the author decides; a changed text is searched for mentions anew. */
  edit(message: SandboxMessage, body: MessageContent): SandboxMessage {
    const { payload, channelId, authorId } = message;
    const flags = body.flags & ~FLAG_LOADING;
    return this.#replace({
      ...message,
      isLoading: false,
      payload: {
        ...payload,
        content: body.content,
        embeds: body.embeds,
        components: body.components,
        attachments: body.attachments,
        flags,
        // What replaces "thinking…" is not an edit to its reader.
        edited_timestamp: message.isLoading ? null : this.#clock.now().toISOString(),
        ...(body.content === payload.content ? {} : this.#mentionFields({ channelId, authorId, body })),
      },
    });
  }

  delete(message: SandboxMessage): void {
    const deleted = { ...message, isDeleted: true };
    this.#messages.set(message.id, deleted);
    this.#events.emit('message-deleted', deleted);
  }

  /** Notes that a thread hangs on this message. */
  markThread(message: SandboxMessage, thread: NonNullable<APIMessage['thread']>): void {
    const flags: number = (message.payload.flags ?? 0) | FLAG_HAS_THREAD;
    this.#replace({ ...message, payload: { ...message.payload, thread, flags } });
  }

  react(message: SandboxMessage, userId: string, emoji: string): void {
    const before = message.reactions.find((reaction) => reaction.emoji === emoji);
    if (before?.userIds.includes(userId)) return;
    const changed = { emoji, userIds: [...(before?.userIds ?? []), userId] };
    const reactions = before
      ? message.reactions.map((reaction) => (reaction === before ? changed : reaction))
      : [...message.reactions, changed];
    const after = this.#withReactions(message, reactions);
    this.#events.emit('reaction-added', { message: after, userId, emoji });
  }

  unreact(message: SandboxMessage, userId: string, emoji: string): void {
    const before = message.reactions.find((reaction) => reaction.emoji === emoji);
    if (!before?.userIds.includes(userId)) return;
    const reactions = message.reactions
      .map((reaction) =>
        reaction === before ? { emoji, userIds: before.userIds.filter((id) => id !== userId) } : reaction,
      )
      .filter(({ userIds }) => userIds.length > 0);
    const after = this.#withReactions(message, reactions);
    this.#events.emit('reaction-removed', { message: after, userId, emoji });
  }

  #withReactions(message: SandboxMessage, reactions: SandboxMessage['reactions']): SandboxMessage {
    const botId = this.#world.applicationId;
    const shown: APIReaction[] = reactions.map(({ emoji, userIds }) => ({
      emoji: { id: null, name: emoji },
      count: userIds.length,
      count_details: { normal: userIds.length, burst: 0 },
      burst_colors: [],
      me: userIds.includes(botId),
      me_burst: false,
    }));
    const { reactions: _before, ...payload } = message.payload;
    const after = { ...message, reactions, payload: shown.length > 0 ? { ...payload, reactions: shown } : payload };
    this.#messages.set(message.id, after);
    return after;
  }

  #replace(message: SandboxMessage): SandboxMessage {
    this.#messages.set(message.id, message);
    this.#events.emit('message-edited', message);
    return message;
  }

  #payload(id: string, { channelId, authorId, body, extra }: MessageDraft): APIMessage {
    return {
      id,
      channel_id: channelId,
      type: MessageType.Default,
      author: userPayload(this.#world.user(authorId)),
      content: body.content,
      embeds: body.embeds,
      components: body.components,
      attachments: body.attachments,
      flags: body.flags,
      timestamp: this.#clock.now().toISOString(),
      edited_timestamp: null,
      pinned: false,
      tts: body.tts,
      ...this.#mentionFields({ channelId, authorId, body }),
      ...extra,
    };
  }

  #mentionFields({ channelId, authorId, body }: Pick<MessageDraft, 'channelId' | 'authorId' | 'body'>) {
    const channel = this.#world.findChannel(channelId);
    const mentions = channel
      ? mentionsIn(this.#world, body.content, { authorId, channel, allowed: body.allowedMentions })
      : { users: [], roleIds: [], everyone: false };
    return { mentions: mentions.users, mention_roles: mentions.roleIds, mention_everyone: mentions.everyone };
  }

  #countInChannel(message: SandboxMessage): void {
    const channel = this.#world.findChannel(message.channelId);
    if (!channel || message.onlyFor !== null) return;
    channel.lastMessageId = message.id;
    if (channel.kind === 'thread') channel.messageCount += 1;
  }
}
