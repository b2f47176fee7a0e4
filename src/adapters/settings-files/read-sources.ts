import { readFileSync, statSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { type Document, parseDocument } from 'yaml';
import { choose } from '../../settings/choose.ts';
import { parseEnvFile } from '../../settings/env-file.ts';
import type { SettingProblem, SettingSources } from '../../settings/sources.ts';
import { fileTwin, SETTING_NAMES } from '../../settings/table.ts';
import { applicationPaths } from '../../shared/paths.ts';

/** Settings files are small; a wrong path (a log, a disk image) is told instead of read. */
const MAX_BYTES = 256 * 1024;

/** What reading found besides texts. */
interface Findings {
  readonly problems: SettingProblem[];
  readonly notes: string[];
}

/**
 * Reads every place that settings come from: `.env.local`, the files that `…_FILE` settings name, and the configuration
 * file. Never throws; what cannot be read is a problem in the result. Missing files are not: there are defaults.
 */
export function readSettingSources(given: {
  readonly applicationDir: string;
  readonly environment: SettingSources['environment'];
}): SettingSources {
  const { applicationDir, environment } = given;
  const findings: Findings = { problems: [], notes: [] };
  const baseDir = environment.BASE_DIR?.trim() || applicationDir;
  const { envFile } = applicationPaths(baseDir, moved('secretsDir', environment.SECRETS_DIR));
  const values = readEnvFile(envFile, findings);
  const places = [
    { from: envFile, values },
    { from: 'the environment', values: environment },
  ];
  const secretFiles = readSecretFiles(places, { baseDir, findings });
  const base = { applicationDir, environment, envFile: { path: envFile, values }, secretFiles };
  // Which configuration file is itself a setting, so it is chosen from what is known so far.
  const soFar: SettingSources = { ...base, config: { path: '', value: undefined }, ...findings };
  const named = choose(soFar, 'CONFIG_FILE').chosen;
  const { configFile } = applicationPaths(baseDir, moved('configFile', named?.text));
  const wish = named === null ? undefined : { name: 'CONFIG_FILE', where: named.from };
  const config = { path: configFile, value: readConfig(configFile, findings, wish) };
  return { ...base, config, problems: findings.problems, notes: findings.notes };
}

function moved<K extends 'secretsDir' | 'configFile'>(key: K, path: string | undefined): { [key in K]?: string } {
  return path?.trim() ? ({ [key]: path.trim() } as { [key in K]: string }) : {};
}

function readEnvFile(path: string, findings: Findings): Readonly<Record<string, string>> {
  const file = readText(path, findings);
  if (file === null) return {};
  noteOpenDoors(path, file.mode, findings);
  const { values, problems } = parseEnvFile(file.text, path);
  findings.problems.push(...problems);
  return values;
}

function readSecretFiles(
  places: readonly { readonly from: string; readonly values: Readonly<Record<string, string | undefined>> }[],
  { baseDir, findings }: { baseDir: string; findings: Findings },
): Readonly<Record<string, string>> {
  const contents: Record<string, string> = {};
  for (const twin of SETTING_NAMES.map(fileTwin).filter((name) => name !== null)) {
    for (const { from, values } of places) {
      const path = values[twin]?.trim();
      if (!path || path in contents) continue;
      const absolute = isAbsolute(path) ? path : join(baseDir, path);
      const file = readText(absolute, findings, { name: twin, where: from });
      if (file === null) continue;
      noteOpenDoors(absolute, file.mode, findings);
      const text = file.text.trim();
      if (text === '')
        findings.problems.push({
          name: twin,
          found: `an empty file (${absolute})`,
          wanted: 'a file that holds the secret and nothing else',
          where: from,
        });
      contents[path] = text;
    }
  }
  return contents;
}

function readConfig(path: string, findings: Findings, wish?: Wish): unknown {
  const file = readText(path, findings, wish);
  if (file === null) return undefined;
  const document = parseYaml(file.text);
  if (document === null) {
    const wanted = 'YAML that is not nested so deeply';
    findings.problems.push({ name: 'config file', found: 'more levels than can be read', wanted, where: path });
    return undefined;
  }
  for (const error of document.errors) {
    const [start] = error.linePos ?? [];
    const place = start ? `, line ${start.line}, column ${start.col}` : '';
    findings.problems.push({
      name: 'config file',
      found: firstLine(error.message),
      wanted: 'YAML, like config/onomancer.example.yml',
      where: `${path}${place}`,
    });
  }
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch (error) {
    findings.problems.push({
      name: 'config file',
      found: firstLine(error instanceof Error ? error.message : ''),
      wanted: 'YAML without nested aliases',
      where: path,
    });
    return undefined;
  }
}

/** Null when it is nested so deeply that the parser runs out of stack. */
function parseYaml(text: string): Document.Parsed | null {
  try {
    // Ids without quotes are too big for a number; as big integers they keep their digits.
    return parseDocument(text, { intAsBigInt: true, prettyErrors: true });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The message without the place and the excerpt that the parser appends. */
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}

/** The setting that names a file, and where it says so. */
interface Wish {
  readonly name: string;
  readonly where: string;
}

/** The text of a file; null when there is none. A file that a setting names has to exist. */
function readText(
  path: string,
  findings: Findings,
  wish?: Wish,
): { readonly text: string; readonly mode: number } | null {
  const refuse = (found: string, wanted: string): null => {
    findings.problems.push({
      name: wish?.name ?? basename(path),
      found: `${found} (${path})`,
      wanted,
      where: wish?.where ?? path,
    });
    return null;
  };
  try {
    const { size, mode } = statSync(path);
    if (size > MAX_BYTES) return refuse(`${size} bytes`, `a text file of at most ${MAX_BYTES} bytes`);
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)), mode };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' && !wish) return null;
    return refuse(
      WHY[code] ?? `an error (${code || 'unknown'}) while reading it`,
      WANTED[code] ?? 'a file that this user can read',
    );
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'no file',
  ENOTDIR: 'a path through something that is not a directory',
  EACCES: 'a file that this user may not read',
  EPERM: 'a file that this user may not read',
  EISDIR: 'a directory',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'a file that is not UTF-8 text',
};

const WANTED: Readonly<Record<string, string>> = {
  ENOENT: 'the path of a file that exists',
  EISDIR: 'a file',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'a text file in UTF-8',
};

/** A note when others on this machine can open a file with secrets. */
function noteOpenDoors(path: string, mode: number, findings: Findings): void {
  // Windows has no such permissions: there the mode says nothing.
  if (process.platform === 'win32' || (mode & 0o077) === 0) return;
  const who = (mode & 0o007) === 0 ? 'its group' : 'everybody on this machine';
  const octal = (mode & 0o777).toString(8);
  findings.notes.push(`${path} holds secrets, and ${who} can open it (mode ${octal}). Run: chmod 600 ${path}`);
}
