import { checkDiscordToken } from './adapters/discord/check-token.ts';
import { checkLinearToken } from './adapters/linear/check-token.ts';
import { hasDatabase } from './adapters/sqlite/database-file.ts';
import type { Settings } from './settings/parse-settings.ts';
import type { SettingProblem } from './settings/sources.ts';
import { specOf } from './settings/table.ts';
import { systemClock } from './shared/clock.ts';
import { mask, type Secret } from './shared/secret.ts';

/** A service that is slow to answer must not keep the bot from starting: then the token is taken as it is. */
const DISCORD_TIMEOUT_MS = 5_000;
const LINEAR_TIMEOUT_MS = 2_500;

/**
 * Tokens are checked by using them, both at once and before anything is written. Only a clear "no" of the service is a
 * problem; a service that cannot be reached is not the operator's mistake.
 *
 * A Linear token that stops being valid later must not take the whole bot down with the next restart: where the bot has
 * run before, it starts without Linear, and `/status`, `/health` and the log say why.
 */
export async function checkTokens({ discord, linear, paths }: Settings): Promise<readonly SettingProblem[]> {
  const [discordCheck, linearCheck] = await Promise.all([
    checkDiscordToken(discord.apiUrl, discord.botToken, DISCORD_TIMEOUT_MS),
    linear.token ? checkLinear(linear.apiUrl, linear.token) : null,
  ]);
  const isLinearRejected = linearCheck?.kind === 'rejected';
  const isDiscordRejected = discordCheck.kind === 'rejected';
  if (!isDiscordRejected && isLinearRejected && hasDatabase(paths.dataDir)) return [];
  const where = paths.envFile;
  return [
    ...(isDiscordRejected
      ? [rejected('DISCORD_BOT_TOKEN', { service: 'Discord', token: discord.botToken, where })]
      : []),
    ...(linear.token && isLinearRejected
      ? [rejected('LINEAR_API_TOKEN', { service: 'Linear', token: linear.token, where })]
      : []),
  ];
}

function checkLinear(apiUrl: string, apiKey: Secret): ReturnType<typeof checkLinearToken> {
  return checkLinearToken({ apiUrl, apiKey, clock: systemClock, timeoutMs: LINEAR_TIMEOUT_MS });
}

interface Rejected {
  readonly service: 'Discord' | 'Linear';
  readonly token: Secret;
  readonly where: string;
}

function rejected(name: 'DISCORD_BOT_TOKEN' | 'LINEAR_API_TOKEN', { service, token, where }: Rejected): SettingProblem {
  const { whereToGet } = specOf(name);
  return {
    name,
    found: `${mask(token.reveal())}, and ${service} says that it is not valid`,
    wanted: `a token that ${service} accepts`,
    where,
    ...(whereToGet === null ? {} : { getIt: whereToGet }),
  };
}
