import { type APIMessage, InteractionType, MessageReferenceType, MessageType } from 'discord-api-types/v10';
import type { Core } from '../../core.ts';
import type { Interaction } from '../../interactions/interaction-book.ts';
import { FLAG_EPHEMERAL, FLAG_LOADING, type SandboxMessage } from '../../world/message.ts';
import { EMPTY_CONTENT, type MessageContent } from '../../world/message-book.ts';
import { userPayload } from '../../world/present.ts';
import { ApiError, inField, invalidField, refuse } from '../api-error.ts';
import { parseForm } from '../form.ts';
import { param, type RestRequest, type RestResponse, type Route } from '../route.ts';
import { type Callback, callback } from '../schema/callback.ts';
import { editedContent, newContent } from '../schema/message.ts';

/** Which callbacks fit which interaction: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type */
function allowedTypes({ about }: Interaction): readonly number[] {
  switch (about.kind) {
    case 'command':
    case 'menu':
      return [4, 5, 9];
    case 'autocomplete':
      return [8];
    case 'component':
      return [4, 5, 6, 7, 9];
    case 'modal':
      return about.sourceMessageId === null ? [4, 5] : [4, 5, 6, 7];
  }
}

function respond(core: Core, request: RestRequest): RestResponse {
  const asked = (request.body as { type?: unknown } | undefined)?.type;
  const type = typeof asked === 'number' ? asked : null;
  const interaction = core.interactions.claim(param(request, 'interactionId'), param(request, 'token'), type);
  try {
    const parsed = parseForm(callback, request.body ?? {});
    const allowed = allowedTypes(interaction);
    if (!allowed.includes(parsed.type)) {
      throw invalidField(['type'], 'BASE_TYPE_CHOICES', `Value must be one of (${allowed.join(', ')}).`);
    }
    const message = accept(core, interaction, { parsed, request });
    const withResponse = ['true', '1'].includes(request.query.get('with_response') ?? '');
    return withResponse
      ? { status: 200, body: callbackResponse(core, interaction, { type: parsed.type, message }) }
      : { status: 204 };
  } catch (error) {
    if (error instanceof ApiError) core.interactions.noteRejected(interaction, type, error.code);
    throw error;
  }
}

/** Does what the callback says; gives the message that it made or changed. */
function accept(
  core: Core,
  interaction: Interaction,
  { parsed, request }: { parsed: Callback; request: RestRequest },
): SandboxMessage | null {
  const channelId = interaction.about.channelId;
  const writing = { channelId, files: request.files, attachments: core.attachments, flags: 'interaction' } as const;
  switch (parsed.type) {
    case 4: {
      const message = createReply(core, interaction, {
        body: inField('data', () => newContent(parsed.data ?? {}, writing)),
      });
      core.interactions.acknowledge(interaction, 4, message.id);
      return message;
    }
    case 5: {
      const flags = FLAG_LOADING | (parsed.data?.flags ?? 0);
      const message = createReply(core, interaction, { body: { ...EMPTY_CONTENT, flags } });
      core.interactions.acknowledge(interaction, 5, message.id);
      return message;
    }
    case 6:
      core.interactions.acknowledge(interaction, 6, interaction.about.sourceMessageId);
      return null;
    case 7: {
      const source = sourceMessage(core, interaction);
      const content = inField('data', () => editedContent(parsed.data ?? {}, writing, source));
      const edited = core.messages.edit(source, content);
      core.interactions.acknowledge(interaction, 7, edited.id);
      return edited;
    }
    case 8:
      interaction.choices = parsed.data.choices;
      core.interactions.acknowledge(interaction, 8, null);
      return null;
    case 9:
      interaction.modal = parsed.data;
      core.interactions.acknowledge(interaction, 9, null);
      return null;
  }
}

function sourceMessage(core: Core, { about }: Interaction): SandboxMessage {
  const message = about.sourceMessageId === null ? null : core.messages.find(about.sourceMessageId);
  if (!message || message.isDeleted) throw refuse.unknownMessage();
  return message;
}

