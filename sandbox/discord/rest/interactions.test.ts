import { type API, type APIInteraction, GatewayDispatchEvents, InteractionType, MessageFlags } from '@discordjs/core';
import { afterEach, describe, expect, it } from 'vitest';
import { type Clock, fixedClock } from '../../../src/shared/clock.ts';
import { type DiscordOptions, type DiscordSandbox, startDiscord } from '../start-discord.ts';
import { eventually, type TestBot, testBot } from '../test-bot.ts';

let discord: DiscordSandbox;
let bot: TestBot;

type Handler = (api: API, interaction: APIInteraction) => Promise<unknown>;

/** A server with a bot that has `/ask` and `/form` and handles interactions as the test says. */
async function start(handle: Handler, options: DiscordOptions = {}): Promise<void> {
  discord = await startDiscord(options);
  bot = testBot(discord);
  await bot.api.applicationCommands.bulkOverwriteGuildCommands(discord.applicationId, discord.guildId, [
    { name: 'ask', description: 'Asks', options: [{ type: 3, name: 'what', description: 'What', autocomplete: true }] },
  ]);
  bot.client.on(GatewayDispatchEvents.InteractionCreate, ({ data, api }) => void handle(api, data).catch(() => {}));
  await bot.gateway.connect();
}

afterEach(async () => {
  await bot.leave();
  await discord.close();
});

const refusal = (status: number, code: number): unknown => expect.objectContaining({ status, code });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs `work` in the bot for one `/ask` and gives what came of it; an error in it is given back. */
async function inBot(
  work: (api: API, it: APIInteraction) => Promise<unknown>,
  options?: DiscordOptions & { waitMs?: number },
): Promise<{ result: unknown }> {
  let result: { result: unknown } | null = null;
  await start(async (api, interaction) => {
    result = { result: await work(api, interaction).catch((error: unknown) => error) };
  }, options);
  void discord.person('ada').type('/ask what:x', { waitMs: options?.waitMs ?? 100 });
  return eventually(() => result);
}

describe('an interaction', () => {
  it('carries everything that Discord sends', async () => {
    let seen: APIInteraction | undefined;
    await start(async (api, interaction) => {
      seen = interaction;
      await api.interactions.reply(interaction.id, interaction.token, { content: 'ok' });
    });
    await discord.person('leadership').type('/ask what:x', { channel: 'sprint' });
    const lea = discord.person('leadership');
    expect(seen).toMatchObject({
      application_id: discord.applicationId,
      type: InteractionType.ApplicationCommand,
      version: 1,
      guild_id: discord.guildId,
      guild: { id: discord.guildId, locale: 'en-US', features: [] },
      guild_locale: 'en-US',
      locale: 'en-US',
      channel: { name: 'sprint', type: 0, permissions: expect.stringMatching(/^\d+$/) },
      member: {
        user: { id: lea.id, username: 'leadership', global_name: 'Lea Leadership' },
        roles: [expect.any(String)],
      },
      app_permissions: expect.stringMatching(/^\d+$/),
      entitlements: [],
      authorizing_integration_owners: { '0': discord.guildId },
      context: 0,
      attachment_size_limit: 10 * 1024 * 1024,
      data: { name: 'ask', type: 1, options: [{ name: 'what', type: 3, value: 'x' }] },
    });
    expect(seen?.user).toBeUndefined();
  });

  it('tells the permissions of the member: the owner has all of them', async () => {
    const permissions: bigint[] = [];
    await start(async (api, interaction) => {
      permissions.push(BigInt(interaction.member?.permissions ?? 0));
      await api.interactions.reply(interaction.id, interaction.token, { content: 'ok' });
    });
    await discord.person('ada').type('/ask');
    await discord.person('newcomer').type('/ask');
    const administrator = 1n << 3n;
    expect(permissions.map((bits) => (bits & administrator) !== 0n)).toEqual([true, false]);
  });
});

