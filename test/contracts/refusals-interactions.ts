import type { OpenInteraction, RefusalStage } from './refusal-stage.ts';
import { BAD_LENGTH, form, IN, many, NOBODY, type Refusal, refused, TOO_LONG, x } from './refusals.ts';

const MINUTE_MS = 60_000;
const HELLO = { type: 4, data: { content: 'hello' } };

const callback = ({ id, token }: OpenInteraction, body: unknown) => ({
  method: 'POST',
  path: `/interactions/${id}/${token}/callback`,
  body,
});

/** A callback to somebody who typed a command. */
const answer = (body: unknown) => async (stage: RefusalStage) => callback(await stage.interaction('/ask'), body);
const reply = (data: unknown) => answer({ type: 4, data });
const suggest = (choices: unknown) => async (stage: RefusalStage) =>
  callback(await stage.typing(), { type: 8, data: { choices } });

const input = (more: object = {}) => ({
  type: 18,
  label: 'L',
  component: { type: 4, custom_id: 'i', style: 1, ...more },
});
const modal = (more: object = {}) =>
  answer({ type: 9, data: { custom_id: 'm', title: 't', components: [input()], ...more } });

/** An interaction that has been answered with this. */
async function answered(stage: RefusalStage, body: unknown = HELLO): Promise<OpenInteraction> {
  const interaction = await stage.interaction('/ask');
  await stage.accepted(callback(interaction, body));
  return interaction;
}

const original = (stage: RefusalStage, { token }: OpenInteraction) =>
  `/webhooks/${stage.app}/${token}/messages/@original`;
const edit = (path: string, body: unknown = { content: 'new' }) => ({ method: 'PATCH', path, body });

async function deletedOriginal(stage: RefusalStage) {
  const path = original(stage, await answered(stage));
  await stage.accepted({ method: 'DELETE', path });
  return edit(path);
}

async function tooLate(stage: RefusalStage) {
  const interaction = await stage.interaction('/ask');
  stage.wait(3_001);
  return callback(interaction, HELLO);
}

async function expired(
  stage: RefusalStage,
  how: (interaction: OpenInteraction) => { method: string; path: string; body?: unknown },
) {
  const interaction = await answered(stage);
  stage.wait(15 * MINUTE_MS + 1);
  return how(interaction);
}

const followUp = (stage: RefusalStage, { token }: OpenInteraction, body: unknown = { content: 'more' }) => ({
  method: 'POST',
  path: `/webhooks/${stage.app}/${token}`,
  body,
});

/** When one may answer, and when no longer. */
const TIMES: readonly Refusal[] = [
  refused(
    'an answer to an unknown interaction',
    () => callback({ id: NOBODY, token: 'nothing' }, HELLO),
    [404, 10062],
    IN.codes,
  ),
  refused(
    'an answer with the wrong token',
    async (s) => callback({ ...(await s.interaction('/ask')), token: 'wrong' }, HELLO),
    [404, 10062],
    IN.respond,
  ),
  refused('an answer after three seconds', tooLate, [404, 10062], IN.respond),
  refused('a second answer', async (s) => callback(await answered(s), HELLO), [400, 40060], IN.codes),
  refused(
    'a second acknowledgement',
    async (s) => callback(await answered(s, { type: 5 }), { type: 5 }),
    [400, 40060],
    IN.codes,
  ),
  refused(
    'an edit before the acknowledgement',
    async (s) => edit(original(s, await s.interaction('/ask'))),
    [404, 10015],
    'https://github.com/discordjs/discord.js/pull/10587',
  ),
  refused(
    'a follow-up before the acknowledgement',
    async (s) => followUp(s, await s.interaction('/ask')),
    [404, 10015],
    'https://github.com/discordjs/discord.js/pull/10587',
  ),
  refused('an edit after 15 minutes', (s) => expired(s, (one) => edit(original(s, one))), [401, 50027], IN.followUp),
  refused('a follow-up after 15 minutes', (s) => expired(s, (one) => followUp(s, one)), [401, 50027], IN.followUp),
  refused('an edit of a reply that was deleted', deletedOriginal, [404, 10008], IN.codes),
  refused(
    'an edit of a follow-up that there is not',
    async (s) => edit(`/webhooks/${s.app}/${(await answered(s)).token}/messages/${NOBODY}`),
    [404, 10008],
    IN.codes,
  ),
  refused(
    'a follow-up with a token that there is not',
    (s) => followUp(s, { id: '', token: 'nothing' }),
    [404, 10015],
    IN.codes,
  ),
  refused(
    "a follow-up in another application's name",
    async (s) => ({ ...followUp(s, await answered(s)), path: `/webhooks/${NOBODY}/x` }),
    [404, 10015],
    IN.codes,
  ),
];

