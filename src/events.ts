/** `node dist/events.js list|show|replay|purge …`, also `onomancer events …`: looks after what came in. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { showSourcesInStacks } from './adapters/host/readable-stacks.ts';
import { inspectSchema, openStore } from './adapters/sqlite/open-store.ts';
import { settingsOrExit } from './settings-or-exit.ts';
import { systemClock } from './shared/clock.ts';
import { AppError, toAppError } from './shared/errors/app-error.ts';
import { CATALOGUE, explain } from './shared/errors/catalogue.ts';
import { EVENTS_HELP, parseEventArguments, runEvents } from './webhooks/events-command.ts';

async function main(): Promise<void> {
  const { values, positionals } = parseEventArguments(process.argv.slice(2));
  if (values.help) return void process.stdout.write(EVENTS_HELP);
  const dataDir =
    values['data-dir'] ?? settingsOrExit(dirname(dirname(fileURLToPath(import.meta.url)))).settings.paths.dataDir;
  await refuseOtherSchema(dataDir);
  const store = await openStore({ dataDir, clock: systemClock });
  try {
    process.stdout.write(`${await runEvents({ store, clock: systemClock }, positionals, values)}\n`);
  } finally {
    await store.close();
  }
}

/** Opening would make the database, or bring it to this version: both are up to the bot. */
async function refuseOtherSchema(dataDir: string): Promise<void> {
  const state = await inspectSchema(dataDir);
  if (state.kind === 'absent') {
    const facts = {
      problem: `There is no database in ${dataDir}.`,
      wanted: 'Start the bot once, or name another --data-dir.',
    };
    throw new AppError('INPUT_INVALID', { facts });
  }
  if (state.kind === 'ok' && state.found < state.known) {
    const problem = `The database has schema ${state.found}, this version wants ${state.known}.`;
    throw new AppError('INPUT_INVALID', {
      facts: { problem, wanted: 'Start the bot of this version first: it brings it up to date.' },
    });
  }
}

showSourcesInStacks();
main().catch((cause: unknown) => {
  const error = toAppError(cause);
  // parseArgs explains a wrong option itself.
  const isUsage = cause instanceof TypeError && 'code' in cause && String(cause.code).startsWith('ERR_PARSE_ARGS');
  const { says, hint } = isUsage
    ? { says: (cause as TypeError).message, hint: EVENTS_HELP }
    : explain(error.code, error.facts);
  process.stderr.write(`${says}\n${hint}\n`);
  process.exitCode = isUsage ? CATALOGUE.INPUT_INVALID.exitCode : CATALOGUE[error.code].exitCode;
});
