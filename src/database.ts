/**
 * Looks after the database file for the toolkit: `node dist/database.js snapshot|check|restore|schema …`. Answers one
 * JSON object on standard output; on standard error in words when it cannot.
 */
import { parseArgs } from 'node:util';
import packageJson from '../package.json' with { type: 'json' };
import { showSourcesInStacks } from './adapters/host/readable-stacks.ts';
import { inspectSchema } from './adapters/sqlite/open-store.ts';
import { restoreSnapshot } from './adapters/sqlite/restore-snapshot.ts';
import { checkSnapshot, takeSnapshot } from './adapters/sqlite/snapshot.ts';
import { systemClock } from './shared/clock.ts';
import { AppError, toAppError } from './shared/errors/app-error.ts';
import { CATALOGUE, explain } from './shared/errors/catalogue.ts';

const HELP = `node dist/database.js VERB …

  snapshot --data-dir DIR --into DIR   copies the database, checks the copy, writes its manifest beside it
  check --file FILE                    checks a snapshot against its manifest and against itself
  restore --file FILE --data-dir DIR   puts a snapshot into the place of the database; the bot must not run
          --keep-inbox                 …and what came in since then is kept
  schema --data-dir DIR                what the database is to this version
`;

type Given = Readonly<Record<'data-dir' | 'into' | 'file' | 'release', string | undefined>> & {
  readonly 'keep-inbox': boolean;
};

const VERBS: Readonly<Record<string, (given: Given) => Promise<unknown>>> = {
  snapshot: (given) =>
    takeSnapshot(wanted(given, 'data-dir'), wanted(given, 'into'), {
      now: systemClock.now(),
      version: given.release === undefined ? packageJson.version : `${packageJson.version}+${given.release}`,
    }),
  check: (given) => checkSnapshot(wanted(given, 'file')),
  restore: (given) =>
    restoreSnapshot(wanted(given, 'file'), wanted(given, 'data-dir'), { keepsInbox: given['keep-inbox'] }),
  schema: (given) => inspectSchema(wanted(given, 'data-dir')),
};

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    options: {
      'data-dir': text,
      into: text,
      file: text,
      release: text,
      'keep-inbox': { type: 'boolean' },
      help: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  const { help, ...rest } = values;
  if (help === true) return void process.stdout.write(HELP);
  const [name = '', ...more] = positionals;
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (verb === undefined || more.length > 0) throw usage(`There is no verb “${positionals.join(' ')}”.`);
  const none = { 'data-dir': undefined, into: undefined, file: undefined, release: undefined };
  const given = { ...none, 'keep-inbox': false, ...rest };
  process.stdout.write(`${JSON.stringify(await verb(given))}\n`);
}

function wanted(given: Given, name: Exclude<keyof Given, 'keep-inbox'>): string {
  const value = given[name];
  if (value === undefined || value === '') throw usage(`--${name} is missing.`);
  return value;
}

function usage(problem: string): AppError {
  return new AppError('INPUT_INVALID', { facts: { problem, wanted: HELP } });
}

showSourcesInStacks();
main().catch((cause: unknown) => {
  const isUsage = cause instanceof TypeError && 'code' in cause && String(cause.code).startsWith('ERR_PARSE_ARGS');
  const error = isUsage ? usage((cause as TypeError).message) : toAppError(cause);
  const { says, hint } = explain(error.code, error.facts);
  process.stderr.write(`${says}\n${hint}\n`);
  process.exitCode = CATALOGUE[error.code].exitCode;
});
