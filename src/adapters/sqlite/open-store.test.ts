import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogFields } from '../../ports/log.ts';
import { silentLog } from '../../ports/log.ts';
import type { AuditEntry, Store } from '../../ports/store.ts';
import { fixedClock } from '../../shared/clock.ts';
import { type Migration, migrateOnce } from './migrate.ts';
import { MIGRATIONS } from './migrations/all.ts';
import { openSqlite, type SqliteDatabase } from './open-sqlite.ts';
import { inspectSchema, openStore } from './open-store.ts';
import { renderSchema } from './render-schema.ts';

const NOW = new Date('2026-08-03T09:00:00.000Z');
const clock = fixedClock(NOW);
const last = MIGRATIONS.length;

const entry = (subject: string): AuditEntry => ({
  at: NOW,
  actor: '42',
  action: 'command',
  subject,
  reference: 'REF',
  detail: { ms: 1 },
});
const migration = (number: number, statements: string[], isOldCodeCompatible = true): Migration => ({
  number,
  name: `step-${number}`,
  isOldCodeCompatible,
  statements,
});

let root: string;
let dataDir: string;
let opened: { close(): unknown }[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'onomancer-sqlite-'));
  dataDir = join(root, 'deep', 'data');
  opened = [];
});
afterEach(async () => {
  for (const each of opened.reverse()) await each.close();
  rmSync(root, { recursive: true, force: true });
});

const file = (): string => join(dataDir, 'onomancer.db');
async function open(migrations?: readonly Migration[]): Promise<Store> {
  const store = await openStore({ dataDir, clock, ...(migrations ? { migrations } : {}) });
  opened.push(store);
  return store;
}
/** A connection behind the store's back. */
async function behind(): Promise<SqliteDatabase> {
  const db = await openSqlite(file());
  opened.push(db);
  return db;
}
const contentHash = (): string => createHash('sha256').update(readFileSync(file())).digest('hex');

describe('the files of the store', () => {
  it('are made for this user only, all inside the data directory', async () => {
    await (await open()).probe.write();
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(readdirSync(dataDir).sort()).toEqual(['onomancer.db', 'onomancer.db-shm', 'onomancer.db-wal']);
    for (const name of readdirSync(dataDir)) expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(root, 'deep'))).toEqual(['data']);
  });

  it('are one file after closing: the database alone holds everything', async () => {
    const store = await open();
    await store.audit.append([entry('kept')]);
    await store.close();
    const copied = join(root, 'copied');
    mkdirSync(copied);
    copyFileSync(file(), join(copied, 'onomancer.db'));
    const copy = await openStore({ dataDir: copied, clock });
    opened.push(copy);
    expect(await copy.audit.latest(9)).toMatchObject([{ subject: 'kept' }]);
  });

  it('are closed to others when somebody had opened them, and a directory of others is told about, not changed', async () => {
    await (await open()).close();
    chmodSync(file(), 0o644);
    chmodSync(dataDir, 0o755);
    const lines: [string, LogFields | undefined][] = [];
    const log = { ...silentLog, warn: (event: string, fields?: LogFields) => void lines.push([event, fields]) };
    opened.push(await openStore({ dataDir, clock, log }));
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o777).toBe(0o755);
    expect(lines).toEqual([['store.directory-open-to-others', { dataDir, mode: '755' }]]);
  });

  it('hold nothing of a token or a payload when the interaction is finished', async () => {
    const store = await open();
    const owner = { id: 'a', host: 'here', pid: 1 };
    const acquired = await store.gateway.acquire(owner, { now: NOW, ttlMs: 1_000, isGone: () => false });
    if (acquired.kind !== 'acquired') throw new Error('no lease');
    const { epoch } = acquired.lease;
    const payload = JSON.stringify({ words: 'very-private '.repeat(2_000) });
    const taken = [{ id: '1', token: 'very-secret-token', receivedAt: NOW, payload, reference: 'REF' }];
    await store.gateway.commit({ epoch, taken, finished: [], audit: [], received: [] });
    await store.gateway.commit({ epoch, taken: [], finished: [{ id: '1', state: 'done' }], audit: [], received: [] });
    await store.close();
    expect(readFileSync(file()).includes('very-secret-token')).toBe(false);
    expect(readFileSync(file()).includes('very-private')).toBe(false);
  });

  it('that are no database are refused as unreadable', async () => {
    await (await open()).close();
    writeFileSync(
      file(),
      'this is not a database, it is a sentence that is long enough to be mistaken for one. '.repeat(50),
    );
    await expect(openStore({ dataDir, clock })).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
    await expect(inspectSchema(dataDir)).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
  });

  it('that cannot be made are reported as unreadable', async () => {
    writeFileSync(join(root, 'deep'), 'a file where a directory should be');
    await expect(openStore({ dataDir, clock })).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
  });
});

