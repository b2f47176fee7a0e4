import { redactPatterns } from '../shared/redact.ts';
import { nearestName } from './names.ts';
import type { SettingProblem } from './sources.ts';

/** Collects what is wrong, each with its path: `roles.developer[1]`. */
export class ConfigReader {
  readonly problems: SettingProblem[] = [];
  readonly #where: string;

  constructor(where: string) {
    this.#where = where;
  }

  refuse(name: string, found: string, wanted: string): void {
    // Somebody may have pasted a secret where a name belongs.
    this.problems.push({ name: redactPatterns(name), found, wanted, where: this.#where });
  }

  /** The entries of a mapping whose keys are known; the others are refused. Nothing there is an empty mapping. */
  mapping(value: unknown, path: string, keys: readonly string[]): Readonly<Record<string, unknown>> {
    if (value === undefined || value === null) return {};
    if (typeof value !== 'object' || Array.isArray(value)) {
      this.refuse(path || 'the whole file', describe(value), `a mapping with ${keys.join(', ')}`);
      return {};
    }
    for (const key of Object.keys(value).filter((name) => !keys.includes(name))) {
      const meant = nearestName(key, keys);
      const hint = meant === null ? `one of ${keys.join(', ')}` : `did you mean ${meant}?`;
      this.refuse(path ? `${path}.${key}` : key, 'a name that nothing reads', hint);
    }
    return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
  }

  /** The entries of a list; nothing there is an empty list. */
  list(value: unknown, path: string, wanted: string): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    this.refuse(path, describe(value), wanted);
    return [];
  }

  /** Names, ids or numbers as text, each trimmed and none empty. */
  words(value: unknown, path: string, wanted: string): readonly string[] {
    return this.list(value, path, `a list, like [${wanted}]`).flatMap((entry, index) => {
      const word = textOf(entry);
      if (word === '') this.refuse(`${path}[${index}]`, describe(entry), wanted);
      return word === '' ? [] : [word];
    });
  }

  /** An id of Discord. */
  snowflake(value: unknown, path: string, wanted: string): string | null {
    const id = textOf(value);
    if (/^\d{17,20}$/.test(id)) return id;
    this.refuse(path, describe(value), `${wanted}: 17 to 20 digits, in quotes`);
    return null;
  }

  roleList(value: unknown, path: string): readonly string[] {
    const wanted = 'a list of role names or role ids, like [Developers, "123456789012345678"]';
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      this.refuse(path, describe(value), wanted);
      return [];
    }
    return value.flatMap((entry: unknown, index) => {
      const role = textOf(entry);
      if (role === '') this.refuse(`${path}[${index}]`, describe(entry), 'the name or the id of a role');
      if (/^@?everyone$/i.test(role))
        this.refuse(`${path}[${index}]`, describe(entry), 'a role that not everybody has');
      return [role];
    });
  }

  wholeNumber(value: unknown, path: string, options: { range: readonly [number, number]; otherwise: number }): number {
    if (value === undefined || value === null) return options.otherwise;
    const [min, max] = options.range;
    const number = typeof value === 'bigint' ? Number(value) : value;
    if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) return number;
    this.refuse(path, describe(value), `a whole number from ${min} to ${max}`);
    return options.otherwise;
  }

  word(value: unknown, path: string, wanted: string): string | null {
    if (value === undefined || value === null) return null;
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    this.refuse(path, describe(value), wanted);
    return null;
  }
}

/** Big integers come from ids without quotes; they kept all their digits. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'bigint' ? String(value).trim() : '';
}

/** What was found, for people; secrets masked. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return JSON.stringify(redactPatterns(value.slice(0, 200)).slice(0, 80));
  if (typeof value === 'boolean') return `the yes-or-no value ${String(value)}`;
  return typeof value === 'number' || typeof value === 'bigint' ? `the number ${value}` : `a ${typeof value}`;
}