/** A message that answers an interaction; `repliesTo` for follow-ups, which refer to the first reply. */
export function createReply(
  core: Core,
  interaction: Interaction,
  reply: { readonly body: MessageContent; readonly repliesTo?: string | null },
): SandboxMessage {
  const { channelId, userId, sourceMessageId } = interaction.about;
  const { body, repliesTo = sourceMessageId } = reply;
  return core.messages.create({
    channelId,
    authorId: core.world.applicationId,
    body,
    onlyFor: body.flags & FLAG_EPHEMERAL ? userId : null,
    extra: {
      application_id: core.world.applicationId,
      webhook_id: core.world.applicationId,
      ...interactionFields(core, interaction),
      ...(repliesTo === null ? {} : referenceFields(core, channelId, repliesTo)),
    },
  });
}

/** https://docs.discord.com/developers/resources/message#message-interaction-metadata-object */
function interactionFields(core: Core, interaction: Interaction): Partial<APIMessage> {
  const { about, id, type } = interaction;
  const user = userPayload(core.world.user(about.userId));
  const isDirect = core.world.findChannel(about.channelId)?.kind === 'dm';
  const owners = { authorizing_integration_owners: { '0': isDirect ? '0' : core.world.guild.id } };
  if (type === InteractionType.ApplicationCommand) {
    const metadata = { id, type, user, ...owners, ...targetFields(core, about) };
    return {
      type: about.kind === 'menu' ? MessageType.ContextMenuCommand : MessageType.ChatInputCommand,
      interaction: { id, type, name: about.commandName ?? '', user },
      interaction_metadata: metadata,
    };
  }
  const metadata = {
    id,
    type,
    user,
    ...owners,
    ...(about.sourceMessageId ? { interacted_message_id: about.sourceMessageId } : {}),
  };
  // A modal's metadata would also name the interaction that opened it; the bot has no use for that.
  return type === InteractionType.MessageComponent
    ? { interaction_metadata: metadata as unknown as NonNullable<APIMessage['interaction_metadata']> }
    : {};
}

function targetFields({ world }: Core, { targetId, targetUserId }: Interaction['about']) {
  return {
    ...(targetId === undefined ? {} : { target_message_id: targetId }),
    ...(targetUserId === undefined ? {} : { target_user: userPayload(world.user(targetUserId)) }),
  };
}

function referenceFields(core: Core, channelId: string, messageId: string): Partial<APIMessage> {
  const isDirect = core.world.findChannel(channelId)?.kind === 'dm';
  return {
    type: MessageType.Reply,
    message_reference: {
      type: MessageReferenceType.Default,
      channel_id: channelId,
      message_id: messageId,
      ...(isDirect ? {} : { guild_id: core.world.guild.id }),
    },
  };
}

/** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-response-object */
function callbackResponse(
  core: Core,
  interaction: Interaction,
  done: { type: number; message: SandboxMessage | null },
) {
  const { message, type } = done;
  const isDirect = core.world.findChannel(interaction.about.channelId)?.kind === 'dm';
  const described = message
    ? {
        response_message_id: message.id,
        response_message_loading: message.isLoading,
        response_message_ephemeral: message.onlyFor !== null,
      }
    : {};
  // Per the OpenAPI description only types 4 and 7 have a resource.
  const resource = message && (type === 4 || type === 7) ? { resource: { type, message: message.payload } } : {};
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      channel_id: interaction.about.channelId,
      ...(isDirect ? {} : { guild_id: core.world.guild.id }),
      ...described,
    },
    ...resource,
  };
}

/** The answer to an interaction: exactly one, within the deadline. Not rate limited, no bot token. */
export const interactionRoutes: readonly Route[] = [
  { method: 'POST', path: '/interactions/:interactionId/:token/callback', isOpen: true, bucket: null, handle: respond },
];
