import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/shared/clock.ts';
import { type DiscordSandbox, startDiscord } from '../start-discord.ts';
import { type TestBot, testBot } from '../test-bot.ts';

const clock = fixedClock('2026-03-04T10:00:00Z');
let discord: DiscordSandbox;
let bot: TestBot;

beforeEach(async () => {
  discord = await startDiscord({ clock });
  bot = testBot(discord);
});
afterEach(async () => {
  await bot.leave();
  await discord.close();
});

const replace = (commands: unknown, guildId = discord.guildId, app = discord.applicationId) =>
  bot.rest.put(`/applications/${app}/guilds/${guildId}/commands`, { body: commands }) as Promise<
    Record<string, unknown>[]
  >;
const text = (name: string, more: object = {}) => ({ type: 3, name, description: 'd', ...more });
const command = (more: object = {}) => ({ name: 'ask', description: 'Asks', ...more });
const errorCodes = (error: { rawError: { errors: unknown } }): string[] =>
  [...JSON.stringify(error.rawError.errors).matchAll(/"code":"(\w+)"/g)].map(([, code]) => code ?? '');

describe('registering commands', () => {
  it('gives back what was registered, without what is false, null or empty', async () => {
    const [made] = await replace([
      command({
        options: [
          text('team', { required: true, choices: [{ name: 'Engineering', value: 'ENG' }] }),
          text('issue', { required: false, autocomplete: true }),
        ],
        default_member_permissions: null,
      }),
    ]);
    expect(made).toMatchObject({
      application_id: discord.applicationId,
      guild_id: discord.guildId,
      type: 1,
      name: 'ask',
      default_member_permissions: null,
      nsfw: false,
      options: [
        { type: 3, name: 'team', description: 'd', required: true, choices: [{ name: 'Engineering', value: 'ENG' }] },
        { type: 3, name: 'issue', description: 'd', autocomplete: true },
      ],
    });
    expect(made).not.toHaveProperty('options.1.required');
  });

  it('in bulk keeps the ids of names that stay, changes versions only of what changed, and deletes the rest', async () => {
    const before = await replace([command(), command({ name: 'two' }), command({ name: 'gone' })]);
    const after = await replace([command(), command({ name: 'two', description: 'Changed' })]);
    expect(after.map(({ id }) => id)).toEqual(before.slice(0, 2).map(({ id }) => id));
    expect(after[0]?.['version']).toBe(before[0]?.['version']);
    expect(after[1]?.['version']).not.toBe(before[1]?.['version']);
    expect(await bot.api.applicationCommands.getGuildCommands(discord.applicationId, discord.guildId)).toHaveLength(2);
  });

  it('one by one updates the command that has the name, and can be edited and deleted', async () => {
    const api = bot.api.applicationCommands;
    const { applicationId, guildId } = discord;
    const first = await api.createGuildCommand(applicationId, guildId, { name: 'ask', description: 'One' });
    const second = await api.createGuildCommand(applicationId, guildId, { name: 'ask', description: 'Two' });
    expect([second.id, second.description]).toEqual([first.id, 'Two']);
    const edited = await api.editGuildCommand(applicationId, guildId, first.id, { description: 'Three' });
    expect(edited).toMatchObject({ id: first.id, name: 'ask', description: 'Three' });
    await api.deleteGuildCommand(applicationId, guildId, first.id);
    await expect(api.getGuildCommand(applicationId, guildId, first.id)).rejects.toMatchObject({
      status: 404,
      code: 10063,
    });
  });

  it('keeps global commands and those of the server apart', async () => {
    await bot.api.applicationCommands.createGlobalCommand(discord.applicationId, {
      name: 'world',
      description: 'Everywhere',
    });
    await replace([command()]);
    expect(
      discord
        .person('newcomer')
        .commands()
        .map(({ name }) => name),
    ).toEqual(['ask', 'world']);
    expect(await bot.api.applicationCommands.getGlobalCommands(discord.applicationId)).toMatchObject([
      { name: 'world', dm_permission: true, contexts: null, integration_types: [0] },
    ]);
  });

  it.each<[string, unknown[], string]>([
    ['a name in capitals', [command({ name: 'Ask' })], 'APPLICATION_COMMAND_INVALID_NAME'],
    ['a name with a space', [command({ name: 'a b' })], 'APPLICATION_COMMAND_INVALID_NAME'],
    ['a name of 33', [command({ name: 'a'.repeat(33) })], 'BASE_TYPE_BAD_LENGTH'],
    ['no description', [{ name: 'ask' }], 'BASE_TYPE_REQUIRED'],
    ['a description of 101', [command({ description: 'x'.repeat(101) })], 'BASE_TYPE_BAD_LENGTH'],
    ['a field that nobody knows', [command({ permission: 1 })], 'UNKNOWN_FIELD'],
    ['a name twice', [command(), command()], 'APPLICATION_COMMANDS_DUPLICATE_NAME'],
    ['26 options', [command({ options: Array.from({ length: 26 }, (_, n) => text(`o${n}`)) })], 'BASE_TYPE_MAX_LENGTH'],
    [
      'an option name twice',
      [command({ options: [text('a'), text('a')] })],
      'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
    ],
    [
      'a required option after an optional one',
      [command({ options: [text('a'), text('b', { required: true })] })],
      'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    ],
    [
      '26 choices',
      [
        command({
          options: [text('a', { choices: Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` })) })],
        }),
      ],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'choices together with autocomplete',
      [command({ options: [text('a', { autocomplete: true, choices: [{ name: 'x', value: 'x' }] })] })],
      'APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE_EXCLUSIVE',
    ],
    [
      'a choice of the wrong type',
      [command({ options: [{ type: 4, name: 'n', description: 'd', choices: [{ name: 'x', value: 'x' }] }] })],
      'NUMBER_TYPE_COERCE',
    ],
    [
      'sub-commands beside options',
      [command({ options: [{ type: 1, name: 's', description: 'd' }, text('a')] })],
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    ],
    [
      'more than 8,000 characters',
      [
        command({
          options: Array.from({ length: 4 }, (_, o) =>
            text(`o${o}`, {
              choices: Array.from({ length: 25 }, (_c, n) => ({ name: `${n}`.padEnd(90, 'x'), value: 'v' })),
            }),
          ),
        }),
      ],
      'APPLICATION_COMMAND_TOO_LARGE',
    ],
  ])('refuses %s', async (_, commands, code) => {
    const error = await replace(commands).then(
      () => null,
      (caught: unknown) => caught as { status: number; code: number; rawError: { errors: unknown } },
    );
    expect(error).toMatchObject({ status: 400, code: 50035 });
    expect(errorCodes(error ?? { rawError: { errors: {} } })).toContain(code);
  });

  it('refuses another application (20012) and a server that the bot is not in (50001)', async () => {
    await expect(replace([], discord.guildId, '123456789012345678')).rejects.toMatchObject({
      status: 403,
      code: 20012,
    });
    await expect(replace([], '123456789012345678')).rejects.toMatchObject({ status: 403, code: 50001 });
  });

  it('refuses the 201st new command of a day, not the next day', async () => {
    const batch = (from: string) => Array.from({ length: 100 }, (_, n) => command({ name: `${from}-${n}` }));
    await replace(batch('a'));
    await replace(batch('b'));
    await expect(replace([command()])).rejects.toMatchObject({ status: 400, code: 30034 });
    clock.advanceMs(24 * 60 * 60_000);
    expect(await replace([command()])).toHaveLength(1);
  });

  it('refuses the 101st command of a scope (30032)', async () => {
    const commands = Array.from({ length: 101 }, (_, n) => command({ name: `c-${n}` }));
    await expect(replace(commands)).rejects.toMatchObject({ status: 400, code: 30032 });
  });
});

describe('the picker', () => {
  it('hides commands from members without the permission that they ask for', async () => {
    await replace([
      command({ name: 'admin-only', default_member_permissions: '0' }),
      command({ name: 'managers', default_member_permissions: String(1 << 5) }),
    ]);
    const picker = (name: string) =>
      discord
        .person(name)
        .commands()
        .map((one) => one.name);
    expect(picker('ada')).toEqual(['admin-only', 'managers']);
    expect(picker('operator')).toEqual(['managers']);
    expect(picker('newcomer')).toEqual([]);
    expect(await discord.person('newcomer').type('/managers')).toMatchObject({ kind: 'refused' });
  });
});
