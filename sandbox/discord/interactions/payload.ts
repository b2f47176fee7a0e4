import {
  ApplicationCommandType,
  type GatewayInteractionCreateDispatchData,
  InteractionContextType,
  Locale,
} from 'discord-api-types/v10';
import type { Core } from '../core.ts';
import type { SandboxMessage } from '../world/message.ts';
import type { WorldChannel } from '../world/model.ts';
import { can, permissionsOf } from '../world/permissions.ts';
import { channelPayload, memberPayload, userPayload } from '../world/present.ts';
import type { RegisteredCommand } from './command-book.ts';
import type { Interaction } from './interaction-book.ts';

const ATTACHMENT_SIZE_LIMIT = 10 * 1024 * 1024;

/** One given option, as `data.options` wants it. */
export interface GivenOption {
  readonly name: string;
  readonly type: number;
  readonly value?: string | number | boolean;
  readonly options?: readonly GivenOption[];
  readonly focused?: true;
}

export type ResolvedData = Readonly<
  Record<'users' | 'members' | 'roles' | 'channels', Readonly<Record<string, unknown>>>
>;

/**
 * The parts that every interaction has.
 * https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-structure
 */
export function interactionPayload(
  core: Core,
  interaction: Interaction,
  more: { data: unknown; message?: SandboxMessage | null },
): GatewayInteractionCreateDispatchData {
  const { world } = core;
  const { about } = interaction;
  const channel = world.findChannel(about.channelId);
  if (!channel) throw new Error(`No channel ${about.channelId} in the world`);
  const isDirect = channel.kind === 'dm';
  const payload = {
    id: interaction.id,
    application_id: world.applicationId,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    data: more.data,
    channel_id: channel.id,
    channel: interactionChannel(core, channel, about.userId),
    ...(isDirect ? { user: userPayload(world.user(about.userId)) } : guildPart(core, about.userId, channel)),
    ...(more.message ? { message: more.message.payload } : {}),
    app_permissions: permissionsOf(world, world.applicationId, channel).toString(),
    locale: Locale.EnglishUS,
    entitlements: [],
    authorizing_integration_owners: { '0': isDirect ? '0' : world.guild.id },
    context: isDirect ? InteractionContextType.BotDM : InteractionContextType.Guild,
    attachment_size_limit: ATTACHMENT_SIZE_LIMIT,
  };
  return payload as unknown as GatewayInteractionCreateDispatchData;
}

function guildPart(core: Core, userId: string, channel: WorldChannel) {
  const { world } = core;
  return {
    guild_id: world.guild.id,
    guild: { id: world.guild.id, locale: Locale.EnglishUS, features: [] },
    guild_locale: Locale.EnglishUS,
    member: { ...memberPayload(world, userId), permissions: permissionsOf(world, userId, channel).toString() },
  };
}

/** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure */
const PARTIAL_CHANNEL: ReadonlySet<string> = new Set(
  (
    'id name type last_message_id last_pin_timestamp nsfw parent_id guild_id flags ' +
    'rate_limit_per_user topic position thread_metadata'
  ).split(' '),
);

/** A channel as resolved data and interactions carry it: with what the person may do there. */
export function interactionChannel(core: Core, channel: WorldChannel, userId: string) {
  const known = Object.entries(channelPayload(core.world, channel)).filter(([name]) => PARTIAL_CHANNEL.has(name));
  return {
    ...Object.fromEntries(known),
    permissions: permissionsOf(core.world, userId, channel).toString(),
    app_permissions: permissionsOf(core.world, core.world.applicationId, channel).toString(),
  };
}

/** `data` of a slash command, also while it is being typed. */
export function commandData(command: RegisteredCommand, options: readonly GivenOption[], resolved: ResolvedData) {
  const used = Object.entries(resolved).filter(([, entries]) => Object.keys(entries).length > 0);
  return {
    id: command.id,
    name: command.request.name,
    type: ApplicationCommandType.ChatInput,
    ...(command.scope === null ? {} : { guild_id: command.scope }),
    ...(options.length > 0 ? { options } : {}),
    ...(used.length > 0 ? { resolved: Object.fromEntries(used) } : {}),
  };
}

/** `data` of a command in the menu of a message; the content is there whatever the bot's intents. */
export function messageCommandData(command: RegisteredCommand, target: SandboxMessage) {
  return {
    id: command.id,
    name: command.request.name,
    type: ApplicationCommandType.Message,
    ...(command.scope === null ? {} : { guild_id: command.scope }),
    target_id: target.id,
    resolved: { messages: { [target.id]: target.payload } },
  };
}

/** `data` of a command in the menu of a member. */
export function userCommandData(command: RegisteredCommand, targetId: string, resolved: ResolvedData) {
  return {
    id: command.id,
    name: command.request.name,
    type: ApplicationCommandType.User,
    ...(command.scope === null ? {} : { guild_id: command.scope }),
    target_id: targetId,
    resolved: { users: resolved.users, ...(targetId in resolved.members ? { members: resolved.members } : {}) },
  };
}

/** True when this person's picker shows the command: https://docs.discord.com/developers/interactions/application-commands#permissions */
export function maySee(core: Core, userId: string, command: RegisteredCommand): boolean {
  const wanted = command.payload.default_member_permissions;
  if (wanted === null || wanted === undefined) return true;
  // "0" means nobody but administrators; asking for a bit that no role gives says the same.
  const bits = BigInt(wanted);
  return can(core.world, { userId }, bits === 0n ? ADMINISTRATOR : bits);
}

const ADMINISTRATOR = 1n << 3n;
