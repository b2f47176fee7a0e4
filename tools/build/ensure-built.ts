import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { alone } from './alone.ts';
import { type BuiltFile, bundle } from './bundle.ts';
import { fonts } from './fonts.ts';
import { type BuildStamp, currentStamp } from './stamp.ts';

/** The checkout that this file belongs to. */
const ROOT = resolve(import.meta.dirname, '../..');

export interface BuildOutcome {
  readonly kind: 'built' | 'up-to-date';
  readonly stamp: BuildStamp;
  /** Bytes of JavaScript in `dist/`, without source maps; 0 when it was up to date. */
  readonly bytes: number;
}

/** Which checkout, and which entrances if not the product's own; for tests. */
export interface BuildWhat {
  readonly root?: string;
  readonly entrances?: readonly string[];
}

const STAMP_FILE = 'dist/build.json';

function isBuilt(root: string, stamp: BuildStamp): boolean {
  const path = join(root, STAMP_FILE);
  return existsSync(path) && readFileSync(path, 'utf8') === render(stamp);
}

function render(stamp: BuildStamp): string {
  return `${JSON.stringify(stamp, null, 2)}\n`;
}

function removeOthers(dist: string, kept: ReadonlySet<string>): void {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(path)) rmSync(path);
  }
}

/** The stamp goes first and comes last, so that a build that was interrupted is never taken for a finished one. */
function writeDist(root: string, files: readonly BuiltFile[], stamp: BuildStamp): void {
  const stampFile = join(root, STAMP_FILE);
  rmSync(stampFile, { force: true });
  for (const { path, contents } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  removeOthers(join(root, 'dist'), new Set(files.map(({ path }) => path)));
  writeFileSync(stampFile, render(stamp));
}

function codeBytes(files: readonly BuiltFile[]): number {
  return files.filter(({ path }) => path.endsWith('.js')).reduce((sum, { contents }) => sum + contents.length, 0);
}

async function build({ root = ROOT, entrances }: BuildWhat, isForced: boolean): Promise<BuildOutcome> {
  const stamp = currentStamp(root);
  if (!isForced && isBuilt(root, stamp)) return { kind: 'up-to-date', stamp, bytes: 0 };
  const files = [...(await bundle(root, entrances)), ...(entrances === undefined ? fonts(root) : [])];
  writeDist(root, files, stamp);
  return { kind: 'built', stamp, bytes: codeBytes(files) };
}

/** Builds `dist/`, also when it is up to date. Throws when there is an error or a warning, and leaves `dist/` alone then. */
export async function buildNow(what: BuildWhat = {}): Promise<BuildOutcome> {
  return await alone(what.root ?? ROOT, 'build', async () => await build(what, true));
}

/**
 * Sees to it that `dist/` is the build of the sources as they are now, and builds only when it is not. Any number of
 * processes may ask at once: one builds, the others wait for it.
 */
export async function ensureBuilt(what: BuildWhat = {}): Promise<BuildOutcome> {
  return await alone(what.root ?? ROOT, 'build', async () => await build(what, false));
}
