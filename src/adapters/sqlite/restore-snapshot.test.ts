import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewaySession } from '../../ports/store.ts';
import { systemClock } from '../../shared/clock.ts';
import { openSqlite } from './open-sqlite.ts';
import { openStore } from './open-store.ts';
import { restoreSnapshot } from './restore-snapshot.ts';

const url = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
const ABOUT = { now: new Date('2026-11-25T21:30:00.123Z'), version: '1.2.3' };
const NAME = 'onomancer-2026-11-25T213000123Z.db';
const OLD = ['before', 'after'];
const NEW = ['before'];

let root: string;
let dataDir: string;
let snapshot: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'onomancer-restore-'));
  dataDir = join(root, 'data');
  snapshot = join(root, 'backups', NAME);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** In a process of its own: on Node 20 only the end of a process gives its locks back for certain. */
function run(code: string, preload?: string): { readonly signal: string | null; readonly stdout: string } {
  const before = preload === undefined ? [] : ['--import', preload];
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [...before, '--import', 'tsx', '--input-type=module', '-e', code],
    { encoding: 'utf8' },
  );
  if (status !== 0 && signal === null) throw new Error(stderr);
  return { signal, stdout };
}

const storeIn = (dir: string): string => `
  const { openStore } = await import(${url('./open-store.ts')});
  const store = await openStore({ dataDir: ${JSON.stringify(dir)}, clock: { now: () => new Date() } });`;

/** A database with a snapshot of its first half; its second half stands in the log only, as after a kill. */
function makeHouse(): void {
  const { signal } = run(`${storeIn(dataDir)}
    const { takeSnapshot } = await import(${url('./snapshot.ts')});
    const note = (subject) =>
      store.audit.append([{ at: new Date(), actor: 'a', action: 'b', subject, reference: 'R', detail: {} }]);
    const { lease } = await store.gateway.acquire({ id: 'a', host: 'h', pid: 1 }, { now: new Date(), ttlMs: 1, isGone: () => true });
    const session = { sessionId: 'then', resumeUrl: 'wss://resume', sequence: 7, shardCount: 1, intents: 1025 };
    await store.gateway.commit({ epoch: lease.epoch, session, taken: [], finished: [], audit: [], received: [] });
    await note('before');
    await takeSnapshot(${JSON.stringify(dataDir)}, ${JSON.stringify(join(root, 'backups'))}, { now: new Date(${ABOUT.now.getTime()}), version: '1.2.3' });
    await note('after');
    process.kill(process.pid, 'SIGKILL');`);
  expect(signal).toBe('SIGKILL');
  expect(statSync(join(dataDir, 'onomancer.db-wal')).size).toBeGreaterThan(0);
}

async function subjectsIn(dir: string): Promise<readonly string[]> {
  const store = await openStore({ dataDir: dir, clock: systemClock });
  try {
    expect((await store.audit.verify()).kind).toBe('intact');
    return (await store.audit.latest(99)).map(({ subject }) => subject).reverse();
  } finally {
    await store.close();
  }
}

async function execute(dir: string, sql: string): Promise<void> {
  const db = await openSqlite(join(dir, 'onomancer.db'));
  db.exec(sql);
  db.close();
}

async function sessionIn(dir: string): Promise<GatewaySession | null> {
  const store = await openStore({ dataDir: dir, clock: systemClock });
  const session = await store.gateway.session();
  await store.close();
  return session;
}

/** Kills the process before its nth change of the file system, counted from the first: as if the power went then. */
function killerBefore(nth: number): string {
  const path = join(root, 'killer.mjs');
  writeFileSync(
    path,
    `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    let changes = 0;
    for (const name of ['copyFileSync', 'chmodSync', 'fsyncSync', 'linkSync', 'renameSync', 'rmSync']) {
      const real = fs[name];
      fs[name] = (...args) => {
        if (args.some((arg) => String(arg).includes('node_modules'))) return real(...args);
        changes += 1;
        if (changes === ${nth}) process.kill(process.pid, 'SIGKILL');
        return real(...args);
      };
    }
    syncBuiltinESMExports();`,
  );
  return path;
}