/** What an answer may say. */
const ANSWERS: readonly Refusal[] = [
  form('an answer without a type', answer({ data: { content: 'x' } }), null, IN.callbackType),
  form('an answer of an unknown type', answer({ type: 99 }), null, IN.callbackType),
  form(
    'choices for somebody who sent a command',
    answer({ type: 8, data: { choices: [] } }),
    'type BASE_TYPE_CHOICES',
    IN.callbackType,
  ),
  form(
    'a message for somebody who still types',
    async (s) => callback(await s.typing(), HELLO),
    'type BASE_TYPE_CHOICES',
    IN.callbackType,
  ),
  form(
    'an update where there is no message',
    answer({ type: 7, data: { content: 'x' } }),
    'type BASE_TYPE_CHOICES',
    IN.callbackType,
  ),
  form(
    'choices for somebody who pressed a button',
    async (s) => callback(await s.press(), { type: 8, data: { choices: [] } }),
    'type BASE_TYPE_CHOICES',
    IN.callbackType,
  ),
  form(
    'an answer of 2,001 characters',
    reply({ content: x(2001) }),
    `data.content ${TOO_LONG}`,
    'openapi:IncomingWebhookInteractionRequest',
  ),
  form(
    'an answer with an embed title of 257 characters',
    reply({ embeds: [{ title: x(257) }] }),
    `data.embeds.0.title ${TOO_LONG}`,
    IN.embedLimits,
  ),
  form(
    'an answer with embeds of 6,001 characters in sum',
    reply({ embeds: [{ description: x(4000) }, { description: x(2001) }] }),
    'data.embeds MAX_EMBED_SIZE_EXCEEDED',
    IN.embedLimits,
  ),
  form(
    'an answer with the same custom id twice',
    reply({
      content: 'x',
      components: many(2, () => ({ type: 1, components: [{ type: 2, style: 1, label: 'x', custom_id: 'a' }] })),
    }),
    'data.components.1.components.0.custom_id COMPONENT_CUSTOM_ID_DUPLICATED',
    IN.customId,
  ),
  refused('an empty answer', reply({}), [400, 50006], IN.createMessage),
  refused('an answer without data', answer({ type: 4 }), [400, 50006], IN.createMessage),
  form(
    'an acknowledgement with another flag than EPHEMERAL',
    answer({ type: 5, data: { flags: 4 } }),
    null,
    IN.callbackData,
  ),
  form(
    'an edit of 2,001 characters',
    async (s) => edit(original(s, await answered(s)), { content: x(2001) }),
    `content ${TOO_LONG}`,
    'openapi:IncomingWebhookUpdateRequestPartial',
  ),
  refused('an empty follow-up', async (s) => followUp(s, await answered(s), {}), [400, 50006], IN.createMessage),
  form(
    '26 choices',
    suggest(many(26, (n) => ({ name: `${n}`, value: `${n}` }))),
    `data.choices ${TOO_LONG}`,
    IN.callbackData,
  ),
  form(
    'a suggested choice with a name of 101 characters',
    suggest([{ name: x(101), value: 'v' }]),
    `data.choices.0.name ${BAD_LENGTH}`,
    IN.commandChoice,
  ),
  form(
    'a suggested choice with a value of 101 characters',
    suggest([{ name: 'n', value: x(101) }]),
    null,
    IN.commandChoice,
  ),
  form('a form title of 46 characters', modal({ title: x(46) }), `data.title ${BAD_LENGTH}`, IN.callbackData),
  form(
    'a form with 6 parts',
    modal({ components: many(6, (n) => input({ custom_id: `${n}` })) }),
    `data.components ${BAD_LENGTH}`,
    IN.callbackData,
  ),
  form(
    'a list without options in a form',
    modal({ components: [{ type: 18, label: 'L', component: { type: 3, custom_id: 'l', options: [] } }] }),
    `data.components.0.component.options ${BAD_LENGTH}`,
    'openapi:StringSelectComponentForModalRequest',
  ),
  form(
    'a button in a form',
    modal({ components: [{ type: 18, label: 'L', component: { type: 2, custom_id: 'b', style: 1, label: 'b' } }] }),
    null,
    IN.label,
  ),
  form('a form without parts', modal({ components: [] }), `data.components ${BAD_LENGTH}`, IN.callbackData),
  form(
    'a form label of 46 characters',
    modal({ components: [{ ...input(), label: x(46) }] }),
    `data.components.0.label ${BAD_LENGTH}`,
    IN.label,
  ),
];

export const INTERACTION_REFUSALS: readonly Refusal[] = [...TIMES, ...ANSWERS];
