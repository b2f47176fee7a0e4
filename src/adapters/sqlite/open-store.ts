import { existsSync, statSync } from 'node:fs';
import type { Log } from '../../ports/log.ts';
import type { Store } from '../../ports/store.ts';
import type { Clock } from '../../shared/clock.ts';
import { sqliteAuditLog } from './audit-log.ts';
import { sqliteCaptureStore } from './capture-store.ts';
import { sqliteCodeWork } from './code-work-store.ts';
import { Connection } from './connection.ts';
import { databasePath, prepareDatabaseFile } from './database-file.ts';
import { sqliteGatewayStore } from './gateway-store.ts';
import { sqliteInboxStore } from './inbox-store.ts';
import { sqliteLinkStore } from './link-store.ts';
import { type Migration, migrateOnce, refuseForeignSchema, type SchemaState, schemaState } from './migrate.ts';
import { MIGRATIONS } from './migrations/all.ts';
import { sqliteMovements } from './movement-store.ts';
import { openSqlite } from './open-sqlite.ts';
import { sqliteOutboxStore } from './outbox-store.ts';
import { sqlitePreferenceStore } from './preference-store.ts';
import { sqliteReconciliationStore } from './reconciliation-store.ts';
import { sqliteScheduleStore } from './schedule-store.ts';
import { sqliteSprintWatchStore } from './sprint-watch-store.ts';
import { toStoreError } from './sqlite-error.ts';
import { queryBuilder } from './tables.ts';
import { sqliteWriteProbe } from './write-probe.ts';

export interface OpenStoreOptions {
  /** Made when it is not there, readable by this user only; nothing is created outside it. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log?: Log;
  /** 0 to 1; spreads the pauses while the database is busy. */
  readonly random?: () => number;
  /** For tests of migrations. */
  readonly migrations?: readonly Migration[];
}

/**
 * Opens the store in `dataDir` and brings its schema up to date. Throws `STORE_SCHEMA_NEWER` or `STORE_SCHEMA_FOREIGN`
 * before it writes anything, `STORE_BUSY`, `STORE_FULL` or `STORE_UNREADABLE` when the file cannot be used.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { dataDir, clock, random = Math.random } = options;
  const migrations = options.migrations ?? MIGRATIONS;
  refuseForeignSchema(await inspectSchema(dataDir, migrations));
  const connection = await connect(dataDir, random);
  try {
    while (await connection.write((db) => migrateOnce(db, { migrations, now: clock.now() }))) {
      // Each migration is a transaction of its own.
    }
  } catch (error) {
    await connection.close();
    throw error;
  }
  warnWhenOpenToOthers(options);
  const query = queryBuilder();
  return {
    links: sqliteLinkStore(connection, query),
    audit: sqliteAuditLog(connection, query),
    gateway: sqliteGatewayStore(connection, query, clock),
    inbox: sqliteInboxStore(connection),
    outbox: sqliteOutboxStore(connection),
    captures: sqliteCaptureStore(connection),
    reconciliation: sqliteReconciliationStore(connection),
    preferences: sqlitePreferenceStore(connection, query),
    sprintWatch: sqliteSprintWatchStore(connection),
    movements: sqliteMovements(connection),
    codeWork: sqliteCodeWork(connection),
    schedule: sqliteScheduleStore(connection),
    probe: sqliteWriteProbe(connection, clock, migrations.length),
    close: () => connection.close(),
  };
}

/**
 * What the database in `dataDir` is to this version. Changes nothing in it and creates nothing when it is absent;
 * reading a database in WAL mode can leave an empty `-wal` and a `-shm` beside it.
 */
export async function inspectSchema(dataDir: string, migrations = MIGRATIONS): Promise<SchemaState> {
  const path = databasePath(dataDir);
  if (!existsSync(path)) return { kind: 'absent', known: migrations.length };
  try {
    const db = await openSqlite(path, { isReadOnly: true });
    try {
      db.exec('PRAGMA busy_timeout = 2000');
      return schemaState(db, migrations);
    } finally {
      db.close();
    }
  } catch (error) {
    throw toStoreError(error, dataDir);
  }
}

async function connect(dataDir: string, random: () => number): Promise<Connection> {
  try {
    prepareDatabaseFile(dataDir);
    return await Connection.over(await openSqlite(databasePath(dataDir)), { dataDir, random });
  } catch (error) {
    throw toStoreError(error, dataDir);
  }
}

function warnWhenOpenToOthers({ dataDir, log }: OpenStoreOptions): void {
  const mode = statSync(dataDir).mode & 0o777;
  if ((mode & 0o077) !== 0) log?.warn('store.directory-open-to-others', { dataDir, mode: mode.toString(8) });
}
