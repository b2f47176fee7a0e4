import type { Stage } from './stage.ts';
import { wrongAbi } from './wrong-abi.ts';

/** One way in which a release can be bad, made of the good one by a line for the shell, in the clone. */
export interface BadRelease {
  readonly what: string;
  readonly make: string;
  /** The files of the clone that are other ones then: a line that changes nothing would show nothing. */
  readonly changes: readonly string[];
  /** What there is to do on the box before; why it cannot be done here, or null. */
  readonly prepare?: (stage: Stage) => Promise<string | null>;
  /** The exit code of deploy, what it must say, and the reason that it has to print. */
  readonly exit: number;
  readonly says: RegExp;
  readonly reason: RegExp;
  readonly soak: number;
  readonly isShort: boolean;
  /** It takes the place of the live one before it shows what it is: requests may be under way in it when it ends. */
  readonly isLiveFirst: boolean;
}

const ENTRANCE = 'src/bot.ts';
const MIGRATIONS = 'src/adapters/sqlite/migrations/all.ts';
const NOT_BUILT = { exit: 65, says: /could not be built/, soak: 5, isLiveFirst: false } as const;
const NOT_READY = { exit: 70, says: /did not get ready/, soak: 5, isLiveFirst: false } as const;
const NOT_GOOD = { exit: 70, says: /did not do well/, soak: 20, isLiveFirst: true } as const;

/** Before everything else that the bot does: what is imported does nothing by itself. */
export const first = (code: string): string =>
  `(printf '%s\\n' '${code}'; cat ${ENTRANCE}) > bot.next && mv bot.next ${ENTRANCE}`;

/** A migration after the last one that there is. */
const migration = (isOldCodeCompatible: boolean, statement: string): string =>
  `number=$(ls ${MIGRATIONS.replace('all.ts', '[0-9]*-*.ts')} | grep -vc test) && ` +
  `sed -i "s/^\\];$/  { number: $((number + 1)), name: 'on-purpose', isOldCodeCompatible: ${isOldCodeCompatible}, statements: ['${statement}'] },\\n];/" ${MIGRATIONS}`;

/** The bot's own listeners for a polite end, without what they do. */
export const DEAF =
  'const hear = process.on.bind(process); process.on = ((name: string, act: () => void) => hear(name, /^SIG(?:INT|TERM)$/.test(name) ? () => undefined : act)) as typeof process.on;';

const HOARD = 'const hoard: Buffer[] = []; setInterval(() => hoard.push(Buffer.alloc(20e6, 1)), 300);';

export const BAD_RELEASES: readonly BadRelease[] = [
  {
    ...NOT_BUILT,
    what: 'does not build',
    make: `echo 'const = ;' >> ${ENTRANCE}`,
    changes: [ENTRANCE],
    reason: /bot\.ts:\d+:\d+: ERROR: Expected identifier/,
    isShort: true,
  },
  {
    ...NOT_BUILT,
    what: 'has a lock file that does not fit',
    make: `sed -i 's/"zod": "[^"]*"/"zod": "3.0.0"/' package.json`,
    changes: ['package.json'],
    reason: /lock file's zod@\S+ does not satisfy zod@3\.0\.0/,
    isShort: false,
  },
  {
    ...NOT_BUILT,
    what: 'has native modules of another Node',
    // Something that npm reads, or the packages of the live release would be used.
    make: `sed -i 's/"node": ">=20.19"/"node": ">=20.18"/' package.json`,
    changes: ['package.json'],
    prepare: wrongAbi,
    reason: /NODE_MODULE_VERSION 115/,
    isShort: false,
  },
  {
    ...NOT_READY,
    what: 'throws at its start',
    make: first('throw new Error("broken on purpose");'),
    changes: [ENTRANCE],
    reason: /broken on purpose/,
    isShort: true,
  },
  {
    ...NOT_READY,
    what: 'never listens',
    make: first('setInterval(() => undefined, 1000); await new Promise(() => undefined);'),
    changes: [ENTRANCE],
    reason: /not within \d+ s/,
    isShort: false,
  },
  {
    ...NOT_READY,
    what: 'listens and answers 500',
    make: first(
      'import { createServer as oddServer } from "node:http"; oddServer((_, r) => { r.statusCode = 500; r.end("{}"); }).listen(process.env["SOCKET_PATH"]); await new Promise(() => undefined);',
    ),
    changes: [ENTRANCE],
    reason: /it answers something else than \/health\/ready/,
    isShort: false,
  },
  {
    ...NOT_GOOD,
    what: 'is ready, then dies after 10 s',
    make: first('setTimeout(() => process.exit(9), 10_000);'),
    changes: [ENTRANCE],
    reason: /its process (?:ended|is gone)|not answer/,
    isShort: true,
  },
  {
    ...NOT_GOOD,
    what: 'takes more and more memory',
    make: first(HOARD),
    changes: [ENTRANCE],
    reason: /takes \d+ MB of memory/,
    soak: 30,
    isShort: false,
  },
  {
    ...NOT_GOOD,
    what: 'takes more and more memory and ignores that it is to end',
    make: first(`${DEAF} ${HOARD}`),
    changes: [ENTRANCE],
    reason: /takes \d+ MB of memory/,
    soak: 30,
    isShort: false,
  },
  {
    ...NOT_READY,
    what: 'has a migration that fails',
    make: migration(true, 'CREATE TABLE half ('),
    changes: [MIGRATIONS],
    reason: /migration|incomplete input/,
    isShort: false,
  },
  {
    ...NOT_GOOD,
    what: 'has a migration that old code cannot live with, and dies',
    make: `${migration(false, 'CREATE TABLE breaking (id INTEGER PRIMARY KEY)')} && ${first('setTimeout(() => process.exit(9), 10_000);')}`,
    changes: [MIGRATIONS, ENTRANCE],
    says: /was started again, with the database as it was before/,
    reason: /its process (?:ended|is gone)|not answer/,
    isShort: false,
  },
];
