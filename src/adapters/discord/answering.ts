import type { API } from '@discordjs/core';
import { MessageFlags, RESTJSONErrorCodes } from 'discord-api-types/v10';
import type { Choice, Reply } from '../../ports/chat.ts';
import type { Acknowledged, Answering } from '../../ports/incoming.ts';
import { discordCall, isRefusal, toDiscordError } from './discord-call.ts';
import { renderReply } from './render-reply.ts';

/** What identifies an interaction to Discord. */
export interface InteractionHandle {
  readonly id: string;
  readonly token: string;
  readonly applicationId: string;
  /** A press edits the message that has the button; a command gets a message of its own. */
  readonly isPress: boolean;
  /** The message that has the pressed button. */
  readonly pressedMessageId: string | null;
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
export function discordAnswering(api: API, handle: InteractionHandle): Answering {
  const { id, token, applicationId, isPress } = handle;
  const { interactions } = api;
  return {
    acknowledge: (isPrivate) =>
      acknowledging((signal) =>
        isPress
          ? interactions.deferMessageUpdate(id, token, {}, { signal })
          : interactions.defer(id, token, isPrivate ? { flags: MessageFlags.Ephemeral } : {}, { signal }),
      ),
    answer: (reply, isPrivate) =>
      acknowledging((signal) =>
        isPress
          ? interactions.updateMessage(id, token, renderReply(reply), { signal })
          : interactions.reply(id, token, body(reply, isPrivate), { signal }),
      ),
    note: (reply) => acknowledging((signal) => interactions.reply(id, token, body(reply, true), { signal })),
    finish: (reply) => edit(api, handle, reply),
    tell: (reply) => tell(api, handle, reply),
    progress: (text) => edit(api, handle, { text: `${PROGRESS_MARK} ${text}` }),
    suggest: (choices) => suggest(api, handle, choices),
    isUnanswered: () => isUnanswered(api, applicationId, handle),
  };
}

function body(reply: Reply, isPrivate: boolean): ReturnType<typeof renderReply> & { flags?: MessageFlags } {
  return isPrivate ? { ...renderReply(reply), flags: MessageFlags.Ephemeral } : renderReply(reply);
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

async function edit(api: API, { applicationId, token }: InteractionHandle, reply: Reply): Promise<void> {
  const whole = renderReply(reply);
  try {
    await discordCall(
      (signal) => api.interactions.editReply(applicationId, token, whole, '@original', { signal }),
      FINISH,
    );
  } catch (error) {
    throw toDiscordError(error);
  }
}

async function tell(api: API, { applicationId, token }: InteractionHandle, reply: Reply): Promise<void> {
  try {
    await discordCall((signal) => api.interactions.followUp(applicationId, token, body(reply, true), { signal }), {
      ...FINISH,
      isOnce: true,
    });
  } catch (error) {
    throw toDiscordError(error);
  }
}

async function suggest(api: API, { id, token }: InteractionHandle, choices: readonly Choice[]): Promise<void> {
  try {
    await discordCall(
      (signal) => api.interactions.createAutocompleteResponse(id, token, { choices: [...choices] }, { signal }),
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

/** A deferred reply carries the LOADING flag until it is edited; a pressed message shows by its edit time. */
async function isUnanswered(
  api: API,
  applicationId: string,
  { token, isPress, pressedMessageId, createdAt }: InteractionHandle,
): Promise<boolean> {
  try {
    const message = await discordCall(
      (signal) => api.interactions.getOriginalReply(applicationId, token, { signal }),
      LOOK,
    );
    // A press that was answered by a note has that note as its original, not the pressed message.
    if (isPress && message.id !== pressedMessageId) return false;
    if (isPress) return message.edited_timestamp === null || new Date(message.edited_timestamp) < createdAt;
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
