import { MessageFlags, RESTJSONErrorCodes } from 'discord-api-types/v10';
import type { Choice, Reply } from '../../ports/chat.ts';
import type { Acknowledged, Answering, AnswerPlace } from '../../ports/incoming.ts';
import { discordCall, isRefusal, toDiscordError } from './discord-call.ts';
import { renderChoices } from './render-choices.ts';
import { renderForm } from './render-form.ts';
import { type MessageBody, renderMessage, type Speaker } from './render-message.ts';

/** What identifies an interaction to Discord. */
export interface InteractionHandle {
  readonly id: string;
  readonly token: string;
  readonly applicationId: string;
  /** The message that has the button or select, also when they opened the form that was sent. */
  readonly sourceMessageId: string | null;
  readonly createdAt: Date;
}

/** Discord gives up after 3 seconds; what is not through by then is too late. Source: interactions/receiving-and-responding. */
const ACKNOWLEDGE = { attempts: 10, budgetMs: 2_700, attemptMs: 1_200 };
/** The reply token lives 15 minutes; an answer that cannot be delivered in 2 is stale. */
const FINISH = { attempts: 40, budgetMs: 120_000, attemptMs: 10_000 };
const LOOK = { attempts: 10, budgetMs: 10_000, attemptMs: 3_000 };

/** Marks a text as "not the answer yet", so that a successor process knows that somebody still waits. */
const PROGRESS_MARK = '⏳';

/** Answers one interaction through Discord's callback and webhook routes. */
export function discordAnswering(speaker: Speaker, handle: InteractionHandle): Answering {
  const { id, token } = handle;
  const { interactions } = speaker.api;
  const reply = async (said: Reply, isPrivate: boolean): Promise<Acknowledged> => {
    const body = await render(speaker, said, isPrivate);
    return acknowledging((signal) => interactions.reply(id, token, body, { signal }));
  };
  return {
    acknowledge: (place) =>
      acknowledging((signal) =>
        place === 'in-place'
          ? interactions.deferMessageUpdate(id, token, {}, { signal })
          : interactions.defer(id, token, place === 'private' ? { flags: MessageFlags.Ephemeral } : {}, { signal }),
      ),
    answer: reply,
    openForm: (form) => acknowledging((signal) => interactions.createModal(id, token, renderForm(form), { signal })),
    note: (said) => reply(said, true),
    finish: (said) => edit(speaker, handle, said),
    tell: (said) => tell(speaker, handle, said),
    progress: (text) => edit(speaker, handle, { text: `${PROGRESS_MARK} ${text}` }),
    suggest: (choices) => suggest(speaker, handle, choices),
    isUnanswered: (place) => isUnanswered(speaker, handle, place),
  };
}

async function render(
  { pictures }: Speaker,
  reply: Reply,
  isPrivate: boolean,
): Promise<MessageBody & { flags?: MessageFlags }> {
  const body = await renderMessage(reply, pictures);
  return isPrivate ? { ...body, flags: MessageFlags.Ephemeral } : body;
}

/** 40060: somebody (an earlier attempt of ours) was first. 10062: the 3 seconds are over. */
async function acknowledging(call: (signal: AbortSignal) => Promise<unknown>): Promise<Acknowledged> {
  try {
    await discordCall(call, ACKNOWLEDGE);
    return 'accepted';
  } catch (error) {
    if (isRefusal(error, RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged)) return 'already';
    if (isRefusal(error, RESTJSONErrorCodes.UnknownInteraction)) return 'too-late';
    throw toDiscordError(error);
  }
}

async function edit(speaker: Speaker, { applicationId, token }: InteractionHandle, reply: Reply): Promise<void> {
  const whole = await renderMessage(reply, speaker.pictures);
  try {
    await discordCall(
      (signal) => speaker.api.interactions.editReply(applicationId, token, whole, '@original', { signal }),
      FINISH,
    );
  } catch (error) {
    throw toDiscordError(error);
  }
}

async function tell(speaker: Speaker, { applicationId, token }: InteractionHandle, reply: Reply): Promise<void> {
  const whole = await render(speaker, reply, true);
  try {
    await discordCall((signal) => speaker.api.interactions.followUp(applicationId, token, whole, { signal }), {
      ...FINISH,
      isOnce: true,
    });
  } catch (error) {
    throw toDiscordError(error);
  }
}

async function suggest({ api }: Speaker, { id, token }: InteractionHandle, choices: readonly Choice[]): Promise<void> {
  try {
    await discordCall(
      (signal) =>
        api.interactions.createAutocompleteResponse(id, token, { choices: renderChoices(choices) }, { signal }),
      ACKNOWLEDGE,
    );
  } catch (error) {
    // The person typed on, or the suggestion came twice: nobody waits for this one any more.
    if (
      isRefusal(error, RESTJSONErrorCodes.UnknownInteraction, RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged)
    )
      return;
    throw toDiscordError(error);
  }
}

/** A deferred reply carries the LOADING flag until it is edited; a message to be replaced shows by its edit time. */
async function isUnanswered(
  { api }: Speaker,
  { applicationId, token, sourceMessageId, createdAt }: InteractionHandle,
  place: AnswerPlace,
): Promise<boolean> {
  try {
    const message = await discordCall(
      (signal) => api.interactions.getOriginalReply(applicationId, token, { signal }),
      LOOK,
    );
    // What was answered by a note has that note as its original, not the message with the button.
    if (place === 'in-place' && message.id !== sourceMessageId) return false;
    if (place === 'in-place')
      return message.edited_timestamp === null || new Date(message.edited_timestamp) < createdAt;
    const isLoading = ((message.flags ?? 0) & MessageFlags.Loading) !== 0;
    return isLoading || message.content.startsWith(PROGRESS_MARK);
  } catch (error) {
    if (
      isRefusal(
        error,
        RESTJSONErrorCodes.UnknownWebhook,
        RESTJSONErrorCodes.UnknownMessage,
        RESTJSONErrorCodes.InvalidWebhookToken,
      )
    )
      return false;
    throw toDiscordError(error);
  }
}