describe('the answer to an interaction', () => {
  it('is accepted once; a second one is refused with 40060 and noted', async () => {
    const { result } = await inBot(async (api, { id, token }) => {
      await api.interactions.reply(id, token, { content: 'first' });
      await api.interactions.reply(id, token, { content: 'second' });
    });
    expect(result).toEqual(refusal(400, 40060));
    expect(discord.interactions[0]).toMatchObject({
      callbacks: [{ type: 4 }],
      rejectedCallbacks: [{ type: 4, code: 40060 }],
      finalMessage: { payload: { content: 'first' } },
    });
  });

  it('is refused with 10062 after the deadline, and the person knows that nothing came', async () => {
    let error: unknown;
    await start(
      async (api, { id, token }) => {
        await pause(60);
        error = await api.interactions.reply(id, token, { content: 'late' }).catch((caught: unknown) => caught);
      },
      { ackDeadlineMs: 30 },
    );
    expect(await discord.person('ada').type('/ask')).toMatchObject({ kind: 'not-acknowledged' });
    expect(await eventually(() => error)).toEqual(refusal(404, 10062));
    expect(discord.interactions[0]).toMatchObject({ isExpired: true, rejectedCallbacks: [{ code: 10062 }] });
  });

  it('is refused with 10062 when the clock says that the deadline has passed, without waiting for it', async () => {
    const clock: Clock & { advanceMs(ms: number): void } = fixedClock('2026-03-04T10:00:00Z');
    const { result } = await inBot(
      async (api, { id, token }) => {
        clock.advanceMs(3001);
        await api.interactions.reply(id, token, { content: 'late' });
      },
      { clock },
    );
    expect(result).toEqual(refusal(404, 10062));
  });

  it('is refused with 10062 for a token that belongs to nothing', async () => {
    const { result } = await inBot((api, { id }) => api.interactions.reply(id, 'made-up', { content: 'x' }));
    expect(result).toEqual(refusal(404, 10062));
  });

  it('must fit the kind of interaction: a command has no message to update', async () => {
    const { result } = await inBot((api, { id, token }) => api.interactions.updateMessage(id, token, { content: 'x' }));
    expect(result).toMatchObject({
      status: 400,
      code: 50035,
      rawError: { errors: { type: { _errors: [{ code: 'BASE_TYPE_CHOICES' }] } } },
    });
  });

  it('that is refused because of its form leaves the interaction open', async () => {
    const { result } = await inBot(async (api, { id, token }) => {
      await api.interactions.reply(id, token, { content: 'x'.repeat(2001) }).catch(() => {});
      await api.interactions.reply(id, token, { content: 'short' });
      return 'accepted';
    });
    expect(result).toBe('accepted');
    expect(discord.interactions[0]?.rejectedCallbacks).toMatchObject([{ type: 4, code: 50035 }]);
  });

  it('tells about the message that it made when asked', async () => {
    const { result } = await inBot((api, { id, token }) =>
      api.interactions.reply(id, token, { content: 'hi', flags: MessageFlags.Ephemeral, with_response: true }),
    );
    expect(result).toMatchObject({
      interaction: { type: 2, response_message_ephemeral: true, response_message_loading: false },
      resource: { type: 4, message: { content: 'hi', flags: 64 } },
    });
  });
});

describe('a deferred answer', () => {
  it('is a loading message until the original is edited, and its edit is noted once', async () => {
    const flags: (number | undefined)[] = [];
    const { result } = await inBot(async (api, { id, token, application_id: app }) => {
      await api.interactions.defer(id, token);
      flags.push((await api.interactions.getOriginalReply(app, token)).flags);
      flags.push((await api.interactions.editReply(app, token, { content: 'done' })).flags);
      return 'done';
    });
    expect(result).toBe('done');
    expect(flags).toEqual([MessageFlags.Loading, 0]);
    expect(discord.interactions[0]).toMatchObject({ callbacks: [{ type: 5 }], edits: [{ wasLoading: true }] });
  });

  it('stays ephemeral or public as the callback said, whatever the edit says', async () => {
    const { result } = await inBot(async (api, { id, token, application_id: app }) => {
      await api.interactions.defer(id, token, { flags: MessageFlags.Ephemeral });
      return api.interactions.editReply(app, token, { content: 'secret', flags: 0 as never });
    });
    expect(result).toMatchObject({ flags: MessageFlags.Ephemeral });
    const reader = (name: string) =>
      discord
        .person(name)
        .sees('general')
        .map(({ payload }) => payload.content);
    expect(reader('ada')).toContain('secret');
    expect(reader('developer')).not.toContain('secret');
  });

  it('is what a first follow-up replaces', async () => {
    const { result } = await inBot(async (api, { id, token, application_id: app }) => {
      await api.interactions.defer(id, token);
      const first = await api.interactions.followUp(app, token, { content: 'first' });
      const second = await api.interactions.followUp(app, token, { content: 'second' });
      return [first.id === (await api.interactions.getOriginalReply(app, token)).id, second.type];
    });
    expect(result).toEqual([true, 19]);
    expect(discord.interactions[0]).toMatchObject({ edits: [{ wasLoading: true }], followUps: [{}] });
  });

  it('that is not finished is what the person sees when they stop waiting', async () => {
    await start((api, { id, token }) => api.interactions.defer(id, token));
    expect(await discord.person('ada').type('/ask', { waitMs: 80 })).toMatchObject({
      kind: 'unfinished',
      message: { isLoading: true },
    });
  });
});

