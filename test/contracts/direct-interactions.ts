import {
  type API,
  GatewayDispatchEvents,
  type GatewayInteractionCreateDispatchData,
  InteractionType,
  MessageFlags,
} from '@discordjs/core';
import type { Outcome } from '../../sandbox/discord/people/outcome.ts';
import type { DiscordSandbox } from '../../sandbox/discord/start-discord.ts';
import type { TestBot } from '../../sandbox/discord/test-bot.ts';
import { anySelect, buttons, embed, PNG, textSelect, userSelect } from './message-samples.ts';

/** A bot that answers by what it is asked: with each kind of callback, follow-ups, edits, files. */
async function answer(api: API, data: GatewayInteractionCreateDispatchData): Promise<void> {
  const { id, token, application_id: app } = data;
  const text = JSON.stringify(data.data ?? {});
  const { interactions } = api;
  if (data.type === InteractionType.ApplicationCommandAutocomplete) {
    return interactions.createAutocompleteResponse(id, token, { choices: [{ name: 'n', value: 'v' }] });
  }
  if (data.type === InteractionType.MessageComponent && text.includes('next')) {
    await interactions.deferMessageUpdate(id, token);
    return void (await interactions.editReply(app, token, { content: 'next page' }));
  }
  if (data.type === InteractionType.MessageComponent && text.includes('"text"')) {
    return void (await interactions.updateMessage(id, token, { content: 'updated', with_response: true }));
  }
  if (text.includes('form')) {
    const input = { type: 4 as const, custom_id: 'input', style: 1 as const, required: true, max_length: 100 };
    const options = [
      { label: 'Now', value: 'now', default: true },
      { label: 'Later', value: 'later', description: 'Some day' },
    ];
    const list = { type: 3 as const, custom_id: 'list', required: false, min_values: 0, max_values: 2, options };
    const components = [
      { type: 18 as const, label: 'Say', description: 'Anything', component: input },
      { type: 18 as const, label: 'When', component: list },
    ];
    return interactions.createModal(id, token, { custom_id: 'modal', title: 'Form', components });
  }
  if (text.includes('later')) return answerLater(api, app, { id, token });
  const files = text.includes('file') ? [{ name: 'chart.png', data: PNG, contentType: 'image/png' }] : undefined;
  const body = {
    content: 'here',
    embeds: [embed],
    components: [buttons, textSelect, userSelect, anySelect].flatMap((row) => row ?? []),
  };
  await interactions.reply(id, token, { ...body, with_response: true, ...(files ? { files } : {}) });
  if (text.includes('gone')) await interactions.deleteReply(app, token);
}

async function answerLater(
  { interactions, webhooks }: API,
  app: string,
  { id, token }: { id: string; token: string },
): Promise<void> {
  await interactions.defer(id, token, { flags: MessageFlags.Ephemeral, with_response: true });
  await interactions.editReply(app, token, { content: 'now', embeds: [embed], components: [buttons] });
  await interactions.getOriginalReply(app, token);
  const more = await interactions.followUp(app, token, { content: 'more', flags: MessageFlags.Ephemeral });
  await interactions.editReply(app, token, { content: 'more, edited' }, more.id);
  await webhooks.getMessage(app, token, more.id);
  await interactions.deleteReply(app, token, more.id);
  await interactions.followUp(app, token, { files: [{ name: 'a.png', data: PNG, contentType: 'image/png' }] });
  await interactions.editReply(app, token, { files: [{ name: 'b.png', data: PNG, contentType: 'image/png' }] });
}

/** Uses every kind of interaction, and answers each. */
export async function useInteractions(bot: TestBot, discord: DiscordSandbox): Promise<void> {
  // One that fails is an unhandled rejection, which fails the test.
  bot.client.on(GatewayDispatchEvents.InteractionCreate, ({ data, api }) => void answer(api, data));
  const ada = discord.person('ada');
  const message = async (asked: Promise<Outcome>) => {
    const outcome = await asked;
    if (outcome.kind !== 'answered') throw new Error(`${outcome.kind} ${JSON.stringify(outcome)}`);
    return outcome.message;
  };
  await ada.complete('/ask what:x');
  const everything =
    'team:Engineering text:t count:3 share:half all:true who:@developer where:#sprint role:@Leadership mention:@product';
  const shown = await message(ada.type(`/ask what:now ${everything}`));
  await message(ada.type('/ask what:now where:"Release checklist"'));
  await message(ada.type('/nest more two'));
  await message(ada.type('/ask what:file'));
  await message(ada.type('/ask what:gone'));
  await message(ada.type('/ask what:later'));
  await message(ada.type('/all', { channel: 'dm' }));
  await message(ada.choose(shown, 'user', ['developer']));
  await message(ada.choose(shown, 'any', ['Leadership']));
  await message(ada.press(shown, 'next'));
  await message(ada.choose(shown, 'text', ['1', '2']));
  const form = await ada.type('/ask what:form');
  if (form.kind !== 'form') throw new Error(form.kind);
  await message(ada.submit(form, { input: 'said', list: ['Later'] }));
  await message(ada.menu(ada.write('sprint', 'Keep this, please'), 'Keep this'));
  await message(ada.memberMenu('developer', 'Who is this'));
}
