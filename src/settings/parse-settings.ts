import type { ApplicationPaths } from '../shared/paths.ts';
import { applicationPaths } from '../shared/paths.ts';
import { redactPatterns } from '../shared/redact.ts';
import type { Secret } from '../shared/secret.ts';
import { choose, shown } from './choose.ts';
import type { ConfigFile, RoleLists } from './config-file.ts';
import { parseConfigFile } from './config-file.ts';
import { strayNames } from './names.ts';
import type { SettingProblem, SettingSources } from './sources.ts';
import type { SettingName, ValueOf } from './table.ts';
import { fileTwin, SETTING_NAMES, SETTINGS, specOf } from './table.ts';
import { isLoopback } from './value-types.ts';

/** Everything that can be set, checked. */
export interface Settings {
  readonly paths: ApplicationPaths;
  readonly discord: {
    readonly botToken: Secret;
    readonly clientId: string | null;
    readonly guildId: string | null;
    readonly apiUrl: string;
  };
  readonly linear: {
    /** Null: Linear is off. */
    readonly token: Secret | null;
    readonly apiUrl: string;
    readonly defaultTeam: string | null;
  };
  /** The secrets of each sender, the current one first; none: its webhooks are off. */
  readonly webhooks: Readonly<Record<'linear' | 'github' | 'vercel', readonly Secret[]>>;
  readonly http: {
    readonly listen:
      | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
      | { readonly kind: 'socket'; readonly path: string };
    readonly corsOrigins: readonly string[];
  };
  readonly logLevel: ValueOf<'LOG_LEVEL'>;
  readonly stopTimeoutMs: number;
  /** Null: not deployed as a release. */
  readonly releaseId: string | null;
  readonly roles: RoleLists;
  readonly rateLimit: ConfigFile['rateLimit'];
  readonly channels: ConfigFile['channels'];
  readonly digests: ConfigFile['digests'];
  readonly adminChannel: ConfigFile['adminChannel'];
  /** Every secret above, for the log to take out. */
  readonly secrets: readonly Secret[];
}

export type SettingsOutcome =
  | { readonly kind: 'ok'; readonly settings: Settings; readonly notes: readonly string[] }
  | { readonly kind: 'problems'; readonly problems: readonly SettingProblem[]; readonly notes: readonly string[] };

type Values = { readonly [N in SettingName]: ValueOf<N> | null };

/** Settings from their sources, or all that is wrong with them, at once. */
export function parseSettings(sources: SettingSources): SettingsOutcome {
  const { values, problems, notes } = readValues(sources);
  const file = parseConfigFile(sources.config.value, sources.config.path);
  const all = [...sources.problems, ...problems, ...crossProblems(values, sources), ...file.problems];
  const allNotes = [...sources.notes, ...notes, ...crossNotes(values, file.config, sources)];
  const token = values.DISCORD_BOT_TOKEN;
  // Without a token there is a problem already: it is required.
  if (all.length > 0 || token === null) return { kind: 'problems', problems: all, notes: allNotes };
  const settings = assemble(values, { token, file: file.config, sources });
  return { kind: 'ok', settings, notes: [...allNotes, ...roleNotes(file.config, sources)] };
}

function readValues(sources: SettingSources): { values: Values; problems: SettingProblem[]; notes: string[] } {
  const stray = strayNames(sources);
  // A misspelt name or an unreadable file is the better explanation of a missing value, and is told anyway.
  const explained = new Set([...stray.meant, ...sources.problems.map(({ name }) => name.replace(/_FILE$/, ''))]);
  const problems: SettingProblem[] = [];
  const notes: string[] = [...stray.notes];
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of SETTING_NAMES) {
    const choice = choose(sources, name);
    problems.push(...choice.problems);
    notes.push(...choice.notes);
    const given = choice.chosen ?? defaultOf(name);
    if (given === null) {
      if (SETTINGS[name].isRequired && !explained.has(name)) problems.push(missing(name, sources));
      continue;
    }
    const parsed = specOf(name).type.parse(given.text);
    if ('value' in parsed) values[name] = parsed.value;
    else problems.push(wrongValue(name, given, parsed.wrong));
  }
  const complete = Object.fromEntries(SETTING_NAMES.map((name) => [name, values[name] ?? null]));
  // Each value was made by the type of its own row.
  return { values: complete as unknown as Values, problems: [...problems, ...stray.problems], notes };
}

function defaultOf(name: SettingName): { text: string; from: string } | null {
  const text = specOf(name).default;
  return text === null ? null : { text, from: 'the defaults' };
}

function missing(name: SettingName, sources: SettingSources): SettingProblem {
  const twin = fileTwin(name);
  return {
    name,
    found: `nothing, neither in ${sources.envFile.path} nor in the environment`,
    wanted: specOf(name).type.wanted,
    where: `${sources.envFile.path}, as a line ${name}=…${twin ? ` (or ${twin}=PATH of a file that holds it)` : ''}`,
    ...getIt(name),
  };
}

function wrongValue(name: SettingName, given: { text: string; from: string }, wrong: string): SettingProblem {
  return {
    name,
    // Some reasons quote a part of the value.
    found: `${shown(name, given.text)}, which ${redactPatterns(wrong)}`,
    wanted: specOf(name).type.wanted,
    where: given.from,
    ...getIt(name),
  };
}

