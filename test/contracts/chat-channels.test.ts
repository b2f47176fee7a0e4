import { PermissionFlagsBits } from 'discord-api-types/v10';
import { afterEach, describe, expect, it } from 'vitest';
import { type DiscordSandbox, startDiscord } from '../../sandbox/discord/start-discord.ts';
import { Faults } from '../../sandbox/faults.ts';
import { discordChat } from '../../src/adapters/discord/chat-channel.ts';
import { Pace } from '../../src/adapters/discord/pace.ts';
import { discordRest } from '../../src/adapters/discord/rest.ts';
import type { ChatChannel } from '../../src/ports/chat-channel.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import type { Pictures } from '../../src/ports/pictures.ts';
import { Secret } from '../../src/shared/secret.ts';
import { FakeChat } from '../fakes/fake-chat.ts';
import { type ChatGround, describeChatChannel, NOBODY } from './chat-channel-contract.ts';

const GUILD_ID = '1';

describeChatChannel('The fake', async () => {
  const chat = new FakeChat(() => new Date('2026-08-12T10:00:00Z'));
  const person = (userId: string, isAdministrator: boolean) => ({ userId, name: userId, roleIds: [], isAdministrator });
  chat.members.push(person('10', false), person('11', true));
  return {
    chat,
    channelId: '2',
    guildId: GUILD_ID,
    memberId: '10',
    ownerId: '11',
    write: async (content) => chat.write({ channelId: '2', content }),
    react: async (messageId, emoji) => chat.reactAs('10', messageId, emoji),
    async read(messageId) {
      const said = chat.said.find((one) => one.messageId === messageId);
      return { text: JSON.stringify(said?.reply), edits: said?.edits ?? 0 };
    },
    count: async () => chat.said.length + chat.messages.length,
    remove: async () => undefined,
  };
});

const pictures: Pictures = { draw: () => Promise.resolve(new TextEncoder().encode('a picture')) };

let discord: DiscordSandbox | null = null;
afterEach(() => discord?.close());

async function house(faults = new Faults()) {
  discord = await startDiscord({ faults, elapsedMs: fastForward() });
  const { rest, api } = discordRest({
    apiUrl: discord.apiUrl,
    token: new Secret(discord.botToken),
    metrics: noMetrics,
  });
  const channelId = discord.world.channelNamed('general')?.id ?? '';
  const chat = discordChat({ api, pictures, pace: new Pace(rest) });
  return { discord, faults, chat, channelId, here: { kind: 'channel', channelId } as const };
}

/** Rate limits as if time flew, for tests that are not about them. */
function fastForward(): () => number {
  let ms = 0;
  return () => {
    ms += 10_000;
    return ms;
  };
}

describeChatChannel('Discord', async (): Promise<ChatGround> => {
  const { discord: server, chat, channelId } = await house();
  const edits = new Map<string, number>();
  server.on('message-edited', ({ id }) => edits.set(id, (edits.get(id) ?? 0) + 1));
  const all = () => server.person('developer').sees('general');
  const before = all().length;
  return {
    chat,
    channelId,
    guildId: server.guildId,
    memberId: server.person('developer').id,
    ownerId: server.person('ada').id,
    write: async (text) => server.person('product').write('general', text).id,
    react: async (messageId, emoji) => server.person('developer').react(messageId, emoji),
    async read(messageId) {
      const payload = all().find(({ id }) => id === messageId)?.payload;
      return { text: JSON.stringify(payload), edits: edits.get(messageId) ?? 0 };
    },
    count: async () => all().length - before,
    remove: async () => undefined,
  };
});

