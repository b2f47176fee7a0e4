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
 * run before, it starts without Linear, and `/status`, `/health` and the log say why. So there Linear is only asked when
 * the bot cannot start anyway, to tell all problems in one go, and a restart does not wait for Linear.
 */
export async function checkTokens(settings: Settings): Promise<readonly SettingProblem[]> {
  const { discord, paths } = settings;
  const hasRunBefore = hasDatabase(paths.dataDir);
  const [discordCheck, linearProblems] = await Promise.all([
    checkDiscordToken(discord.apiUrl, discord.botToken, DISCORD_TIMEOUT_MS),
    hasRunBefore ? [] : linearProblemsOf(settings),
  ]);
  if (discordCheck.kind !== 'rejected') return linearProblems;
  const where = paths.envFile;
  return [
    rejected('DISCORD_BOT_TOKEN', { service: 'Discord', token: discord.botToken, where }),
    ...(hasRunBefore ? await linearProblemsOf(settings) : linearProblems),
  ];
}

async function linearProblemsOf({ linear, paths }: Settings): Promise<readonly SettingProblem[]> {
  const { token, apiUrl } = linear;
  if (!token) return [];
  const { kind } = await checkLinearToken({ apiUrl, apiKey: token, clock: systemClock, timeoutMs: LINEAR_TIMEOUT_MS });
  return kind === 'rejected' ? [rejected('LINEAR_API_TOKEN', { service: 'Linear', token, where: paths.envFile })] : [];
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
