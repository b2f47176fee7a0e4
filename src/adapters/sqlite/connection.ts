import { setTimeout as delay } from 'node:timers/promises';
import type { CompiledQuery } from 'kysely';
import { AppError } from '../../shared/errors/app-error.ts';
import type { SqliteDatabase, SqliteStatement, SqliteValue } from './open-sqlite.ts';
import { isBusy, toStoreError } from './sqlite-error.ts';

/**
 * How long SQLite itself waits for a lock. It blocks the whole process meanwhile, so it is only long enough for the
 * short writes of a neighbour; the rest of the waiting is done by us, between attempts, while the process goes on.
 */
const BUSY_TIMEOUT_MS = 25;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 150;
/** After that somebody is told that the database is busy: within the 3 seconds that an interaction has. */
const PATIENCE_MS = 2_000;
/** So many writes share a transaction at most, so that the first of them is not kept waiting for the last. */
const MAX_TOGETHER = 256;

/** WAL and FULL: what was committed survives a power cut. Erased tokens are overwritten, not only unlinked. */
const PRAGMAS = [
  `PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`,
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA foreign_keys = ON',
  'PRAGMA secure_delete = ON',
  // Copying the WAL back holds everything up for its time: four times as seldom as usual, many pages are copied once only.
  'PRAGMA wal_autocheckpoint = 4000',
  // A slow reader lets the WAL grow; the checkpoint after it gives the space back down to this.
  'PRAGMA journal_size_limit = 16777216',
];

export interface ConnectionOptions {
  readonly dataDir: string;
  /** 0 to 1, for the pauses between attempts: two processes must not keep meeting. */
  readonly random: () => number;
}

/**
 * One connection. Writes queue up, so that while somebody else holds the lock one of ours asks for it, not all of them;
 * reads do not wait for writers. Both throw `AppError`, and work again without a restart when the cause is gone.
 */
export class Connection {
  readonly #db: SqliteDatabase;
  readonly #options: ConnectionOptions;
  readonly #statements = new Map<string, SqliteStatement>();
  #queue: Promise<unknown> = Promise.resolve();
  #together: Joined[] = [];
  #isClosing = false;
  readonly #outboxListeners = new Set<() => void>();

  private constructor(db: SqliteDatabase, options: ConnectionOptions) {
    this.#db = db;
    this.#options = options;
  }

  /** Takes over the handle; closes it when it cannot be used. */
  static async over(db: SqliteDatabase, options: ConnectionOptions): Promise<Connection> {
    const connection = new Connection(db, options);
    try {
      await connection.read(() => {
        for (const pragma of PRAGMAS) db.exec(pragma);
      });
    } catch (error) {
      db.close();
      throw error;
    }
    return connection;
  }

