import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../ports/store.ts';
import { systemClock } from '../../shared/clock.ts';
import { MIGRATIONS } from './migrations/all.ts';
import { openSqlite } from './open-sqlite.ts';
import { openStore } from './open-store.ts';
import { restoreSnapshot } from './restore-snapshot.ts';
import { checkSnapshot, takeSnapshot } from './snapshot.ts';

const ABOUT = { now: new Date('2026-11-25T21:30:00.123Z'), version: '1.2.3' };
const OPEN_STORE = new URL('./open-store.ts', import.meta.url).href;
const NAME = 'onomancer-2026-11-25T213000123Z.db';

let root: string;
let dataDir: string;
let into: string;
let stores: Store[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'onomancer-snapshot-'));
  dataDir = join(root, 'data');
  into = join(root, 'backups');
  stores = [];
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  rmSync(root, { recursive: true, force: true });
});

async function open(dir = dataDir): Promise<Store> {
  const store = await openStore({ dataDir: dir, clock: systemClock });
  stores.push(store);
  return store;
}

async function note(store: Store, subject: string): Promise<void> {
  await store.audit.append([{ at: ABOUT.now, actor: 'system', action: 'test', subject, reference: 'REF', detail: {} }]);
}

describe('a snapshot', () => {
  it('holds what was committed, is checked and described, and is for this user only', async () => {
    const store = await open();
    await note(store, 'one');
    const { path, manifest } = await takeSnapshot(dataDir, into, ABOUT);
    expect(path).toBe(join(into, NAME));
    expect(readdirSync(into).sort()).toEqual([NAME, `${NAME}.json`]);
    for (const file of readdirSync(into)) expect(statSync(join(into, file)).mode & 0o777).toBe(0o600);
    expect(manifest).toMatchObject({
      kind: 'onomancer-snapshot',
      madeAt: '2026-11-25T21:30:00.123Z',
      version: '1.2.3',
      schema: MIGRATIONS.length,
      tables: { audit: 1, link: 0, migration: MIGRATIONS.length },
    });
    expect((await checkSnapshot(path)).manifest).toEqual(manifest);
  });

  it('is whole while another process writes without a pause', async () => {
    await note(await open(), 'first');
    const writer = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        '--input-type=module',
        '-e',
        `const { openStore } = await import(${JSON.stringify(OPEN_STORE)});
        const store = await openStore({ dataDir: ${JSON.stringify(dataDir)}, clock: { now: () => new Date() } });
        process.stdout.write('ready');
        for (let i = 0; ; i++) await store.audit.append([{ at: new Date(), actor: 'a', action: 'b', subject: String(i), reference: 'R', detail: {} }]);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      await once(writer.stdout, 'data');
      for (let round = 0; round < 5; round += 1) {
        const now = new Date(ABOUT.now.getTime() + round);
        const { path, manifest } = await takeSnapshot(dataDir, into, { ...ABOUT, now });
        expect(manifest.tables['audit']).toBeGreaterThan(0);
        const restored = join(root, `restored-${round}`);
        await restoreSnapshot(path, restored);
        expect((await (await open(restored)).audit.verify()).kind).toBe('intact');
      }
    } finally {
      writer.kill('SIGKILL');
      await once(writer, 'close');
    }
  });

  it('of a database that is not there is refused', async () => {
    await expect(takeSnapshot(dataDir, into, ABOUT)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect(existsSync(into)).toBe(false);
  });

  it('of a damaged database is refused, and nothing is left behind', async () => {
    await (await open()).close();
    const db = await openSqlite(join(dataDir, 'onomancer.db'));
    db.exec('DROP TABLE migration');
    db.close();
    await expect(takeSnapshot(dataDir, into, ABOUT)).rejects.toMatchObject({ code: 'SNAPSHOT_INVALID' });
    expect(readdirSync(into)).toEqual([]);
  });
});

describe('a snapshot that is not what it says', () => {
  let path: string;
  beforeEach(async () => {
    const store = await open();
    for (let index = 0; index < 200; index += 1) await note(store, `row ${index}`);
    path = (await takeSnapshot(dataDir, into, ABOUT)).path;
  });

  it.each<readonly [string, () => void, string]>([
    ['is not there', () => rmSync(path), 'there is no such file'],
    ['has no manifest', () => rmSync(`${path}.json`), 'its manifest'],
    ['has a manifest of something else', () => writeFileSync(`${path}.json`, '{"kind":"other"}'), 'cannot be read'],
    ['was cut off', () => truncateSync(path, 4096), 'checksum'],
    ['is empty', () => truncateSync(path, 0), 'checksum'],
    ['is another file', () => copyFileSync(`${path}.json`, path), 'checksum'],
  ])('because it %s is refused, and the database stays', async (_name, spoil, why) => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    const before = readFileSync(join(dataDir, 'onomancer.db'));
    spoil();
    await expect(restoreSnapshot(path, dataDir)).rejects.toMatchObject({
      code: 'SNAPSHOT_INVALID',
      facts: { why: expect.stringContaining(why) },
    });
    expect(readFileSync(join(dataDir, 'onomancer.db')).equals(before)).toBe(true);
  });
});
