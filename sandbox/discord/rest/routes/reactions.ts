import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Core } from '../../core.ts';
import { userPayload } from '../../world/present.ts';
import { botChannel, channelMessage } from '../access.ts';
import { refuse } from '../api-error.ts';
import { limitIn, snowflakeIn } from '../query.ts';
import { param, type RestRequest, type RestResponse, type Route } from '../route.ts';

const MAX_REACTIONS = 20;
/** From text because the compiler's target does not know the flag `v` yet; Node 20 does. */
const EMOJI_PATTERN = new RegExp('^\\p{RGI_Emoji}$', 'v');

/** A single emoji of Unicode; the server has none of its own. */
export function isEmoji(text: string): boolean {
  return EMOJI_PATTERN.test(text) || EMOJI_PATTERN.test(`${text}\uFE0F`);
}

function target(core: Core, request: RestRequest, wanted: bigint) {
  const channel = botChannel(core, request, PermissionFlagsBits.ReadMessageHistory | wanted);
  const message = channelMessage(core, request, channel);
  const emoji = param(request, 'emoji');
  if (!isEmoji(emoji)) throw refuse.unknownEmoji();
  return { message, emoji };
}

function add(core: Core, request: RestRequest): RestResponse {
  const { message, emoji } = target(core, request, PermissionFlagsBits.AddReactions);
  const isNew = !message.reactions.some((reaction) => reaction.emoji === emoji);
  if (isNew && message.reactions.length >= MAX_REACTIONS) throw refuse.tooManyReactions();
  core.messages.react(message, core.world.applicationId, emoji);
  return { status: 204 };
}

function remove(core: Core, request: RestRequest, userId: string): RestResponse {
  const isOwn = userId === core.world.applicationId;
  const { message, emoji } = target(core, request, isOwn ? 0n : PermissionFlagsBits.ManageMessages);
  if (!core.world.findUser(userId)) throw refuse.unknownUser();
  core.messages.unreact(message, userId, emoji);
  return { status: 204 };
}

const REACTION = '/channels/:channelId/messages/:messageId/reactions/:emoji';
const bucket = { name: 'reaction', limit: 1, perMs: 250 };

/** Reactions of the bot, and who else reacted. */
export const reactionRoutes: readonly Route[] = [
  { method: 'PUT', path: `${REACTION}/@me`, bucket, handle: add },
  {
    method: 'DELETE',
    path: `${REACTION}/@me`,
    bucket,
    handle: (core, request) => remove(core, request, core.world.applicationId),
  },
  {
    method: 'DELETE',
    path: `${REACTION}/:userId`,
    bucket,
    handle: (core, request) => remove(core, request, param(request, 'userId')),
  },
  {
    method: 'GET',
    path: REACTION,
    handle(core, request) {
      const { message, emoji } = target(core, request, 0n);
      const limit = limitIn(request, 25);
      const after = snowflakeIn(request, 'after');
      const userIds = message.reactions.find((reaction) => reaction.emoji === emoji)?.userIds ?? [];
      const later = userIds.filter((id) => after === null || BigInt(id) > BigInt(after));
      return { status: 200, body: later.slice(0, limit).map((id) => userPayload(core.world.user(id))) };
    },
  },
];
