import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Settings, SettingsOutcome } from './parse-settings.ts';
import { parseSettings } from './parse-settings.ts';
import { renderNotes, renderProblems } from './render-problems.ts';
import type { SettingSources } from './sources.ts';
import { sourcesWithoutFiles } from './sources.ts';
import { SETTING_NAMES, SETTINGS } from './table.ts';

const TOKEN = 'a-token-that-discord-may-judge-0123456789';
const OTHER = 'another-token-that-discord-may-judge-9876';
const ROLES = { roles: { developer: ['Developers'] } };

interface Given {
  readonly env?: Record<string, string>;
  readonly file?: Record<string, string>;
  readonly config?: unknown;
  readonly secretFiles?: Record<string, string>;
}

function sourcesOf({ env = {}, file = {}, config = ROLES, secretFiles = {} }: Given): SettingSources {
  return {
    ...sourcesWithoutFiles('/srv/bot', env, config),
    envFile: { path: '/srv/bot/secrets/.env.local', values: file },
    config: { path: '/srv/bot/config/onomancer.yml', value: config },
    secretFiles,
  };
}

const parse = (given: Given): SettingsOutcome => parseSettings(sourcesOf(given));

function settingsOf(given: Given): { settings: Settings; notes: readonly string[] } {
  const outcome = parse(given);
  if (outcome.kind === 'problems') throw new Error(renderProblems(outcome.problems));
  return outcome;
}

function problemsOf(given: Given): string[] {
  const outcome = parse(given);
  return outcome.kind === 'ok' ? [] : outcome.problems.map(({ name, found }) => `${name}: ${found}`);
}

describe('settings', () => {
  it('need nothing but a token', () => {
    const { settings, notes } = settingsOf({ file: { DISCORD_BOT_TOKEN: TOKEN } });
    expect(settings.discord.botToken.reveal()).toBe(TOKEN);
    expect({ ...settings, discord: { ...settings.discord, botToken: null }, secrets: settings.secrets.length }).toEqual(
      {
        paths: {
          baseDir: '/srv/bot',
          secretsDir: '/srv/bot/secrets',
          envFile: '/srv/bot/secrets/.env.local',
          configFile: '/srv/bot/config/onomancer.yml',
          dataDir: '/srv/bot/data',
          databaseFile: '/srv/bot/data/onomancer.db',
          logDir: null,
        },
        discord: { botToken: null, clientId: null, guildId: null, apiUrl: 'https://discord.com/api' },
        linear: { token: null, apiUrl: 'https://api.linear.app/graphql', defaultTeam: null },
        webhooks: { linear: [], github: [], vercel: [] },
        http: { listen: { kind: 'tcp', host: '127.0.0.1', port: 3000 }, corsOrigins: [] },
        logLevel: 'info',
        stopTimeoutMs: 10_000,
        releaseId: null,
        roles: { admin: [], developer: ['Developers'], stakeholder: [] },
        rateLimit: { burst: 5, perMinute: 20 },
        channels: [],
        adminChannel: null,
        digests: [],
        secrets: 1,
      },
    );
    expect(notes).toEqual([]);
  });

  it('can all be set', () => {
    const { settings } = settingsOf({
      env: {
        BASE_DIR: '/opt/devrel-integration',
        SOCKET_PATH: '/run/bot.sock',
        DISCORD_BOT_TOKEN: TOKEN,
        DISCORD_GUILD_ID: '234567890123456789',
        LINEAR_API_TOKEN: OTHER,
        LINEAR_TEAM_ID: 'ENG',
        LINEAR_API_URL: 'http://127.0.0.1:4200/graphql/',
        CORS_ORIGINS: 'https://a.example.com, https://b.example.com:8443',
        LOG_LEVEL: 'DEBUG',
        LOG_DIR: '/var/log/devrel',
        DATA_DIR: 'elsewhere',
        STOP_TIMEOUT_MS: '500',
      },
      config: { rateLimit: { burst: 2n, perMinute: 10n }, roles: { admin: ['Ops', 123456789012345678n] } },
    });
    expect(settings.paths.databaseFile).toBe('/opt/devrel-integration/elsewhere/onomancer.db');
    expect(settings.paths.logDir).toBe('/var/log/devrel');
    expect(settings.http).toEqual({
      listen: { kind: 'socket', path: '/run/bot.sock' },
      corsOrigins: ['https://a.example.com', 'https://b.example.com:8443'],
    });
    expect(settings.linear).toMatchObject({ apiUrl: 'http://127.0.0.1:4200/graphql', defaultTeam: 'ENG' });
    expect(settings.roles.admin).toEqual(['Ops', '123456789012345678']);
    expect(settings.rateLimit).toEqual({ burst: 2, perMinute: 10 });
    expect([settings.logLevel, settings.stopTimeoutMs]).toEqual(['debug', 500]);
    expect(settings.secrets.map((secret) => secret.reveal())).toEqual([TOKEN, OTHER]);
  });

  it('take a secret from a file of its own', () => {
    const { settings } = settingsOf({
      env: { DISCORD_BOT_TOKEN_FILE: '/run/secrets/token' },
      secretFiles: { '/run/secrets/token': TOKEN },
    });
    expect(settings.discord.botToken.reveal()).toBe(TOKEN);
  });

  it('take an empty value for none', () => {
    const { settings } = settingsOf({ file: { DISCORD_BOT_TOKEN: TOKEN, LINEAR_API_TOKEN: '', PORT: ' ' } });
    expect(settings.linear.token).toBeNull();
    expect(settings.http.listen).toMatchObject({ port: 3000 });
  });
});

