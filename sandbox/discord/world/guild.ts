import type { APIGuild, APIGuildMember, GatewayGuildCreateDispatchData } from 'discord-api-types/v10';
import { channelPayload, memberPayload, rolePayload, threadPayload } from './present.ts';
import type { World } from './world.ts';

/** The server as GET /guilds/{id} shows it (schema GuildWithCountsResponse). */
export function guildPayload(world: World, options: { withCounts: boolean }): APIGuild {
  const guild = {
    id: world.guild.id,
    name: world.guild.name,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: [],
    banner: null,
    owner_id: world.guild.ownerId,
    application_id: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 1,
    roles: world.roles().map(rolePayload),
    default_message_notifications: 1,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: 'en-US',
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
    ...(options.withCounts
      ? { approximate_member_count: world.members().length, approximate_presence_count: world.members().length }
      : {}),
  };
  return guild as unknown as APIGuild;
}

/**
 * GUILD_CREATE. Without the presences intent Discord lists only the bot among the members:
 * https://docs.discord.com/developers/events/gateway-events#guild-create
 */
export function guildCreate(world: World, options: { allMembers: boolean }): GatewayGuildCreateDispatchData {
  const memberIds = options.allMembers ? world.members().map(({ userId }) => userId) : [world.applicationId];
  const data = {
    ...guildPayload(world, { withCounts: false }),
    joined_at: world.findMember(world.applicationId)?.joinedAt.toISOString(),
    large: false,
    unavailable: false,
    member_count: world.members().length,
    voice_states: [],
    members: memberIds
      .map((id) => memberPayload(world, id))
      .filter((member): member is APIGuildMember => member !== null),
    channels: world.textChannels().map((channel) => channelPayload(world, channel)),
    threads: world.threads().map((thread) => threadPayload(world, thread)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
  return data as unknown as GatewayGuildCreateDispatchData;
}
