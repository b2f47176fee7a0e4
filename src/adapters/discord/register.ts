import type { API } from '@discordjs/core';
import { type ApplicationCommandType, PermissionFlagsBits } from 'discord-api-types/v10';
import type { CommandSpec } from '../../ports/command.ts';
import { type CommandDifference, type CommandScope, commandPayloads, compareCommands } from './command-payload.ts';
import { discordCall, toDiscordError } from './discord-call.ts';

const PATIENCE = { attempts: 6, budgetMs: 30_000, attemptMs: 10_000 };

/** The application behind the token. @throws AppError DISCORD_TOKEN_REJECTED, DISCORD_UNREACHABLE */
export async function currentApplication(api: API): Promise<{ readonly id: string; readonly name: string }> {
  return translated(async () => {
    const application = await discordCall((signal) => api.applications.getCurrent({ signal }), PATIENCE);
    return { id: application.id, name: application.name ?? 'this bot' };
  });
}

/** What it says without being asked, it says in channels and threads, below messages that it has read. */
const PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.AddReactions;

/** The address that invites the bot with what it needs. Source: topics/oauth2, "Bot Authorization Flow". */
function inviteUrl(applicationId: string): string {
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=bot+applications.commands&permissions=${PERMISSIONS}`;
}

export interface RegisterRequest {
  readonly applicationId: string;
  readonly scope: CommandScope;
  readonly specs: readonly CommandSpec[];
  readonly isDryRun: boolean;
}

/**
 * Makes Discord's commands those of the table, by one bulk overwrite, and only when something differs (Discord allows
 * 200 creations a day). Commands keep their ids by name.
 *
 * @throws AppError DISCORD_TOKEN_REJECTED, DISCORD_MISSING_ACCESS (not invited, or without the scope), DISCORD_REFUSED, DISCORD_UNREACHABLE
 */
export async function registerCommands(
  api: API,
  { applicationId, scope, specs, isDryRun }: RegisterRequest,
): Promise<CommandDifference> {
  const ours = specs.flatMap((spec) => commandPayloads(spec, scope));
  const { applicationCommands } = api;
  const facts = { guild: scope.kind === 'guild' ? scope.guildId : 'all servers', invite: inviteUrl(applicationId) };
  return translated(async () => {
    const theirs = await discordCall<{ name: string; type: ApplicationCommandType }[]>(
      (signal) =>
        scope.kind === 'guild'
          ? applicationCommands.getGuildCommands(applicationId, scope.guildId, {}, { signal })
          : applicationCommands.getGlobalCommands(applicationId, {}, { signal }),
      PATIENCE,
    );
    const difference = compareCommands(ours, theirs);
    const isSame = difference.added.length + difference.changed.length + difference.removed.length === 0;
    if (isSame || isDryRun) return difference;
    await discordCall<unknown>(
      (signal) =>
        scope.kind === 'guild'
          ? applicationCommands.bulkOverwriteGuildCommands(applicationId, scope.guildId, ours, { signal })
          : applicationCommands.bulkOverwriteGlobalCommands(applicationId, ours, { signal }),
      PATIENCE,
    );
    return difference;
  }, facts);
}

async function translated<T>(work: () => Promise<T>, facts: Readonly<Record<string, string>> = {}): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toDiscordError(error, facts);
  }
}
