import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a build was made from; it stands in `dist/build.json`, and two equal stamps mean equal builds. */
export interface BuildStamp {
  readonly version: string;
  /** Short commit id, with `-dirty` when files differ from it; null outside a git checkout. */
  readonly commit: string | null;
  /** SHA-256 over everything that goes into the bundle. */
  readonly sources: string;
}

const INPUTS = ['package.json', 'package-lock.json', 'tsconfig.json', 'tools/build'];

function filesBelow(root: string, path: string): string[] {
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

function hashOf(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    const bytes = readFileSync(join(root, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

function commitOf(root: string): string | null {
  try {
    const args = ['describe', '--always', '--dirty', '--exclude=*', '--abbrev=12'];
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}

/** The stamp of the sources as they are now below `root`. */
export function currentStamp(root: string): BuildStamp {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const inputs = INPUTS.flatMap((path) => (path.includes('.') ? [path] : filesBelow(root, path)));
  const sources = hashOf(root, [...inputs, ...filesBelow(root, 'src')].toSorted());
  return { version: manifest.version, commit: commitOf(root), sources };
}
