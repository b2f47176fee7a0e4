import { GatewayDispatchEvents, GatewayIntentBits } from '@discordjs/core';
import type { SessionInfo } from '@discordjs/ws';
import { afterEach, describe, expect, it } from 'vitest';
import { type DiscordOptions, type DiscordSandbox, startDiscord } from '../start-discord.ts';
import { eventually, type TestBot, type TestBotOptions, testBot } from '../test-bot.ts';

const open: { discord: DiscordSandbox; bots: TestBot[] }[] = [];

async function start(options: DiscordOptions = {}): Promise<{
  discord: DiscordSandbox;
  bot: (more?: TestBotOptions) => TestBot;
}> {
  const discord = await startDiscord({ identifyIntervalMs: 0, ...options });
  const bots: TestBot[] = [];
  open.push({ discord, bots });
  return {
    discord,
    bot(more) {
      const made = testBot(discord, more);
      bots.push(made);
      return made;
    },
  };
}

afterEach(async () => {
  for (const { discord, bots } of open.splice(0)) {
    for (const bot of bots) await bot.leave();
    await discord.close();
  }
});

/** Notes the text of every message that the bot is told about. */
function listen(bot: TestBot): string[] {
  const heard: string[] = [];
  bot.client.on(GatewayDispatchEvents.MessageCreate, ({ data }) => heard.push(data.id));
  return heard;
}

describe('a bot with the real client libraries', () => {
  it('gets READY with its session, then the server with channels and roles', async () => {
    const { discord, bot } = await start();
    const one = bot();
    const seen = new Map<string, unknown>();
    one.client.on(GatewayDispatchEvents.Ready, ({ data }) => seen.set('ready', data));
    one.client.on(GatewayDispatchEvents.GuildCreate, ({ data }) => seen.set('guild', data));
    await one.gateway.connect();
    expect(await eventually(() => seen.get('ready'))).toMatchObject({
      v: 10,
      user: { id: discord.applicationId, bot: true },
      guilds: [{ id: discord.guildId, unavailable: true }],
      resume_gateway_url: discord.gatewayUrl,
      application: { id: discord.applicationId, flags: 0 },
    });
    expect(await eventually(() => seen.get('guild'))).toMatchObject({
      name: 'Acme Robotics',
      member_count: 10,
      channels: expect.arrayContaining([expect.objectContaining({ name: 'sprint' })]),
      roles: expect.arrayContaining([expect.objectContaining({ name: 'Leadership' })]),
      threads: [expect.objectContaining({ name: 'Release checklist' })],
      // Without the presences intent Discord lists only the bot itself.
      members: [expect.objectContaining({ user: expect.objectContaining({ id: discord.applicationId }) })],
    });
  });

  it('resumes in a second client with what it missed, and without a new identify', async () => {
    const { discord, bot } = await start();
    const memory: { session: SessionInfo | null } = { session: null };
    const first = bot({ memory });
    await first.gateway.connect();
    await first.leave();
    await eventually(() => !discord.gateway.sessions[0]?.isConnected);
    const missed = ['one', 'two', 'three'].map((text) => discord.person('ada').write('general', text).id);
    const second = bot({ memory });
    const heard = listen(second);
    await second.gateway.connect();
    await eventually(() => second.log.includes('resumed'));
    expect(heard).toEqual(missed);
    expect(discord.gateway.identifiesLeft()).toBe(999);
    const later = discord.person('ada').write('general', 'four').id;
    await eventually(() => heard.at(-1) === later);
    expect(heard).toHaveLength(4);
  });

  it('must identify anew when more was missed than a session keeps', async () => {
    const { discord, bot } = await start({ replayBuffer: 3 });
    const memory: { session: SessionInfo | null } = { session: null };
    const one = bot({ memory });
    await one.gateway.connect();
    await eventually(() => (memory.session?.sequence ?? 0) >= 2);
    discord.gateway.drop();
    for (const text of ['1', '2', '3', '4']) discord.person('ada').write('general', text);
    // The library waits 5 to 6.5 seconds between two identifies, and breaks when it is stopped between identify and READY.
    await eventually(() => one.log.filter((line) => line === 'ready').length === 2, 10_000);
    expect(discord.gateway.identifiesLeft()).toBe(998);
    expect(one.log).not.toContain('resumed');
  }, 15_000);

  it('comes back by itself with its session after a cut line and after "reconnect"', async () => {
    const { discord, bot } = await start();
    const one = bot();
    const heard = listen(one);
    await one.gateway.connect();
    discord.gateway.drop();
    const during = discord.person('ada').write('general', 'while it was away').id;
    await eventually(() => one.log.filter((line) => line === 'resumed').length === 1);
    expect(heard).toEqual([during]);
    discord.gateway.reconnect();
    await eventually(() => one.log.filter((line) => line === 'resumed').length === 2);
    expect(discord.gateway.identifiesLeft()).toBe(999);
    expect(discord.gateway.sessions).toHaveLength(1);
  });

  it('resumes on the same socket after a resumable invalid session, identifies after a final one', async () => {
    const { discord, bot } = await start();
    const one = bot();
    await one.gateway.connect();
    discord.gateway.invalidateSession({ resumable: true });
    await eventually(() => one.log.includes('resumed'));
    expect(discord.gateway.identifiesLeft()).toBe(999);
    discord.gateway.invalidateSession({ resumable: false });
    await eventually(() => discord.gateway.identifiesLeft() === 998, 8000);
    await eventually(() => one.log.filter((line) => line === 'ready').length === 2, 8000);
  }, 15_000);

  it('loses its session when it closes with 1000', async () => {
    const { discord, bot } = await start();
    const one = bot();
    await one.gateway.connect();
    await one.leave(1000);
    await eventually(() => discord.gateway.sessions.length === 0);
  });

  it('loses its session when it stays away too long', async () => {
    const { discord, bot } = await start({ sessionLifetimeMs: 30 });
    const one = bot();
    await one.gateway.connect();
    await one.leave();
    await eventually(() => discord.gateway.sessions.length === 0);
  });

  it('hears everything twice when it is connected twice', async () => {
    const { discord, bot } = await start();
    const bots = [bot(), bot()];
    const heard = bots.map(listen);
    for (const one of bots) await one.gateway.connect();
    const { id } = discord.person('ada').write('general', 'hello');
    await eventually(() => heard.every((list) => list.length === 1));
    expect(heard).toEqual([[id], [id]]);
  });

  it('loses all sessions and its token when the daily identifies are used up', async () => {
    const { discord, bot } = await start({ identifyBudget: 2 });
    const one = bot();
    await one.gateway.connect();
    await bot().gateway.connect();
    expect(await one.api.gateway.getBot()).toMatchObject({ session_start_limit: { total: 2, remaining: 0 } });
    const greedy = bot();
    // The library counts too and refuses by itself, so this client is told of a budget that is not there.
    greedy.gateway.fetchGatewayInformation = async () => ({
      url: discord.gatewayUrl,
      shards: 1,
      session_start_limit: { total: 2, remaining: 2, reset_after: 0, max_concurrency: 1 },
    });
    void greedy.gateway.connect().catch(() => {});
    await eventually(() => greedy.log.includes('closed 4004') && one.log.includes('closed 4004'));
    expect(discord.gateway.sessions).toHaveLength(0);
    await expect(one.api.users.getCurrent()).rejects.toMatchObject({ status: 401 });
  });

  it('is closed with 4004 for a wrong token and with 4014 for a privileged intent that is off', async () => {
    const { discord, bot } = await start();
    const informed = async () => ({
      url: discord.gatewayUrl,
      shards: 1,
      session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
    });
    const impostor = bot({ token: 'wrong' });
    impostor.gateway.fetchGatewayInformation = informed;
    void impostor.gateway.connect().catch(() => {});
    await eventually(() => impostor.log.includes('closed 4004'));
    const curious = bot({ intents: GatewayIntentBits.MessageContent });
    void curious.gateway.connect().catch(() => {});
    await eventually(() => curious.log.includes('closed 4014'));
  });
});

