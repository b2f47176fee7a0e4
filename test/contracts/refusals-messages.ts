import type { RefusalStage } from './refusal-stage.ts';
import { form, IN, many, NOBODY, post, type Refusal, refused, TOO_LONG, written, x } from './refusals.ts';

const embeds = (...list: readonly unknown[]) => post({ embeds: list });
const field = (more: object = {}) => ({ name: 'n', value: 'v', ...more });

function files(count: number, bytes: number) {
  return (stage: RefusalStage) => {
    const raw = new FormData();
    for (let index = 0; index < count; index += 1)
      raw.append(`files[${index}]`, new Blob([Buffer.alloc(bytes)]), `${index}.bin`);
    return { method: 'POST', path: `/channels/${stage.channel()}/messages`, raw };
  };
}

/** What a message may say. */
const CONTENT: readonly Refusal[] = [
  form('content of 2,001 characters', post({ content: x(2001) }), `content ${TOO_LONG}`, IN.createMessage),
  form(
    'content of 2,001 characters in an edit',
    (s) => edit(s, { content: x(2001) }),
    `content ${TOO_LONG}`,
    IN.createMessage,
  ),
  refused('nothing at all', post({}), [400, 50006], IN.createMessage),
  refused('no body', post(undefined), [400, 50006], IN.createMessage),
  refused('an edit that leaves nothing', (s) => edit(s, { content: '' }), [400, 50006], IN.createMessage),
  form(
    'content that is a list',
    post({ content: ['x'] }),
    'content STRING_TYPE_CONVERT',
    'openapi:MessageCreateRequest',
  ),
  form(
    'an unknown field',
    post({ content: 'x', contents: 'y' }),
    'contents UNKNOWN_FIELD',
    'stricter: docs/fidelity.md',
  ),
  form('a nonce of 26 characters', post({ content: 'x', nonce: x(26) }), null, IN.createMessage),
  form('the flag EPHEMERAL on a plain message', post({ content: 'x', flags: 64 }), null, IN.createMessage),
  form(
    'a reply to a message that is not there',
    post({ content: 'x', message_reference: { message_id: NOBODY } }),
    'message_reference REPLIES_UNKNOWN_MESSAGE',
    IN.reference,
  ),
  form(
    'a reply to something that is no id',
    post({ content: 'x', message_reference: { message_id: 'abc' } }),
    'message_reference.message_id NUMBER_TYPE_COERCE',
    IN.snowflake,
  ),
  form(
    'allowed mentions that name users and parse them',
    post({ content: 'x', allowed_mentions: { parse: ['users'], users: [NOBODY] } }),
    'allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
    IN.mentions,
  ),
  form(
    'allowed mentions of an unknown kind',
    post({ content: 'x', allowed_mentions: { parse: ['all'] } }),
    'allowed_mentions.parse.0 BASE_TYPE_CHOICES',
    IN.mentions,
  ),
  form(
    'allowed mentions with 101 users',
    post({ content: 'x', allowed_mentions: { users: many(101, () => NOBODY) } }),
    `allowed_mentions.users ${TOO_LONG}`,
    IN.mentions,
  ),
];

const EMBEDS: readonly Refusal[] = [
  form('11 embeds', embeds(...many(11, () => ({ title: 't' }))), `embeds ${TOO_LONG}`, IN.createMessage),
  form(
    'embeds of 6,001 characters in sum',
    embeds({ description: x(4000) }, { description: x(2001) }),
    'embeds MAX_EMBED_SIZE_EXCEEDED',
    IN.embedLimits,
  ),
  form('an embed title of 257 characters', embeds({ title: x(257) }), `embeds.0.title ${TOO_LONG}`, IN.embedLimits),
  form(
    'an embed description of 4,097 characters',
    embeds({ description: x(4097) }),
    `embeds.0.description ${TOO_LONG}`,
    IN.embedLimits,
  ),
  form(
    'an embed footer of 2,049 characters',
    embeds({ footer: { text: x(2049) } }),
    `embeds.0.footer.text ${TOO_LONG}`,
    IN.embedLimits,
  ),
  form(
    'an embed author of 257 characters',
    embeds({ author: { name: x(257) } }),
    `embeds.0.author.name ${TOO_LONG}`,
    IN.embedLimits,
  ),
  form('26 embed fields', embeds({ fields: many(26, () => field()) }), `embeds.0.fields ${TOO_LONG}`, IN.embedLimits),
  form(
    'an embed field name of 257 characters',
    embeds({ fields: [field({ name: x(257) })] }),
    `embeds.0.fields.0.name ${TOO_LONG}`,
    IN.embedLimits,
  ),
  form(
    'an embed field value of 1,025 characters',
    embeds({ fields: [field({ value: x(1025) })] }),
    `embeds.0.fields.0.value ${TOO_LONG}`,
    IN.embedLimits,
  ),
  form(
    'an embed field without a value',
    embeds({ fields: [{ name: 'n' }] }),
    'embeds.0.fields.0.value BASE_TYPE_REQUIRED',
    'openapi:RichEmbedField',
  ),
  form(
    'an embed colour above 0xffffff',
    embeds({ title: 't', color: 0x1000000 }),
    'embeds.0.color NUMBER_TYPE_MAX',
    'openapi:RichEmbed',
  ),
  form(
    'an embed link that is no link',
    embeds({ title: 't', url: 'nowhere' }),
    'embeds.0.url URL_TYPE_INVALID_URL',
    'openapi:RichEmbed',
  ),
  form('an embed time that is no time', embeds({ title: 't', timestamp: 'yesterday' }), null, 'openapi:RichEmbed'),
];

const FILES: readonly Refusal[] = [
  refused('11 files', files(11, 1), [400, 30015], IN.codes),
  refused('a file over 10 MiB', files(1, 10 * 1024 * 1024 + 1), [413, 40005], IN.upload),
  refused(
    'a request over 25 MiB',
    files(3, 9 * 1024 * 1024),
    [413, 40005],
    'https://docs.discord.com/developers/resources/message#create-message',
  ),
  form(
    '11 attachments',
    post({ content: 'x', attachments: many(11, (id) => ({ id })) }),
    `attachments ${TOO_LONG}`,
    'openapi:MessageCreateRequest',
  ),
  form(
    'an attachment without its file',
    post({ content: 'x', attachments: [{ id: 3, filename: 'a.txt' }] }),
    null,
    IN.upload,
  ),
];

async function edit(stage: RefusalStage, body: unknown) {
  return { method: 'PATCH', path: await written(stage), body };
}

export const MESSAGE_REFUSALS: readonly Refusal[] = [...CONTENT, ...EMBEDS, ...FILES];
