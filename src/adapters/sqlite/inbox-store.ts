import type { InboxDepth, InboxRow, InboxStore } from '../../ports/inbox.ts';
import type { Connection } from './connection.ts';
import { holdsLease } from './gateway-lease.ts';
import { insertDeliveries, markFirst, toInboxRow } from './inbox-rows.ts';
import { insertMessages } from './outbox-rows.ts';
import { storableText } from './storable-text.ts';
import { writeRecord } from './write-record.ts';

/** So many finished rows are forgotten in one transaction, so that webhooks that arrive do not wait. */
const PURGE_BATCH = 200;
/** This part of each look goes to the newest subjects: a backlog of days must not keep today's news waiting. */
const SHARE_OF_NEWEST = 0.25;

type Settled = Awaited<ReturnType<InboxStore['settle']>>;

/** What came in, in SQLite. Writes that are asked for in the same turn share one transaction, so one sync of the disk. */
export function sqliteInboxStore(connection: Connection): InboxStore {
  return {
    receive: (deliveries) => connection.writeTogether(() => insertDeliveries(connection, deliveries)),
    due: (options) => connection.read(() => due(connection, options)),
    settle: (step) => connection.writeTogether(() => settle(connection, step)),
    fail: (step) => connection.writeTogether(() => fail(connection, step)),
    depth: () => connection.read(() => depth(connection)),
    row: (id) =>
      connection.read(() => {
        const row = connection.statement('SELECT * FROM inbox WHERE id = ?').get(id);
        return row === undefined ? null : toInboxRow(row);
      }),
    list: (filter) => connection.read(() => list(connection, filter)),
    replay: (ids, now) => connection.write(() => replay(connection, ids, now)),
    purge: (before, options) => purge(connection, before, options?.dead ?? false),
  };
}

function due(connection: Connection, { limit, now, busy }: Parameters<InboxStore['due']>[0]): readonly InboxRow[] {
  const take = (order: 'ASC' | 'DESC', count: number): readonly InboxRow[] =>
    connection
      .statement(
        `SELECT * FROM inbox WHERE is_first = 1 AND next_at <= ? AND subject NOT IN (SELECT value FROM json_each(?))
         ORDER BY next_at ${order}, id ${order} LIMIT ?`,
      )
      .all(now.toISOString(), JSON.stringify([...busy]), count)
      .map(toInboxRow);
  const oldest = take('ASC', limit);
  if (oldest.length < limit) return oldest;
  const newest = take('DESC', Math.floor(limit * SHARE_OF_NEWEST));
  const rows = [...oldest.slice(0, limit - newest.length), ...newest];
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

function settle(connection: Connection, step: Parameters<InboxStore['settle']>[0]): Settled {
  const { effects, now } = step;
  const found = waiting(connection, step);
  if (typeof found === 'string') return found;
  insertMessages(connection, effects.messages, { causedAt: found.receivedAt, now });
  for (const record of effects.records) writeRecord(connection, record);
  insertDeliveries(connection, effects.followUps);
  end(connection, { ...found, state: step.state, outcome: effects.note, now });
  return 'settled';
}

function fail(connection: Connection, step: Parameters<InboxStore['fail']>[0]): Settled {
  const found = waiting(connection, step);
  if (typeof found === 'string') return found;
  const attempts = found.attempts + 1;
  if (step.nextAt === null) {
    end(connection, { ...found, state: 'dead', attempts, outcome: step.why, now: step.now });
  } else {
    connection
      .statement('UPDATE inbox SET attempts = ?, next_at = ?, outcome = ? WHERE id = ?')
      .run(attempts, step.nextAt.toISOString(), storableText(step.why), found.id);
  }
  return 'settled';
}

interface Found {
  readonly id: number;
  readonly subject: string;
  readonly attempts: number;
  readonly receivedAt: Date;
}

function waiting(connection: Connection, { id, epoch }: { id: number; epoch: number }): Found | 'fenced' | 'gone' {
  if (!holdsLease(connection, epoch)) return 'fenced';
  const row = connection
    .statement("SELECT subject, attempts, received_at FROM inbox WHERE id = ? AND state = 'waiting'")
    .get(id);
  if (row === undefined) return 'gone';
  const receivedAt = new Date(String(row.received_at));
  return { id, subject: String(row.subject), attempts: Number(row.attempts), receivedAt };
}

function end(
  connection: Connection,
  row: Found & { readonly state: 'done' | 'ignored' | 'dead'; readonly outcome: string; readonly now: Date },
): void {
  connection
    .statement('UPDATE inbox SET state = ?, attempts = ?, outcome = ?, finished_at = ?, is_first = 0 WHERE id = ?')
    .run(row.state, row.attempts, storableText(row.outcome), row.now.toISOString(), row.id);
  markFirst(connection, row.subject);
}

function depth(connection: Connection): InboxDepth {
  const count = (state: 'waiting' | 'dead'): number =>
    Number(connection.statement(`SELECT count(*) AS count FROM inbox WHERE state = '${state}'`).get()?.count ?? 0);
  // The oldest of all is the first of its subject.
  const oldest = connection
    .statement('SELECT received_at FROM inbox WHERE id = (SELECT min(id) FROM inbox WHERE is_first = 1)')
    .get();
  return {
    waiting: count('waiting'),
    dead: count('dead'),
    oldestWaitingAt: oldest === undefined ? null : new Date(String(oldest.received_at)),
  };
}

function list(connection: Connection, filter: Parameters<InboxStore['list']>[0]): readonly InboxRow[] {
  const { state = null, subject = null, reference = null, limit } = filter;
  return connection
    .statement(
      `SELECT * FROM inbox WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR subject = ?2)
       AND (?3 IS NULL OR reference = ?3) ORDER BY id DESC LIMIT ?4`,
    )
    .all(state, subject, reference, limit)
    .map(toInboxRow);
}

function replay(connection: Connection, ids: readonly number[], now: Date): number {
  const subjects = connection
    .statement(
      `UPDATE inbox SET state = 'waiting', attempts = 0, next_at = ?, outcome = NULL, finished_at = NULL
       WHERE state <> 'waiting' AND id IN (SELECT value FROM json_each(?)) RETURNING subject`,
    )
    .all(now.toISOString(), JSON.stringify(ids))
    .map(({ subject }) => String(subject));
  for (const subject of new Set(subjects)) {
    connection.statement('UPDATE inbox SET is_first = 0 WHERE subject = ? AND is_first = 1').run(subject);
    markFirst(connection, subject);
  }
  return subjects.length;
}

async function purge(connection: Connection, before: Date, isDeadToo: boolean): Promise<number> {
  let total = 0;
  for (;;) {
    const purged = await connection.write(() => {
      const remove = connection.statement(
        `DELETE FROM inbox WHERE id IN (
          SELECT id FROM inbox WHERE state <> 'waiting' AND (state <> 'dead' OR ?) AND finished_at < ?
          ORDER BY finished_at LIMIT ${PURGE_BATCH}
        )`,
      );
      return Number(remove.run(isDeadToo ? 1 : 0, before.toISOString()).changes);
    });
    total += purged;
    if (purged < PURGE_BATCH) return total;
    await new Promise((resume) => setImmediate(resume));
  }
}
