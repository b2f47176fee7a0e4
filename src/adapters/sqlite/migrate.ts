import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors/app-error.ts';
import type { SqliteDatabase } from './open-sqlite.ts';

/** One step of the schema, forward only. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  /**
   * True when the version before it still works on the result (a new table, a new column with a default): then a
   * deployment can run both at once and go back. False for everything that old code would trip over.
   */
  readonly isOldCodeCompatible: boolean;
  readonly statements: readonly string[];
}

/** What a database is to this version of the code. */
export type SchemaState =
  /** There is nothing yet. */
  | { readonly kind: 'absent'; readonly known: number }
  /** Ours; `found` is smaller than `known` when migrations are to come. `isOldCodeCompatible` when all of those say so. */
  | { readonly kind: 'ok'; readonly found: number; readonly known: number; readonly isOldCodeCompatible: boolean }
  /** Written by a newer version; `isOldCodeCompatible` when each newer migration says that older code can live with it. */
  | { readonly kind: 'newer'; readonly found: number; readonly known: number; readonly isOldCodeCompatible: boolean }
  /** Not made by these migrations. */
  | { readonly kind: 'foreign'; readonly why: string };

const CREATE_MIGRATION_TABLE = `CREATE TABLE migration (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  is_old_code_compatible INTEGER NOT NULL CHECK (is_old_code_compatible IN (0, 1)),
  applied_at TEXT NOT NULL
) STRICT`;

/** Reads what the database is; writes nothing. */
export function schemaState(db: SqliteDatabase, migrations: readonly Migration[]): SchemaState {
  const known = migrations.length;
  const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  if (tables.length === 0) return { kind: 'absent', known };
  if (!tables.some(({ name }) => name === 'migration'))
    return { kind: 'foreign', why: 'it has no table of migrations' };
  const applied = db.prepare('SELECT * FROM migration ORDER BY number').all();
  const found = Number(applied.at(-1)?.number ?? 0);
  const stray = applied.find(({ number, checksum }, index) => {
    const ours = migrations[index];
    return (
      Number(number) !== index + 1 || (ours !== undefined && ours.number === number && checksumOf(ours) !== checksum)
    );
  });
  if (stray)
    return {
      kind: 'foreign',
      why: `its migration ${Number(stray.number)} (${String(stray.name)}) is not the one of this version`,
    };
  if (found <= known) {
    const isOldCodeCompatible = migrations.slice(found).every((migration) => migration.isOldCodeCompatible);
    return { kind: 'ok', found, known, isOldCodeCompatible };
  }
  const isOldCodeCompatible = applied.slice(known).every((row) => row.is_old_code_compatible === 1);
  return { kind: 'newer', found, known, isOldCodeCompatible };
}

/**
 * Throws when this version must not touch the database: one that is not ours, or one that a newer version has changed
 * in a way that older code cannot live with.
 */
export function refuseForeignSchema(state: SchemaState): void {
  if (state.kind === 'newer' && !state.isOldCodeCompatible) {
    throw new AppError('STORE_SCHEMA_NEWER', { facts: { found: state.found, known: state.known } });
  }
  if (state.kind === 'foreign') throw new AppError('STORE_SCHEMA_FOREIGN', { facts: { why: state.why } });
}

/**
 * Applies the migration that comes next, if any, in one transaction; true when there may be more. Looks again inside
 * the transaction, so that of two processes that start at once only one does it.
 */
export function migrateOnce(db: SqliteDatabase, options: { migrations: readonly Migration[]; now: Date }): boolean {
  const state = schemaState(db, options.migrations);
  refuseForeignSchema(state);
  // Newer, and older code can live with it: there is nothing to add from here.
  if (state.kind === 'newer') return false;
  const next = options.migrations[state.kind === 'ok' ? state.found : 0];
  if (next === undefined) return false;
  if (state.kind === 'absent') db.exec(CREATE_MIGRATION_TABLE);
  for (const statement of next.statements) db.exec(statement);
  db.prepare('INSERT INTO migration VALUES (?, ?, ?, ?, ?)').run(
    next.number,
    next.name,
    checksumOf(next),
    next.isOldCodeCompatible ? 1 : 0,
    options.now.toISOString(),
  );
  return true;
}

/** Changes with every character of the statements. */
function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.statements.join(';\n')).digest('hex');
}
