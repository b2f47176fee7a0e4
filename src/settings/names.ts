import { editDistance } from './edit-distance.ts';
import type { SettingProblem, SettingSources } from './sources.ts';
import type { SettingName } from './table.ts';
import { fileTwin, SETTING_NAMES, SETTINGS, specOf } from './table.ts';

/** Names that earlier code bases and their documents used. */
const OLD_NAMES: ReadonlyMap<string, SettingName> = new Map([
  ['DISCORD_TOKEN', 'DISCORD_BOT_TOKEN'],
  ['BOT_TOKEN', 'DISCORD_BOT_TOKEN'],
  ['DISCORD_SERVER_ID', 'DISCORD_GUILD_ID'],
  ['DISCORD_APPLICATION_ID', 'DISCORD_CLIENT_ID'],
  ['LINEAR_API_KEY', 'LINEAR_API_TOKEN'],
  ['LINEAR_TOKEN', 'LINEAR_API_TOKEN'],
  ['DATABASE_PATH', 'DATA_DIR'],
] as const);

/** Names that people may have prepared, and that nothing in this version needs: they are not bothered with them. */
const UNDISTURBED: ReadonlySet<string> = new Set([
  'ANTHROPIC_API_KEY',
  'GOOGLE_SERVICE_ACCOUNT_KEY_PATH',
  'DOC_ROOT',
  // Usual in such files, and read by Node itself or by tools around it.
  'NODE_ENV',
  'NODE_OPTIONS',
  'TZ',
]);

const KNOWN: ReadonlySet<string> = new Set(SETTING_NAMES.flatMap((name) => [name, fileTwin(name) ?? name]));

/** What a name that nothing reads was probably meant to be. */
function meantBy(name: string): string | null {
  return OLD_NAMES.get(name) ?? nearestName(name, [...KNOWN]);
}

export interface StrayNames {
  readonly problems: readonly SettingProblem[];
  readonly notes: readonly string[];
  /** The settings that the problems were probably meant for. */
  readonly meant: ReadonlySet<string>;
}

/**
 * Names that nothing reads. In `.env.local` each one is told, and one that was probably meant for a setting is a
 * problem, unless that setting has a value too. The environment is full of other people's names, so only those that
 * look like ours are looked at, and they are a problem only when a required setting is missing for it.
 */
export function strayNames(sources: SettingSources): StrayNames {
  const problems: SettingProblem[] = [];
  const notes: string[] = [];
  const meantNames = new Set<string>();
  const { path, values } = sources.envFile;
  const has = (name: string): boolean => Boolean(values[name]?.trim() || sources.environment[name]?.trim());
  const isSet = (meant: string): boolean => has(settingOf(meant)) || has(`${settingOf(meant)}_FILE`);
  const refuse = (name: string, meant: string, from: string): void => {
    problems.push(renamed(name, meant, { from, path }));
    meantNames.add(settingOf(meant));
  };
  for (const name of Object.keys(values).filter(isStray)) {
    const meant = meantBy(name);
    if (meant === null) notes.push(`${name} in ${path} is not a setting of this version; nothing reads it.`);
    else if (isSet(meant)) notes.push(`${name} in ${path} is not read; ${meant} is set and counts. Remove ${name}.`);
    else refuse(name, meant, path);
  }
  for (const name of Object.keys(sources.environment).filter((key) => isStray(key) && looksLikeOurs(key))) {
    const meant = meantBy(name);
    if (meant === null || isSet(meant) || meantNames.has(settingOf(meant))) continue;
    if (SETTINGS[settingOf(meant)].isRequired) refuse(name, meant, 'the environment');
    else notes.push(`${name} in the environment is not read; did you mean ${meant}?`);
  }
  return { problems, notes, meant: meantNames };
}

/** The setting behind a name or its `_FILE` twin. */
function settingOf(name: string): SettingName {
  return name.replace(/_FILE$/, '') as SettingName;
}

function isStray(name: string): boolean {
  return !KNOWN.has(name) && !UNDISTURBED.has(name);
}

function looksLikeOurs(name: string): boolean {
  return OLD_NAMES.has(name) || /^(DISCORD|LINEAR)_/.test(name);
}

function renamed(name: string, meant: string, { from, path }: { from: string; path: string }): SettingProblem {
  const { whereToGet } = specOf(settingOf(meant));
  const extra = name === 'DATABASE_PATH' ? ' It takes the directory; the file in it is onomancer.db.' : '';
  return {
    name,
    found: `a value in ${from}, but nothing reads this name`,
    wanted: `did you mean ${meant}?${extra}`,
    where: path,
    ...(whereToGet === null ? {} : { getIt: whereToGet }),
  };
}

/** The closest of the names, when it is close enough to be a slip of the fingers. */
export function nearestName(typed: string, names: readonly string[]): string | null {
  const limit = typed.length <= 5 ? 1 : typed.length <= 12 ? 2 : 3;
  const folded = typed.toUpperCase();
  const best = names
    .map((name) => ({ name, distance: editDistance(folded, name.toUpperCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return best && best.distance <= limit ? best.name : null;
}