describe('the schema', () => {
  it('is the one in schema.sql (regenerate the pages when this fails)', async () => {
    expect(await renderSchema()).toBe(readFileSync(new URL('./schema.sql', import.meta.url), 'utf8'));
  });

  it('is numbered without gaps and named once', () => {
    expect(MIGRATIONS.map(({ number }) => number)).toEqual(MIGRATIONS.map((_, index) => index + 1));
    expect(new Set(MIGRATIONS.map(({ name }) => name)).size).toBe(MIGRATIONS.length);
  });

  it('is absent before the first start, and looking creates nothing', async () => {
    expect(await inspectSchema(dataDir)).toEqual({ kind: 'absent', known: last });
    expect(existsSync(dataDir)).toBe(false);
  });

  it('is brought up to date step by step, each step written down', async () => {
    await (await open()).close();
    const next = [...MIGRATIONS, migration(last + 1, ['CREATE TABLE extra (id INTEGER PRIMARY KEY)'])];
    expect(await inspectSchema(dataDir, next)).toEqual({
      kind: 'ok',
      found: last,
      known: last + 1,
      isOldCodeCompatible: true,
    });
    const store = await open(next);
    expect(store.probe.schemaVersion).toBe(last + 1);
    expect(await inspectSchema(dataDir, next)).toEqual({
      kind: 'ok',
      found: last + 1,
      known: last + 1,
      isOldCodeCompatible: true,
    });
    const rows = (await behind()).prepare('SELECT number, name, applied_at FROM migration ORDER BY number').all();
    expect(rows.at(-1)).toEqual({ number: last + 1, name: `step-${last + 1}`, applied_at: NOW.toISOString() });
  });

  it('keeps the steps that worked when a later one fails, and nothing of the one that failed', async () => {
    const broken = [
      ...MIGRATIONS,
      migration(last + 1, ['CREATE TABLE fine (id INTEGER PRIMARY KEY)']),
      migration(last + 2, ['CREATE TABLE half (id INTEGER PRIMARY KEY)', 'CREATE TABLE nonsense (']),
    ];
    await expect(openStore({ dataDir, clock, migrations: broken })).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
    expect(await inspectSchema(dataDir, broken)).toMatchObject({ kind: 'ok', found: last + 1 });
    const tables = (await behind()).prepare("SELECT name FROM sqlite_master WHERE name IN ('fine', 'half')").all();
    expect(tables.map(({ name }) => name)).toEqual(['fine']);
  });

  it('of a newer version is used as it is when that version says that older code can', async () => {
    const newer = [...MIGRATIONS, migration(last + 1, ['CREATE TABLE extra (id INTEGER PRIMARY KEY)'], true)];
    await (await open(newer)).close();
    const store = await open();
    await store.audit.append([entry('by older code')]);
    await store.close();
    expect(await inspectSchema(dataDir)).toMatchObject({ kind: 'newer', found: last + 1, isOldCodeCompatible: true });
    expect(await (await open(newer)).audit.latest(1)).toMatchObject([{ subject: 'by older code' }]);
  });

  it('of a newer version that older code would trip over is refused, and the file is left as it was', async () => {
    const newer = [...MIGRATIONS, migration(last + 1, ['CREATE TABLE extra (id INTEGER PRIMARY KEY)'], false)];
    await (await open(newer)).close();
    const before = contentHash();
    await expect(openStore({ dataDir, clock })).rejects.toMatchObject({
      code: 'STORE_SCHEMA_NEWER',
      facts: { found: last + 1, known: last },
    });
    expect(contentHash()).toBe(before);
    expect(await inspectSchema(dataDir)).toMatchObject({ kind: 'newer', isOldCodeCompatible: false });
  });

  it('of a newer version is also refused when that version was faster, between the look and the migration', async () => {
    await open([...MIGRATIONS, migration(last + 1, ['CREATE TABLE extra (id INTEGER PRIMARY KEY)'], false)]);
    const db = await behind();
    expect(() => migrateOnce(db, { migrations: MIGRATIONS, now: NOW })).toThrow('STORE_SCHEMA_NEWER');
  });

  it('of a newer version says when older code must not touch it', async () => {
    const newer = [
      ...MIGRATIONS,
      migration(last + 1, ['CREATE TABLE extra (id INTEGER PRIMARY KEY)'], true),
      migration(last + 2, ['DROP TABLE link'], false),
    ];
    await (await open(newer)).close();
    expect(await inspectSchema(dataDir)).toMatchObject({ kind: 'newer', found: last + 2, isOldCodeCompatible: false });
  });

  it('that other migrations made is refused before anything is written', async () => {
    await (await open([migration(1, ['CREATE TABLE other (id INTEGER PRIMARY KEY)'])])).close();
    const before = contentHash();
    await expect(openStore({ dataDir, clock })).rejects.toMatchObject({
      code: 'STORE_SCHEMA_FOREIGN',
      facts: { why: 'its migration 1 (step-1) is not the one of this version' },
    });
    expect(contentHash()).toBe(before);
  });

  it('of some other program is refused', async () => {
    await (await open()).close();
    rmSync(file());
    (await behind()).exec('CREATE TABLE theirs (id INTEGER PRIMARY KEY)');
    const before = contentHash();
    await expect(openStore({ dataDir, clock })).rejects.toMatchObject({ code: 'STORE_SCHEMA_FOREIGN' });
    expect(contentHash()).toBe(before);
  });
});