describe('a secret in a wrong place', () => {
  it('is not shown with what is wrong about it', () => {
    const file = { DISCORD_BOT_TOKEN: TOKEN, CORS_ORIGINS: 'https://user:c4nary@status.example.com' };
    const told = problemsOf({ file, config: { ...ROLES, lin_api_c4nary0123456789: 1 } });
    expect(told).toHaveLength(2);
    expect(told.join()).not.toContain('c4nary');
  });
});

describe('two values for one setting', () => {
  it('.env.local goes before an environment that somebody exported long ago, and both are named', () => {
    const { settings, notes } = settingsOf({
      file: { DISCORD_BOT_TOKEN: TOKEN, PORT: '3001' },
      env: { DISCORD_BOT_TOKEN: OTHER, PORT: '3000' },
    });
    expect(settings.discord.botToken.reveal()).toBe(TOKEN);
    expect(settings.http.listen).toMatchObject({ port: 3001 });
    expect(notes).toEqual([
      'DISCORD_BOT_TOKEN is set twice: /srv/bot/secrets/.env.local goes before the environment (a-t…(41 characters) counts, ano…(41 characters) does not). Remove one of them.',
      'PORT is set twice: /srv/bot/secrets/.env.local goes before the environment ("3001" counts, "3000" does not). Remove one of them.',
    ]);
  });

  it('that are the same are no news', () => {
    expect(settingsOf({ file: { DISCORD_BOT_TOKEN: TOKEN }, env: { DISCORD_BOT_TOKEN: TOKEN } }).notes).toEqual([]);
  });

  it('side by side in one place are a problem, because nobody can tell which is meant', () => {
    expect(
      problemsOf({
        file: { DISCORD_BOT_TOKEN: TOKEN, DISCORD_BOT_TOKEN_FILE: '/t' },
        secretFiles: { '/t': OTHER },
      }),
    ).toEqual([
      'DISCORD_BOT_TOKEN: two values: a-t…(41 characters) in /srv/bot/secrets/.env.local, and ano…(41 characters) in the file /t (DISCORD_BOT_TOKEN_FILE in /srv/bot/secrets/.env.local)',
    ]);
  });

  it('the setting LINEAR_TEAM_ID goes before the configuration file', () => {
    const { settings, notes } = settingsOf({
      file: { DISCORD_BOT_TOKEN: TOKEN, LINEAR_TEAM_ID: 'ENG' },
      config: { ...ROLES, defaultTeam: 'OPS' },
    });
    expect(settings.linear.defaultTeam).toBe('ENG');
    expect(notes).toEqual([
      'LINEAR_TEAM_ID ("ENG") goes before defaultTeam ("OPS") in /srv/bot/config/onomancer.yml. Remove one of them.',
    ]);
  });
});