describe('the webhook of an interaction', () => {
  it('does not exist before the acknowledgement (10015)', async () => {
    const { result } = await inBot((api, { token, application_id: app }) =>
      api.interactions.editReply(app, token, { content: 'too early' }),
    );
    expect(result).toEqual(refusal(404, 10015));
  });

  it('ends after 15 minutes (50027)', async () => {
    const clock = fixedClock('2026-03-04T10:00:00Z');
    const { result } = await inBot(
      async (api, { id, token, application_id: app }) => {
        await api.interactions.defer(id, token);
        clock.advanceMs(15 * 60_000 + 1);
        await api.interactions.editReply(app, token, { content: 'too late' });
      },
      { clock },
    );
    expect(result).toEqual(refusal(401, 50027));
  });

  it('has no original for a form (10008), none after its deletion, and none of another interaction', async () => {
    const { result } = await inBot(async (api, { id, token, application_id: app }) => {
      await api.interactions.reply(id, token, { content: 'x' });
      const other = discord.person('ada').sees('general')[0]?.id ?? '';
      const errors = [await api.interactions.editReply(app, token, { content: 'y' }, other).catch((e: unknown) => e)];
      await api.interactions.deleteReply(app, token);
      errors.push(await api.interactions.getOriginalReply(app, token).catch((e: unknown) => e));
      return errors;
    });
    expect(result).toEqual([refusal(404, 10008), refusal(404, 10008)]);
  });

  it('takes no empty message (50006)', async () => {
    const { result } = await inBot(async (api, { id, token, application_id: app }) => {
      await api.interactions.defer(id, token);
      await api.interactions.editReply(app, token, { content: '   ' });
    });
    expect(result).toEqual(refusal(400, 50006));
    expect(discord.interactions[0]?.edits).toEqual([]);
  });
});

