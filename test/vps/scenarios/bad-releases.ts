/** One way in which a release can be bad, made of the good one by a line for the shell, in the clone. */
export interface BadRelease {
  readonly what: string;
  readonly make: string;
  /** The exit code of deploy, and what it must say. */
  readonly exit: number;
  readonly says: RegExp;
  readonly soak: number;
  readonly isShort: boolean;
}

/** Before everything else that the bot does: what is imported does nothing by itself. */
const first = (code: string): string =>
  `(printf '%s\\n' '${code}'; cat src/bot.ts) > bot.next && mv bot.next src/bot.ts`;

export const BAD_RELEASES: readonly BadRelease[] = [
  {
    what: 'does not build',
    make: `echo 'const = ;' >> src/bot.ts`,
    exit: 65,
    says: /could not be built/,
    soak: 5,
    isShort: true,
  },
  {
    what: 'has a lock file that does not fit',
    make: `sed -i 's/"zod": "[^"]*"/"zod": "3.0.0"/' package.json`,
    exit: 65,
    says: /could not be built/,
    soak: 5,
    isShort: false,
  },
  {
    what: 'throws at its start',
    make: first('throw new Error("broken on purpose");'),
    exit: 70,
    says: /did not get ready/,
    soak: 5,
    isShort: true,
  },
  {
    what: 'never listens',
    make: first('setInterval(() => undefined, 1000); await new Promise(() => undefined);'),
    exit: 70,
    says: /did not get ready/,
    soak: 5,
    isShort: false,
  },
  {
    what: 'listens and answers 500',
    make: first(
      'import { createServer as oddServer } from "node:http"; oddServer((_, r) => { r.statusCode = 500; r.end("{}"); }).listen(process.env["SOCKET_PATH"]); await new Promise(() => undefined);',
    ),
    exit: 70,
    says: /did not get ready/,
    soak: 5,
    isShort: false,
  },
  {
    what: 'is ready, then dies after 10 s',
    make: first('setTimeout(() => process.exit(9), 10_000);'),
    exit: 70,
    says: /did not do well/,
    soak: 20,
    isShort: true,
  },
  {
    what: 'takes more and more memory',
    make: first('const hoard: Buffer[] = []; setInterval(() => hoard.push(Buffer.alloc(20e6, 1)), 300);'),
    exit: 70,
    says: /did not do well/,
    soak: 30,
    isShort: false,
  },
  {
    what: 'has a migration that fails',
    make: `sed -i "s/^];$/  { number: 10, name: 'broken', isOldCodeCompatible: true, statements: ['CREATE TABLE half ('] },\\n];/" src/adapters/sqlite/migrations/all.ts`,
    exit: 70,
    says: /did not get ready/,
    soak: 5,
    isShort: false,
  },
  {
    what: 'has a migration that old code cannot live with, and is bad',
    make: `sed -i "s/^];$/  { number: 10, name: 'breaking', isOldCodeCompatible: false, statements: ['CREATE TABLE breaking (id INTEGER PRIMARY KEY)'] },\\n];/" src/adapters/sqlite/migrations/all.ts && ${first('setTimeout(() => process.exit(9), 10_000);')}`,
    exit: 70,
    says: /was started again, with the database as it was before/,
    soak: 20,
    isShort: false,
  },
];
