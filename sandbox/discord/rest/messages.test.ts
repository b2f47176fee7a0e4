import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DiscordSandbox, startDiscord } from '../start-discord.ts';
import { eventually, type TestBot, testBot } from '../test-bot.ts';

let discord: DiscordSandbox;
let bot: TestBot;
const channel = (name: string): string => discord.world.channelNamed(name)?.id ?? '';

beforeEach(async () => {
  discord = await startDiscord();
  bot = testBot(discord);
});
afterEach(async () => {
  await bot.leave();
  await discord.close();
});

/** A request as no library would send it. */
async function raw(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${discord.apiUrl}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${discord.botToken}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = (text === '' ? {} : JSON.parse(text)) as { code?: number; message?: string; errors?: unknown };
  return { status: response.status, headers: response.headers, body: parsed };
}

/** `embeds.0.title` → its field errors, as `path: CODE` lines. */
function codes(errors: unknown, path: string[] = []): string[] {
  if (typeof errors !== 'object' || errors === null) return [];
  return Object.entries(errors).flatMap(([key, inner]) =>
    key === '_errors'
      ? (inner as { code: string }[]).map(({ code }) => `${path.join('.')}: ${code}`)
      : codes(inner, [...path, key]),
  );
}

const button = (more: object = {}) => ({ type: 2, style: 1, label: 'b', custom_id: 'b', ...more });
const rowOf = (...components: object[]) => ({ type: 1, components });
const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const option = (n: number | string) => ({ label: `o${n}`, value: `${n}` });