describe('tokens', () => {
  it('of any shape are taken: only the service that made them can judge', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9._:/+=-]{9,80}$/), (text) => {
        fc.pre(
          !/^(your|my|the|put|insert|paste|add)[-_]/i.test(text) &&
            !/^(example|replace|changeme|x+$|\.+$|place-?holder)/i.test(text),
        );
        expect(settingsOf({ env: { DISCORD_BOT_TOKEN: text } }).settings.discord.botToken.reveal()).toBe(text);
      }),
    );
  });

  it.each([
    ['your-token-here', 'is still the placeholder of an example'],
    ['<token>', 'is still the placeholder of an example'],
    ['changeme', 'is still the placeholder of an example'],
    ['xxxxxxxx', 'is still the placeholder of an example'],
    [`Bot ${TOKEN}`, 'starts with a word like "Bot": give the token alone'],
    ['two words', 'has white space inside'],
    [`"${TOKEN}"`, 'has quotes inside'],
  ])('that can never be right are refused: %s', (text, why) => {
    expect(problemsOf({ env: { DISCORD_BOT_TOKEN: text } })[0]).toMatch(new RegExp(`, which ${why}$`));
  });

  it('never stand in a problem or a note', () => {
    const canary = 'CANARY0123456789CANARY0123456789';
    const secrets = SETTING_NAMES.filter((name) => SETTINGS[name].isSecret);
    const both = Object.fromEntries(secrets.map((name) => [name, `${canary} ${name}`]));
    const outcome = parse({ file: both, env: Object.fromEntries(secrets.map((name) => [name, `${canary}-old`])) });
    expect(outcome.kind).toBe('problems');
    expect(JSON.stringify(outcome)).not.toContain('CANARY0123456789CANARY');
  });

  it('that were pasted into the wrong setting are not shown either', () => {
    const pasted = `lin_${'api'}_${'a1b2'.repeat(10)}`;
    expect(problemsOf({ env: { DISCORD_BOT_TOKEN: TOKEN, LOG_LEVEL: pasted } })).toEqual([
      'LOG_LEVEL: "[secret]", which is none of these',
    ]);
  });
});

describe('names that nothing reads', () => {
  it('that were meant for a setting are a problem in .env.local, and explain what is missing', () => {
    expect(problemsOf({ file: { DISCORD_TOKEN: TOKEN, LINEAR_API_KEY: 'x', LOG_LEVLE: 'debug' } })).toEqual([
      'DISCORD_TOKEN: a value in /srv/bot/secrets/.env.local, but nothing reads this name',
      'LINEAR_API_KEY: a value in /srv/bot/secrets/.env.local, but nothing reads this name',
      'LOG_LEVLE: a value in /srv/bot/secrets/.env.local, but nothing reads this name',
    ]);
  });

  it('in the environment matter only when a required setting is missing', () => {
    expect(problemsOf({ env: { DISCORD_TOKEN: TOKEN } })).toEqual([
      'DISCORD_TOKEN: a value in the environment, but nothing reads this name',
    ]);
    expect(
      settingsOf({ env: { DISCORD_BOT_TOKEN: TOKEN, DISCORD_TOKEN: TOKEN, LINEAR_API_KEY: 'x', PORTS: '1' } }).notes,
    ).toEqual(['LINEAR_API_KEY in the environment is not read; did you mean LINEAR_API_TOKEN?']);
  });

  it('of other people are told, and names for later versions are not', () => {
    const file = {
      DISCORD_BOT_TOKEN: TOKEN,
      DISCORD_TOKEN: 'old',
      FAVOURITE_COLOUR: 'red',
      ANTHROPIC_API_KEY: 'k',
      DISCORD_CLIENT_ID: '123456789012345678',
      TZ: 'UTC',
    };
    expect(settingsOf({ file }).notes).toEqual([
      'DISCORD_TOKEN in /srv/bot/secrets/.env.local is not read; DISCORD_BOT_TOKEN is set and counts. Remove DISCORD_TOKEN.',
      'FAVOURITE_COLOUR in /srv/bot/secrets/.env.local is not a setting of this version; nothing reads it.',
    ]);
  });
});

