import type { RefusalStage } from './refusal-stage.ts';
import { BAD_LENGTH, form, IN, NOBODY, type Refusal, refused, written, x } from './refusals.ts';

async function manyReactions(stage: RefusalStage) {
  const path = await written(stage);
  const emojis = [
    '😀',
    '😁',
    '😂',
    '😃',
    '😄',
    '😅',
    '😆',
    '😇',
    '😈',
    '😉',
    '😊',
    '😋',
    '😌',
    '😍',
    '😎',
    '😏',
    '😐',
    '😑',
    '😒',
    '😓',
  ];
  for (const emoji of emojis)
    await stage.accepted({ method: 'PUT', path: `${path}/reactions/${encodeURIComponent(emoji)}/@me` });
  return { method: 'PUT', path: `${path}/reactions/${encodeURIComponent('🚀')}/@me` };
}

async function threadTwice(stage: RefusalStage) {
  const path = `${await written(stage)}/threads`;
  await stage.accepted({ method: 'POST', path, body: { name: 'first' } });
  return { method: 'POST', path, body: { name: 'second' } };
}

async function byAda(stage: RefusalStage) {
  const { id } = stage.discord.person('ada').write('sprint', 'Mine');
  return { method: 'PATCH', path: `/channels/${stage.channel()}/messages/${id}`, body: { content: 'yours' } };
}

async function replyToSystem(stage: RefusalStage) {
  const path = `${await written(stage)}/threads`;
  const thread = await stage.accepted({ method: 'POST', path, body: { name: 'talk' } });
  const messages = `/channels/${String(thread['id'])}/messages`;
  const [starter] = (await stage.accepted({ method: 'GET', path: messages })) as unknown as { id: string }[];
  return { method: 'POST', path: messages, body: { content: 'x', message_reference: { message_id: starter?.id } } };
}

const get = (path: (stage: RefusalStage) => string) => (stage: RefusalStage) => ({ method: 'GET', path: path(stage) });
const react = async (stage: RefusalStage, emoji: string) => ({
  method: 'PUT',
  path: `${await written(stage)}/reactions/${emoji}/@me`,
});
const thread = (body: unknown, channel?: string) => (stage: RefusalStage) => ({
  method: 'POST',
  path: `/channels/${stage.channel(channel)}/threads`,
  body,
});

/** Things that are not there, are not ours, or are full. */
export const PLACE_REFUSALS: readonly Refusal[] = [
  form(
    'a reply to a message of the system',
    replyToSystem,
    'message_reference REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE',
    IN.limitations,
  ),
  refused(
    'a message that is read aloud, without the permission',
    (s) => ({ method: 'POST', path: `/channels/${s.channel()}/messages`, body: { content: 'x', tts: true } }),
    [403, 50013],
    IN.limitations,
  ),
  refused(
    'an unknown channel',
    get(() => `/channels/${NOBODY}`),
    [404, 10003],
    IN.codes,
  ),
  refused(
    'a message in an unknown channel',
    () => ({ method: 'POST', path: `/channels/${NOBODY}/messages`, body: { content: 'x' } }),
    [404, 10003],
    IN.codes,
  ),
  refused(
    'a channel that the bot does not see',
    (s) => ({ method: 'POST', path: `/channels/${s.channel('founders')}/messages`, body: { content: 'x' } }),
    [403, 50001],
    IN.codes,
  ),
  form(
    'a channel id that is no snowflake',
    get(() => '/channels/general'),
    'channel_id NUMBER_TYPE_COERCE',
    IN.snowflake,
  ),
  refused(
    'an unknown message',
    get((s) => `/channels/${s.channel()}/messages/${NOBODY}`),
    [404, 10008],
    IN.codes,
  ),
  refused(
    'an edit of an unknown message',
    (s) => ({ method: 'PATCH', path: `/channels/${s.channel()}/messages/${NOBODY}`, body: { content: 'x' } }),
    [404, 10008],
    IN.codes,
  ),
  refused("an edit of somebody else's message", byAda, [403, 50005], IN.codes),
  form(
    '0 messages at a time',
    get((s) => `/channels/${s.channel()}/messages?limit=0`),
    null,
    IN.getMessages,
  ),
  form(
    '101 messages at a time',
    get((s) => `/channels/${s.channel()}/messages?limit=101`),
    null,
    IN.getMessages,
  ),
  form(
    'messages before something that is no id',
    get((s) => `/channels/${s.channel()}/messages?before=now`),
    null,
    IN.getMessages,
  ),
  form(
    'messages before and after',
    get((s) => `/channels/${s.channel()}/messages?before=${NOBODY}&after=${NOBODY}`),
    null,
    IN.getMessages,
  ),
  refused('a reaction that is no emoji', (s) => react(s, 'nice'), [400, 10014], IN.createReaction),
  refused('a 21st reaction', manyReactions, [400, 30010], IN.codes),
  refused(
    'a reaction to an unknown message',
    (s) => ({ method: 'PUT', path: `/channels/${s.channel()}/messages/${NOBODY}/reactions/%F0%9F%91%8D/@me` }),
    [404, 10008],
    IN.codes,
  ),
  form(
    '101 people who reacted at a time',
    async (s) => ({ method: 'GET', path: `${await written(s)}/reactions/%F0%9F%91%8D?limit=101` }),
    null,
    IN.getReactions,
  ),
  form('a thread name of 101 characters', thread({ name: x(101) }), `name ${BAD_LENGTH}`, IN.threads),
  form('a thread without a name', thread({}), 'name BASE_TYPE_REQUIRED', IN.threads),
  form(
    'a thread that is archived after 61 minutes',
    thread({ name: 't', auto_archive_duration: 61 }),
    'auto_archive_duration BASE_TYPE_CHOICES',
    IN.threads,
  ),
  refused('a thread in a thread', thread({ name: 't' }, 'Release checklist'), [400, 50024], IN.codes),
  refused('a second thread on a message', threadTwice, [400, 160004], IN.codes),
  refused(
    'a direct channel to nobody',
    () => ({ method: 'POST', path: '/users/@me/channels', body: { recipient_id: NOBODY } }),
    [400, 50033],
    IN.codes,
  ),
  refused(
    'a direct channel to the bot itself',
    (s) => ({ method: 'POST', path: '/users/@me/channels', body: { recipient_id: s.app } }),
    [403, 50007],
    IN.codes,
  ),
  refused(
    'an unknown guild',
    get(() => `/guilds/${NOBODY}`),
    [404, 10004],
    IN.codes,
  ),
  refused(
    'an unknown member',
    get((s) => `/guilds/${s.guild}/members/${NOBODY}`),
    [404, 10007],
    IN.codes,
  ),
];
