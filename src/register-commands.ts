import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { CommandDifference, CommandScope } from './adapters/discord/command-payload.ts';
import { currentApplication, registerCommands } from './adapters/discord/register.ts';
import { discordRest } from './adapters/discord/rest.ts';
import { showSourcesInStacks } from './adapters/host/readable-stacks.ts';
import { COMMANDS } from './features/registry.ts';
import { noMetrics } from './ports/metrics.ts';
import { settingsOrExit } from './settings-or-exit.ts';
import { AppError, toAppError } from './shared/errors/app-error.ts';
import { CATALOGUE, explain } from './shared/errors/catalogue.ts';

const HELP = `npm run register-commands [-- --dry-run]

Makes the slash commands that Discord shows those of this version, and tells what changes. With DISCORD_GUILD_ID in
that server (at once), without it in every server that the bot is in. A second run changes nothing.

  --dry-run   only tells what would change
  --help      this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'dry-run': { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const { settings } = settingsOrExit(dirname(dirname(fileURLToPath(import.meta.url))));
  const { api } = discordRest({
    apiUrl: settings.discord.apiUrl,
    token: settings.discord.botToken,
    metrics: noMetrics,
  });
  const application = await currentApplication(api);
  const { clientId, guildId } = settings.discord;
  if (clientId !== null && clientId !== application.id) {
    const problem = `The token belongs to application ${application.id} (${application.name}), but DISCORD_CLIENT_ID says ${clientId}.`;
    throw new AppError('INPUT_INVALID', {
      facts: { problem, wanted: 'Set the token and the id of the same application. Nothing was changed.' },
    });
  }
  const scope: CommandScope = guildId === null ? { kind: 'global' } : { kind: 'guild', guildId };
  const isDryRun = values['dry-run'];
  const difference = await registerCommands(api, {
    applicationId: application.id,
    scope,
    specs: COMMANDS.map(({ spec }) => spec),
    isDryRun,
  });
  const place = guildId === null ? 'every server that it is in' : `server ${guildId}`;
  process.stdout.write(report(difference, { application: application.name, place, isDryRun }));
}

function report(
  difference: CommandDifference,
  about: { application: string; place: string; isDryRun: boolean },
): string {
  const rows = [
    ['added', '+', difference.added],
    ['changed', '~', difference.changed],
    ['removed', '-', difference.removed],
    ['unchanged', ' ', difference.unchanged],
  ] as const;
  const lines = rows.flatMap(([word, mark, names]) =>
    names.map((name) => `  ${mark} ${name} ${word === 'unchanged' ? '' : `(${word})`}`.trimEnd()),
  );
  const changes = difference.added.length + difference.changed.length + difference.removed.length;
  const verb = about.isDryRun ? 'would change' : 'changed';
  const result =
    changes === 0
      ? 'Nothing to do: Discord has them all as they are.'
      : `${changes} ${verb}, ${difference.unchanged.length} unchanged.`;
  return `Commands of ${about.application} in ${about.place}:\n${lines.join('\n')}\n${result}\n`;
}

showSourcesInStacks();
main().catch((cause: unknown) => {
  const error = toAppError(cause);
  // parseArgs explains a wrong option itself.
  const isUsage = cause instanceof TypeError && 'code' in cause && String(cause.code).startsWith('ERR_PARSE_ARGS');
  const { says, hint } = isUsage
    ? { says: (cause as TypeError).message, hint: HELP }
    : explain(error.code, error.facts);
  process.stderr.write(`${says}\n${hint}\n`);
  process.exitCode = isUsage ? CATALOGUE.INPUT_INVALID.exitCode : CATALOGUE[error.code].exitCode;
});
