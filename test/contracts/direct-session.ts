import { type API, GatewayDispatchEvents, GatewayIntentBits, MessageFlags } from '@discordjs/core';
import { type DiscordSandbox, startDiscord } from '../../sandbox/discord/start-discord.ts';
import { eventually, type TestBot, testBot } from '../../sandbox/discord/test-bot.ts';
import { Faults } from '../../sandbox/faults.ts';
import { type Exchange, memoryRecorder } from '../../sandbox/record.ts';
import { useInteractions } from './direct-interactions.ts';
import { buttons, channelSelect, embed, PNG, roleSelect, textSelect, userSelect } from './message-samples.ts';

interface Stage {
  readonly discord: DiscordSandbox;
  readonly faults: Faults;
  readonly bot: TestBot;
  readonly api: API;
  readonly channel: string;
}

/** What the bot does not use yet, through Discord's own client library. Gives all that went over the wire. */
export async function recordDirectSession(): Promise<readonly Exchange[]> {
  const recorder = memoryRecorder();
  const faults = new Faults();
  // Time runs, so that nobody waits for rate limits.
  let elapsed = 0;
  const elapsedMs = (): number => (elapsed += 60_000);
  const everything = GatewayIntentBits.MessageContent | GatewayIntentBits.GuildMembers;
  const discord = await startDiscord({ recorder, faults, elapsedMs, privilegedIntents: everything });
  const bot = testBot(discord, {
    intents:
      everything |
      GatewayIntentBits.Guilds |
      GatewayIntentBits.GuildMessages |
      GatewayIntentBits.GuildMessageReactions |
      GatewayIntentBits.DirectMessages,
  });
  const stage = { discord, faults, bot, api: bot.api, channel: discord.world.channelNamed('sprint')?.id ?? '' };
  try {
    await lookAround(stage);
    await manageCommands(stage);
    await bot.gateway.connect();
    await useMessages(stage);
    await useThreadsAndReactions(stage);
    await useDirectMessages(stage);
    await useInteractions(bot, discord);
    await loseSessions(stage);
    await beRefused(stage);
  } finally {
    await bot.leave();
    await discord.close();
  }
  return recorder.exchanges;
}

async function lookAround({ bot, api, discord, channel }: Stage): Promise<void> {
  await bot.rest.get('/gateway');
  await api.gateway.getBot();
  await api.users.getCurrent();
  await api.applications.getCurrent();
  await bot.rest.get('/oauth2/applications/@me');
  await api.guilds.get(discord.guildId, { with_counts: true });
  await api.guilds.get(discord.guildId);
  await api.guilds.getChannels(discord.guildId);
  await api.guilds.getRoles(discord.guildId);
  for (const person of discord.people()) await api.guilds.getMember(discord.guildId, person.id);
  await api.channels.get(channel);
  await api.channels.get(discord.world.channelNamed('leadership')?.id ?? '');
  await api.channels.get(discord.world.channelNamed('Release checklist')?.id ?? '');
}

