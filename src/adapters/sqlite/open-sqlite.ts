/** A prepared statement of the `node:sqlite` API: the part that we use. */
export interface SqliteStatement {
  run(...parameters: SqliteValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };
  get(...parameters: SqliteValue[]): SqliteRow | undefined;
  all(...parameters: SqliteValue[]): SqliteRow[];
  iterate(...parameters: SqliteValue[]): IterableIterator<SqliteRow>;
  /** The columns of the result: none when the statement gives no rows. */
  columns(): readonly unknown[];
}

/** A connection of the `node:sqlite` API: the part that we use. Every call blocks until SQLite is done. */
export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
  readonly isTransaction: boolean;
}

export type SqliteValue = null | number | bigint | string | Uint8Array;
export type SqliteRow = Readonly<Record<string, SqliteValue>>;

interface SqliteModule {
  readonly DatabaseSync: new (path: string, options?: { readonly readOnly?: boolean }) => SqliteDatabase;
  readonly StatementSync: { readonly prototype: object };
}

/**
 * Opens a database file: with Node's own SQLite where it has all that we use (from 22.16 on), otherwise with
 * `@photostructure/sqlite`, which is loaded only then. Throws SQLite's own errors.
 */
export async function openSqlite(
  path: string,
  options: { readonly isReadOnly?: boolean } = {},
): Promise<SqliteDatabase> {
  const { DatabaseSync } = builtInSqlite() ?? (await import('@photostructure/sqlite'));
  return new DatabaseSync(path, { readOnly: options.isReadOnly ?? false });
}

function builtInSqlite(): SqliteModule | null {
  const loaded = withoutSqliteWarning(() => process.getBuiltinModule?.('node:sqlite')) as SqliteModule | undefined;
  // `columns()` came with 22.16, later than the module: https://nodejs.org/api/sqlite.html#statementcolumns
  return loaded !== undefined && 'columns' in loaded.StatementSync.prototype ? loaded : null;
}

/**
 * Node 22 announces at loading that its SQLite is experimental, on stderr, where operators look for trouble. Warnings
 * are emitted synchronously while it loads, so only this one is taken out and every other one goes on.
 */
function withoutSqliteWarning<T>(load: () => T): T {
  // oxlint-disable-next-line typescript/unbound-method -- it is put back as it was, and called on its owner
  const emitWarning = process.emitWarning;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (String(warning).includes('SQLite is an experimental feature')) return;
    Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
