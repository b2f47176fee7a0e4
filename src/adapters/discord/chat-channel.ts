import type { Reply } from '../../ports/chat.ts';
import type { ChatChannel, SentMessage } from '../../ports/chat-channel.ts';
import type { Destination } from '../../ports/outbox.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { threadIn, toChatMessage } from './chat-message.ts';
import { placeOf, toDestinationError } from './destination-error.ts';
import { DirectChannels } from './direct-channels.ts';
import { discordCall, type Patience } from './discord-call.ts';
import { findMessage, pageReader } from './find-message.ts';
import { GuildMembers } from './guild-members.ts';
import type { Pace } from './pace.ts';
import { renderMessage, type Speaker } from './render-message.ts';
import { isSameMessage } from './same-message.ts';

export interface DiscordChatOptions extends Speaker {
  readonly pace: Pace;
}

/** Short, because nobody is lost when it fails: what is sent waits on disk and is tried again, with a look before. */
const SAY: Patience = { attempts: 4, budgetMs: 15_000, attemptMs: 8_000 };
/** Once: an edit that is repeated without a look shows people a second time that something was edited. */
const EDIT: Patience = { attempts: 1, budgetMs: 8_000, attemptMs: 8_000 };
const LOOK: Patience = { attempts: 4, budgetMs: 10_000, attemptMs: 5_000 };

/** More reactions of one kind than anything here counts. */
const MOST_REACTIONS = 100;

/**
 * What the bot says and looks up without being asked, through the routes for channels. Sources: resources/channel,
 * resources/message.
 */
export function discordChat(options: DiscordChatOptions): ChatChannel {
  return new DiscordChat(options);
}

class DiscordChat implements ChatChannel {
  readonly #options: DiscordChatOptions;
  readonly #direct: DirectChannels;
  readonly #members: GuildMembers;
  #ourId: Promise<string> | null = null;

  constructor(options: DiscordChatOptions) {
    this.#options = options;
    this.#direct = new DirectChannels(options.api);
    this.#members = new GuildMembers(options.api);
  }

  async send(destination: Destination, reply: Reply, { key }: { readonly key: string }): Promise<SentMessage> {
    const { api, pictures } = this.#options;
    const body = {
      ...(await renderMessage(reply, pictures)),
      // Within minutes a repeated call gives the first message. Source: resources/message, "Create Message".
      nonce: key,
      enforce_nonce: true,
      ...(destination.kind === 'reply' ? replyTo(destination.messageId) : {}),
    };
    return this.#call(SAY, placeOf(destination), async (signal) => {
      const channelId = await this.#direct.resolve(destination, signal);
      const { id } = await api.channels.createMessage(channelId, body, { signal });
      return { channelId, messageId: id };
    });
  }

  async edit(message: SentMessage, reply: Reply, options: { readonly isRepeated?: boolean } = {}): Promise<void> {
    const { api, pictures } = this.#options;
    const { channelId, messageId } = message;
    const body = await renderMessage(reply, pictures);
    const place = `the message ${messageId}`;
    if (options.isRepeated === true) {
      const now = await this.#call(LOOK, place, (signal) => api.channels.getMessage(channelId, messageId, { signal }));
      if (isSameMessage(now, body)) return;
    }
    await this.#call(EDIT, place, (signal) => api.channels.editMessage(channelId, messageId, body, { signal }));
  }

  async find(destination: Destination, sought: Parameters<ChatChannel['find']>[1]): Promise<SentMessage | null> {
    const ourId = await this.#self();
    return this.#call(LOOK, placeOf(destination), async (signal) => {
      const channelId = await this.#direct.resolve(destination, signal);
      const messageId = await findMessage(pageReader(this.#options.api, channelId, signal), ourId, sought);
      return messageId === null ? null : { channelId, messageId };
    });
  }

  waitMs(destination: Destination): number {
    const channelId = this.#direct.known(destination);
    return channelId === null ? 0 : this.#options.pace.waitMs(channelId);
  }

  async message(channelId: string, messageId: string): ReturnType<ChatChannel['message']> {
    const { api } = this.#options;
    return this.#orNull(async () => {
      const [message, channel] = await this.#call(LOOK, `the message ${messageId}`, (signal) =>
        Promise.all([
          api.channels.getMessage(channelId, messageId, { signal }),
          api.channels.get(channelId, { signal }),
        ]),
      );
      const guildId = 'guild_id' in channel ? (channel.guild_id ?? null) : null;
      return toChatMessage(message, { guildId, thread: threadIn(channel) });
    });
  }

  async reactionsOf({ channelId, messageId }: SentMessage, emoji: string): Promise<readonly string[]> {
    const { channels } = this.#options.api;
    const users = await this.#call(LOOK, `the message ${messageId}`, (signal) =>
      channels.getMessageReactions(channelId, messageId, emoji, { limit: MOST_REACTIONS }, { signal }),
    );
    return users.map(({ id }) => id);
  }

  async react({ channelId, messageId }: SentMessage, emoji: string): Promise<void> {
    const { channels } = this.#options.api;
    await this.#call(SAY, `the message ${messageId}`, (signal) =>
      channels.addMessageReaction(channelId, messageId, emoji, { signal }),
    );
  }

  member(guildId: string, userId: string): ReturnType<ChatChannel['member']> {
    return this.#orNull(() =>
      this.#call(LOOK, `the member ${userId}`, (signal) => this.#members.find(guildId, userId, signal)),
    );
  }

  /** Who we are; asked once. */
  #self(): Promise<string> {
    this.#ourId ??= this.#call(LOOK, 'the bot', (signal) => this.#options.api.users.getCurrent({ signal })).then(
      ({ id }) => id,
      (error: unknown) => {
        this.#ourId = null;
        throw error;
      },
    );
    return this.#ourId;
  }

  async #call<T>(patience: Patience, place: string, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await discordCall(async (signal) => {
        await this.#options.pace.turn();
        return call(signal);
      }, patience);
    } catch (error) {
      throw toDestinationError(error, place);
    }
  }

  async #orNull<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof AppError && error.code === 'DISCORD_DESTINATION_GONE') return null;
      throw error;
    }
  }
}

/** A reply that pings nobody, and is a message of its own when what it answers to is gone. */
function replyTo(messageId: string) {
  return { message_reference: { message_id: messageId, fail_if_not_exists: false } };
}