describe('addresses', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1'])('%s can only be reached from this machine, and is fine', (host) => {
    expect(settingsOf({ env: { DISCORD_BOT_TOKEN: TOKEN, HOST: host } }).settings.http.listen).toMatchObject({ host });
  });

  it.each(['0.0.0.0', '::', '192.0.2.7', '2001:db8::1'])('%s needs a second word', (host) => {
    expect(problemsOf({ env: { DISCORD_BOT_TOKEN: TOKEN, HOST: host } })).toEqual([
      `HOST: "${host}", an address that others can reach`,
    ]);
    const env = { DISCORD_BOT_TOKEN: TOKEN, HOST: host, ALLOW_PUBLIC_HOST: 'yes' };
    expect(settingsOf({ env }).settings.http.listen).toMatchObject({ host });
  });

  it.each(['localhost', '256.0.0.1', '1.2.3', '127.0.0.1:80', 'http://127.0.0.1'])('%s is none', (host) => {
    expect(problemsOf({ env: { DISCORD_BOT_TOKEN: TOKEN, HOST: host } })).toEqual([
      `HOST: "${host}", which is not an IP address`,
    ]);
  });

  it('a socket makes PORT and HOST idle, and says so', () => {
    const { notes } = settingsOf({
      env: { DISCORD_BOT_TOKEN: TOKEN, SOCKET_PATH: '/run/bot.sock', PORT: '3000', HOST: '::1' },
    });
    expect(notes).toEqual(['SOCKET_PATH is set, so PORT and HOST are not used.']);
  });

  it.each([
    ['SOCKET_PATH', `/${'x'.repeat(103)}`, 'is too long for a unix socket'],
    ['SOCKET_PATH', 'run/bot.sock', 'does not start with /'],
    ['DISCORD_API_URL', 'http://discord.example.com/api', 'would send tokens unencrypted'],
    ['DISCORD_API_URL', 'ftp://discord.com', 'is not such a URL'],
    ['LINEAR_API_URL', 'https://a:b@linear.app', 'has a user name or password inside'],
    ['CORS_ORIGINS', '*', 'contains what is no origin: *'],
    ['CORS_ORIGINS', 'https://a.example.com/x', 'contains what is no origin: https://a.example.com/x'],
    ['CORS_ORIGINS', 'null', 'contains what is no origin: null'],
    ['ALLOW_PUBLIC_HOST', 'true', 'is neither yes nor no'],
    ['STOP_TIMEOUT_MS', '1e3', 'is not a whole number'],
    ['LOG_DIR', '~/logs', 'starts with ~, which only a shell understands: write the whole path'],
    ['BASE_DIR', 'here', 'does not start with /'],
  ])('%s=%s is refused', (name, text, why) => {
    expect(problemsOf({ env: { DISCORD_BOT_TOKEN: TOKEN, [name]: text } })[0]).toMatch(
      new RegExp(`^${name}: .*, which `),
    );
    expect(problemsOf({ env: { DISCORD_BOT_TOKEN: TOKEN, [name]: text } })[0]?.endsWith(why)).toBe(true);
  });
});

describe('the place of the files', () => {
  it('cannot be told in the file whose place it is', () => {
    expect(problemsOf({ file: { DISCORD_BOT_TOKEN: TOKEN, SECRETS_DIR: '/elsewhere' } })).toEqual([
      'SECRETS_DIR: a value in /srv/bot/secrets/.env.local',
    ]);
  });
});