function getIt(name: SettingName): { getIt: string } | Record<never, never> {
  const { whereToGet } = specOf(name);
  return whereToGet === null ? {} : { getIt: whereToGet };
}

function crossProblems(values: Values, sources: SettingSources): SettingProblem[] {
  const host = values.HOST;
  if (host === null || values.SOCKET_PATH !== null || isLoopback(host) || values.ALLOW_PUBLIC_HOST) return [];
  return [
    {
      name: 'HOST',
      found: `${shown('HOST', host)}, an address that others can reach`,
      wanted: 'an address of this machine alone, like 127.0.0.1; or, where it must be, ALLOW_PUBLIC_HOST=yes as well',
      where: choose(sources, 'HOST').chosen?.from ?? sources.envFile.path,
    },
  ];
}

function crossNotes(values: Values, file: ConfigFile, sources: SettingSources): string[] {
  const notes: string[] = [];
  const given = (['PORT', 'HOST'] as const).filter((name) => choose(sources, name).chosen !== null);
  if (values.SOCKET_PATH !== null && given.length > 0) {
    notes.push(`SOCKET_PATH is set, so ${given.join(' and ')} ${given.length > 1 ? 'are' : 'is'} not used.`);
  }
  for (const sender of ['LINEAR', 'GITHUB', 'VERCEL'] as const) {
    if (values[`${sender}_WEBHOOK_SECRET`] === null && values[`${sender}_WEBHOOK_SECRET_PREVIOUS`] !== null) {
      notes.push(
        `${sender}_WEBHOOK_SECRET_PREVIOUS is set without ${sender}_WEBHOOK_SECRET: it is taken as the only secret.`,
      );
    }
  }
  const team = values.LINEAR_TEAM_ID;
  if (team !== null && file.defaultTeam !== null && team !== file.defaultTeam) {
    notes.push(
      `LINEAR_TEAM_ID (${shown('LINEAR_TEAM_ID', team)}) goes before defaultTeam (${shown('LINEAR_TEAM_ID', file.defaultTeam)}) in ${sources.config.path}. Remove one of them.`,
    );
  }
  return notes;
}

function roleNotes({ roles }: ConfigFile, { config }: SettingSources): string[] {
  if ([roles.admin, roles.developer, roles.stakeholder].some((names) => names.length > 0)) return [];
  return [
    `No roles are named in ${config.path}: only the owner of the Discord server and its administrators may use commands that are not for everyone.`,
  ];
}

function assemble(
  values: Values,
  { token, file, sources }: { token: Secret; file: ConfigFile; sources: SettingSources },
): Settings {
  return {
    paths: pathsFrom(values, sources),
    discord: {
      botToken: token,
      clientId: values.DISCORD_CLIENT_ID,
      guildId: values.DISCORD_GUILD_ID,
      apiUrl: withDefault(values.DISCORD_API_URL),
    },
    linear: {
      token: values.LINEAR_API_TOKEN,
      apiUrl: withDefault(values.LINEAR_API_URL),
      defaultTeam: values.LINEAR_TEAM_ID ?? file.defaultTeam,
    },
    webhooks: webhookSecrets(values),
    http: {
      listen:
        values.SOCKET_PATH === null
          ? { kind: 'tcp', host: withDefault(values.HOST), port: withDefault(values.PORT) }
          : { kind: 'socket', path: values.SOCKET_PATH },
      corsOrigins: values.CORS_ORIGINS ?? [],
    },
    logLevel: withDefault(values.LOG_LEVEL),
    stopTimeoutMs: withDefault(values.STOP_TIMEOUT_MS),
    releaseId: values.RELEASE_ID,
    roles: file.roles,
    rateLimit: file.rateLimit,
    channels: file.channels,
    digests: file.digests,
    adminChannel: file.adminChannel,
    secrets: [token, values.LINEAR_API_TOKEN, ...Object.values(webhookSecrets(values)).flat()].filter(
      (secret) => secret !== null,
    ),
  };
}

function webhookSecrets(values: Values): Settings['webhooks'] {
  const both = (current: Secret | null, previous: Secret | null): readonly Secret[] =>
    [current, previous].filter((secret) => secret !== null);
  return {
    linear: both(values.LINEAR_WEBHOOK_SECRET, values.LINEAR_WEBHOOK_SECRET_PREVIOUS),
    github: both(values.GITHUB_WEBHOOK_SECRET, values.GITHUB_WEBHOOK_SECRET_PREVIOUS),
    vercel: both(values.VERCEL_WEBHOOK_SECRET, values.VERCEL_WEBHOOK_SECRET_PREVIOUS),
  };
}

function pathsFrom(values: Values, sources: SettingSources): ApplicationPaths {
  return applicationPaths(values.BASE_DIR ?? sources.applicationDir, {
    secretsDir: withDefault(values.SECRETS_DIR),
    configFile: withDefault(values.CONFIG_FILE),
    dataDir: withDefault(values.DATA_DIR),
    ...(values.LOG_DIR === null ? {} : { logDir: values.LOG_DIR }),
  });
}

/** A value that has a default; null would have been reported as a problem before. */
function withDefault<T>(value: T | null): T {
  if (value === null) throw new Error('A setting with a default has no value.');
  return value;
}