const restoring = (dir: string): string => `
  const { restoreSnapshot } = await import(${url('./restore-snapshot.ts')});
  await restoreSnapshot(${JSON.stringify(snapshot)}, ${JSON.stringify(dir)});`;

describe('restoring', () => {
  it('brings back how things stood, without what came later', async () => {
    makeHouse();
    await restoreSnapshot(snapshot, dataDir);
    expect(readdirSync(dataDir)).toEqual(['onomancer.db']);
    expect(await subjectsIn(dataDir)).toEqual(NEW);
  });

  it('goes on in Discord’s events where the bot was, so that none is replayed and done twice', async () => {
    makeHouse();
    await execute(dataDir, "INSERT OR REPLACE INTO gateway_session VALUES (1, 'now', 'wss://resume', 4711, 1)");
    await execute(dataDir, "INSERT OR REPLACE INTO gateway_session_intents VALUES (1, 'now', 1025)");
    await restoreSnapshot(snapshot, dataDir);
    expect(await sessionIn(dataDir)).toMatchObject({ sessionId: 'now', sequence: 4711, intents: 1025 });
  });

  it('begins a new session of Discord where nobody knows how far the bot was', async () => {
    makeHouse();
    rmSync(join(dataDir, 'onomancer.db-wal'));
    writeFileSync(join(dataDir, 'onomancer.db'), 'this is no database at all, but a long sentence '.repeat(100));
    await restoreSnapshot(snapshot, dataDir);
    expect(await sessionIn(dataDir)).toBeNull();
  });

  it('is refused while somebody has the database open, which stays as it is', async () => {
    makeHouse();
    const { stdout } = run(`${storeIn(dataDir)}
      const { restoreSnapshot } = await import(${url('./restore-snapshot.ts')});
      const outcome = await restoreSnapshot(${JSON.stringify(snapshot)}, ${JSON.stringify(dataDir)}).catch(({ code }) => code);
      const rows = await store.audit.latest(99);
      process.stdout.write(JSON.stringify([outcome, rows.length]));`);
    expect(JSON.parse(stdout)).toEqual(['STORE_IN_USE', 2]);
    expect(await subjectsIn(dataDir)).toEqual(OLD);
  });

  it('replaces a database that is damaged, and keeps that beside it', async () => {
    makeHouse();
    // A log with every page in it would heal the file.
    writeFileSync(join(dataDir, 'onomancer.db-wal'), 'nor is this a log');
    writeFileSync(join(dataDir, 'onomancer.db'), 'this is no database at all, but a long sentence '.repeat(100));
    await restoreSnapshot(snapshot, dataDir);
    expect(readdirSync(dataDir).sort()).toEqual(['onomancer.db', 'onomancer.db.damaged']);
    expect(await subjectsIn(dataDir)).toEqual(NEW);
  });

  it('does not play the log of a database that is gone into the new one', async () => {
    makeHouse();
    rmSync(join(dataDir, 'onomancer.db'));
    await restoreSnapshot(snapshot, dataDir);
    expect(await subjectsIn(dataDir)).toEqual(NEW);
  });

  it('leaves the whole old database or the whole new one, whenever it is killed', async () => {
    makeHouse();
    const seen: string[] = [];
    for (let nth = 1; ; nth += 1) {
      const dir = join(root, `killed-${nth}`);
      cpSync(dataDir, dir, { recursive: true });
      const { signal } = run(restoring(dir), killerBefore(nth));
      const subjects = await subjectsIn(dir);
      expect([OLD, NEW]).toContainEqual(subjects);
      seen.push(subjects.length === OLD.length ? 'old' : 'new');
      if (signal === null) break;
    }
    // Both are seen, and there is no way from the new one back to the old one.
    expect(seen.join(' ')).toMatch(/^old (?:old )+new(?: new)*$/);
  }, 60_000);

  it('is taken up again after it was killed', async () => {
    makeHouse();
    run(restoring(dataDir), killerBefore(3));
    expect(existsSync(join(dataDir, 'onomancer.db.restoring'))).toBe(true);
    run(restoring(dataDir));
    expect(readdirSync(dataDir)).toEqual(['onomancer.db']);
    expect(await subjectsIn(dataDir)).toEqual(NEW);
  });
});
