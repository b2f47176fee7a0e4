import type { Reply } from '../../src/ports/chat.ts';
import type { ChatChannel, ChatMessage, SentMessage } from '../../src/ports/chat-channel.ts';
import type { Member } from '../../src/ports/member.ts';
import type { Destination } from '../../src/ports/outbox.ts';
import { AppError } from '../../src/shared/errors/app-error.ts';

interface Said extends SentMessage {
  readonly destination: Destination;
  readonly key: string;
  readonly at: Date;
  reply: Reply;
  edits: number;
}

type Interfere = (call: 'send' | 'edit', about: Destination | SentMessage) => void | Promise<void>;

/** A chat in memory. What people write, who they are and what they react with is put in by the test. */
export class FakeChat implements ChatChannel {
  readonly said: Said[] = [];
  readonly messages: ChatMessage[] = [];
  readonly members: Member[] = [];
  /** User ids by `message id emoji`. */
  readonly reactions = new Map<string, string[]>();
  /** Called before and after each call that changes something; what they throw, the caller gets. */
  before: Interfere = () => undefined;
  after: Interfere = () => undefined;
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  async send(destination: Destination, reply: Reply, { key }: { readonly key: string }): Promise<SentMessage> {
    await this.before('send', destination);
    const before = this.said.find((one) => one.key === key);
    if (before) return { channelId: before.channelId, messageId: before.messageId };
    const channelId = destination.kind === 'member' ? `direct-${destination.userId}` : destination.channelId;
    const sent = { channelId, messageId: `said-${this.said.length + 1}` };
    this.said.push({ ...sent, destination, key, at: this.#now(), reply, edits: 0 });
    await this.after('send', destination);
    return sent;
  }

  async edit(message: SentMessage, reply: Reply, options: { readonly isRepeated?: boolean } = {}): Promise<void> {
    await this.before('edit', message);
    const said = this.said.find(({ messageId }) => messageId === message.messageId);
    if (!said) throw new AppError('DISCORD_DESTINATION_GONE', { facts: { place: `the message ${message.messageId}` } });
    if (options.isRepeated === true && JSON.stringify(said.reply) === JSON.stringify(reply)) return;
    said.reply = reply;
    said.edits += 1;
    await this.after('edit', message);
  }

  async find(
    destination: Destination,
    { since, reference, except }: Parameters<ChatChannel['find']>[1],
  ): Promise<SentMessage | null> {
    const found = this.said.findLast(
      ({ destination: there, reply, at, messageId }) =>
        JSON.stringify(there) === JSON.stringify(destination) &&
        at >= since &&
        !except.has(messageId) &&
        [reply.text ?? '', ...(reply.cards ?? []).map(({ footer = '' }) => footer)].some((text) =>
          text.split(/[\s·]+/).includes(reference),
        ),
    );
    return found ? { channelId: found.channelId, messageId: found.messageId } : null;
  }

  waitMs(): number {
    return 0;
  }

  async message(channelId: string, messageId: string): Promise<ChatMessage | null> {
    return this.messages.find((one) => one.channelId === channelId && one.id === messageId) ?? null;
  }

  async reactionsOf({ messageId }: SentMessage, emoji: string): Promise<readonly string[]> {
    return this.reactions.get(`${messageId} ${emoji}`) ?? [];
  }

  async react({ messageId }: SentMessage, emoji: string): Promise<void> {
    const users = this.reactions.get(`${messageId} ${emoji}`) ?? [];
    if (!users.includes('bot')) this.reactions.set(`${messageId} ${emoji}`, [...users, 'bot']);
  }

  /** Somebody writes; gives the id of the message. */
  write(message: Partial<ChatMessage> & Pick<ChatMessage, 'content'>): string {
    const id = message.id ?? `written-${this.messages.length + 1}`;
    this.messages.push({
      id,
      channelId: '2',
      guildId: '1',
      author: { id: '1001', name: 'Ada', isBot: false },
      isReadable: true,
      createdAt: this.#now(),
      url: `https://discord.com/channels/1/2/${id}`,
      attachments: [],
      replyTo: null,
      threadName: null,
      parentId: null,
      ...message,
    });
    return id;
  }

  reactAs(userId: string, messageId: string, emoji: string): void {
    const users = this.reactions.get(`${messageId} ${emoji}`) ?? [];
    this.reactions.set(`${messageId} ${emoji}`, [...users, userId]);
  }

  async member(_guildId: string, userId: string): Promise<Member | null> {
    return this.members.find((member) => member.userId === userId) ?? null;
  }
}
