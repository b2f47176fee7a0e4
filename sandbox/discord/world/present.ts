import {
  type APIApplication,
  type APIDMChannel,
  type APIGuildMember,
  type APIInteractionDataResolvedGuildMember,
  type APIRole,
  type APITextChannel,
  type APIThreadChannel,
  type APIUser,
  ChannelType,
  OverwriteType,
} from 'discord-api-types/v10';
import type { DirectChannel, TextChannel, ThreadChannel, WorldChannel, WorldRole, WorldUser } from './model.ts';
import { permissionsOf } from './permissions.ts';
import type { World } from './world.ts';

/** Typed as a plain number because the flag enumerations have no member for "none". */
const NO_FLAGS: number = 0;

/** Shapes as Discord's OpenAPI description has them (schemas UserResponse, GuildRoleResponse, …). */

export function userPayload(user: WorldUser): APIUser {
  return {
    id: user.id,
    username: user.name,
    discriminator: user.isBot ? '0001' : '0',
    global_name: user.isBot ? null : user.displayName,
    avatar: null,
    avatar_decoration_data: null,
    banner: null,
    accent_color: null,
    public_flags: NO_FLAGS,
    flags: NO_FLAGS,
    primary_guild: null,
    ...(user.isBot ? { bot: true } : {}),
  };
}

/** The bot about itself: GET /users/@me and READY have more in it than other users. */
export function selfPayload(world: World): APIUser {
  return {
    ...userPayload(world.bot),
    mfa_enabled: true,
    locale: 'en-US',
    premium_type: 0,
    email: null,
    verified: true,
  };
}

/** A member without the user inside: what resolved data and message events carry. */
export function partialMember(world: World, userId: string): Omit<APIGuildMember, 'user'> | null {
  const member = world.findMember(userId);
  if (!member) return null;
  return {
    avatar: null,
    banner: null,
    communication_disabled_until: null,
    flags: NO_FLAGS,
    joined_at: member.joinedAt.toISOString(),
    nick: null,
    pending: false,
    premium_since: null,
    roles: [...member.roleIds],
    mute: false,
    deaf: false,
  };
}

export function memberPayload(world: World, userId: string): APIGuildMember | null {
  const member = partialMember(world, userId);
  return member && { ...member, user: userPayload(world.user(userId)) };
}

/** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure */
export function resolvedMember(
  world: World,
  userId: string,
  channel: WorldChannel,
): APIInteractionDataResolvedGuildMember | null {
  const member = partialMember(world, userId);
  if (!member) return null;
  const { mute: _mute, deaf: _deaf, ...rest } = member;
  return { ...rest, permissions: permissionsOf(world, userId, channel).toString() };
}

export function rolePayload(role: WorldRole): APIRole {
  return {
    id: role.id,
    name: role.name,
    permissions: role.permissions.toString(),
    position: role.position,
    color: role.color,
    colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
    hoist: role.isHoisted,
    managed: role.botId !== undefined,
    mentionable: role.isMentionable,
    icon: null,
    unicode_emoji: null,
    flags: NO_FLAGS,
    ...(role.botId === undefined ? {} : { tags: { bot_id: role.botId } }),
  };
}

export function channelPayload(world: World, channel: WorldChannel): APITextChannel | APIThreadChannel | APIDMChannel {
  switch (channel.kind) {
    case 'text':
      return textChannel(world, channel);
    case 'thread':
      return threadPayload(world, channel);
    case 'dm':
      return directChannel(world, channel);
  }
}

function textChannel(world: World, channel: TextChannel): APITextChannel {
  return {
    id: channel.id,
    type: ChannelType.GuildText,
    guild_id: world.guild.id,
    name: channel.name,
    topic: channel.topic,
    position: channel.position,
    parent_id: null,
    nsfw: false,
    flags: NO_FLAGS,
    rate_limit_per_user: 0,
    last_message_id: channel.lastMessageId,
    permission_overwrites: channel.overwrites.map(({ id, kind, allow, deny }) => ({
      id,
      type: kind === 'role' ? OverwriteType.Role : OverwriteType.Member,
      allow: allow.toString(),
      deny: deny.toString(),
    })),
  };
}

export function threadPayload(world: World, thread: ThreadChannel): APIThreadChannel {
  return {
    id: thread.id,
    type: ChannelType.PublicThread,
    guild_id: world.guild.id,
    name: thread.name,
    parent_id: thread.parentId,
    owner_id: thread.ownerId,
    flags: NO_FLAGS,
    rate_limit_per_user: 0,
    last_message_id: thread.lastMessageId,
    message_count: thread.messageCount,
    total_message_sent: thread.messageCount,
    member_count: thread.memberIds.size,
    thread_metadata: {
      archived: false,
      archive_timestamp: thread.createdAt.toISOString(),
      auto_archive_duration: thread.autoArchiveMinutes,
      locked: false,
      create_timestamp: thread.createdAt.toISOString(),
    },
  };
}

function directChannel(world: World, channel: DirectChannel): APIDMChannel {
  const payload = {
    id: channel.id,
    type: ChannelType.DM as const,
    flags: NO_FLAGS,
    last_message_id: channel.lastMessageId,
    recipients: [userPayload(world.user(channel.recipientId))],
  };
  // Discord leaves `name` out, the types want it.
  return payload as unknown as APIDMChannel;
}

/** https://docs.discord.com/developers/resources/application#application-object-application-flags */
export function applicationFlags(privilegedIntents: number): number {
  const presences = privilegedIntents & (1 << 8) ? 1 << 13 : 0;
  const members = privilegedIntents & (1 << 1) ? 1 << 15 : 0;
  const content = privilegedIntents & (1 << 15) ? 1 << 19 : 0;
  return presences | members | content;
}

/** What GET /applications/@me says about the bot's own application (schema PrivateApplicationResponse). */
export function applicationPayload(world: World, flags: number): APIApplication & Record<string, unknown> {
  return {
    id: world.applicationId,
    name: world.applicationName,
    icon: null,
    description: '',
    type: null,
    bot: userPayload(world.bot),
    bot_public: false,
    bot_require_code_grant: false,
    install_params: { scopes: ['applications.commands', 'bot'], permissions: '0' },
    integration_types_config: { '0': {} },
    verify_key: '0'.repeat(64),
    flags,
    flags_new: String(flags),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: userPayload(world.user(world.guild.ownerId)),
    approximate_guild_count: 1,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    event_webhooks_url: null,
    event_webhooks_status: 1,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: ['applications.commands', 'bot', 'identify'],
  } as unknown as APIApplication & Record<string, unknown>;
}
