import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { parseEnvFile } from '../../../settings/env-file.ts';
import { parseSettings } from '../../../settings/parse-settings.ts';
import type { SettingProblem, SettingSources } from '../../../settings/sources.ts';
import { fileTwin, SETTING_NAMES, SETTINGS } from '../../../settings/table.ts';
import type { ServerPaths } from '../../../shared/paths.ts';
import type { SecretFacts } from '../../checks/doctor-facts.ts';
import { CannotLook } from './cannot-look.ts';

/** Shorter values are found everywhere by chance. */
const LEAST_SECRET_CHARS = 12;

/** The secrets of an env file, as its reader sees them. Their values never leave the facts. */
export interface SecretFile {
  readonly isThere: boolean;
  readonly values: Readonly<Record<string, string>>;
  readonly secretFiles: Readonly<Record<string, string>>;
  readonly problems: readonly SettingProblem[];
}

/** Reads the file and the files that it names with `…_FILE`. */
export function readSecretFile(path: string, baseDir: string): SecretFile {
  const text = readPrivate(path);
  if (text === null) return { isThere: false, values: {}, secretFiles: {}, problems: [] };
  const { values, problems } = parseEnvFile(text, path);
  const twins = SETTING_NAMES.map(fileTwin).flatMap((name) => (name === null ? [] : (values[name] ?? [])));
  const secretFiles = Object.fromEntries(
    twins.flatMap((named): [string, string][] => {
      const content = readPrivate(isAbsolute(named) ? named : join(baseDir, named));
      return content === null ? [] : [[named, content.trim()]];
    }),
  );
  return { isThere: true, values, secretFiles, problems };
}

/** The text of a file that not everybody may read; null when there is none. */
export function readPrivate(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new CannotLook(`${path} cannot be read (${code})`, 'sudo onomancer doctor');
  }
}

/** The sources of the bot's settings, as far as the file tells. */
export function sourcesOf(file: SecretFile, paths: ServerPaths): SettingSources {
  return {
    applicationDir: paths.baseDir,
    environment: {},
    envFile: { path: paths.envFile, values: file.values },
    secretFiles: file.secretFiles,
    config: { path: join(paths.baseDir, 'config', 'onomancer.yml'), value: undefined },
    problems: file.problems,
    notes: [],
  };
}

/** The settings, and whether one of the secrets among them stands where everybody can read it. */
export function readSecrets(paths: ServerPaths): SecretFacts {
  const file = readSecretFile(paths.envFile, paths.baseDir);
  if (!file.isThere) return { path: paths.envFile, isThere: false, problems: [], leaks: [] };
  const outcome = parseSettings(sourcesOf(file, paths));
  return {
    path: paths.envFile,
    isThere: true,
    problems: outcome.kind === 'problems' ? outcome.problems : [],
    leaks: findLeaks(secretsOf(file), paths),
  };
}

function secretsOf(file: SecretFile): readonly string[] {
  const named = SETTING_NAMES.filter((name) => SETTINGS[name].isSecret).flatMap((name) => file.values[name] ?? []);
  return [...named, ...Object.values(file.secretFiles)].filter((text) => text.length >= LEAST_SECRET_CHARS);
}

/** PM2 saves the environment of what it starts, and everybody on the machine can read the arguments of a process. */
function findLeaks(secrets: readonly string[], paths: ServerPaths): readonly string[] {
  const holds = (text: string): boolean => secrets.some((secret) => text.includes(secret));
  const files = [
    join(paths.pm2Home, 'dump.pm2'),
    join(paths.pm2Home, 'dump.pm2.bak'),
    join(paths.baseDir, 'ecosystem.config.js'),
  ];
  return [
    ...files.filter((path) => existsSync(path) && holds(readFileSync(path, 'utf8'))),
    ...processesWhere(holds).map((pid) => `the arguments of process ${pid}`),
  ];
}

function processesWhere(holds: (text: string) => boolean): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return holds(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
      } catch (error) {
        // It has ended in the meantime.
        if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
        throw error;
      }
    });
}