describe('all problems', () => {
  const everythingWrong: Given = {
    file: {
      DISCORD_TOKEN: TOKEN,
      LINEAR_API_TOKEN: 'has white space inside and is long',
      PORT: '80000',
      HOST: '0.0.0.0',
      LOG_LEVEL: 'chatty',
      LINEAR_API_URL: 'http://linear.example.com',
    },
    env: { STOP_TIMEOUT_MS: 'soon' },
    config: {
      roles: { developr: ['x'], admin: 'Ops', stakeholder: ['Leadership', 1.5, '@everyone'] },
      rateLimit: { burst: 0 },
    },
  };

  it('are told at once, each with what was found, what is wanted and where to set it', () => {
    const outcome = parse(everythingWrong);
    expect(outcome.kind === 'problems' ? renderProblems(outcome.problems) : '').toMatchInlineSnapshot(`
      "12 settings need your attention. Nothing was started and nothing was written.

       1. LINEAR_API_TOKEN
          found     has…(34 characters), which has white space inside
          wanted    a personal API key of Linear
          get it    Linear → Settings → Security & access → Personal API keys
          set it in /srv/bot/secrets/.env.local

       2. LINEAR_API_URL
          found     "http://linear.example.com", which would send tokens unencrypted
          wanted    a URL that starts with https:// (http:// only for this machine)
          set it in /srv/bot/secrets/.env.local

       3. PORT
          found     "80000", which is not between 0 and 65535
          wanted    a whole number from 0 to 65535 (0: any free one)
          set it in /srv/bot/secrets/.env.local

       4. LOG_LEVEL
          found     "chatty", which is none of these
          wanted    one of debug, info, warn, error
          set it in /srv/bot/secrets/.env.local

       5. STOP_TIMEOUT_MS
          found     "soon", which is not a whole number
          wanted    a whole number from 0 to 600000 milliseconds
          set it in the environment

       6. DISCORD_TOKEN
          found     a value in /srv/bot/secrets/.env.local, but nothing reads this name
          wanted    did you mean DISCORD_BOT_TOKEN?
          get it    https://discord.com/developers/applications → your application → Bot → Reset Token
          set it in /srv/bot/secrets/.env.local

       7. HOST
          found     "0.0.0.0", an address that others can reach
          wanted    an address of this machine alone, like 127.0.0.1; or, where it must be,
                    ALLOW_PUBLIC_HOST=yes as well
          set it in /srv/bot/secrets/.env.local

       8. roles.developr
          found     a name that nothing reads
          wanted    did you mean developer?
          set it in /srv/bot/config/onomancer.yml

       9. roles.admin
          found     "Ops"
          wanted    a list of role names or role ids, like [Developers, "123456789012345678"]
          set it in /srv/bot/config/onomancer.yml

      10. roles.stakeholder[1]
          found     the number 1.5
          wanted    the name or the id of a role
          set it in /srv/bot/config/onomancer.yml

      11. roles.stakeholder[2]
          found     "@everyone"
          wanted    a role that not everybody has
          set it in /srv/bot/config/onomancer.yml

      12. rateLimit.burst
          found     the number 0
          wanted    a whole number from 1 to 100
          set it in /srv/bot/config/onomancer.yml

      docs/settings.md describes every setting.
      "
    `);
  });

  it('read well when there is only one', () => {
    const outcome = parse({});
    expect(outcome.kind === 'problems' ? renderProblems(outcome.problems) : '').toMatchInlineSnapshot(`
      "One setting needs your attention. Nothing was started and nothing was written.

       1. DISCORD_BOT_TOKEN
          found     nothing, neither in /srv/bot/secrets/.env.local nor in the environment
          wanted    the token of your bot
          get it    https://discord.com/developers/applications → your application → Bot → Reset Token
          set it in /srv/bot/secrets/.env.local, as a line DISCORD_BOT_TOKEN=… (or
                    DISCORD_BOT_TOKEN_FILE=PATH of a file that holds it)

      docs/settings.md describes every setting.
      "
    `);
  });

  it('can be coloured for a terminal, and values cannot write to it', () => {
    const outcome = parse({ env: { DISCORD_BOT_TOKEN: TOKEN, LOG_LEVEL: 'a' }, config: { 'x\u001b[2J': 1 } });
    const text = outcome.kind === 'problems' ? renderProblems(outcome.problems, { isColoured: true }) : '';
    expect(text).toContain('\u001b[1mLOG_LEVEL\u001b[22m');
    expect(text).not.toContain('\u001b[2J');
  });

  it('never throw, whatever the texts and the configuration are', () => {
    const texts = fc.dictionary(fc.constantFrom(...SETTING_NAMES, 'DISCORD_TOKEN', '__proto__', 'x'), fc.string());
    fc.assert(
      fc.property(texts, texts, fc.anything(), (file, env, config) => {
        const outcome = parse({ file, env, config });
        expect(outcome.kind === 'problems' ? renderProblems(outcome.problems) : renderNotes(outcome.notes)).toBeTypeOf(
          'string',
        );
      }),
    );
  });
});

describe('notes', () => {
  it('say who may do what when no role is named, wrapped for the terminal', () => {
    const outcome = parseSettings(sourcesWithoutFiles('/srv/bot', { DISCORD_BOT_TOKEN: TOKEN }));
    expect(renderNotes(outcome.notes)).toMatchInlineSnapshot(`
      "Note: No roles are named in config/onomancer.yml: only the owner of the Discord server and its
            administrators may use commands that are not for everyone.
      "
    `);
  });
});
