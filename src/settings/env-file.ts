import { parseEnv } from 'node:util';
import type { SettingProblem } from './sources.ts';

/** The values of an env file, and every line that does not do. */
export interface EnvFileContent {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly SettingProblem[];
}

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/;

/**
 * Reads `NAME=value` lines. Each line is given to `parseEnv` alone: over a whole file it skips what it does not
 * understand, differently from one version of Node to the next, and a forgotten quote swallows all lines after it.
 */
export function parseEnvFile(text: string, path: string): EnvFileContent {
  const values: Record<string, string> = {};
  const seenOn = new Map<string, number>();
  const problems: SettingProblem[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const where = `${path}, line ${index + 1}`;
    const [, name = '', raw = ''] = ASSIGNMENT.exec(line) ?? [];
    const wrong = name === '' ? NOT_AN_ASSIGNMENT : whatIsWrongWith(raw);
    if (wrong) problems.push({ name: name || '.env.local', ...wrong, where });
    const first = seenOn.get(name);
    if (first !== undefined)
      problems.push({ name, found: `it twice, on lines ${first} and ${index + 1}`, wanted: 'it once', where });
    if (name === '') continue;
    seenOn.set(name, index + 1);
    if (!wrong) values[name] = parseEnv(`${name}=${raw}`)[name] ?? '';
  }
  return { values, problems };
}

/** What is wrong never quotes the line: it may hold half a secret. */
const NOT_AN_ASSIGNMENT = { found: 'a line that is not NAME=value', wanted: 'NAME=value, or # before a remark' };

function whatIsWrongWith(raw: string): { found: string; wanted: string } | null {
  const quote = /^["'`]/.exec(raw)?.[0];
  if (quote !== undefined) {
    const isClosed = new RegExp(`^${quote}[^${quote}]*${quote}\\s*(#.*)?$`).test(raw);
    return isClosed
      ? null
      : { found: `a ${quote} that does not end with the value`, wanted: `the value between two ${quote}, on one line` };
  }
  // Node takes every # for the start of a remark, even inside a word.
  if (/\S#/.test(raw))
    return { found: 'a # inside the value, where a remark would begin', wanted: `the value between two '` };
  return null;
}
