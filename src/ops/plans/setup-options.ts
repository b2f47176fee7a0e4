import type { SetupOptions } from '../steps/setup-input.ts';

/** What stands on the command line of setup, unchecked. */
export interface SetupFlags {
  readonly domain?: string;
  readonly email?: string;
  readonly 'skip-nginx'?: boolean;
  readonly 'skip-redis'?: boolean;
  readonly 'ssh-port'?: string;
  readonly 'acme-server'?: string;
  readonly 'tls-1.2'?: boolean;
  readonly swap?: string;
  readonly node?: string;
  readonly 'node-from'?: string;
}

/** One flag that cannot be used, and what is accepted. */
export interface OptionProblem {
  readonly flag: string;
  readonly problem: string;
  readonly wanted: string;
}

export type CheckedOptions =
  | { readonly kind: 'ok'; readonly options: SetupOptions }
  | { readonly kind: 'wrong'; readonly problems: readonly OptionProblem[] };

/** Labels of letters, digits and inner dashes, at least two, the last one not a number (RFC 1123, 2.1). */
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/i;
const EMAIL = /^[^\s@"'<>;,\\]+@[^\s@"'<>;,\\]+$/;
const SIZE = /^(\d{1,4})(M|G)B?$/i;
const MEGABYTE = 1024 ** 2;
const LARGEST_SWAP = 64 * 1024 * MEGABYTE;

interface Flag {
  readonly name: string;
  readonly value: string | undefined;
}

/** Checks the flags and says ALL that is wrong with them. `keys` is what `--ssh-key` named, read already. */
export function checkSetupFlags(flags: SetupFlags, keys: string | null): CheckedOptions {
  const problems: OptionProblem[] = [];
  const check = <T>({ name, value }: Flag, wanted: string, parse: (value: string) => T | undefined): T | null => {
    if (value === undefined) return null;
    const parsed = parse(value);
    if (parsed === undefined) problems.push({ flag: `--${name}`, problem: `“${value}” cannot be used`, wanted });
    return parsed ?? null;
  };
  const hasNginx = flags['skip-nginx'] !== true;
  const options: SetupOptions = {
    domain: check({ name: 'domain', value: flags.domain }, 'a name like onomancer.example.com', (value) =>
      DOMAIN.test(value) ? value.toLowerCase() : undefined,
    ),
    email: check({ name: 'email', value: flags.email }, 'an address like admin@example.com', (value) =>
      EMAIL.test(value) && DOMAIN.test(value.slice(value.indexOf('@') + 1)) ? value : undefined,
    ),
    hasNginx,
    hasRedis: flags['skip-redis'] !== true,
    sshKeys: keys,
    sshPort: check(
      { name: 'ssh-port', value: flags['ssh-port'] },
      'a number from 1 to 65535, not 80, 443 or 3000',
      parsePort,
    ),
    acmeServer: check(
      { name: 'acme-server', value: flags['acme-server'] },
      'the https address of an ACME directory',
      (value) => (isHttps(value) ? value : undefined),
    ),
    admitsTls12: flags['tls-1.2'] === true,
    swapBytes: check(
      { name: 'swap', value: flags.swap },
      'a size like 2G or 512M (64G at most), or 0 for none',
      parseSize,
    ),
    nodeVersion:
      check({ name: 'node', value: flags.node }, 'a whole version like 24.21.0', (value) =>
        /^v?\d+\.\d+\.\d+$/.test(value) ? value.replace(/^v/, '') : undefined,
      ) ?? '',
    nodeFrom: flags['node-from'] ?? null,
  };
  if (flags.node === undefined) {
    problems.push({
      flag: '--node',
      problem: 'is missing',
      wanted: 'run docs/deployment/scripts/server-setup.sh, which fetches Node and says here which one',
    });
  }
  if (hasNginx) {
    for (const name of ['domain', 'email'] as const) {
      if (flags[name] !== undefined) continue;
      problems.push({
        flag: `--${name}`,
        problem: 'is missing',
        wanted: `--${name} …, or --skip-nginx for a server without a web address`,
      });
    }
  }
  return problems.length > 0 ? { kind: 'wrong', problems } : { kind: 'ok', options };
}

function parsePort(value: string): number | undefined {
  const port = Number(value);
  const isPort = /^\d{1,5}$/.test(value) && port >= 1 && port <= 65_535;
  return isPort && ![80, 443, 3000].includes(port) ? port : undefined;
}

function parseSize(value: string): number | undefined {
  if (value === '0') return 0;
  const match = SIZE.exec(value);
  if (match === null) return undefined;
  const bytes = Number(match[1]) * MEGABYTE * (match[2]?.toUpperCase() === 'G' ? 1024 : 1);
  return bytes > 0 && bytes <= LARGEST_SWAP ? bytes : undefined;
}

function isHttps(value: string): boolean {
  return URL.canParse(value) && new URL(value).protocol === 'https:';
}
