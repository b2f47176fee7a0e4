import type { OutboxState, OutboxStore } from '../../ports/outbox.ts';
import type { Connection } from './connection.ts';
import type { SqliteValue } from './open-sqlite.ts';
import { advance } from './outbox-advance.ts';
import { nextInLane } from './outbox-next.ts';
import { closedLanes, insertMessages, SELECT_ROWS, sentMessageOf, toOutboxRow } from './outbox-rows.ts';

/** So many rows are forgotten in one transaction, so that what comes in does not wait. */
const PURGE_BATCH = 500;

/**
 * Steps from lane to lane in an index instead of reading it: with a hundred thousand rows in three lanes it looks four
 * times. Two indexes, because a row for later stands only in the second one.
 */
const LANES = ['outbox_at_once', 'outbox_later'].map((index) => {
  const condition = `state = 'waiting' AND not_before IS ${index === 'outbox_later' ? 'NOT NULL' : 'NULL'}`;
  return `WITH RECURSIVE walk (lane) AS (
    SELECT min(lane) FROM outbox INDEXED BY ${index} WHERE ${condition}
    UNION ALL
    SELECT (SELECT min(lane) FROM outbox INDEXED BY ${index} WHERE ${condition} AND lane > walk.lane)
    FROM walk WHERE walk.lane IS NOT NULL
  ) SELECT lane FROM walk WHERE lane IS NOT NULL`;
});

/** The outbox in SQLite. Plain SQL, prepared once: it runs for every message. */
export function sqliteOutboxStore(connection: Connection): OutboxStore {
  const rows = (sql: string, ...parameters: SqliteValue[]) =>
    connection.read(() =>
      connection
        .statement(`${SELECT_ROWS} ${sql}`)
        .all(...parameters)
        .map(toOutboxRow),
    );
  return {
    add: (messages, now) => connection.write(() => insertMessages(connection, messages, { causedAt: now, now })),
    onAdded: (listener) => connection.onOutbox(listener),
    lanes: (after) => connection.read(() => lanes(connection, after)),
    next: (lane, options) => connection.read(() => nextInLane(connection, lane, options)),
    advance: (step) => connection.write(() => advance(connection, step)),
    messagesIn: (lane, since) =>
      connection.read(() => {
        const select = connection.statement('SELECT message_id FROM outbox_post WHERE lane = ? AND sent_at >= ?');
        return new Set(select.all(lane, since.toISOString()).map(({ message_id }) => String(message_id)));
      }),
    depth: () => connection.read(() => depth(connection)),
    ofReference: (reference) => rows('WHERE outbox.reference = ? ORDER BY outbox.id', reference),
    list: ({ state, limit }) => rows('WHERE outbox.state = ? ORDER BY outbox.id DESC LIMIT ?', state, limit),
    messageOf: (tag) =>
      connection.read(() => {
        const select = connection.statement(
          `SELECT channel_id, message_id FROM outbox JOIN outbox_post ON outbox_post.id = outbox.post_id
           WHERE tag = ? AND outbox.state = 'sent' ORDER BY outbox.id DESC LIMIT 1`,
        );
        return sentMessageOf(select.get(tag) ?? {});
      }),
    tagOf: ({ channelId, messageId }) =>
      connection.read(() => {
        const select = connection.statement(
          `SELECT tag FROM outbox_post JOIN outbox ON outbox.post_id = outbox_post.id
           WHERE message_id = ? AND channel_id = ? AND tag IS NOT NULL ORDER BY outbox.id LIMIT 1`,
        );
        const tag = select.get(messageId, channelId)?.tag;
        return typeof tag === 'string' ? tag : null;
      }),
    purge: (before) => purge(connection, before),
  };
}

function lanes(connection: Connection, after: number): { lanes: readonly string[]; newest: number } {
  const newest = Number(connection.statement("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").get()?.seq ?? 0);
  const found = (sql: string, ...parameters: SqliteValue[]): string[] =>
    connection
      .statement(sql)
      .all(...parameters)
      .map(({ lane }) => String(lane));
  if (after > 0) {
    return { lanes: found("SELECT DISTINCT lane FROM outbox WHERE id > ? AND +state = 'waiting'", after), newest };
  }
  const begun = found("SELECT lane FROM outbox_post WHERE state = 'sending'");
  return { lanes: [...new Set([...begun, ...LANES.flatMap((sql) => found(sql))])], newest };
}

function depth(connection: Connection): Awaited<ReturnType<OutboxStore['depth']>> {
  const count = (state: OutboxState, more = ''): number => {
    const select = connection.statement(`SELECT count(*) AS rows FROM outbox WHERE state = '${state}' ${more}`);
    return Number(select.get()?.rows);
  };
  // In each lane the first row for at once is the oldest: with few lanes and many rows this looks at few rows.
  const heads = connection.statement(
    `SELECT min(created_at) AS at FROM outbox WHERE id IN (
       SELECT (SELECT min(id) FROM outbox INDEXED BY outbox_at_once
         WHERE state = 'waiting' AND not_before IS NULL AND outbox.lane = found.lane)
       FROM (${LANES[0]}) AS found)`,
  );
  const oldest = heads.get()?.at;
  return {
    waiting: count('waiting', 'AND not_before IS NULL') + count('waiting', 'AND not_before IS NOT NULL'),
    dead: count('dead'),
    oldestDueAt: typeof oldest === 'string' ? new Date(oldest) : null,
    closed: closedLanes(connection),
  };
}

async function purge(connection: Connection, before: Date): Promise<number> {
  let total = 0;
  for (;;) {
    const purged = await connection.write(() => {
      const forget = connection.statement(
        `UPDATE outbox SET content = NULL WHERE id IN (
          SELECT id FROM outbox WHERE finished_at < ? AND content IS NOT NULL ORDER BY finished_at LIMIT ${PURGE_BATCH}
        )`,
      );
      return Number(forget.run(before.toISOString()).changes);
    });
    total += purged;
    if (purged < PURGE_BATCH) return total;
    await new Promise((resume) => setImmediate(resume));
  }
}
