import { type APIInteraction, GatewayDispatchEvents } from '@discordjs/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DiscordSandbox, startDiscord } from '../start-discord.ts';
import { eventually, type TestBot, testBot } from '../test-bot.ts';

let discord: DiscordSandbox;
let bot: TestBot;
const seen: APIInteraction[] = [];

beforeEach(async () => {
  seen.length = 0;
  discord = await startDiscord({ ackDeadlineMs: 500 });
  bot = testBot(discord);
  await bot.api.applicationCommands.bulkOverwriteGuildCommands(discord.applicationId, discord.guildId, [
    {
      name: 'sprint',
      description: 'The sprint',
      options: [
        {
          type: 3,
          name: 'team',
          description: 'Team',
          required: true,
          choices: [
            { name: 'Engineering', value: 'ENG' },
            { name: 'Design', value: 'DES' },
          ],
        },
        { type: 4, name: 'number', description: 'Which one', min_value: 1, max_value: 99 },
        { type: 5, name: 'all', description: 'Also finished ones' },
        { type: 6, name: 'who', description: 'Whose' },
        { type: 7, name: 'where', description: 'Where' },
        { type: 8, name: 'role', description: 'Which role' },
      ],
    },
    {
      name: 'issue',
      description: 'One issue',
      options: [{ type: 3, name: 'id', description: 'Which', min_length: 3, max_length: 8 }],
    },
    { name: 'Who is this', type: 2 },
    {
      name: 'config',
      description: 'Settings',
      options: [
        {
          type: 2,
          name: 'team',
          description: 'Teams',
          options: [
            {
              type: 1,
              name: 'add',
              description: 'Add',
              options: [{ type: 3, name: 'key', description: 'Key', required: true }],
            },
          ],
        },
      ],
    },
  ]);
  bot.client.on(GatewayDispatchEvents.InteractionCreate, ({ data, api }) => {
    seen.push(data);
    void api.interactions.reply(data.id, data.token, { content: 'ok' });
  });
  await bot.gateway.connect();
});
afterEach(async () => {
  await bot.leave();
  await discord.close();
});

describe('people', () => {
  it('are found by user name and by display name', () => {
    expect(discord.people().map(({ name }) => name)).toEqual([
      'ada',
      'leadership',
      'product',
      'marketing',
      'developer',
      'dev2',
      'devrel',
      'operator',
      'newcomer',
    ]);
    expect(discord.person('lea leadership').id).toBe(discord.person('leadership').id);
    expect(discord.person('developer').roles).toEqual(['Developers']);
    expect(discord.person('ada').roles).toEqual([]);
    expect(() => discord.person('nobody')).toThrow('INPUT_INVALID');
  });

  it('have the same ids in every run', async () => {
    const other = await startDiscord();
    expect(other.people().map(({ id }) => id)).toEqual(discord.people().map(({ id }) => id));
    await other.close();
  });

  it('see the channels that their roles show them', () => {
    expect(discord.person('leadership').sees('leadership')).toEqual([]);
    expect(() => discord.person('developer').sees('leadership')).toThrow('INPUT_INVALID');
    expect(discord.person('ada').sees('founders')).toEqual([]);
  });
});

describe('the menu of a member', () => {
  it('sends who it was used on, and the answer says so', async () => {
    const [ada, dev2] = [discord.person('ada'), discord.person('dev2')];
    expect(ada.memberMenus()).toEqual(['Who is this']);
    expect(ada.menus()).toEqual([]);
    const outcome = await ada.memberMenu('dev2', 'Who is this', { channel: 'sprint' });
    expect(seen.at(-1)?.data).toEqual({
      id: expect.any(String),
      name: 'Who is this',
      type: 2,
      guild_id: discord.guildId,
      target_id: dev2.id,
      resolved: {
        users: { [dev2.id]: expect.objectContaining({ id: dev2.id, username: 'dev2' }) },
        members: { [dev2.id]: expect.not.objectContaining({ user: expect.anything() }) },
      },
    });
    expect(outcome).toMatchObject({
      kind: 'answered',
      message: { payload: { type: 23, interaction_metadata: { target_user: { id: dev2.id } } } },
    });
  });

  it('offers nothing else, and nobody who is not there', async () => {
    const ada = discord.person('ada');
    expect(await ada.memberMenu('dev2', 'sprint')).toMatchObject({ kind: 'refused' });
    expect(await ada.memberMenu('ghost', 'Who is this')).toEqual({
      kind: 'refused',
      problem: 'There is no member "ghost".',
    });
    expect(seen).toEqual([]);
  });
});