describe('a message is refused', () => {
  const embed = (more: object) => ({ embeds: [{ title: 't', ...more }] });
  it.each<[string, object, string[]]>([
    ['with more than 2,000 characters', { content: 'x'.repeat(2001) }, ['content: BASE_TYPE_MAX_LENGTH']],
    ['with a field that Discord does not know', { content: 'x', colour: 1 }, ['colour: UNKNOWN_FIELD']],
    ['with a content that is no text', { content: 12 }, ['content: STRING_TYPE_CONVERT']],
    ['with 11 embeds', { embeds: many(11, () => ({ title: 't' })) }, ['embeds: BASE_TYPE_MAX_LENGTH']],
    ['with an embed title of 257', embed({ title: 'x'.repeat(257) }), ['embeds.0.title: BASE_TYPE_MAX_LENGTH']],
    [
      'with a description of 4,097',
      embed({ description: 'x'.repeat(4097) }),
      ['embeds.0.description: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'with 26 fields',
      embed({ fields: many(26, () => ({ name: 'n', value: 'v' })) }),
      ['embeds.0.fields: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'with an empty field value',
      embed({ fields: [{ name: 'n', value: ' ' }] }),
      ['embeds.0.fields.0.value: BASE_TYPE_REQUIRED'],
    ],
    [
      'with a field value of 1,025',
      embed({ fields: [{ name: 'n', value: 'x'.repeat(1025) }] }),
      ['embeds.0.fields.0.value: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'with a footer of 2,049',
      embed({ footer: { text: 'x'.repeat(2049) } }),
      ['embeds.0.footer.text: BASE_TYPE_MAX_LENGTH'],
    ],
    ['with an embed link that is none', embed({ url: 'linear' }), ['embeds.0.url: URL_TYPE_INVALID_URL']],
    ['with an empty embed', { embeds: [{ color: 1 }] }, ['embeds.0.description: BASE_TYPE_REQUIRED']],
    [
      'with 6,001 characters in all embeds',
      { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
      ['embeds: MAX_EMBED_SIZE_EXCEEDED'],
    ],
    [
      'with 6 rows',
      { content: 'x', components: many(6, (n) => rowOf(button({ custom_id: `${n}` }))) },
      ['components: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'with 6 buttons in a row',
      { content: 'x', components: [rowOf(...many(6, (n) => button({ custom_id: `${n}` })))] },
      ['components.0.components: BASE_TYPE_BAD_LENGTH'],
    ],
    ['with an empty row', { content: 'x', components: [rowOf()] }, ['components.0.components: BASE_TYPE_BAD_LENGTH']],
    [
      'with a custom id of 101',
      { content: 'x', components: [rowOf(button({ custom_id: 'x'.repeat(101) }))] },
      ['components.0.components.0.custom_id: BASE_TYPE_BAD_LENGTH'],
    ],
    [
      'with a label of 81',
      { content: 'x', components: [rowOf(button({ label: 'x'.repeat(81) }))] },
      ['components.0.components.0.label: BASE_TYPE_BAD_LENGTH'],
    ],
    [
      'with a custom id twice, also on disabled buttons',
      { content: 'x', components: [rowOf(button({ disabled: true })), rowOf(button({ disabled: true }))] },
      ['components.1.components.0.custom_id: COMPONENT_CUSTOM_ID_DUPLICATED'],
    ],
    [
      'with a custom id on a link button',
      { content: 'x', components: [rowOf(button({ style: 5, url: 'https://x.org' }))] },
      ['components.0.components.0: BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE'],
    ],
    [
      'with a link button without a link',
      { content: 'x', components: [rowOf({ type: 2, style: 5, label: 'x' })] },
      ['components.0.components.0: BUTTON_COMPONENT_URL_REQUIRED'],
    ],
    [
      'with a button without a custom id',
      { content: 'x', components: [rowOf({ type: 2, style: 1, label: 'x' })] },
      ['components.0.components.0: BUTTON_COMPONENT_CUSTOM_ID_REQUIRED'],
    ],
    [
      'with a button without a label',
      { content: 'x', components: [rowOf({ type: 2, style: 1, custom_id: 'x' })] },
      ['components.0.components.0: BUTTON_COMPONENT_LABEL_REQUIRED'],
    ],
    [
      'with a button outside a row',
      { content: 'x', components: [button()] },
      ['components.0.type: UNION_TYPE_CHOICES'],
    ],
    [
      'with 26 options in a select',
      { content: 'x', components: [rowOf({ type: 3, custom_id: 's', options: many(26, option) })] },
      ['components.0.components.0.options: BASE_TYPE_BAD_LENGTH'],
    ],
    [
      'with an option value twice',
      { content: 'x', components: [rowOf({ type: 3, custom_id: 's', options: [option(1), option(1)] })] },
      ['components.0.components.0: SELECT_COMPONENT_OPTION_VALUE_DUPLICATED'],
    ],
    [
      'with a select beside a button',
      { content: 'x', components: [rowOf({ type: 3, custom_id: 's', options: [option(1)] }, button())] },
      ['components.0.components.0: COMPONENT_LAYOUT_WIDTH_EXCEEDED'],
    ],
    [
      'with a mention of a wrong id',
      { content: 'x', allowed_mentions: { users: ['12'] } },
      ['allowed_mentions.users.0: NUMBER_TYPE_COERCE'],
    ],
    [
      'with mentions both by kind and by id',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['123456789012345678'] } },
      ['allowed_mentions: MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE'],
    ],
    ['with a nonce of 26', { content: 'x', nonce: 'x'.repeat(26) }, ['nonce: UNION_TYPE_CHOICES']],
    ['with a flag that cannot be set', { content: 'x', flags: 64 }, ['flags: MESSAGE_FLAGS_INVALID']],
    [
      'as a reply to a message that is not there',
      { content: 'x', message_reference: { message_id: '123456789012345678' } },
      ['message_reference: REPLIES_UNKNOWN_MESSAGE'],
    ],
    [
      'with an attachment that was not uploaded',
      { content: 'x', attachments: [{ id: '0' }] },
      ['attachments.0.id: ATTACHMENT_NOT_FOUND'],
    ],
  ])('%s', async (_, body, expected) => {
    const { status, body: answer } = await raw('POST', `/channels/${channel('general')}/messages`, body);
    expect({ status, code: answer.code, message: answer.message }).toEqual({
      status: 400,
      code: 50035,
      message: 'Invalid Form Body',
    });
    expect(codes(answer.errors)).toEqual(expected);
  });

  it('when it is empty (50006)', async () => {
    for (const body of [{}, { content: ' \n ' }, { components: [] }]) {
      expect(await raw('POST', `/channels/${channel('general')}/messages`, body)).toMatchObject({
        status: 400,
        body: { code: 50006 },
      });
    }
  });

  it('when it is no JSON', async () => {
    expect(await raw('POST', `/channels/${channel('general')}/messages`, '{"content":')).toMatchObject({
      status: 400,
      body: { code: 50109 },
    });
  });
});

describe('a request is refused', () => {
  it.each([
    ['without a token', 'GET', '/users/@me', { authorization: '' }, 401, 0],
    ['with a wrong token', 'GET', '/users/@me', { authorization: 'Bot wrong' }, 401, 0],
    ['as another kind of user', 'GET', '/users/@me', { authorization: 'Bearer sandbox-bot-token' }, 401, 0],
    ['for a path that does not exist', 'GET', '/nothing', {}, 404, 0],
    ['with a wrong method', 'DELETE', '/users/@me', {}, 405, 0],
    ['for an id that is none', 'GET', '/channels/general', {}, 400, 50035],
    ['for a channel that does not exist', 'GET', '/channels/123456789012345678', {}, 404, 10003],
    ['for a server that does not exist', 'GET', '/guilds/123456789012345678', {}, 404, 10004],
  ] as const)('%s', async (_, method, path, headers, status, code) => {
    expect(await raw(method, path, undefined, headers)).toMatchObject({ status, body: { code } });
  });

  it('with the very body that Discord sends for a wrong token', async () => {
    const { body } = await raw('GET', '/users/@me', undefined, { authorization: 'Bot wrong' });
    expect(body).toEqual({ message: '401: Unauthorized', code: 0 });
  });

  it('for a channel that the bot does not see (50001)', async () => {
    const id = channel('founders');
    await expect(bot.api.channels.get(id)).rejects.toMatchObject({ status: 403, code: 50001 });
    await expect(bot.api.channels.createMessage(id, { content: 'x' })).rejects.toMatchObject({
      status: 403,
      code: 50001,
    });
  });
});

describe('messages of the bot', () => {
  it('are written, read, changed and deleted, and people see it', async () => {
    const seen: string[] = [];
    for (const name of ['message', 'message-edited', 'message-deleted'] as const) {
      discord.on(name, ({ payload }) => seen.push(`${name}: ${payload.content}`));
    }
    const { id } = await bot.api.channels.createMessage(channel('sprint'), { content: '  one  ' });
    await bot.api.channels.editMessage(channel('sprint'), id, { content: 'two' });
    expect(await bot.api.channels.getMessage(channel('sprint'), id)).toMatchObject({
      content: 'two',
      edited_timestamp: expect.any(String),
    });
    expect(discord.person('dev2').sees('sprint').at(-1)?.payload.content).toBe('two');
    await bot.api.channels.deleteMessage(channel('sprint'), id);
    await expect(bot.api.channels.getMessage(channel('sprint'), id)).rejects.toMatchObject({
      status: 404,
      code: 10008,
    });
    expect(seen).toEqual(['message: one', 'message-edited: two', 'message-deleted: two']);
  });

  it('cannot be used to change what others wrote (50005)', async () => {
    const { id } = discord.person('ada').write('general', 'mine');
    await expect(bot.api.channels.editMessage(channel('general'), id, { content: 'x' })).rejects.toMatchObject({
      status: 403,
      code: 50005,
    });
  });

  it('with the same enforced nonce are one message', async () => {
    const body = { content: 'once', nonce: 'n-1', enforce_nonce: true };
    const [first, second] = [
      await bot.api.channels.createMessage(channel('general'), body),
      await bot.api.channels.createMessage(channel('general'), body),
    ];
    expect(second.id).toBe(first.id);
    expect(
      discord
        .person('ada')
        .sees('general')
        .filter(({ payload }) => payload.content === 'once'),
    ).toHaveLength(1);
  });

  it('ping only whom they are allowed to', async () => {
    const content = `<@${discord.person('ada').id}> <@&${discord.world.roleNamed('Developers')?.id}> @everyone`;
    const quiet = await bot.api.channels.createMessage(channel('general'), {
      content,
      allowed_mentions: { parse: [] },
    });
    expect(quiet).toMatchObject({ mentions: [], mention_roles: [], mention_everyone: false });
    const loud = await bot.api.channels.createMessage(channel('general'), { content });
    expect(loud).toMatchObject({
      mentions: [{ username: 'ada' }],
      mention_roles: [expect.any(String)],
      mention_everyone: false,
    });
  });

  it('carry files that can be fetched, with their description', async () => {
    const message = await bot.api.channels.createMessage(channel('general'), {
      content: 'chart',
      files: [{ name: 'burn down.png', data: Buffer.from('not really'), contentType: 'image/png' }],
      attachments: [{ id: '0', description: 'Points left by day' }],
      embeds: [{ title: 't', image: { url: 'attachment://burn_down.png' } }],
    });
    const [file] = message.attachments;
    expect(file).toMatchObject({
      filename: 'burn_down.png',
      description: 'Points left by day',
      size: 10,
      content_type: 'image/png',
    });
    expect(message.embeds[0]?.image?.url).toBe(file?.url);
    expect(await (await fetch(file?.url ?? '')).text()).toBe('not really');
    const kept = await bot.api.channels.editMessage(channel('general'), message.id, { content: 'chart, again' });
    expect(kept.attachments).toHaveLength(1);
    const cleared = await bot.api.channels.editMessage(channel('general'), message.id, { attachments: [] });
    expect(cleared.attachments).toEqual([]);
  });

  it('number their components and give them back as they are', async () => {
    const { components } = await bot.api.channels.createMessage(channel('general'), {
      content: 'x',
      components: [{ type: 1, components: [{ type: 2, style: 1, label: 'b', custom_id: 'b', emoji: { name: '👍' } }] }],
    });
    expect(components).toEqual([
      { type: 1, id: 1, components: [{ type: 2, id: 2, style: 1, label: 'b', custom_id: 'b', emoji: { name: '👍' } }] },
    ]);
  });
});

describe('reactions', () => {
  it('are added, listed and removed', async () => {
    const { id } = discord.person('ada').write('general', 'a bug');
    discord.person('developer').react(id, '📌');
    await bot.api.channels.addMessageReaction(channel('general'), id, '📌');
    const users = await bot.api.channels.getMessageReactions(channel('general'), id, '📌');
    expect(users.map(({ username }) => username)).toEqual(['developer', 'Onomancer']);
    expect(discord.person('ada').sees('general').at(-1)?.payload.reactions).toMatchObject([{ count: 2, me: true }]);
    await bot.api.channels.deleteOwnMessageReaction(channel('general'), id, '📌');
    expect(discord.person('ada').sees('general').at(-1)?.payload.reactions).toMatchObject([{ count: 1, me: false }]);
  });

  it('are refused when they are no emoji (10014)', async () => {
    const { id } = discord.person('ada').write('general', 'a bug');
    await expect(bot.api.channels.addMessageReaction(channel('general'), id, 'pin')).rejects.toMatchObject({
      code: 10014,
    });
    expect(() => discord.person('ada').react(id, 'pin')).toThrow('INPUT_INVALID');
  });
});

describe('threads and direct messages', () => {
  it('start from a message, once', async () => {
    const { id } = discord.person('ada').write('general', 'let us talk');
    const thread = await bot.api.channels.createThread(channel('general'), { name: 'Talk' }, id);
    expect(thread).toMatchObject({ id, type: 11, parent_id: channel('general') });
    await bot.api.channels.createMessage(thread.id, { content: 'in the thread' });
    expect(discord.person('dev2').sees('Talk').at(-1)?.payload.content).toBe('in the thread');
    await expect(bot.api.channels.createThread(channel('general'), { name: 'Talk' }, id)).rejects.toMatchObject({
      code: 160004,
    });
  });

  it('reach one person', async () => {
    const ada = discord.person('ada');
    const dm = await bot.api.users.createDM(ada.id);
    expect((await bot.api.users.createDM(ada.id)).id).toBe(dm.id);
    await bot.api.channels.createMessage(dm.id, { content: 'psst' });
    await eventually(() => ada.sees('dm').length === 1);
    expect(() => discord.person('developer').sees(dm.id)).toThrow('INPUT_INVALID');
    await expect(bot.api.users.createDM(discord.applicationId)).rejects.toMatchObject({ code: 50007 });
  });
});