describe('autocomplete', () => {
  it('gives the person what the bot suggests, and the chosen name sends its value', async () => {
    const asked: unknown[] = [];
    await start(async (api, interaction) => {
      asked.push(interaction.data);
      if (interaction.type === InteractionType.ApplicationCommandAutocomplete) {
        await api.interactions.createAutocompleteResponse(interaction.id, interaction.token, {
          choices: [{ name: 'ENG-1 Gripper: slips', value: 'eng-1' }],
        });
      } else await api.interactions.reply(interaction.id, interaction.token, { content: 'ok' });
    });
    const [suggestion] = await discord.person('ada').complete('/ask what:grip');
    expect(suggestion).toMatchObject({
      kind: 'choice',
      name: 'ENG-1 Gripper: slips',
      line: '/ask what:"ENG-1 Gripper: slips" ',
    });
    await discord.person('ada').type(suggestion?.line ?? '');
    expect(asked).toMatchObject([
      { options: [{ name: 'what', value: 'grip', focused: true }] },
      { options: [{ name: 'what', value: 'eng-1' }] },
    ]);
  });

  it('takes at most 25 choices', async () => {
    let error: unknown;
    await start(
      async (api, { id, token }) => {
        const choices = Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` }));
        error = await api.interactions
          .createAutocompleteResponse(id, token, { choices })
          .catch((caught: unknown) => caught);
      },
      { ackDeadlineMs: 200 },
    );
    expect(await discord.person('ada').complete('/ask what:')).toEqual([]);
    expect(error).toMatchObject({
      code: 50035,
      rawError: { errors: { data: { choices: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH' }] } } } },
    });
  });
});

describe('buttons', () => {
  const page = (number: number) => ({
    content: `page ${number}`,
    components: [
      {
        type: 1 as const,
        components: [
          {
            type: 2 as const,
            style: 2 as const,
            label: '◂ Back',
            custom_id: `ask:${number - 1}`,
            disabled: number === 1,
          },
          { type: 2 as const, style: 1 as const, label: 'Next ▸', custom_id: `ask:${number + 1}` },
        ],
      },
    ],
  });
  const paged =
    (how: 'at-once' | 'deferred'): Handler =>
    async (api, interaction) => {
      const { id, token, application_id: app } = interaction;
      if (interaction.type !== InteractionType.MessageComponent) return api.interactions.reply(id, token, page(1));
      const next = page(Number(interaction.data.custom_id.split(':')[1]));
      if (how === 'at-once') return api.interactions.updateMessage(id, token, next);
      await api.interactions.deferMessageUpdate(id, token);
      return api.interactions.editReply(app, token, next);
    };

  it.each(['at-once', 'deferred'] as const)('change their own message, %s', async (how) => {
    await start(paged(how));
    const ada = discord.person('ada');
    const first = await ada.type('/ask');
    if (first.kind !== 'answered') throw new Error(first.kind);
    expect(await ada.press(first.message, 'Back')).toEqual({
      kind: 'refused',
      problem: 'The button "◂ Back" is disabled.',
    });
    const second = await ada.press(first.message, 'next');
    expect(second).toMatchObject({
      kind: 'answered',
      message: { id: first.message.id, payload: { content: 'page 2' } },
    });
    expect(await ada.press(first.message, 'ask:1')).toMatchObject({ message: { payload: { content: 'page 1' } } });
    expect(discord.interactions.map(({ kind, commandName, customId }) => [kind, commandName, customId])).toEqual([
      ['command', 'ask', null],
      ['component', 'ask', 'ask:2'],
      ['component', 'ask', 'ask:1'],
    ]);
  });

  it('on a message that only one person sees can be pressed by nobody else', async () => {
    await start((api, { id, token }) =>
      api.interactions.reply(id, token, { ...page(1), flags: MessageFlags.Ephemeral }),
    );
    const mine = await discord.person('ada').type('/ask');
    if (mine.kind !== 'answered') throw new Error(mine.kind);
    expect(await discord.person('developer').press(mine.message, 'next')).toMatchObject({ kind: 'refused' });
  });
});

describe('a form', () => {
  it('opens, is filled in and answered', async () => {
    await start(async (api, interaction) => {
      const { id, token } = interaction;
      if (interaction.type === InteractionType.ModalSubmit) {
        return api.interactions.reply(id, token, { content: JSON.stringify(interaction.data) });
      }
      return api.interactions.createModal(id, token, {
        custom_id: 'ask:form',
        title: 'Tell us',
        components: [
          { type: 18, label: 'Why', component: { type: 4, custom_id: 'why', style: 2, min_length: 3 } },
          {
            type: 18,
            label: 'When',
            component: {
              type: 3,
              custom_id: 'when',
              options: ['now', 'later'].map((value) => ({ label: value, value })),
            },
          },
        ],
      });
    });
    const ada = discord.person('ada');
    const form = await ada.type('/ask');
    if (form.kind !== 'form') throw new Error(form.kind);
    for (const wrong of [
      { why: 'x', when: 'now' },
      { why: 'because' },
      { why: 'because', when: 'never' },
      { who: 'me' },
    ])
      expect(await ada.submit(form, wrong)).toMatchObject({ kind: 'refused' });
    const answer = await ada.submit(form, { why: 'because', when: 'now' });
    if (answer.kind !== 'answered') throw new Error(answer.kind);
    expect(JSON.parse(answer.message.payload.content)).toMatchObject({
      custom_id: 'ask:form',
      components: [
        { type: 18, component: { type: 4, custom_id: 'why', value: 'because' } },
        { type: 18, component: { type: 3, custom_id: 'when', values: ['now'] } },
      ],
    });
  });
});

describe('the menu of a message', () => {
  it('brings the whole message whatever the intents, and is answered like a command', async () => {
    const seen: unknown[] = [];
    await start(async (api, { id, token, data }) => {
      seen.push(data);
      await api.interactions.reply(id, token, { content: 'kept' });
    });
    await bot.api.applicationCommands.createGuildCommand(discord.applicationId, discord.guildId, {
      name: 'Keep this',
      type: 3,
    });
    const message = discord.person('newcomer').write('general', 'The login is slow');
    const ada = discord.person('ada');
    const answer = await ada.menu(message, 'Keep this');
    expect(answer).toMatchObject({ kind: 'answered', message: { payload: { content: 'kept', type: 23 } } });
    expect(seen).toMatchObject([
      {
        type: 3,
        name: 'Keep this',
        target_id: message.id,
        resolved: { messages: { [message.id]: { content: 'The login is slow' } } },
      },
    ]);
    expect(await ada.menu(message, 'Keep that')).toMatchObject({ kind: 'refused' });
  });
});
