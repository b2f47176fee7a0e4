import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `npm ci` reads of a package.json, when it runs no scripts. */
const FIELDS = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'overrides',
  'engines',
  'os',
  'cpu',
] as const;

interface LockFile {
  readonly packages?: Readonly<Record<string, object>>;
}

/**
 * The same for sources that are installed the same, with this version of Node. The version of our own package does not
 * count, nor its scripts: every release has another one, and would install everything anew for it.
 */
export function dependencyKey(sourceDir: string): string {
  const manifest = readFileSync(join(sourceDir, 'package.json'), 'utf8');
  const lock = readFileSync(join(sourceDir, 'package-lock.json'), 'utf8');
  const parts = [process.version, ...(whatCounts(manifest, lock) ?? [manifest, lock])];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/** Null for files that are no JSON: npm says what is wrong with them. */
function whatCounts(manifest: string, lock: string): readonly unknown[] | null {
  try {
    const told = JSON.parse(manifest) as object;
    const { packages = {} } = JSON.parse(lock) as LockFile;
    const { '': own, ...installed } = packages;
    return [pick(told), pick(own), installed];
  } catch {
    return null;
  }
}

function pick(own: object | undefined): readonly unknown[] {
  const fields = (own ?? {}) as Readonly<Record<string, unknown>>;
  return FIELDS.map((field) => fields[field] ?? null);
}
