import { redactPatterns } from '../shared/redact.ts';
import { nearestName } from './names.ts';
import type { SettingProblem } from './sources.ts';

/** Which Discord roles, by name or id, make somebody what. */
export interface RoleLists {
  readonly admin: readonly string[];
  readonly developer: readonly string[];
  readonly stakeholder: readonly string[];
}

/** What `config/onomancer.yml` says, with the defaults where it says nothing. */
export interface ConfigFile {
  readonly roles: RoleLists;
  readonly rateLimit: { readonly burst: number; readonly perMinute: number };
  readonly defaultTeam: string | null;
}

export const CONFIG_DEFAULTS: ConfigFile = {
  roles: { admin: [], developer: [], stakeholder: [] },
  rateLimit: { burst: 5, perMinute: 20 },
  defaultTeam: null,
};

const RATE_RANGES = { burst: [1, 100], perMinute: [1, 1000] } as const;

/** Collects what is wrong, each with its path: `roles.developer[1]`. */
class Reader {
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

  roleList(value: unknown, path: string): readonly string[] {
    const wanted = 'a list of role names or role ids, like [Developers, "123456789012345678"]';
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      this.refuse(path, describe(value), wanted);
      return [];
    }
    return value.flatMap((entry: unknown, index) => {
      // Big integers come from ids without quotes; they kept all their digits.
      const role = typeof entry === 'string' || typeof entry === 'bigint' ? String(entry).trim() : '';
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

/** Checks the data of the configuration file; all problems at once. `where` names the file for people. */
export function parseConfigFile(value: unknown, where: string): { config: ConfigFile; problems: SettingProblem[] } {
  const reader = new Reader(where);
  const top = reader.mapping(value, '', ['roles', 'rateLimit', 'defaultTeam']);
  const roles = reader.mapping(top.roles, 'roles', ['admin', 'developer', 'stakeholder']);
  const rate = reader.mapping(top.rateLimit, 'rateLimit', ['burst', 'perMinute']);
  const rateOf = (key: keyof typeof RATE_RANGES): number =>
    reader.wholeNumber(rate[key], `rateLimit.${key}`, {
      range: RATE_RANGES[key],
      otherwise: CONFIG_DEFAULTS.rateLimit[key],
    });
  const config: ConfigFile = {
    roles: {
      admin: reader.roleList(roles.admin, 'roles.admin'),
      developer: reader.roleList(roles.developer, 'roles.developer'),
      stakeholder: reader.roleList(roles.stakeholder, 'roles.stakeholder'),
    },
    rateLimit: { burst: rateOf('burst'), perMinute: rateOf('perMinute') },
    defaultTeam: reader.word(top.defaultTeam, 'defaultTeam', 'the key of a team (ENG) or its id'),
  };
  return { config, problems: reader.problems };
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return JSON.stringify(redactPatterns(value.slice(0, 200)).slice(0, 80));
  if (typeof value === 'boolean') return `the yes-or-no value ${String(value)}`;
  return typeof value === 'number' || typeof value === 'bigint' ? `the number ${value}` : `a ${typeof value}`;
}
