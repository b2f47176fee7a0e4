import { cpSync, lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps a copy of a file that is about to be replaced, with its owner's eyes only. Nothing when there is no file. */
export function keepCopy(path: string, keepDir: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return;
  mkdirSync(keepDir, { recursive: true, mode: 0o700 });
  cpSync(path, join(keepDir, path.replaceAll('/', '%')), { dereference: false, preserveTimestamps: true });
}
