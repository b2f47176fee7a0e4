import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The one file of the embedded store; SQLite keeps `-wal` and `-shm` beside it, with the same permissions. */
export function databasePath(dataDir: string): string {
  return join(dataDir, 'onomancer.db');
}

/** Has this service been running here before? */
export function hasDatabase(dataDir: string): boolean {
  return existsSync(databasePath(dataDir));
}

/**
 * Makes the directory (700) and an empty file (600) when they are not there. A directory that exists keeps its mode,
 * because it may hold more than ours; a file that others could read is closed to them.
 */
export function prepareDatabaseFile(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = databasePath(dataDir);
  try {
    // Never opened when it exists: closing a file drops every lock that this process has on it, SQLite's too
    // (https://www.sqlite.org/howtocorrupt.html, 2.2).
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  for (const file of [path, `${path}-wal`, `${path}-shm`]) closeToOthers(file);
}

function closeToOthers(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && (found.mode & 0o077) !== 0) chmodSync(file, 0o600);
}
