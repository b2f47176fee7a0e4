import { cpSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps a copy of a file or link that is about to be replaced, with its owner's eyes only. Nothing when there is none. */
export function keepCopy(path: string, keepDir: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return;
  mkdirSync(keepDir, { recursive: true, mode: 0o700 });
  const copy = join(keepDir, path.replaceAll('/', '%'));
  if (!found.isSymbolicLink()) return cpSync(path, copy, { preserveTimestamps: true });
  // cpSync would look at what the link leads to, and refuse a directory.
  rmSync(copy, { force: true });
  symlinkSync(readlinkSync(path), copy);
}
