import { MessageType, PermissionFlagsBits } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Core } from '../../core.ts';
import { EMPTY_CONTENT } from '../../world/message-book.ts';
import type { ThreadChannel, WorldChannel } from '../../world/model.ts';
import { channelPayload, threadPayload } from '../../world/present.ts';
import { botChannel, channelMessage } from '../access.ts';
import { refuse } from '../api-error.ts';
import { maybe, oneOf, parseForm, snowflakeId, textBetween, wholeNumber } from '../form.ts';
import type { RestRequest, RestResponse, Route } from '../route.ts';

const archive = maybe(oneOf([60, 1440, 4320, 10080]));
const named = {
  name: textBetween(1, 100),
  auto_archive_duration: archive,
  rate_limit_per_user: maybe(wholeNumber(0, 21600)),
};
const fromMessage = z.strictObject(named);
const alone = z.strictObject({ ...named, type: maybe(oneOf([11])), invitable: maybe(z.boolean()) });
const direct = z.strictObject({ recipient_id: snowflakeId() });

/** Opens the direct channel to a person, or finds it. */
function openDirect(core: Core, request: RestRequest): RestResponse {
  const { recipient_id: recipientId } = parseForm(direct, request.body ?? {});
  const recipient = core.world.findUser(recipientId);
  if (!recipient) throw refuse.invalidRecipient();
  if (recipient.isBot) throw refuse.cannotMessageUser();
  const known = core.world.directChannel(recipientId);
  const channel = known ?? { kind: 'dm' as const, id: core.mint.next(), recipientId, lastMessageId: null };
  if (!known) core.world.addChannel(channel);
  return { status: 200, body: channelPayload(core.world, channel) };
}

function startThread(core: Core, request: RestRequest): RestResponse {
  const channel = textChannelFor(core, request);
  const fields = parseForm(alone, request.body ?? {});
  const thread = newThread(core, { id: core.mint.next(), parentId: channel.id, fields });
  core.world.addChannel(thread);
  core.events.emit('thread-created', thread);
  return { status: 201, body: threadPayload(core.world, thread) };
}

/** A thread that starts from a message has the message's id. */
function startThreadAt(core: Core, request: RestRequest): RestResponse {
  const channel = textChannelFor(core, request);
  const message = channelMessage(core, request, channel);
  const fields = parseForm(fromMessage, request.body ?? {});
  if (core.world.findChannel(message.id)) throw refuse.threadExists();
  const thread = newThread(core, { id: message.id, parentId: channel.id, fields });
  core.world.addChannel(thread);
  core.messages.markThread(message, threadPayload(core.world, thread));
  core.events.emit('thread-created', thread);
  core.messages.create({
    channelId: thread.id,
    authorId: core.world.applicationId,
    body: EMPTY_CONTENT,
    extra: { type: MessageType.ThreadStarterMessage },
  });
  return { status: 201, body: threadPayload(core.world, thread) };
}

function textChannelFor(core: Core, request: RestRequest): WorldChannel {
  const channel = botChannel(core, request, PermissionFlagsBits.CreatePublicThreads);
  if (channel.kind !== 'text') throw refuse.wrongChannelType();
  return channel;
}

function newThread(
  core: Core,
  made: { id: string; parentId: string; fields: z.output<typeof fromMessage> },
): ThreadChannel {
  return {
    kind: 'thread',
    id: made.id,
    name: made.fields.name,
    parentId: made.parentId,
    ownerId: core.world.applicationId,
    createdAt: core.clock.now(),
    autoArchiveMinutes: made.fields.auto_archive_duration ?? 4320,
    memberIds: new Set([core.world.applicationId]),
    messageCount: 0,
    lastMessageId: null,
  };
}

const bucket = { name: 'thread-create', limit: 10, perMs: 60_000 };

/** Channels, threads and direct channels. */
export const channelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/channels/:channelId',
    handle: (core, request) => ({ status: 200, body: channelPayload(core.world, botChannel(core, request)) }),
  },
  { method: 'POST', path: '/channels/:channelId/threads', bucket, handle: startThread },
  { method: 'POST', path: '/channels/:channelId/messages/:messageId/threads', bucket, handle: startThreadAt },
  {
    method: 'POST',
    path: '/channels/:channelId/typing',
    handle(core, request) {
      botChannel(core, request);
      return { status: 204 };
    },
  },
  { method: 'POST', path: '/users/@me/channels', bucket: { name: 'dm', limit: 10, perMs: 10_000 }, handle: openDirect },
];
