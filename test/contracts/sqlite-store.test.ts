import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databasePath } from '../../src/adapters/sqlite/database-file.ts';
import { openSqlite } from '../../src/adapters/sqlite/open-sqlite.ts';
import { openStore } from '../../src/adapters/sqlite/open-store.ts';
import type { Store } from '../../src/ports/store.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { describeStore } from './store-contract.ts';

const newDataDir = (): Promise<string> => mkdtemp(join(tmpdir(), 'onomancer-store-'));

describeStore('SQLite', async () => {
  const dataDir = await newDataDir();
  return {
    connect: (clock) => openStore({ dataDir, clock }),
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
});

describe('a session of the gateway that older code wrote', () => {
  it('is one for guilds only, whatever the session before it was for', async () => {
    const dataDir = await newDataDir();
    const store = await openStore({ dataDir, clock: systemClock });
    const holder = { id: 'a', host: 'h', pid: 1 };
    const taken = await store.gateway.acquire(holder, { now: systemClock.now(), ttlMs: 9_000, isGone: () => false });
    const epoch = taken.kind === 'acquired' ? taken.lease.epoch : 0;
    const session = { sessionId: 'new', resumeUrl: 'wss://x', sequence: 1, shardCount: 1, intents: 1025 };
    await store.gateway.commit({ epoch, session, taken: [], finished: [], audit: [], received: [] });
    const db = await openSqlite(databasePath(dataDir));
    db.exec("INSERT OR REPLACE INTO gateway_session VALUES (1, 'older', 'wss://x', 2, 1)");
    db.close();
    expect(await store.gateway.session()).toEqual({ ...session, sessionId: 'older', sequence: 2, intents: 1 });
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  });
});

/** Runs `body` (JavaScript) in another process that has the store open as `store`; each `say(x)` is a line on its stdout. */
function otherProcess(dataDir: string, body: string): ChildProcess {
  const module = new URL('../../src/adapters/sqlite/open-store.ts', import.meta.url).href;
  const code = `
    const { openStore } = await import(${JSON.stringify(module)});
    const say = (word) => process.stdout.write(word + '\\n');
    const clock = { now: () => new Date() };
    const store = await openStore({ dataDir: ${JSON.stringify(dataDir)}, clock });
    const entry = (subject) => ({ at: new Date(), actor: 'system', action: 'test', subject, reference: 'REF', detail: {} });
    ${body}`;
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function linesOf(child: ChildProcess): Promise<string[]> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).toBe(0);
  return text.trim().split('\n');
}

describe('SQLite with several processes', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await newDataDir();
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('migrates once, leases to one and keeps one audit chain when processes start together on an empty directory', async () => {
    const body = `
      const owner = { id: String(process.pid), host: 'here', pid: process.pid };
      const { kind } = await store.gateway.acquire(owner, { now: new Date(), ttlMs: 60_000, isGone: () => false });
      for (let i = 0; i < 25; i++) await store.audit.append([entry(String(i))]);
      await store.close();
      say(kind);`;
    const said = await Promise.all([1, 2, 3].map(() => linesOf(otherProcess(dataDir, body))));
    expect(said.flat().sort()).toEqual(['acquired', 'held', 'held']);
    const store = await openStore({ dataDir, clock: systemClock });
    expect(await store.audit.verify()).toEqual({ kind: 'intact', rows: 75 });
    await store.close();
  });

  it('keeps everything that was committed before a kill -9, and an intact chain', async () => {
    const body = `
      const owner = { id: String(process.pid), host: 'here', pid: process.pid };
      const { lease } = await store.gateway.acquire(owner, { now: new Date(), ttlMs: 60_000, isGone: () => true });
      const { epoch } = lease;
      for (let i = 0; ; i++) {
        const id = process.pid + '-' + i;
        const taken = [{ id, token: 't', receivedAt: new Date(), payload: '{}', reference: 'REF' }];
        await store.gateway.commit({ epoch, taken, finished: [], audit: [entry(id)], received: [] });
        say(id);
      }`;
    const said: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const child = otherProcess(dataDir, body);
      let text = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.split('\n').length > 20 + round * 7) child.kill('SIGKILL');
      });
      await once(child, 'close');
      said.push(...text.split('\n').slice(0, -1));
    }
    const store = await openStore({ dataDir, clock: systemClock });
    const { length } = await store.gateway.unfinished();
    const seen = await store.gateway.seen(said);
    expect(said.length).toBeGreaterThan(60);
    expect(said.filter((id) => !seen.has(id))).toEqual([]);
    expect(await store.audit.verify()).toEqual({ kind: 'intact', rows: length });
    await store.close();
  });
});

