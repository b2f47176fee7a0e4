import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { AppError } from '../../shared/errors/app-error.ts';
import { carryInbox } from './carry-inbox.ts';
import { databasePath } from './database-file.ts';
import { openSqlite } from './open-sqlite.ts';
import { type CheckedSnapshot, checkSnapshot, flush } from './snapshot.ts';
import { isBusy, isDamaged, toStoreError } from './sqlite-error.ts';

/** A snapshot that took the place of the database. */
export interface RestoredSnapshot extends CheckedSnapshot {
  /** How many deliveries that came in after it were kept. */
  readonly carried: number;
}

/** What SQLite keeps beside a database: commits, and the way back from a half-written one. */
const COMPANIONS = ['-wal', '-journal', '-shm'] as const;

/**
 * Puts a snapshot into the place of the database; nobody may have it open. The snapshot is checked before, and the new
 * file is complete on disk before it takes the place. Whenever this is cut off, by a kill or by the power, there is either
 * the whole old database, with every commit, or the whole new one. One that is damaged is kept beside it as `.damaged`.
 * `keepsInbox`: deliveries that came in since the snapshot go on in it.
 *
 * Not restored is how far Discord's events have been read: that goes on from where the old database was.
 */
export async function restoreSnapshot(
  path: string,
  dataDir: string,
  { keepsInbox = false } = {},
): Promise<RestoredSnapshot> {
  const checked = await checkSnapshot(path);
  const target = databasePath(dataDir);
  const next = `${target}.restoring`;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    copyFileSync(path, next);
    chmodSync(next, 0o600);
    flush(next);
    const isReadable = await isOneFile(target);
    const carried = keepsInbox && isReadable ? await carryInbox(target, next) : 0;
    if (carried > 0) flush(next);
    await keepPlaceInGateway(next, isReadable ? target : null);
    if (!isReadable) setAside(target);
    // The log of the old database is gone from the disk, or it could be played into the new one.
    flush(dataDir);
    renameSync(next, target);
    flush(dataDir);
    return { ...checked, carried };
  } catch (error) {
    rmSync(next, { force: true });
    throw toStoreError(error, dataDir);
  }
}

/**
 * Moves every commit into the database file, so that nothing beside it counts any more; done by SQLite, which can be cut
 * off at any moment (https://www.sqlite.org/wal.html, "Activating And Configuring WAL Mode"). False when there is no
 * database, or one that SQLite cannot read.
 */
async function isOneFile(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  try {
    const db = await openSqlite(path);
    try {
      // No prepared statement: on Node 20 that would keep the database open beyond its closing.
      db.exec('PRAGMA journal_mode = DELETE');
    } finally {
      db.close();
    }
  } catch (error) {
    if (isBusy(error)) throw new AppError('STORE_IN_USE', { cause: error, facts: { path } });
    // A database that is damaged is a reason to restore, not to refuse.
    if (isDamaged(error)) return false;
    throw error;
  }
  // Nobody else had it open, or SQLite would have said that it is locked.
  return !existsSync(`${path}-wal`);
}

/**
 * With the place in Discord's events as the snapshot has it, everything since would be replayed and done a second time:
 * what the snapshot does not know cannot be told from what is new. Where the old place cannot be read, a session is begun.
 */
async function keepPlaceInGateway(path: string, old: string | null): Promise<void> {
  const db = await openSqlite(path);
  try {
    db.exec('PRAGMA journal_mode = DELETE');
    if (old !== null) db.exec(`ATTACH '${old.replaceAll("'", "''")}' AS old`);
    db.exec('BEGIN IMMEDIATE');
    for (const table of ['gateway_session', 'gateway_session_intents']) {
      db.exec(`DELETE FROM main.${table}`);
      if (old !== null) db.exec(`INSERT INTO main.${table} SELECT * FROM old.${table}`);
    }
    db.exec('COMMIT');
  } finally {
    db.close();
  }
}

/** Keeps what is damaged under another name, first the whole of it, before anything is taken away. */
function setAside(path: string): void {
  for (const companion of ['', ...COMPANIONS]) {
    const damaged = `${path}.damaged${companion}`;
    rmSync(damaged, { force: true });
    if (companion !== '-shm' && existsSync(`${path}${companion}`)) linkSync(`${path}${companion}`, damaged);
  }
  for (const companion of COMPANIONS) rmSync(`${path}${companion}`, { force: true });
}
