import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBotProcess } from '../../sandbox/bot-process.ts';
import { MIGRATIONS } from '../../src/adapters/sqlite/migrations/all.ts';
import { openSqlite } from '../../src/adapters/sqlite/open-sqlite.ts';
import { beginJourney, type Journey, stop } from './journey.ts';
import { treeOf } from './tree-of.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const KNOWN = MIGRATIONS.length;
/** EX_CONFIG of sysexits.h. */
const BAD_SETTINGS = 78;

let journey: Journey;
let home: string;

beforeAll(async () => {
  journey = await beginJourney();
});

afterAll(() => journey.close());

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'onomancer-settings-'));
});

afterEach(() => rmSync(home, { recursive: true }));

type Env = Readonly<Record<string, string>>;

/** Runs an entrance to its end; `home` is its BASE_DIR. What it says on standard error comes without its line breaks. */
async function run(env: Env, entrance = 'bot', args: readonly string[] = []) {
  const { child, exited } = startBotProcess({
    entrance: join(ROOT, `dist/${entrance}.js`),
    args,
    env: { BASE_DIR: home, ...env },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => void (said.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => void (said.stderr += chunk.toString()));
  const { code } = await exited;
  // Where lines break depends on how long the path of the temporary directory is.
  const problems = said.stderr.replaceAll(/\n {14}(?=\S)/g, ' ').replaceAll(home, '/home/of/the/bot');
  return { code, problems, report: said.stdout };
}

const golden = (name: string): string => join(import.meta.dirname, `golden/${name}.txt`);

describe('a bot with bad settings tells all problems at once, ends with 78 and writes nothing', () => {
  const cases: readonly (readonly [string, () => Env])[] = [
    ['none at all', () => ({})],
    [
      'half of them',
      () => {
        mkdirSync(join(home, 'secrets'));
        writeFileSync(join(home, 'secrets/.env.local'), 'LINEAR_API_TOKEN=lin_api_half\nDISCORD_BOT_TOKN=typo\n', {
          mode: 0o600,
        });
        return { LINEAR_TEAM_ID: 'ENG' };
      },
    ],
    [
      'wrong types',
      () => {
        mkdirSync(join(home, 'config'));
        writeFileSync(
          join(home, 'config/onomancer.yml'),
          'roles:\n  admin: Bot admin\n  developper: [Developers]\nrateLimit:\n  burst: 0\n  perMinute: many\n',
        );
        return {
          DISCORD_BOT_TOKEN: 'a token with spaces',
          DISCORD_GUILD_ID: 'Acme Robotics',
          DISCORD_API_URL: 'discord.com',
          LINEAR_API_URL: 'http://linear.example/graphql',
          PORT: '80000',
          HOST: '0.0.0.0',
          LOG_LEVEL: 'loud',
          STOP_TIMEOUT_MS: '10s',
          ALLOW_PUBLIC_HOST: 'maybe',
        };
      },
    ],
    [
      'tokens that are rejected',
      () => ({
        DISCORD_API_URL: journey.discord.apiUrl,
        DISCORD_BOT_TOKEN: 'a-discord-token-of-somebody-else',
        LINEAR_API_URL: journey.linear.apiUrl,
        LINEAR_API_TOKEN: 'lin_api_a_key_of_somebody_else',
        PORT: '0',
      }),
    ],
  ];

  it.each(cases)('%s', async (name, prepare) => {
    const env = prepare();
    const before = treeOf(home);
    const { code, problems, report } = await run(env);
    await expect(problems).toMatchFileSnapshot(golden(`settings-${name.replaceAll(' ', '-')}`));
    expect(report).toBe('');
    expect(code).toBe(BAD_SETTINGS);
    expect(treeOf(home)).toEqual(before);
  });
});

describe('a database of a newer version', () => {
  it('is refused with 78, and its file stays as it is', async () => {
    const env = {
      DISCORD_API_URL: journey.discord.apiUrl,
      DISCORD_BOT_TOKEN: journey.discord.botToken,
      PORT: '0',
    };
    const bot = startBotProcess({ entrance: join(ROOT, 'dist/bot.js'), env: { BASE_DIR: home, ...env } });
    await bot.ready;
    expect(await stop(bot)).toEqual({ code: 0, signal: null });
    await becomeNewer(join(home, 'data/onomancer.db'));
    // Looking into it leaves SQLite's own side files; the database itself is what must not change.
    const database = (): readonly string[] => treeOf(home).filter((line) => line.includes('onomancer.db '));
    const before = database();
    const { code, problems } = await run(env);
    expect(problems).toContain(
      `The database has schema ${KNOWN + 1}, this version knows ${KNOWN}: it was written by a newer version.`,
    );
    expect(problems).toContain('Start that newer version, or restore a backup that was made before it.');
    expect(code).toBe(BAD_SETTINGS);
    expect(before).toHaveLength(1);
    expect(database()).toEqual(before);
  });
});

/** As a version that is far ahead would leave it. */
async function becomeNewer(path: string): Promise<void> {
  const db = await openSqlite(path);
  try {
    db.exec(
      `INSERT INTO migration SELECT ${KNOWN + 1}, 'from-the-future', checksum, 0, applied_at FROM migration WHERE number = 1`,
    );
  } finally {
    db.close();
  }
}

describe('register-commands', () => {
  const good = (): Env => ({
    DISCORD_API_URL: journey.discord.apiUrl,
    DISCORD_BOT_TOKEN: journey.discord.botToken,
    DISCORD_GUILD_ID: journey.discord.guildId,
  });
  const writes = (): readonly string[] =>
    journey.exchanges
      .filter(({ service, method }) => service === 'discord' && method !== 'GET')
      .map(({ method, path }) => `${method} ${path}`);

  it('changes nothing when Discord has them all', async () => {
    const before = writes();
    expect(before.filter((line) => line.startsWith('PUT'))).toHaveLength(1);
    const { code, report } = await run(good(), 'register-commands');
    expect(report).toContain('Nothing to do: Discord has them all as they are.');
    expect(code).toBe(0);
    expect(writes()).toEqual(before);
    expect(treeOf(home)).toEqual([]);
  });

  it('only tells what it would do when asked for a dry run', async () => {
    const before = writes();
    // Not registered for every server yet.
    const { code, report } = await run({ ...good(), DISCORD_GUILD_ID: '' }, 'register-commands', ['--dry-run']);
    expect(report).toContain('+ /show-sprint (added)');
    expect(report).toMatch(/\d+ would change, 0 unchanged\./);
    expect(code).toBe(0);
    expect(writes()).toEqual(before);
  });

  it('says clearly that the token is wrong', async () => {
    const { code, problems } = await run(
      { ...good(), DISCORD_BOT_TOKEN: 'a-token-of-somebody-else' },
      'register-commands',
    );
    expect(problems).toBe(
      'Discord rejected the bot token.\n' +
        'Discord Developer Portal → your application → Bot → Reset Token; set DISCORD_BOT_TOKEN in secrets/.env.local.\n',
    );
    expect(code).toBe(78);
  });

  it('says clearly that the bot was not invited to the server', async () => {
    const guild = '999999999999999999';
    const { code, problems } = await run({ ...good(), DISCORD_GUILD_ID: guild }, 'register-commands');
    expect(problems).toBe(
      `Discord says that the bot may not do this in server ${guild}.\n` +
        'Invite the bot again with the scopes "bot" and "applications.commands": ' +
        `https://discord.com/oauth2/authorize?client_id=${journey.discord.applicationId}&scope=bot+applications.commands&permissions=274878024768\n`,
    );
    expect(code).toBe(77);
  });
});
