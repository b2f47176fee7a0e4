import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewDelivery } from '../../ports/inbox.ts';
import { systemClock } from '../../shared/clock.ts';
import { carryInbox } from './carry-inbox.ts';
import { openSqlite } from './open-sqlite.ts';
import { openStore } from './open-store.ts';
import { takeSnapshot } from './snapshot.ts';

const AT = new Date('2026-11-25T21:30:00.123Z');

let dataDir: string;
let copy: string;

const delivery = (name: string, subject = name): NewDelivery => ({
  sender: 'linear',
  deliveryId: name,
  kind: 'linear:Issue.update',
  subject,
  receivedAt: AT,
  payload: `{"of":"${name}"}`,
  reference: `REF-${name}`,
});

async function receive(...deliveries: readonly NewDelivery[]): Promise<readonly boolean[]> {
  const store = await openStore({ dataDir, clock: systemClock });
  try {
    return await store.inbox.receive(deliveries);
  } finally {
    await store.close();
  }
}

async function on<T>(path: string, script: string): Promise<readonly T[]> {
  const db = await openSqlite(path);
  try {
    if (!script.startsWith('SELECT')) db.exec(script);
    else return db.prepare(script).all() as unknown as readonly T[];
    return [];
  } finally {
    db.close();
  }
}

const database = (): string => join(dataDir, 'onomancer.db');
const inboxOf = (path: string) => on(path, 'SELECT id, delivery_id, state, is_first, outcome FROM inbox ORDER BY id');

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'onomancer-carry-'));
  await receive(delivery('before'));
  copy = (await takeSnapshot(dataDir, join(dataDir, 'backups'), { now: AT, version: '1.0.0' })).path;
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe('what came in after a snapshot', () => {
  it('goes on in it, in its order: what was told stays told, what was not told yet waits again', async () => {
    await receive(
      delivery('told'),
      delivery('untold'),
      delivery('waits', 'one issue'),
      delivery('waits too', 'one issue'),
    );
    const done = "state = 'done', is_first = 0, outcome = 'told 1', finished_at = '2026-11-25T21:31:00.000Z'";
    await on(
      database(),
      `UPDATE inbox SET ${done} WHERE delivery_id IN ('told', 'untold');
       INSERT INTO outbox (dedupe_key, lane, destination, content, reference, caused_at, created_at)
       VALUES ('k', 'l', '{}', '{}', 'REF-untold', '2026-11-25T21:31:00.000Z', '2026-11-25T21:31:00.000Z')`,
    );
    expect(await carryInbox(database(), copy)).toBe(4);
    expect(await inboxOf(copy)).toEqual([
      { id: 1, delivery_id: 'before', state: 'waiting', is_first: 1, outcome: null },
      { id: 2, delivery_id: 'told', state: 'done', is_first: 0, outcome: 'told 1' },
      { id: 3, delivery_id: 'untold', state: 'waiting', is_first: 1, outcome: null },
      { id: 4, delivery_id: 'waits', state: 'waiting', is_first: 1, outcome: null },
      { id: 5, delivery_id: 'waits too', state: 'waiting', is_first: 0, outcome: null },
    ]);
  });

  it('is known when its sender sends it again', async () => {
    await receive(delivery('after'));
    await carryInbox(database(), copy);
    const [seen] = await on<{ n: number }>(copy, 'SELECT count(*) AS n FROM inbox_seen');
    expect(seen?.n).toBe(2);
  });

  it('is nothing when nothing came', async () => {
    expect(await carryInbox(database(), copy)).toBe(0);
    expect(await inboxOf(copy)).toHaveLength(1);
  });

  it('is left, and the snapshot as it was, when the inbox has become another one', async () => {
    await receive(delivery('after'));
    await on(database(), 'ALTER TABLE inbox RENAME COLUMN payload TO body');
    await expect(carryInbox(database(), copy)).rejects.toThrow(/payload/);
    expect(await inboxOf(copy)).toHaveLength(1);
  });
});
