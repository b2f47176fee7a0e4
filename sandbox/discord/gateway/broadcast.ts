import {
  type APIGuildMember,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageReactionAddDispatchData,
} from 'discord-api-types/v10';
import type { Core } from '../core.ts';
import type { Reaction } from '../events.ts';
import type { SandboxMessage } from '../world/message.ts';
import { memberPayload, partialMember, threadPayload } from '../world/present.ts';
import { wants } from './intents.ts';

/** Turns what happens in the world into gateway events for every live session that has the intent. */
export function broadcastWorld(core: Core): void {
  const { events } = core;
  events.on('message', (message) => sendMessage(core, GatewayDispatchEvents.MessageCreate, message));
  events.on('message-edited', (message) => sendMessage(core, GatewayDispatchEvents.MessageUpdate, message));
  events.on('message-deleted', (message) => {
    if (message.onlyFor !== null) return;
    const { id, channelId } = message;
    const where = placeOf(core, channelId);
    send(core, where, {
      event: GatewayDispatchEvents.MessageDelete,
      data: { id, channel_id: channelId, ...where.guild },
    });
  });
  events.on('reaction-added', (reaction) => sendReaction(core, GatewayDispatchEvents.MessageReactionAdd, reaction));
  events.on('reaction-removed', (reaction) =>
    sendReaction(core, GatewayDispatchEvents.MessageReactionRemove, reaction),
  );
  events.on('thread-created', (thread) => {
    const data = { ...threadPayload(core.world, thread), newly_created: true };
    send(core, placeOf(core, thread.id), { event: GatewayDispatchEvents.ThreadCreate, data });
  });
}

/** An interaction goes to every session, whatever its intents. */
export function broadcastInteraction(core: Core, data: unknown): void {
  for (const session of core.sessions.all()) session.dispatch(GatewayDispatchEvents.InteractionCreate, data);
}

interface Place {
  readonly isDirect: boolean;
  readonly guild: { readonly guild_id?: string };
}

function placeOf(core: Core, channelId: string): Place {
  const isDirect = core.world.findChannel(channelId)?.kind === 'dm';
  return { isDirect, guild: isDirect ? {} : { guild_id: core.world.guild.id } };
}

function send(core: Core, { isDirect }: Place, { event, data }: { event: string; data: unknown }): void {
  for (const session of core.sessions.all()) if (wants(session.intents, event, isDirect)) session.dispatch(event, data);
}

/** Ephemeral messages are not on the gateway: only their reader and the interaction's token know them. */
function sendMessage(
  core: Core,
  event: GatewayDispatchEvents.MessageCreate | GatewayDispatchEvents.MessageUpdate,
  message: SandboxMessage,
): void {
  if (message.onlyFor !== null) return;
  const where = placeOf(core, message.channelId);
  const member = where.isDirect ? null : partialMember(core.world, message.authorId);
  for (const session of core.sessions.all()) {
    if (!wants(session.intents, event, where.isDirect)) continue;
    const mayRead = (session.intents & GatewayIntentBits.MessageContent) !== 0;
    const data = {
      ...visiblePayload(core, message, mayRead),
      ...where.guild,
      ...(member ? { member } : {}),
    } as GatewayMessageCreateDispatchData;
    session.dispatch(event, data);
  }
}

/**
 * The message as an application sees it: without the message content intent, what others wrote is empty, except in
 * direct messages and where the bot is mentioned. https://docs.discord.com/developers/events/gateway#message-content-intent
 */
export function visiblePayload(
  core: Core,
  message: SandboxMessage,
  mayReadContent: boolean,
): SandboxMessage['payload'] {
  const { payload, authorId, channelId } = message;
  const botId = core.world.applicationId;
  const isOpen =
    mayReadContent ||
    authorId === botId ||
    core.world.findChannel(channelId)?.kind === 'dm' ||
    payload.mentions.some(({ id }) => id === botId);
  return isOpen ? payload : { ...payload, content: '', embeds: [], attachments: [], components: [] };
}

function sendReaction(
  core: Core,
  event: GatewayDispatchEvents.MessageReactionAdd | GatewayDispatchEvents.MessageReactionRemove,
  { message, userId, emoji }: Reaction,
): void {
  const where = placeOf(core, message.channelId);
  const isAdded = event === GatewayDispatchEvents.MessageReactionAdd;
  const member: APIGuildMember | null = isAdded && !where.isDirect ? memberPayload(core.world, userId) : null;
  const data: Omit<GatewayMessageReactionAddDispatchData, 'member' | 'message_author_id' | 'guild_id'> = {
    user_id: userId,
    channel_id: message.channelId,
    message_id: message.id,
    emoji: { id: null, name: emoji },
    burst: false,
    type: 0,
  };
  const more = {
    ...where.guild,
    ...(member ? { member } : {}),
    ...(isAdded ? { message_author_id: message.authorId } : {}),
  };
  send(core, where, { event, data: { ...data, ...more } });
}
