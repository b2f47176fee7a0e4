import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Core } from '../core.ts';
import type { RegisteredCommand } from '../interactions/command-book.ts';
import { maySee } from '../interactions/payload.ts';
import type { WorldChannel } from '../world/model.ts';
import { can } from '../world/permissions.ts';

/** 1: slash commands; 2: the menu of members; 3: the menu of messages. */
export type CommandType = 1 | 2 | 3;

/** The commands of a kind that Discord's client shows this person in this channel. */
export function visibleCommands(
  core: Core,
  { userId, channel, type }: { readonly userId: string; readonly channel: WorldChannel; readonly type: CommandType },
): readonly RegisteredCommand[] {
  const { world, commands } = core;
  if (!can(world, { userId, channel }, PermissionFlagsBits.UseApplicationCommands)) return [];
  const ofType = (scope: string | null) => commands.in(scope).filter(({ request }) => request.type === type);
  const own = channel.kind === 'dm' ? [] : ofType(world.guild.id);
  const names = new Set(own.map(({ request }) => request.name));
  return [...own, ...ofType(null).filter(({ request }) => !names.has(request.name))]
    .filter((command) => maySee(core, userId, command))
    .toSorted((a, b) => a.request.name.localeCompare(b.request.name));
}
