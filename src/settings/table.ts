import { DEFAULT_PLACES } from '../shared/paths.ts';
import type { ValueType } from './value-types.ts';
import {
  absolutePath,
  apiUrl,
  ipAddress,
  line,
  oneOf,
  origins,
  path,
  releaseId,
  secretText,
  snowflake,
  socketPath,
  wholeNumber,
  yesNo,
} from './value-types.ts';
import { WEBHOOK_SETTINGS } from './webhook-settings.ts';

/** One setting: all that its reader, its documentation and its problems need to know. */
export interface SettingSpec {
  readonly group: 'Discord' | 'Linear' | 'Webhooks' | 'HTTP' | 'Log' | 'Places' | 'Process';
  readonly type: ValueType<unknown>;
  /** One or two sentences for the operator. */
  readonly summary: string;
  /** As one would write it; null: none. */
  readonly default: string | null;
  /** Shown in the documentation; never a value that works. */
  readonly example: string;
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  /** What does not work without it, or what reads it. */
  readonly neededBy: string;
  /** How to come by a value; null where that is plain. */
  readonly whereToGet: string | null;
  /** `environment`: it says where the other sources are, so it cannot stand in one of them. */
  readonly setIn: 'anywhere' | 'environment';
}

const OPTIONAL = { isSecret: false, isRequired: false, whereToGet: null, setIn: 'anywhere' } as const;

