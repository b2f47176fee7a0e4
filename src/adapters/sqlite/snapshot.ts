import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../shared/errors/app-error.ts';
import { databasePath } from './database-file.ts';
import { schemaState } from './migrate.ts';
import { MIGRATIONS } from './migrations/all.ts';
import { openSqlite, type SqliteDatabase } from './open-sqlite.ts';
import { toStoreError } from './sqlite-error.ts';

/** What a snapshot holds, written beside it when it was checked. */
export interface SnapshotManifest {
  readonly kind: 'onomancer-snapshot';
  /** UTC, ISO 8601. */
  readonly madeAt: string;
  /** The version that made it. */
  readonly version: string;
  readonly schema: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>;
}

/** A snapshot that was checked just now. */
export interface CheckedSnapshot {
  readonly path: string;
  readonly manifest: SnapshotManifest;
}

/**
 * Copies the database into `dir` and checks the copy: integrity, foreign keys, schema, rows. Other processes may go on
 * writing; the copy is how things stood at one moment. `VACUUM INTO` and nothing else: copies of the file are corrupt
 * under writes, and SQLite's backup starts anew with every write (https://www.sqlite.org/lang_vacuum.html).
 */
export async function takeSnapshot(
  dataDir: string,
  dir: string,
  about: { readonly now: Date; readonly version: string },
): Promise<CheckedSnapshot> {
  const source = databasePath(dataDir);
  if (!existsSync(source)) throw noDatabase(source);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const madeAt = about.now.toISOString();
  const path = join(dir, `onomancer-${madeAt.replaceAll(/[:.]/g, '')}.db`);
  const unfinished = `${path}.unfinished`;
  try {
    await vacuumInto(source, unfinished);
    chmodSync(unfinished, 0o600);
    flush(unfinished);
    const found = await inspect(unfinished);
    const manifest: SnapshotManifest = { kind: 'onomancer-snapshot', madeAt, version: about.version, ...found };
    writeDurably(manifestPath(path), `${JSON.stringify(manifest, null, 2)}\n`);
    renameSync(unfinished, path);
    flush(dir);
    return { path, manifest };
  } catch (error) {
    rmSync(unfinished, { force: true });
    rmSync(manifestPath(path), { force: true });
    throw toStoreError(error, dir);
  }
}

/** Checks a snapshot against its manifest and against itself. Throws `SNAPSHOT_INVALID` with what is wrong. */
export async function checkSnapshot(path: string): Promise<CheckedSnapshot> {
  const manifest = readManifest(path);
  const sha256 = await hashOf(path);
  if (sha256 !== manifest.sha256) throw invalid(path, 'it is not the file that its manifest describes (checksum)');
  const found = await inspect(path);
  if (JSON.stringify(found.tables) !== JSON.stringify(manifest.tables))
    throw invalid(path, 'it has other rows than its manifest says');
  return { path, manifest };
}

async function vacuumInto(source: string, target: string): Promise<void> {
  const db = await openSqlite(source, { isReadOnly: true });
  try {
    db.exec('PRAGMA busy_timeout = 10000');
    db.prepare('VACUUM INTO ?').run(target);
  } finally {
    db.close();
  }
}

async function inspect(path: string): Promise<Pick<SnapshotManifest, 'schema' | 'bytes' | 'sha256' | 'tables'>> {
  const db = await openSqlite(path, { isReadOnly: true });
  try {
    refuseDamaged(path, db);
    const state = schemaState(db, MIGRATIONS);
    if (state.kind === 'foreign') throw invalid(path, state.why);
    if (state.kind === 'absent') throw invalid(path, 'it has no tables');
    return { schema: state.found, bytes: statSync(path).size, sha256: await hashOf(path), tables: rowsOf(db) };
  } catch (error) {
    throw error instanceof AppError ? error : invalid(path, 'SQLite cannot read it');
  } finally {
    db.close();
  }
}

/** A file of zero bytes passes `integrity_check` too, which is why the schema is looked at as well. */
function refuseDamaged(path: string, db: SqliteDatabase): void {
  const [integrity] = db.prepare('PRAGMA integrity_check(1)').all();
  if (integrity?.integrity_check !== 'ok') throw invalid(path, `it is damaged: ${String(integrity?.integrity_check)}`);
  if (db.prepare('PRAGMA foreign_key_check').all().length > 0) throw invalid(path, 'rows in it lead nowhere');
}

function rowsOf(db: SqliteDatabase): Readonly<Record<string, number>> {
  const tables = db
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name",
    )
    .all()
    .map(({ name }) => String(name));
  const count = (table: string): number =>
    Number(db.prepare(`SELECT count(*) AS rows FROM "${table.replaceAll('"', '""')}"`).get()?.rows ?? 0);
  return Object.fromEntries(tables.map((table) => [table, count(table)]));
}

function readManifest(path: string): SnapshotManifest {
  if (!existsSync(path)) throw invalid(path, 'there is no such file');
  if (!existsSync(manifestPath(path))) throw invalid(path, `its manifest ${basename(manifestPath(path))} is missing`);
  try {
    const manifest = JSON.parse(readFileSync(manifestPath(path), 'utf8')) as Partial<SnapshotManifest>;
    if (manifest.kind === 'onomancer-snapshot' && typeof manifest.sha256 === 'string')
      return manifest as SnapshotManifest;
  } catch {
    // Told below, like one that is JSON but something else.
  }
  throw invalid(path, 'its manifest cannot be read');
}

function manifestPath(path: string): string {
  return `${path}.json`;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function writeDurably(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 });
  flush(path);
  flush(dirname(path));
}

/** What was written into a file, or the names in a directory, last when it returns. */
export function flush(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function invalid(path: string, why: string): AppError {
  return new AppError('SNAPSHOT_INVALID', { facts: { path, why } });
}

function noDatabase(path: string): AppError {
  const facts = { problem: `There is no database at ${path}.`, wanted: 'Start the bot once, or set DATA_DIR.' };
  return new AppError('INPUT_INVALID', { facts });
}