describe('Discord', () => {
  const send = (chat: ChatChannel, channelId: string, key: string) =>
    chat.send({ kind: 'channel', channelId }, { text: key }, { key });

  it('carries pictures, shown in the card, and takes them away with the next edit', async () => {
    const { chat, here, discord: server } = await house();
    const picture = { name: 'chart.png', alt: 'A chart', svg: '<svg/>' };
    const sent = await chat.send(here, { cards: [{ title: 'Daily' }], pictures: [picture] }, { key: 'k' });
    const shown = () => server.person('developer').sees('general').at(-1)?.payload;
    expect(shown()).toMatchObject({
      attachments: [{ filename: 'chart.png', description: 'A chart', content_type: 'image/png' }],
      embeds: [{ image: { url: expect.stringMatching(/\/chart\.png$/) as string } }],
    });
    expect(await (await fetch(shown()?.embeds[0]?.image?.url ?? '')).text()).toBe('a picture');
    await chat.edit(sent, { cards: [{ title: 'Daily' }] });
    expect(shown()).toMatchObject({ attachments: [] });
  });

  it('says when a channel is gone, hidden from the bot, or not to be written in', async () => {
    const { chat, channelId, here, discord: server } = await house();
    server.moderation.forbid('general');
    await expect(send(chat, channelId, '1')).rejects.toMatchObject({
      code: 'DISCORD_DESTINATION_FORBIDDEN',
      facts: { place: `the channel ${channelId}`, reason: 'it does not see the channel' },
    });
    server.moderation.forbid('general', PermissionFlagsBits.SendMessages);
    await expect(send(chat, channelId, '2')).rejects.toMatchObject({ facts: { reason: 'it lacks a permission' } });
    server.moderation.forbid('general', 0n);
    const sent = await send(chat, channelId, '3');
    server.moderation.deleteMessage(sent.messageId);
    await expect(chat.edit(sent, { text: 'x' })).rejects.toMatchObject({ code: 'DISCORD_DESTINATION_GONE' });
    server.moderation.deleteChannel('general');
    await expect(send(chat, channelId, '4')).rejects.toMatchObject({ code: 'DISCORD_DESTINATION_GONE' });
    await expect(chat.find(here, { since: new Date(0), reference: 'x', except: new Set() })).rejects.toMatchObject({
      code: 'DISCORD_DESTINATION_GONE',
    });
  });

  it('says when a person takes no direct messages, or is none', async () => {
    const { chat, discord: server } = await house();
    const developer = server.person('developer');
    developer.takeDirectMessages(false);
    const to = (userId: string) => chat.send({ kind: 'member', userId }, { text: 'x' }, { key: userId });
    await expect(to(developer.id)).rejects.toMatchObject({ code: 'DISCORD_DESTINATION_FORBIDDEN' });
    await expect(to(NOBODY)).rejects.toMatchObject({ code: 'DISCORD_DESTINATION_GONE' });
    developer.takeDirectMessages(true);
    expect(await to(developer.id)).toMatchObject({ messageId: expect.any(String) as string });
  });

  it('sends once through lost answers and failures, because the key says that it is the same', async () => {
    const { chat, channelId, faults, discord: server } = await house();
    faults.add({ service: 'discord', kind: 'lost', match: 'POST', times: 1 });
    faults.add({ service: 'discord', kind: 'status', status: 502, match: 'POST', times: 1 });
    const before = server.person('developer').sees('general').length;
    await send(chat, channelId, 'once');
    expect(server.person('developer').sees('general')).toHaveLength(before + 1);
  });

  it('leaves long waits to whoever keeps the message', async () => {
    const { chat, channelId, faults } = await house();
    faults.add({ service: 'discord', kind: 'status', status: 429, retryAfterMs: 30_000, times: 1 });
    await expect(send(chat, channelId, 'k')).rejects.toMatchObject({
      code: 'DISCORD_RATE_LIMITED',
      // The library adds a little to what Discord says.
      facts: { seconds: 31 },
    });
  });

  it('knows when a channel takes no more for a while', async () => {
    discord = await startDiscord();
    const token = new Secret(discord.botToken);
    const { rest, api } = discordRest({ apiUrl: discord.apiUrl, token, metrics: noMetrics });
    const chat = discordChat({ api, pictures, pace: new Pace(rest) });
    const channelId = discord.world.channelNamed('general')?.id ?? '';
    for (let index = 0; index < 4; index += 1) await send(chat, channelId, `${index}`);
    expect(chat.waitMs({ kind: 'channel', channelId })).toBe(0);
    await send(chat, channelId, 'fifth');
    expect(chat.waitMs({ kind: 'channel', channelId })).toBeGreaterThan(3_000);
    expect(chat.waitMs({ kind: 'channel', channelId: '1' })).toBe(0);
  });
});
