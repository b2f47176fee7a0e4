import { redactPatterns } from '../shared/redact.ts';
import { mask } from '../shared/secret.ts';
import type { SettingProblem, SettingSources } from './sources.ts';
import type { SettingName } from './table.ts';
import { fileTwin, specOf } from './table.ts';

/** One value that somebody gave. */
export interface Candidate {
  readonly text: string;
  /** For people: `/srv/bot/secrets/.env.local`, `the environment`, `the file /run/secrets/token (…)`. */
  readonly from: string;
}

/** Which value counts, and what the operator should know about the others. */
export interface Choice {
  readonly chosen: Candidate | null;
  readonly problems: readonly SettingProblem[];
  readonly notes: readonly string[];
}

/**
 * The value of a setting. `.env.local` goes before the environment: process managers keep the environment of the first
 * start (PM2 even across reboots), and an edited file must not lose silently to a value that nobody sees any more. An
 * empty value counts as not given.
 */
export function choose(sources: SettingSources, name: SettingName): Choice {
  const { setIn } = specOf(name);
  const inFile = setIn === 'anywhere' ? candidatesIn(sources, name, 'file') : [];
  const inEnvironment = candidatesIn(sources, name, 'environment');
  const all = [...inFile, ...inEnvironment];
  const problems = [inFile, inEnvironment].filter((given) => given.length > 1).map((given) => ambiguous(name, given));
  if (setIn === 'environment' && sources.envFile.values[name]) problems.push(misplaced(sources, name));
  const [chosen, ...others] = all;
  if (!chosen) return { chosen: null, problems, notes: [] };
  const beaten = problems.length > 0 ? [] : others.filter((other) => other.text !== chosen.text);
  return { chosen, problems, notes: beaten.map((other) => beatenNote(name, chosen, other)) };
}

function candidatesIn(sources: SettingSources, name: SettingName, place: 'file' | 'environment'): readonly Candidate[] {
  const values = place === 'file' ? sources.envFile.values : sources.environment;
  const from = place === 'file' ? sources.envFile.path : 'the environment';
  const candidates: Candidate[] = [];
  const text = values[name]?.trim();
  if (text) candidates.push({ text, from });
  const twin = fileTwin(name);
  const twinPath = twin === null ? undefined : values[twin]?.trim();
  const contents = twinPath ? sources.secretFiles[twinPath] : undefined;
  if (contents) candidates.push({ text: contents, from: `the file ${twinPath} (${twin} in ${from})` });
  return candidates;
}

/** What may be shown of a value: secrets are masked, and so is anything else that looks like one. */
export function shown(name: SettingName, text: string): string {
  if (specOf(name).isSecret) return mask(text);
  const safe = redactPatterns(text);
  return JSON.stringify(safe.length > 80 ? `${safe.slice(0, 79)}…` : safe);
}

function ambiguous(name: SettingName, given: readonly Candidate[]): SettingProblem {
  return {
    name,
    found: `two values: ${given.map(({ text, from }) => `${shown(name, text)} in ${from}`).join(', and ')}`,
    wanted: `one of ${name} and ${name}_FILE, not both`,
    where: given[0]?.from ?? '',
  };
}

function misplaced(sources: SettingSources, name: SettingName): SettingProblem {
  return {
    name,
    found: `a value in ${sources.envFile.path}`,
    wanted: `${name} in the environment: it says where that file is, so it cannot stand in it`,
    where: `the environment of the process (and take it out of ${sources.envFile.path})`,
  };
}

function beatenNote(name: SettingName, chosen: Candidate, other: Candidate): string {
  const [winner, loser] = [shown(name, chosen.text), shown(name, other.text)];
  const values = winner === loser ? `two different values, both ${winner}` : `${winner} counts, ${loser} does not`;
  return `${name} is set twice: ${chosen.from} goes before ${other.from} (${values}). Remove one of them.`;
}