/** Every setting that something reads. docs/settings.md and .env.example are generated from it. */
export const SETTINGS = {
  DISCORD_BOT_TOKEN: {
    group: 'Discord',
    type: secretText('the token of your bot'),
    summary: 'The token with which the bot signs in to Discord.',
    default: null,
    example: 'the token, as the Developer Portal shows it once',
    isSecret: true,
    isRequired: true,
    neededBy: 'the bot, and `npm run register-commands`',
    whereToGet: 'https://discord.com/developers/applications → your application → Bot → Reset Token',
    setIn: 'anywhere',
  },
  DISCORD_CLIENT_ID: {
    ...OPTIONAL,
    group: 'Discord',
    type: snowflake,
    summary:
      'The id of your application. It may stay unset; when it is set, registering commands checks that the token belongs to it.',
    default: null,
    example: '123456789012345678',
    neededBy: '`npm run register-commands`, so that a token of another bot is noticed before anything is changed',
    whereToGet: 'https://discord.com/developers/applications → your application → General Information → Application ID',
  },
  DISCORD_GUILD_ID: {
    ...OPTIONAL,
    group: 'Discord',
    type: snowflake,
    summary:
      'The one server that the bot answers in; the commands are registered there. Without it, every server that the bot is in counts, and the owner of each one is an admin: then turn "Public Bot" off.',
    default: null,
    example: '234567890123456789',
    neededBy: 'the bot and `npm run register-commands`',
    whereToGet: 'Discord → Settings → Advanced → Developer Mode; then right click on the server → Copy Server ID',
  },
  DISCORD_API_URL: {
    ...OPTIONAL,
    group: 'Discord',
    type: apiUrl,
    summary: 'The root of the Discord API, without the version. Only the sandbox and proxies need another one.',
    default: 'https://discord.com/api',
    example: 'http://127.0.0.1:4100/api',
    neededBy: 'the sandbox',
  },
  LINEAR_API_TOKEN: {
    group: 'Linear',
    type: secretText('a personal API key of Linear'),
    summary:
      'The key with which the bot reads Linear. Without it the bot runs, and its Linear commands say what is missing.',
    default: null,
    example: 'the key, as Linear shows it once',
    isSecret: true,
    isRequired: false,
    neededBy: 'every command that shows sprints, issues or tasks',
    whereToGet: 'Linear → Settings → Security & access → Personal API keys',
    setIn: 'anywhere',
  },
  LINEAR_TEAM_ID: {
    ...OPTIONAL,
    group: 'Linear',
    type: line('the key of a team (ENG) or its id'),
    summary: 'The team that is meant when a command names none. Goes before `defaultTeam` in the configuration file.',
    default: null,
    example: 'ENG',
    neededBy: '`/show-sprint` and `/list-issues` in a workspace with several teams',
    whereToGet: 'The letters before the number of an issue: ENG in ENG-123',
  },
  LINEAR_API_URL: {
    ...OPTIONAL,
    group: 'Linear',
    type: apiUrl,
    summary: 'The GraphQL endpoint of Linear. Only the sandbox and proxies need another one.',
    default: 'https://api.linear.app/graphql',
    example: 'http://127.0.0.1:4200/graphql',
    neededBy: 'the sandbox',
  },
  ...WEBHOOK_SETTINGS,
  PORT: {
    ...OPTIONAL,
    group: 'HTTP',
    type: wholeNumber(0, 65535, ' (0: any free one)'),
    summary: 'The port of the health and metrics pages.',
    default: '3000',
    example: '3001',
    neededBy: 'monitoring',
  },
  HOST: {
    ...OPTIONAL,
    group: 'HTTP',
    type: ipAddress,
    summary:
      'The address that the HTTP server listens on. Only this machine by default; other addresses also need ALLOW_PUBLIC_HOST.',
    default: '127.0.0.1',
    example: '::1',
    neededBy: 'monitoring',
  },
  ALLOW_PUBLIC_HOST: {
    ...OPTIONAL,
    group: 'HTTP',
    type: yesNo,
    summary:
      'Says that HOST may be an address that others can reach. In a container it has to be; on a server nginx stands in front and it stays "no".',
    default: 'no',
    example: 'yes',
    neededBy: 'containers',
  },
  SOCKET_PATH: {
    ...OPTIONAL,
    group: 'HTTP',
    type: socketPath,
    summary: 'Listen on this unix socket (mode 660) instead of HOST and PORT.',
    default: null,
    example: '/opt/devrel-integration/run/blue.sock',
    neededBy: 'deployments behind nginx',
  },
  CORS_ORIGINS: {
    ...OPTIONAL,
    group: 'HTTP',
    type: origins,
    summary: 'Web pages that may read the health and metrics pages from a browser. Nobody by default.',
    default: null,
    example: 'https://status.example.com',
    neededBy: 'status pages on another origin',
  },
  LOG_LEVEL: {
    ...OPTIONAL,
    group: 'Log',
    type: oneOf(['debug', 'info', 'warn', 'error']),
    summary: 'The least important lines that are still written.',
    default: 'info',
    example: 'debug',
    neededBy: 'the log',
  },
  LOG_DIR: {
    ...OPTIONAL,
    group: 'Log',
    type: path,
    summary: 'Write the log to onomancer.log in this directory too. It is opened again on SIGHUP, for logrotate.',
    default: null,
    example: '/var/log/devrel',
    neededBy: 'the log',
  },
  BASE_DIR: {
    ...OPTIONAL,
    group: 'Places',
    type: absolutePath,
    summary:
      'The directory under which the other places stand: the application itself by default, so that a checkout works as it is.',
    default: null,
    example: '/opt/devrel-integration',
    neededBy: 'installations where releases and data are apart',
    setIn: 'environment',
  },
  SECRETS_DIR: {
    ...OPTIONAL,
    group: 'Places',
    type: path,
    summary: 'The directory of .env.local.',
    default: DEFAULT_PLACES.secretsDir,
    example: '/opt/devrel-integration/secrets',
    neededBy: 'every start',
    setIn: 'environment',
  },
  CONFIG_FILE: {
    ...OPTIONAL,
    group: 'Places',
    type: path,
    summary: 'The configuration file: who may do what, and how often. It may be missing.',
    default: DEFAULT_PLACES.configFile,
    example: '/opt/devrel-integration/config/onomancer.yml',
    neededBy: 'every start',
  },
  DATA_DIR: {
    ...OPTIONAL,
    group: 'Places',
    type: path,
    summary:
      'The directory of the database onomancer.db. The bot writes nowhere else (but to LOG_DIR and SOCKET_PATH).',
    default: DEFAULT_PLACES.dataDir,
    example: '/opt/devrel-integration/data',
    neededBy: 'the database',
  },
  STOP_TIMEOUT_MS: {
    ...OPTIONAL,
    group: 'Process',
    type: wholeNumber(0, 600_000, ' milliseconds'),
    summary:
      'How long a stop waits for interactions that are being answered; then their users are told that the bot restarts.',
    default: '10000',
    example: '30000',
    neededBy: 'SIGTERM and SIGINT',
  },
  RELEASE_ID: {
    ...OPTIONAL,
    group: 'Process',
    type: releaseId,
    summary:
      'Which release this is. Shown behind the version by /health, /health/ready and /status, so that a deployment knows which one answers.',
    default: null,
    example: '20261125-2130-b49154d',
    neededBy: 'deployments',
    setIn: 'environment',
  },
} as const satisfies Record<string, SettingSpec>;

export type SettingName = keyof typeof SETTINGS;

/** The type that a setting's text becomes. */
export type ValueOf<N extends SettingName> = (typeof SETTINGS)[N]['type'] extends ValueType<infer T> ? T : never;

/** All names, in the order of the table. */
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** The row of a setting, seen as any other row. */
export function specOf(name: SettingName): SettingSpec {
  return SETTINGS[name];
}

/** Only secrets can come from a file of their own: `DISCORD_BOT_TOKEN_FILE`. */
export function fileTwin(name: SettingName): string | null {
  return SETTINGS[name].isSecret ? `${name}_FILE` : null;
}