  /** The statement, prepared once; only inside `read` and `write`. Give it constant SQL: every text is kept. */
  statement(sql: string): SqliteStatement {
    const ready = this.#statements.get(sql);
    if (ready !== undefined) return ready;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Runs a typed query; only inside `read` and `write`. */
  rows<Row>(query: { compile(): CompiledQuery<Row> }): Row[] {
    const { sql, parameters } = query.compile();
    return this.statement(sql).all(...(parameters as SqliteValue[])) as Row[];
  }

  /** Calls back soon after `stirOutbox`. Returns the end of it. */
  onOutbox(listener: () => void): () => void {
    this.#outboxListeners.add(listener);
    return () => void this.#outboxListeners.delete(listener);
  }

  /** Inside `write`: something was added that is to be said. A transaction is over before anybody is called back. */
  stirOutbox(): void {
    setImmediate(() => {
      for (const listener of this.#outboxListeners) listener();
    });
  }

  /** Runs `work`, again while the database is busy. */
  read<T>(work: (db: SqliteDatabase) => T): Promise<T> {
    return this.#persist(work, performance.now() + PATIENCE_MS);
  }

  /**
   * Runs `work` in one transaction that holds the write lock from its start: all of it or nothing. While the lock is
   * held by somebody else, `work` has not begun; it is given up after `patienceMs`, counted from the call.
   */
  write<T>(work: (db: SqliteDatabase) => T, options: { readonly patienceMs?: number } = {}): Promise<T> {
    if (this.#isClosing) return Promise.reject(new AppError('STOPPING'));
    const deadline = performance.now() + (options.patienceMs ?? PATIENCE_MS);
    const result = this.#queue.then(() => this.#persist((db) => transact(db, work), deadline));
    this.#queue = result.catch(() => {});
    return result;
  }

  /**
   * Like `write`, but in one transaction with the others that are asked for in the same turn of the process, so that many
   * small writes wait for the disk once. Each is all or nothing by itself: one that throws takes none of the others with it.
   */
  writeTogether<T>(work: () => T): Promise<T> {
    if (this.#isClosing) return Promise.reject(new AppError('STOPPING'));
    if (this.#together.length === 0) this.#planGroup();
    return new Promise<T>((resolve, reject) => {
      this.#together.push({ work, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  /**
   * Waits for the writes that were begun, moves the WAL into the database and closes. A second call does nothing. An
   * empty `-wal` can stay until the process ends: on Node 20 only the garbage collector gives statements back.
   */
  async close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    await this.#queue;
    try {
      this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // Not possible on a full disk, say; nothing is lost, because the WAL stays and the next start reads it.
    }
    this.#statements.clear();
    this.#db.close();
  }

  /** After what has arrived by now was read, and after the writes that are queued already: whatever comes until then joins. */
  #planGroup(): void {
    const turn = new Promise((resume) => setImmediate(resume));
    this.#queue = Promise.all([this.#queue, turn]).then(() => this.#writeGroup());
  }

  async #writeGroup(): Promise<void> {
    const group = this.#together.splice(0, MAX_TOGETHER);
    if (this.#together.length > 0) this.#planGroup();
    try {
      const results = await this.#persist(
        (db) => transact(db, () => group.map(({ work }) => attempt(db, work))),
        performance.now() + PATIENCE_MS,
      );
      for (const [index, result] of results.entries()) {
        if ('error' in result) group[index]?.reject(toStoreError(result.error, this.#options.dataDir));
        else group[index]?.resolve(result.value);
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  async #persist<T>(work: (db: SqliteDatabase) => T, deadline: number): Promise<T> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return work(this.#db);
      } catch (error) {
        if (isClosed(error)) throw new AppError('STOPPING', { cause: error });
        if (!isBusy(error) || performance.now() + pauseMs > deadline) throw toStoreError(error, this.#options.dataDir);
      }
      await delay(pauseMs * (0.5 + this.#options.random() / 2));
    }
  }
}

/** One of several writes that share a transaction. */
interface Joined {
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

function attempt(db: SqliteDatabase, work: () => unknown): { readonly value: unknown } | { readonly error: unknown } {
  db.exec('SAVEPOINT one');
  try {
    const value = work();
    db.exec('RELEASE one');
    return { value };
  } catch (error) {
    // Some errors (a full disk) end the whole transaction: then none of the group is written.
    if (!db.isTransaction) throw error;
    db.exec('ROLLBACK TO one');
    db.exec('RELEASE one');
    return { error };
  }
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE';
}

function transact<T>(db: SqliteDatabase, work: (db: SqliteDatabase) => T): T {
  // An earlier rollback can itself have failed, on a broken disk; then this is where the connection recovers.
  if (db.isTransaction) db.exec('ROLLBACK');
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work(db);
    db.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(db);
    throw error;
  }
}

/** Leaves the error that caused it in charge: one from here would hide it. */
function rollBack(db: SqliteDatabase): void {
  try {
    // On some errors (a full disk) SQLite has rolled back by itself.
    if (db.isTransaction) db.exec('ROLLBACK');
  } catch {
    // The next transaction tries again.
  }
}
