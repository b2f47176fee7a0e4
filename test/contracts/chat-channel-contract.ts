import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Card, Reply } from '../../src/ports/chat.ts';
import type { ChatChannel } from '../../src/ports/chat-channel.ts';

/** A chat with a channel, a member who is no administrator and the owner of the server. */
export interface ChatGround {
  readonly chat: ChatChannel;
  readonly channelId: string;
  readonly guildId: string;
  readonly memberId: string;
  readonly ownerId: string;
  /** Somebody else writes there; gives the id. */
  write(text: string): Promise<string>;
  /** The member reacts to a message. */
  react(messageId: string, emoji: string): Promise<void>;
  /** What stands in the message now, and how often it was edited. */
  read(messageId: string): Promise<{ readonly text: string; readonly edits: number }>;
  /** How many messages stand in the channel. */
  count(): Promise<number>;
  remove(): Promise<void>;
}

/** An id that nothing has. */
export const NOBODY = '175928847299117063';
const NOTHING: ReadonlySet<string> = new Set();
const LONG_AGO = new Date(0);

const card = (title: string, more: Partial<Card> = {}): Reply => ({ cards: [{ title, ...more }] });

/** What every chat must do for us, whatever it is made of. */
export function describeChatChannel(name: string, prepare: () => Promise<ChatGround>): void {
  describe(`${name} as a chat`, () => {
    let ground: ChatGround;
    beforeEach(async () => {
      ground = await prepare();
    });
    afterEach(() => ground.remove());

    const here = () => ({ kind: 'channel', channelId: ground.channelId }) as const;

    it('sends, and gives the first message when it is repeated with the same key', async () => {
      const first = await ground.chat.send(here(), card('One'), { key: 'k1' });
      const again = await ground.chat.send(here(), card('One'), { key: 'k1' });
      const other = await ground.chat.send(here(), card('One'), { key: 'k2' });
      expect(again).toEqual(first);
      expect(other.messageId).not.toBe(first.messageId);
      expect(await ground.count()).toBe(2);
      expect((await ground.read(first.messageId)).text).toContain('One');
    });

    it('sends to a member, always into the same channel', async () => {
      const to = { kind: 'member', userId: ground.memberId } as const;
      const first = await ground.chat.send(to, { text: 'Hello' }, { key: 'k1' });
      const second = await ground.chat.send(to, { text: 'Hello again' }, { key: 'k2' });
      expect(second.channelId).toBe(first.channelId);
      expect(first.channelId).not.toBe(ground.channelId);
    });

    it('answers to a message, also when that is gone', async () => {
      const messageId = await ground.write('A wish');
      const to = { kind: 'reply', channelId: ground.channelId, messageId } as const;
      await ground.chat.send(to, { text: 'Kept' }, { key: 'k1' });
      await ground.chat.send({ ...to, messageId: NOBODY }, { text: 'Kept, too' }, { key: 'k2' });
      expect(await ground.count()).toBe(3);
    });

    it('edits the whole message, and leaves it alone when a repeated edit says the same', async () => {
      const sent = await ground.chat.send(here(), card('One', { footer: 'REF1' }), { key: 'k1' });
      await ground.chat.edit(sent, card('Two', { footer: 'REF1' }));
      expect(await ground.read(sent.messageId)).toMatchObject({ edits: 1 });
      await ground.chat.edit(sent, card('Two', { footer: 'REF1' }), { isRepeated: true });
      expect(await ground.read(sent.messageId)).toMatchObject({ edits: 1 });
      await ground.chat.edit(sent, card('Three', { footer: 'REF1' }), { isRepeated: true });
      const { text, edits } = await ground.read(sent.messageId);
      expect(edits).toBe(2);
      expect(text).toContain('Three');
      expect(text).not.toContain('Two');
    });

    it('says that a message is gone that it should edit', async () => {
      const edit = ground.chat.edit({ channelId: ground.channelId, messageId: NOBODY }, card('One'));
      await expect(edit).rejects.toMatchObject({ code: 'DISCORD_DESTINATION_GONE' });
    });

    it('finds its own message by the reference that it shows, and only that', async () => {
      await ground.write('REF1');
      const sought = { since: LONG_AGO, reference: 'REF1', except: NOTHING };
      expect(await ground.chat.find(here(), sought)).toBeNull();
      const sent = await ground.chat.send(here(), card('One', { footer: 'Reference REF1 · REF2' }), { key: 'k1' });
      const text = await ground.chat.send(here(), { text: 'Two\n-# Reference REF3' }, { key: 'k2' });
      expect(await ground.chat.find(here(), sought)).toEqual(sent);
      expect(await ground.chat.find(here(), { ...sought, reference: 'REF2' })).toEqual(sent);
      expect(await ground.chat.find(here(), { ...sought, reference: 'REF3' })).toEqual(text);
      expect(await ground.chat.find(here(), { ...sought, reference: 'REF' })).toBeNull();
      expect(await ground.chat.find(here(), { ...sought, except: new Set([sent.messageId]) })).toBeNull();
    });

    it('reads a message of somebody else, and null when it is not there', async () => {
      const id = await ground.write('A wish');
      expect(await ground.chat.message(ground.channelId, id)).toMatchObject({
        id,
        channelId: ground.channelId,
        author: { isBot: false },
      });
      expect(await ground.chat.message(ground.channelId, NOBODY)).toBeNull();
    });

    it('puts its emoji on a message, and tells who else did', async () => {
      const sent = await ground.chat.send(here(), card('One'), { key: 'k1' });
      expect(await ground.chat.reactionsOf(sent, '📌')).toEqual([]);
      await ground.chat.react(sent, '📌');
      await ground.chat.react(sent, '📌');
      await ground.react(sent.messageId, '📌');
      const users = await ground.chat.reactionsOf(sent, '📌');
      expect(users).toHaveLength(2);
      expect(users).toContain(ground.memberId);
    });

    it('tells who somebody is on the server', async () => {
      expect(await ground.chat.member(ground.guildId, ground.memberId)).toMatchObject({
        userId: ground.memberId,
        isAdministrator: false,
      });
      expect(await ground.chat.member(ground.guildId, ground.ownerId)).toMatchObject({ isAdministrator: true });
      expect(await ground.chat.member(ground.guildId, NOBODY)).toBeNull();
    });
  });
}
