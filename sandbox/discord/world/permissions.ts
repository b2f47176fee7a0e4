import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Overwrite, WorldChannel } from './model.ts';
import type { World } from './world.ts';

/** Every permission that this version of the API types knows: what an owner or an Administrator has. */
const ALL_PERMISSIONS: bigint = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

const DIRECT_PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.MentionEveryone |
  PermissionFlagsBits.UseExternalEmojis |
  PermissionFlagsBits.UseApplicationCommands;

/**
 * What a user may do in a channel, or in the server when no channel is given, computed as Discord describes it:
 * https://docs.discord.com/developers/topics/permissions#permission-overwrites
 */
export function permissionsOf(world: World, userId: string, channel?: WorldChannel): bigint {
  if (channel?.kind === 'dm') {
    return userId === world.applicationId || userId === channel.recipientId ? DIRECT_PERMISSIONS : 0n;
  }
  const member = world.findMember(userId);
  if (!member) return 0n;
  if (userId === world.guild.ownerId) return ALL_PERMISSIONS;
  const roleIds = new Set([world.guild.id, ...member.roleIds]);
  const base = [...roleIds].reduce((sum, id) => sum | (world.findRole(id)?.permissions ?? 0n), 0n);
  if (base & PermissionFlagsBits.Administrator) return ALL_PERMISSIONS;
  return applyOverwrites(base, overwritesOf(world, channel), { guildId: world.guild.id, roleIds, userId });
}

/** True when the user has all of `wanted` in the channel, or in the server when no channel is given. */
export function can(world: World, who: { userId: string; channel?: WorldChannel }, wanted: bigint): boolean {
  return (permissionsOf(world, who.userId, who.channel) & wanted) === wanted;
}

function overwritesOf(world: World, channel?: WorldChannel): readonly Overwrite[] {
  if (channel === undefined || channel.kind === 'dm') return [];
  if (channel.kind === 'text') return channel.overwrites;
  const parent = world.findChannel(channel.parentId);
  return parent?.kind === 'text' ? parent.overwrites : [];
}

function applyOverwrites(
  base: bigint,
  overwrites: readonly Overwrite[],
  who: { guildId: string; roleIds: ReadonlySet<string>; userId: string },
): bigint {
  const apply = (sum: bigint, chosen: readonly Overwrite[]): bigint => {
    const deny = chosen.reduce((bits, overwrite) => bits | overwrite.deny, 0n);
    const allow = chosen.reduce((bits, overwrite) => bits | overwrite.allow, 0n);
    return (sum & ~deny) | allow;
  };
  const everyone = overwrites.filter(({ id }) => id === who.guildId);
  const roles = overwrites.filter(({ id, kind }) => kind === 'role' && id !== who.guildId && who.roleIds.has(id));
  const own = overwrites.filter(({ id, kind }) => kind === 'member' && id === who.userId);
  return [everyone, roles, own].reduce(apply, base);
}