describe('what a bot gets to read', () => {
  it('is empty text from others without the message content intent, except where it is mentioned', async () => {
    const { discord, bot } = await start();
    const one = bot();
    const texts: string[] = [];
    one.client.on(GatewayDispatchEvents.MessageCreate, ({ data }) => texts.push(data.content));
    await one.gateway.connect();
    discord.person('ada').write('general', 'not for the bot');
    discord.person('ada').write('general', '@onomancer hello');
    await eventually(() => texts.length === 2);
    expect(texts).toEqual(['', `<@${discord.applicationId}> hello`]);
  });

  it('is the text when the intent is switched on and asked for', async () => {
    const { discord, bot } = await start({ privilegedIntents: GatewayIntentBits.MessageContent });
    const one = bot({ intents: GatewayIntentBits.GuildMessages | GatewayIntentBits.MessageContent });
    const texts: string[] = [];
    one.client.on(GatewayDispatchEvents.MessageCreate, ({ data }) => texts.push(data.content));
    await one.gateway.connect();
    discord.person('ada').write('general', 'for all to read');
    await eventually(() => texts.length === 1);
    expect(texts).toEqual(['for all to read']);
  });

  it('includes reactions with who reacted, only with the intent for them', async () => {
    const { discord, bot } = await start();
    const [all, none] = [bot(), bot({ intents: 0 })];
    const heard: unknown[] = [];
    all.client.on(GatewayDispatchEvents.MessageReactionAdd, ({ data }) => heard.push(data));
    none.client.on(GatewayDispatchEvents.MessageReactionAdd, () => heard.push('unasked'));
    for (const one of [all, none]) await one.gateway.connect();
    const message = discord.person('ada').write('general', 'a bug');
    discord.person('developer').react(message, '📌');
    await eventually(() => heard.length === 1);
    expect(heard[0]).toMatchObject({
      message_id: message.id,
      emoji: { id: null, name: '📌' },
      member: { user: { username: 'developer' } },
      message_author_id: discord.person('ada').id,
    });
  });
});