async function manageCommands({ api, discord }: Stage): Promise<void> {
  const { applicationId: app, guildId } = discord;
  const commands = api.applicationCommands;
  const texts = { name_localizations: { de: 'frag' }, description_localizations: { de: 'Fragt' } };
  const everyKind = {
    name: 'ask',
    description: 'Asks',
    ...texts,
    default_member_permissions: '2048',
    nsfw: false,
    options: [
      { type: 3 as const, name: 'what', description: 'What', required: true, autocomplete: true },
      { type: 3 as const, name: 'team', description: 'Team', choices: [{ name: 'Engineering', value: 'ENG' }] },
      { type: 3 as const, name: 'text', description: 'Text', min_length: 1, max_length: 6000, ...texts },
      { type: 4 as const, name: 'count', description: 'How many', min_value: 1, max_value: 10 },
      { type: 10 as const, name: 'share', description: 'Share', choices: [{ name: 'half', value: 0.5 }] },
      { type: 5 as const, name: 'all', description: 'All' },
      { type: 6 as const, name: 'who', description: 'Who' },
      { type: 7 as const, name: 'where', description: 'Where', channel_types: [0 as const, 11 as const] },
      { type: 8 as const, name: 'role', description: 'Role' },
      { type: 9 as const, name: 'mention', description: 'Mention' },
    ],
  };
  const nested = {
    name: 'nest',
    description: 'Nests',
    options: [
      {
        type: 1 as const,
        name: 'one',
        description: 'One',
        options: [{ type: 3 as const, name: 'x', description: 'X' }],
      },
      {
        type: 2 as const,
        name: 'more',
        description: 'More',
        options: [{ type: 1 as const, name: 'two', description: 'T' }],
      },
    ],
  };
  await commands.bulkOverwriteGuildCommands(app, guildId, [
    everyKind,
    nested,
    { name: 'Keep this', type: 3 as const },
    { name: 'Who is this', type: 2 as const },
  ]);
  const two = await commands.createGuildCommand(app, guildId, { name: 'two', description: 'd' });
  await commands.createGuildCommand(app, guildId, { name: 'two', description: 'again: an update' });
  await commands.editGuildCommand(app, guildId, two.id, { description: 'e' });
  await commands.getGuildCommand(app, guildId, two.id);
  await commands.getGuildCommands(app, guildId);
  await commands.deleteGuildCommand(app, guildId, two.id);
  await commands.bulkOverwriteGlobalCommands(app, [
    { name: 'all', description: 'd', contexts: [0, 1], integration_types: [0] },
  ]);
  const global = await commands.createGlobalCommand(app, { name: 'Look', type: 2 });
  await commands.editGlobalCommand(app, global.id, { name: 'Look up' });
  await commands.getGlobalCommand(app, global.id);
  await commands.getGlobalCommands(app);
  await commands.deleteGlobalCommand(app, global.id);
}

async function useMessages({ api, channel, discord }: Stage): Promise<void> {
  const ada = discord.person('ada');
  const rows = [buttons, textSelect, userSelect, roleSelect, channelSelect].flatMap((row) => row ?? []);
  const message = await api.channels.createMessage(channel, {
    content: `For <@${ada.id}>`,
    embeds: [embed, { description: 'Only text' }],
    components: rows,
    nonce: 'once',
    enforce_nonce: true,
    allowed_mentions: { parse: [], users: [ada.id], replied_user: false },
    flags: MessageFlags.SuppressNotifications,
  });
  await api.channels.createMessage(channel, { content: 'again', nonce: 'once', enforce_nonce: true });
  await api.channels.createMessage(channel, { components: [buttons] });
  await api.channels.createMessage(channel, {
    content: 'a reply',
    message_reference: { message_id: message.id, fail_if_not_exists: false },
  });
  const files = await api.channels.createMessage(channel, {
    embeds: [{ description: 'chart', image: { url: 'attachment://chart.png' } }],
    files: [
      { name: 'chart.png', data: PNG, contentType: 'image/png' },
      { name: 'notes.txt', data: Buffer.from('notes'), contentType: 'text/plain' },
    ],
    attachments: [
      { id: '0', description: 'A chart' },
      { id: '1', filename: 'notes.txt' },
    ],
  });
  const [kept] = files.attachments;
  await api.channels.editMessage(channel, files.id, {
    attachments: [{ id: kept?.id ?? '' }, { id: '0', filename: 'new.txt' }],
    files: [{ name: 'new.txt', data: Buffer.from('new'), contentType: 'text/plain' }],
  });
  await api.channels.editMessage(channel, message.id, { content: 'new', embeds: [], components: [buttons] });
  await api.channels.editMessage(channel, message.id, { flags: MessageFlags.SuppressEmbeds });
  await api.channels.getMessage(channel, message.id);
  await api.channels.getMessages(channel, { limit: 3, before: message.id });
  await api.channels.getMessages(channel, { after: message.id });
  await api.channels.showTyping(channel);
  ada.write('sprint', `Thanks, <@${discord.applicationId}>`);
  await api.channels.deleteMessage(channel, files.id);
}

