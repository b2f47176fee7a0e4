import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Connection } from './connection.ts';
import { openSqlite, type SqliteDatabase } from './open-sqlite.ts';

let dataDir: string;
let other: SqliteDatabase;
let connection: Connection;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'onomancer-connection-'));
  const path = join(dataDir, 'onomancer.db');
  connection = await Connection.over(await openSqlite(path), { dataDir, random: () => 0.5 });
  await connection.write((db) => db.exec('CREATE TABLE note (text TEXT NOT NULL) STRICT'));
  other = await openSqlite(path);
});
afterEach(async () => {
  await connection.close();
  other.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const write = (text: string, patienceMs?: number): Promise<void> =>
  connection.write(
    () => void connection.statement('INSERT INTO note VALUES (?)').run(text),
    patienceMs === undefined ? {} : { patienceMs },
  );
const notes = (): Promise<unknown[]> =>
  connection.read(() =>
    connection
      .statement('SELECT text FROM note ORDER BY rowid')
      .all()
      .map(({ text }) => text),
  );

describe('a connection', () => {
  it('survives a power cut by its settings: WAL, every commit synced, foreign keys kept', async () => {
    const setting = (name: string): Promise<unknown> =>
      connection.read(() => Object.values(connection.statement(`PRAGMA ${name}`).get() ?? {})[0]);
    expect(await setting('journal_mode')).toBe('wal');
    expect(await setting('synchronous')).toBe(2);
    expect(await setting('foreign_keys')).toBe(1);
    expect(await setting('secure_delete')).toBe(1);
  });

  it('writes all of a transaction or nothing, and works on after an error in it', async () => {
    const halfway = connection.write(() => {
      connection.statement('INSERT INTO note VALUES (?)').run('half');
      throw new Error('changed my mind');
    });
    await expect(halfway).rejects.toMatchObject({ code: 'INTERNAL' });
    await write('whole');
    expect(await notes()).toEqual(['whole']);
  });

  it('calls a row that the schema does not allow our own fault', async () => {
    const refused = connection.write(() => void connection.statement('INSERT INTO note VALUES (?)').run(null));
    await expect(refused).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('waits for a lock without stopping the process, and keeps the order of its writes', async () => {
    other.exec('BEGIN IMMEDIATE');
    const writes = Promise.all([write('first'), write('second'), write('third')]);
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 5);
    await delay(300);
    clearInterval(ticking);
    expect(await notes()).toEqual([]);
    other.exec('ROLLBACK');
    await writes;
    expect(await notes()).toEqual(['first', 'second', 'third']);
    // Blocked all the time it would have been one or two.
    expect(turns).toBeGreaterThan(5);
  });

  it('gives up when the lock is held for too long, reads on meanwhile, and works again afterwards', async () => {
    await write('before');
    other.exec('BEGIN IMMEDIATE');
    await expect(write('during', 100)).rejects.toMatchObject({ code: 'STORE_BUSY' });
    expect(await notes()).toEqual(['before']);
    other.exec('ROLLBACK');
    await write('after');
    expect(await notes()).toEqual(['before', 'after']);
  });

  it('says that the disk is full, keeps nothing of what did not fit, and works again when there is space', async () => {
    await write('before');
    await connection.read((db) => db.exec('PRAGMA max_page_count = 3'));
    await expect(write('x'.repeat(100_000))).rejects.toMatchObject({ code: 'STORE_FULL' });
    expect(await notes()).toEqual(['before']);
    await connection.read((db) => db.exec('PRAGMA max_page_count = 1000000'));
    await write('after');
    expect(await notes()).toEqual(['before', 'after']);
  });

  it('finds its way out of a transaction that was left open', async () => {
    await connection.read((db) => db.exec("BEGIN; INSERT INTO note VALUES ('left over')"));
    await write('new');
    expect(await notes()).toEqual(['new']);
  });

  describe('writes that share a transaction', () => {
    const together = (text: string | null): Promise<unknown> =>
      connection.writeTogether(() => connection.statement('INSERT INTO note VALUES (?)').run(text));

    it('are all there when they are done, in their order, and not one before the others', async () => {
      const seenByOthers: unknown[] = [];
      const insert = (text: string): Promise<void> =>
        connection.writeTogether(() => {
          connection.statement('INSERT INTO note VALUES (?)').run(text);
          seenByOthers.push(other.prepare('SELECT count(*) AS count FROM note').get()?.count);
        });
      await Promise.all([insert('a'), insert('b'), insert('c')]);
      expect(await notes()).toEqual(['a', 'b', 'c']);
      expect(seenByOthers).toEqual([0, 0, 0]);
    });

    it('fail each by itself: one takes none of the others with it', async () => {
      const results = await Promise.allSettled([together('a'), together(null), together('c')]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(results[1]).toMatchObject({ reason: { code: 'INTERNAL' } });
      expect(await notes()).toEqual(['a', 'c']);
    });

    it('keep their place among other writes, and are finished before the connection closes', async () => {
      const all = [write('a'), together('b'), write('c'), together('d')];
      await Promise.all(all);
      expect(new Set(await notes())).toEqual(new Set(['a', 'b', 'c', 'd']));
      const last = together('last');
      await connection.close();
      await last;
      await expect(together('late')).rejects.toMatchObject({ code: 'STOPPING' });
    });

    it('wait for a lock together, and say together that it took too long', async () => {
      other.exec('BEGIN IMMEDIATE');
      const writes = Promise.allSettled([together('a'), together('b')]);
      await delay(100);
      other.exec('ROLLBACK');
      expect((await writes).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
      other.exec('BEGIN IMMEDIATE');
      const late = await Promise.allSettled([together('c'), together('d')]);
      expect(late).toMatchObject([{ reason: { code: 'STORE_BUSY' } }, { reason: { code: 'STORE_BUSY' } }]);
      other.exec('ROLLBACK');
      expect(await notes()).toEqual(['a', 'b']);
    });

    it('are more than fit one transaction, and all done', async () => {
      await Promise.all(Array.from({ length: 600 }, (_, n) => together(String(n))));
      expect(await notes()).toHaveLength(600);
    });
  });
});