describe('the audit log against somebody who writes behind its back', () => {
  let db: SqliteDatabase;
  let store: Store;
  beforeEach(async () => {
    store = await open();
    await store.audit.append(['one', 'two', 'three', 'four'].map(entry));
    db = await behind();
  });
  const withoutTriggers = (): void => {
    for (const name of ['audit_is_not_updated', 'audit_is_not_deleted', 'audit_is_a_chain'])
      db.exec(`DROP TRIGGER ${name}`);
  };

  it.each([
    "UPDATE audit SET actor = 'x' WHERE number = 2",
    'DELETE FROM audit WHERE number = 4',
    "INSERT OR REPLACE INTO audit SELECT 2, at, 'x', action, subject, reference, detail, previous_hash, hash FROM audit WHERE number = 2",
    'INSERT INTO audit SELECT 9, at, actor, action, subject, reference, detail, hash, hash FROM audit WHERE number = 4',
    "INSERT INTO audit SELECT 5, at, actor, action, subject, reference, detail, 'fork', hash FROM audit WHERE number = 4",
  ])('the database refuses: %s', (sql) => {
    expect(() => db.exec(sql)).toThrow(/audit log is/);
  });

  it.each([
    ["UPDATE audit SET actor = 'x' WHERE number = 2", 2],
    [`UPDATE audit SET detail = '{"ms":2}' WHERE number = 3`, 3],
    ["UPDATE audit SET hash = 'x' WHERE number = 3", 3],
    ['DELETE FROM audit WHERE number = 2', 2],
    ['DELETE FROM audit WHERE number = 1', 1],
    ['DELETE FROM audit WHERE number > 2', 3],
    ['DELETE FROM audit', 1],
  ])('without its triggers the chain shows it: %s', async (sql, atNumber) => {
    withoutTriggers();
    db.exec(sql);
    expect(await store.audit.verify()).toMatchObject({ kind: 'broken', atNumber });
  });
});

describe('reply tokens', () => {
  it('are in no file of the store once their interaction is finished and the purge has run, also while it is open', async () => {
    const token = 'aW50ZXJhY3Rpb246secret-reply-token';
    const store = await openStore({ dataDir, clock });
    opened.push(store);
    const owner = { id: 'a', host: 'h', pid: 1 };
    const got = await store.gateway.acquire(owner, { now: NOW, ttlMs: 60_000, isGone: () => false });
    const epoch = got.kind === 'acquired' ? got.lease.epoch : 0;
    const taken = [{ id: '1', token, receivedAt: NOW, payload: `{"token":"${token}"}`, reference: 'REF' }];
    await store.gateway.commit({ epoch, taken, finished: [], audit: [], received: [] });
    const files = (): string =>
      readdirSync(dataDir)
        .map((name) => readFileSync(join(dataDir, name), 'latin1'))
        .join();
    expect(files()).toContain(token);
    await store.gateway.commit({ epoch, taken: [], finished: [{ id: '1', state: 'done' }], audit: [], received: [] });
    await store.gateway.purge(new Date(0));
    expect(files()).not.toContain(token);
  });
});
