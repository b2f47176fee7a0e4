import type { ChatChannel } from '../ports/chat-channel.ts';
import type { Asker } from '../ports/command.ts';
import type { RoleNames } from '../ports/roles.ts';
import { audiencesOf, type RoleMap } from './guard.ts';

export interface AskerPorts {
  readonly chat: ChatChannel;
  readonly names: RoleNames;
  readonly roleMap: RoleMap;
  /** The one server that counts; null: every server that the bot is in. */
  readonly onlyGuildId: string | null;
}

/**
 * Who it is that acted without asking us (by a reaction), and what they may: as for a command. Null when they are not, or
 * no longer, in a server that counts. Throws `DISCORD_…` when Discord does not tell.
 */
export function askerFinder({ chat, names, roleMap, onlyGuildId }: AskerPorts) {
  return async (guildId: string, userId: string): Promise<Asker | null> => {
    if (onlyGuildId !== null && guildId !== onlyGuildId) return null;
    const member = await chat.member(guildId, userId);
    if (member === null) return null;
    if (names.namesOf(guildId) === null) await names.load(guildId);
    return { userId, name: member.name, audiences: audiencesOf(member, roleMap, names.namesOf(guildId) ?? new Map()) };
  };
}