describe('a typed command', () => {
  it('arrives with its options in the right types and with what ids stand for', async () => {
    const line = '/sprint team:engineering number:12 all:yes who:@dev2 where:#feedback role:Product';
    expect(await discord.person('ada').type(line, { channel: 'Release checklist' })).toMatchObject({
      kind: 'answered',
    });
    const dev2 = discord.person('dev2').id;
    const role = discord.world.roleNamed('Product')?.id ?? '';
    const where = discord.world.channelNamed('feedback')?.id ?? '';
    expect(seen[0]).toMatchObject({
      channel: { name: 'Release checklist', type: 11 },
      data: {
        name: 'sprint',
        guild_id: discord.guildId,
        options: [
          { name: 'team', type: 3, value: 'ENG' },
          { name: 'number', type: 4, value: 12 },
          { name: 'all', type: 5, value: true },
          { name: 'who', type: 6, value: dev2 },
          { name: 'where', type: 7, value: where },
          { name: 'role', type: 8, value: role },
        ],
        resolved: {
          users: { [dev2]: { username: 'dev2' } },
          members: { [dev2]: { roles: [expect.any(String)], permissions: expect.any(String) } },
          roles: { [role]: { name: 'Product' } },
          channels: { [where]: { name: 'feedback', permissions: expect.any(String) } },
        },
      },
    });
  });

  it('may leave out the name of the only option, of the only required one and of a member', async () => {
    const ada = discord.person('ada');
    for (const line of ['/issue ENG-12', '/sprint design', '/sprint @developer team:ENG']) await ada.type(line);
    expect(seen.map(({ data }) => (data as { options: object[] }).options)).toMatchObject([
      [{ name: 'id', value: 'ENG-12' }],
      [{ name: 'team', value: 'DES' }],
      [{ name: 'team' }, { name: 'who', value: discord.person('developer').id }],
    ]);
  });

  it('may be a sub-command in a group', async () => {
    await discord.person('ada').type('/config team add key:ENG');
    expect(seen[0]?.data).toMatchObject({
      options: [
        {
          name: 'team',
          type: 2,
          options: [{ name: 'add', type: 1, options: [{ name: 'key', type: 3, value: 'ENG' }] }],
        },
      ],
    });
  });

  it.each([
    ['hello', 'A command starts with a slash, for example /help.'],
    ['/nothing', 'There is no command /nothing here.'],
    ['/sprint', '/sprint needs "team": Team.'],
    ['/sprint team:Sales', '"team" wants one of: Engineering, Design.'],
    [
      '/sprint team:ENG colour:red',
      '/sprint has no option "colour" (it has: team, number, all, who, where, role). Put a text with a colon in quotes.',
    ],
    ['/sprint team:ENG number:many', '"number" wants a whole number, not "many".'],
    ['/sprint team:ENG number:100', '"number" wants a number from 1 to 99, not 100.'],
    ['/sprint team:ENG all:perhaps', '"all" wants true or false, not "perhaps".'],
    ['/sprint team:ENG who:@ghost', '"who" wants a member; nobody and nothing here is called "@ghost".'],
    ['/sprint team:ENG team:DES', '/sprint got "team" twice.'],
    ['/issue id:12', '"id" wants 3 to 8 characters, not 2.'],
    ['/config', '/config wants one of: team.'],
    ['/config team remove', '/config wants one of: add.'],
  ])('is not sent: %s', async (line, problem) => {
    expect(await discord.person('ada').type(line)).toEqual({ kind: 'refused', problem });
    expect(discord.interactions).toHaveLength(0);
  });

  it('is not sent from a channel that the person does not see', async () => {
    expect(await discord.person('newcomer').type('/issue ENG-1', { channel: 'leadership' })).toEqual({
      kind: 'refused',
      problem: 'newcomer sees no channel "leadership".',
    });
  });

  it('is not answered when no bot is there', async () => {
    await bot.leave(1000);
    await eventually(() => discord.gateway.sessions.length === 0);
    expect(await discord.person('ada').type('/issue ENG-1')).toMatchObject({ kind: 'not-acknowledged' });
  });

  it('can be fired without waiting, many at a time, and each is answered once', async () => {
    const traces = Array.from({ length: 100 }, () => discord.person('ada').fire('/issue ENG-1'));
    await eventually(() => traces.every(({ answeredMs }) => answeredMs !== null));
    expect(
      traces.every(({ callbacks, rejectedCallbacks }) => callbacks.length === 1 && rejectedCallbacks.length === 0),
    ).toBe(true);
    expect(() => discord.person('ada').fire('/nothing')).toThrow('INPUT_INVALID');
  });
});

describe('completion', () => {
  it('offers commands, then options, then values', async () => {
    const lines = async (line: string) => (await discord.person('ada').complete(line)).map((one) => one.line);
    expect(await lines('/')).toEqual(['/config ', '/issue ', '/sprint ']);
    expect(await lines('/s')).toEqual(['/sprint ']);
    expect(await lines('/sprint ')).toContain('/sprint team:');
    expect(await lines('/sprint te')).toEqual(['/sprint team:']);
    expect(await lines('/sprint team:')).toEqual(['/sprint team:Engineering ', '/sprint team:Design ']);
    expect(await lines('/sprint team:des')).toEqual(['/sprint team:Design ']);
    expect(await lines('/sprint team:Design al')).toEqual([]);
    expect(await lines('/sprint team:ENG who:@dev')).toEqual([
      '/sprint team:ENG who:@developer ',
      '/sprint team:ENG who:@dev2 ',
      '/sprint team:ENG who:@devrel ',
    ]);
    expect(await lines('/nothing ')).toEqual([]);
  });
});

describe('what people write', () => {
  it('has mentions where they typed names', () => {
    const message = discord.person('ada').write('general', 'hey @developer and @Developers, see #sprint, mail a@b.org');
    const [developer, role, channel] = [
      discord.person('developer').id,
      discord.world.roleNamed('Developers')?.id,
      discord.world.channelNamed('sprint')?.id,
    ];
    // A user and a role differ in case only where the role's name is longer.
    expect(message.payload.content).toBe(`hey <@${developer}> and <@&${role}>, see <#${channel}>, mail a@b.org`);
    expect(message.payload.mentions).toMatchObject([{ username: 'developer' }]);
  });

  it('is refused where they may not write and when it is too long', () => {
    expect(() => discord.person('newcomer').write('leadership', 'x')).toThrow('INPUT_INVALID');
    expect(() => discord.person('ada').write('general', 'x'.repeat(2001))).toThrow('INPUT_INVALID');
  });
});
