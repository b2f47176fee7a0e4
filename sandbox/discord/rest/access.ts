import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Core } from '../core.ts';
import type { SandboxMessage } from '../world/message.ts';
import type { WorldChannel } from '../world/model.ts';
import { can } from '../world/permissions.ts';
import { refuse } from './api-error.ts';
import { param, type RestRequest } from './route.ts';

/** The channel of the path, if the bot sees it and has `wanted` there; throws Discord's refusal otherwise. */
export function botChannel(core: Core, request: RestRequest, wanted = 0n): WorldChannel {
  const channel = core.world.findChannel(param(request, 'channelId'));
  if (!channel) throw refuse.unknownChannel();
  const bot = { userId: core.world.applicationId, channel };
  if (!can(core.world, bot, PermissionFlagsBits.ViewChannel)) throw refuse.missingAccess();
  if (!can(core.world, bot, wanted)) throw refuse.missingPermissions();
  return channel;
}

/** What one needs to write in a channel: threads have a permission of their own. */
export function sendPermission(channel: WorldChannel): bigint {
  return channel.kind === 'thread' ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
}

/** The message of the path. Ephemeral messages do not exist for the channel's own endpoints. */
export function channelMessage(core: Core, request: RestRequest, channel: WorldChannel): SandboxMessage {
  const message = core.messages.find(param(request, 'messageId'));
  if (!message || message.isDeleted || message.channelId !== channel.id || message.onlyFor !== null) {
    throw refuse.unknownMessage();
  }
  return message;
}