describe('SQLite as an inbox of several processes', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await newDataDir();
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  const DELIVERY = `(id) => ({
    sender: 'linear', deliveryId: id, fingerprint: 'of ' + id, kind: 'linear:Issue.update', subject: 'issue ' + (id.length % 5),
    receivedAt: new Date(), payload: '{}', reference: 'REF',
  })`;

  it('takes each delivery once when all receive the same at once', async () => {
    const body = `
      const delivery = ${DELIVERY};
      let count = 0;
      for (let i = 0; i < 60; i += 3) {
        const ids = [i, i + 1, i + 2].map((n) => 'd' + n);
        const areNew = await Promise.all(ids.map((id) => store.inbox.receive([delivery(id)])));
        count += areNew.flat().filter(Boolean).length;
      }
      await store.close();
      say(count);`;
    const said = await Promise.all([1, 2, 3].map(() => linesOf(otherProcess(dataDir, body))));
    expect(said.flat().reduce((sum, count) => sum + Number(count), 0)).toBe(60);
    const store = await openStore({ dataDir, clock: systemClock });
    expect(await store.inbox.depth()).toMatchObject({ waiting: 60 });
    await store.close();
  });

  it('keeps every delivery that it acknowledged before a kill -9, written together with others', async () => {
    const body = `
      const delivery = ${DELIVERY};
      const one = async (n) => {
        for (let i = 0; ; i++) {
          const id = process.pid + '-' + n + '-' + i;
          await store.inbox.receive([delivery(id)]);
          say(id);
        }
      };
      await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(one));`;
    const said: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const child = otherProcess(dataDir, body);
      let text = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.split('\n').length > 100 + round * 37) child.kill('SIGKILL');
      });
      await once(child, 'close');
      said.push(...text.split('\n').slice(0, -1));
    }
    const store = await openStore({ dataDir, clock: systemClock });
    const kept = new Set((await store.inbox.list({ limit: 100_000 })).map(({ deliveryId }) => deliveryId));
    expect(said.length).toBeGreaterThan(300);
    expect(said.filter((id) => !kept.has(id))).toEqual([]);
    expect((await store.inbox.depth()).waiting).toBe(kept.size);
    await store.close();
  });
});

/** A file system of its own, small enough to fill; null where this user may not mount one. */
function mountSmallDisk(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('SQLite on a disk that fills up', () => {
  let dataDir: string;
  let isMounted: boolean;
  beforeEach(async () => {
    dataDir = await newDataDir();
    isMounted = process.platform === 'linux' && mountSmallDisk(dataDir);
  });
  afterEach(async () => {
    if (isMounted) execFileSync('umount', ['-l', dataDir]);
    await rm(dataDir, { recursive: true, force: true });
  });

  const fill = (): void => {
    const ballast = join(dataDir, 'ballast');
    for (let bytes = 1 << 20; bytes >= 512; bytes >>= 1) {
      try {
        writeFileSync(ballast, Buffer.alloc(bytes), { flag: 'a' });
      } catch {
        // Full for this size; a smaller piece may still fit.
      }
    }
  };
  const empty = (): void => rmSync(join(dataDir, 'ballast'));
  const append = (store: Store, subject: string): Promise<void> =>
    store.audit.append([
      {
        at: new Date(),
        actor: 'system',
        action: 'test',
        subject,
        reference: 'REF',
        detail: { text: 'x'.repeat(5_000) },
      },
    ]);

  it('says that it is full, reads on, and writes again when there is space, without a restart', async (context) => {
    if (!isMounted) context.skip('needs to mount a tmpfs: run it as root on Linux');
    const store = await openStore({ dataDir, clock: systemClock });
    await append(store, 'before');
    fill();
    const failures: unknown[] = [];
    for (let i = 0; i < 400 && failures.length < 3; i += 1) {
      await append(store, `full-${i}`).catch((error: unknown) => failures.push(error));
    }
    expect(failures).toHaveLength(3);
    for (const error of failures) expect(error).toMatchObject({ code: 'STORE_FULL' });
    const kept = (await store.audit.latest(1_000)).length;
    empty();
    await append(store, 'after');
    await store.probe.write();
    expect(await store.audit.verify()).toEqual({ kind: 'intact', rows: kept + 1 });
    await store.close();
  });

  it('takes a delivery when there is space that it had to refuse before: it was not seen then', async (context) => {
    if (!isMounted) context.skip('needs to mount a tmpfs: run it as root on Linux');
    const store = await openStore({ dataDir, clock: systemClock });
    const deliveries = Array.from({ length: 100 }, (_, n) => ({
      sender: 'linear' as const,
      deliveryId: `d${n}`,
      fingerprint: `of d${n}`,
      kind: 'linear:Issue.update',
      subject: `issue ${n}`,
      receivedAt: systemClock.now(),
      payload: 'x'.repeat(8_000),
      reference: 'REF',
    }));
    fill();
    const refused: typeof deliveries = [];
    for (const delivery of deliveries) {
      await store.inbox.receive([delivery]).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'STORE_FULL' });
        refused.push(delivery);
      });
    }
    expect(refused.length).toBeGreaterThan(10);
    empty();
    const results = await Promise.all(refused.slice(0, 10).map((delivery) => store.inbox.receive([delivery])));
    expect(results.flat()).toEqual(Array.from({ length: 10 }, () => true));
    expect((await store.inbox.depth()).waiting).toBe(deliveries.length - refused.length + 10);
    await store.close();
  });

  it('says so when there is no space to start, and starts when there is', async (context) => {
    if (!isMounted) context.skip('needs to mount a tmpfs: run it as root on Linux');
    fill();
    await expect(openStore({ dataDir, clock: systemClock })).rejects.toMatchObject({ code: 'STORE_FULL' });
    empty();
    // In another process, so that all its files are closed when it ends.
    await linesOf(otherProcess(dataDir, "await store.audit.append([entry('before')]); await store.close();"));
    fill();
    await expect(openStore({ dataDir, clock: systemClock })).rejects.toMatchObject({ code: 'STORE_FULL' });
    empty();
    const store = await openStore({ dataDir, clock: systemClock });
    expect(await store.audit.verify()).toEqual({ kind: 'intact', rows: 1 });
    await store.close();
  });
});