async function useThreadsAndReactions({ api, channel, discord }: Stage): Promise<void> {
  const message = await api.channels.createMessage(channel, { content: 'Let us talk' });
  const thread = await api.channels.createThread(
    channel,
    { name: 'From a message', auto_archive_duration: 1440 },
    message.id,
  );
  await api.channels.createMessage(thread.id, { content: 'In the thread' });
  await api.channels.getMessages(thread.id);
  await api.channels.getMessage(channel, message.id);
  await api.channels.createThread(channel, { name: 'Alone', type: 11 });
  await api.channels.addMessageReaction(channel, message.id, '👍');
  discord.person('ada').react(message.id, '👍');
  discord.person('developer').react(message.id, '📌');
  await api.channels.getMessageReactions(channel, message.id, '👍', { limit: 5 });
  await api.channels.getMessage(channel, message.id);
  await api.channels.deleteUserMessageReaction(channel, message.id, '📌', discord.person('developer').id);
  await api.channels.deleteOwnMessageReaction(channel, message.id, '👍');
}

async function useDirectMessages({ api, discord }: Stage): Promise<void> {
  const ada = discord.person('ada');
  const direct = await api.users.createDM(ada.id);
  await api.channels.get(direct.id);
  await api.channels.createMessage(direct.id, { content: 'psst', components: [buttons] });
  ada.write('dm', 'yes?');
  await api.channels.getMessages(direct.id);
}

/** Each way in which a session ends or lives on. */
async function loseSessions({ discord, bot, api, channel }: Stage): Promise<void> {
  const cameBack = (line: string, times: number) =>
    eventually(() => bot.log.filter((one) => one === line).length === times, 20_000);
  const chunk = new Promise((resolve) => bot.client.once(GatewayDispatchEvents.GuildMembersChunk, resolve));
  await bot.gateway.send(0, { op: 8, d: { guild_id: discord.guildId, query: '', limit: 0, nonce: 'all' } });
  await chunk;
  discord.gateway.drop();
  await cameBack('resumed', 1);
  await api.channels.createMessage(channel, { content: 'still there' });
  discord.gateway.invalidateSession({ resumable: true });
  await cameBack('resumed', 2);
  discord.gateway.invalidateSession({ resumable: false });
  await cameBack('ready', 2);
}

/** A few refusals on purpose; all others are in discord-refusals.ts. */
async function beRefused({ api, discord, faults, channel }: Stage): Promise<void> {
  const nobody = '123456789012345678';
  const refused = async (asked: Promise<unknown>): Promise<void> => {
    const isAccepted = await asked.then(
      () => true,
      () => false,
    );
    if (isAccepted) throw new Error('This was not refused.');
  };
  await refused(api.channels.get(nobody));
  await refused(api.channels.get(discord.world.channelNamed('founders')?.id ?? ''));
  await refused(api.channels.createMessage(channel, { content: 'x'.repeat(2001) }));
  await refused(
    api.channels.createMessage(channel, { embeds: [{ title: 'x'.repeat(257), fields: [{ name: '', value: '' }] }] }),
  );
  await refused(api.guilds.getMember(discord.guildId, nobody));
  await refused(api.interactions.reply(nobody, 'nothing', { content: 'x' }));
  await refused(api.interactions.editReply(discord.applicationId, 'nothing', { content: 'x' }));
  await refused(testBot(discord, { token: 'wrong' }).api.users.getCurrent());
  faults.add({ service: 'discord', kind: 'status', status: 429, retryAfterMs: 20, times: 1 });
  await api.users.getCurrent();
}
