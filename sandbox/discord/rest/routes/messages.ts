import { type APIMessage, MessageReferenceType, MessageType, PermissionFlagsBits } from 'discord-api-types/v10';
import type { z } from 'zod';
import type { Core } from '../../core.ts';
import { visiblePayload } from '../../gateway/broadcast.ts';
import type { SandboxMessage } from '../../world/message.ts';
import type { WorldChannel } from '../../world/model.ts';
import { can } from '../../world/permissions.ts';
import { botChannel, channelMessage, sendPermission } from '../access.ts';
import { invalidField, refuse } from '../api-error.ts';
import { parseForm } from '../form.ts';
import { limitIn, snowflakeIn } from '../query.ts';
import type { RestRequest, RestResponse, Route } from '../route.ts';
import { editedContent, type messageCreate, messageEdit, newContent, parseMessage } from '../schema/message.ts';

/** All others are messages of the system. */
const REPLYABLE: ReadonlySet<MessageType> = new Set([
  MessageType.Default,
  MessageType.Reply,
  MessageType.ChatInputCommand,
  MessageType.ContextMenuCommand,
]);
const NONCE_MEMORY_MS = 5 * 60 * 1000;
const MESSAGE_CONTENT = 1 << 15;

const asBot = (core: Core, message: SandboxMessage): APIMessage =>
  visiblePayload(core, message, (core.privilegedIntents & MESSAGE_CONTENT) !== 0);

function create(core: Core, request: RestRequest): RestResponse {
  const channel = botChannel(core, request);
  const fields = parseMessage(request.body);
  // https://docs.discord.com/developers/resources/message#create-message-limitations
  const wanted =
    sendPermission(channel) |
    (request.files.length > 0 ? PermissionFlagsBits.AttachFiles : 0n) |
    (fields.tts ? PermissionFlagsBits.SendTTSMessages : 0n) |
    (fields.message_reference ? PermissionFlagsBits.ReadMessageHistory : 0n);
  botChannel(core, request, wanted);
  if (channel.kind === 'dm' && !core.world.takesDirectMessages(channel.recipientId)) throw refuse.cannotMessageUser();
  const repeated = fields.enforce_nonce ? sentBefore(core, channel, fields.nonce) : null;
  if (repeated) return { status: 200, body: repeated.payload };
  const { attachments } = core;
  const body = newContent(fields, { channelId: channel.id, files: request.files, attachments, flags: 'message' });
  const message = core.messages.create({
    channelId: channel.id,
    authorId: core.world.applicationId,
    body,
    extra: {
      ...(fields.nonce === null || fields.nonce === undefined ? {} : { nonce: fields.nonce }),
      ...replyTo(core, channel, fields.message_reference),
    },
  });
  return { status: 200, body: message.payload };
}

/** https://docs.discord.com/developers/resources/message#create-message (enforce_nonce): the earlier message, not a second one. */
function sentBefore(
  core: Core,
  channel: WorldChannel,
  nonce: string | number | null | undefined,
): SandboxMessage | null {
  if (nonce === null || nonce === undefined) return null;
  const now = core.clock.now().getTime();
  const same = ({ authorId, payload }: SandboxMessage): boolean =>
    authorId === core.world.applicationId &&
    payload.nonce === nonce &&
    now - new Date(payload.timestamp).getTime() < NONCE_MEMORY_MS;
  return core.messages.in(channel.id).find(same) ?? null;
}

function replyTo(
  core: Core,
  channel: WorldChannel,
  reference: z.output<typeof messageCreate>['message_reference'],
): Partial<APIMessage> {
  if (!reference) return {};
  const target = core.messages.find(reference.message_id);
  if (!target || target.isDeleted || target.channelId !== channel.id) {
    if (reference.fail_if_not_exists === false) return {};
    throw invalidField(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  }
  if (!REPLYABLE.has(target.payload.type)) {
    throw invalidField(
      ['message_reference'],
      'REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE',
      'Cannot reply to a system message',
    );
  }
  return {
    type: MessageType.Reply,
    message_reference: {
      type: MessageReferenceType.Default,
      channel_id: channel.id,
      message_id: target.id,
      ...(channel.kind === 'dm' ? {} : { guild_id: core.world.guild.id }),
    },
    referenced_message: asReferenced(asBot(core, target)),
  };
}

/** What a message refers to comes without its own reactions, and without what it refers to itself (openapi:BasicMessageResponse). */
function asReferenced(message: APIMessage): APIMessage {
  const { reactions: _reactions, referenced_message: _referenced, ...shown } = message;
  return shown;
}

/** https://docs.discord.com/developers/resources/message#get-channel-messages: newest first, nothing without the permission. */
function list(core: Core, request: RestRequest): RestResponse {
  const channel = botChannel(core, request);
  const limit = limitIn(request, 50);
  const visible = core.messages.in(channel.id).filter(({ onlyFor }) => onlyFor === null);
  const chosen = chooseFrom(visible, limit, request);
  const mayRead = can(
    core.world,
    { userId: core.world.applicationId, channel },
    PermissionFlagsBits.ReadMessageHistory,
  );
  return { status: 200, body: mayRead ? [...chosen].reverse().map((message) => asBot(core, message)) : [] };
}

function chooseFrom(all: readonly SandboxMessage[], limit: number, request: RestRequest): readonly SandboxMessage[] {
  const [before, after, around] = ['before', 'after', 'around'].map((name) => snowflakeIn(request, name) ?? null);
  if ([before, after, around].filter(Boolean).length > 1) {
    throw invalidField(
      ['before'],
      'BASE_TYPE_MUTUALLY_EXCLUSIVE',
      'Only one of before, after and around may be given.',
    );
  }
  if (before) return all.filter(({ id }) => BigInt(id) < BigInt(before)).slice(-limit);
  if (after) return all.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit);
  if (!around) return all.slice(-limit);
  const found = all.findIndex(({ id }) => BigInt(id) >= BigInt(around));
  const middle = found < 0 ? all.length : found;
  const from = Math.max(0, middle - Math.floor(limit / 2));
  return all.slice(from, from + limit);
}

function edit(core: Core, request: RestRequest): RestResponse {
  const channel = botChannel(core, request);
  const message = channelMessage(core, request, channel);
  if (message.authorId !== core.world.applicationId) throw refuse.notYourMessage();
  const fields = parseForm(messageEdit, request.body ?? {});
  const writing = {
    channelId: channel.id,
    files: request.files,
    attachments: core.attachments,
    flags: 'message',
  } as const;
  return { status: 200, body: core.messages.edit(message, editedContent(fields, writing, message)).payload };
}

function remove(core: Core, request: RestRequest): RestResponse {
  const channel = botChannel(core, request);
  const message = channelMessage(core, request, channel);
  const botId = core.world.applicationId;
  if (message.authorId !== botId && !can(core.world, { userId: botId, channel }, PermissionFlagsBits.ManageMessages)) {
    throw refuse.missingPermissions();
  }
  core.messages.delete(message);
  return { status: 204 };
}

const MESSAGES = '/channels/:channelId/messages';
const MESSAGE = `${MESSAGES}/:messageId`;

/** Messages in channels. */
export const messageRoutes: readonly Route[] = [
  { method: 'POST', path: MESSAGES, bucket: { name: 'message-create', limit: 5, perMs: 5000 }, handle: create },
  { method: 'GET', path: MESSAGES, bucket: { name: 'message-list', limit: 5, perMs: 5000 }, handle: list },
  {
    method: 'GET',
    path: MESSAGE,
    bucket: { name: 'message-get', limit: 5, perMs: 5000 },
    handle(core, request) {
      const channel = botChannel(core, request, PermissionFlagsBits.ReadMessageHistory);
      return { status: 200, body: asBot(core, channelMessage(core, request, channel)) };
    },
  },
  { method: 'PATCH', path: MESSAGE, bucket: { name: 'message-edit', limit: 5, perMs: 5000 }, handle: edit },
  { method: 'DELETE', path: MESSAGE, bucket: { name: 'message-delete', limit: 5, perMs: 1000 }, handle: remove },
];
