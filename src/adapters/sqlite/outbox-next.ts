import type { NextInLane, OutboxStore } from '../../ports/outbox.ts';
import type { Connection } from './connection.ts';
import type { SqliteRow, SqliteValue } from './open-sqlite.ts';
import { closedLane, SELECT_ROWS, toOutboxPost, toOutboxRow } from './outbox-rows.ts';

type NextOptions = Parameters<OutboxStore['next']>[1];

/** So many rows of a closed lane end in one step, so that others do not wait. */
const CLOSED_BATCH = 500;

/** Rows whose message was edited a moment ago wait for the next edit, and hold nobody else up. */
const NOT_HELD = `(merge_key IS NULL OR merge_key NOT IN (
  SELECT merge_key FROM outbox_post WHERE outbox_post.lane = outbox.lane AND takes_until >= ? AND edit_at > ?))`;

const FIRST_AT_ONCE = `SELECT outbox.* FROM outbox INDEXED BY outbox_at_once
  WHERE lane = ? AND state = 'waiting' AND not_before IS NULL AND ${NOT_HELD} ORDER BY id LIMIT 1`;

const FIRST_OF_LATER = `SELECT outbox.* FROM outbox INDEXED BY outbox_later
  WHERE lane = ? AND state = 'waiting' AND not_before <= ? AND ${NOT_HELD} ORDER BY not_before, id LIMIT 1`;

/** What comes next in a lane; only inside `read`. */
export function nextInLane(connection: Connection, lane: string, options: NextOptions): NextInLane {
  const begun = connection
    .statement("SELECT * FROM outbox_post INDEXED BY outbox_post_begun WHERE lane = ? AND state = 'sending'")
    .get(lane);
  if (begun) return goOn(connection, begun, options);
  const closed = closedLane(connection, lane);
  if (closed && closed.until > options.now) {
    const select = connection.statement(
      `SELECT id FROM outbox WHERE lane = ? AND state = 'waiting' LIMIT ${CLOSED_BATCH}`,
    );
    const rows = select.all(lane).map(({ id }) => Number(id));
    return rows.length > 0 ? { kind: 'closed', lane: closed, rows } : { kind: 'nothing' };
  }
  const first = firstDue(connection, lane, options);
  return first ? withCompany(connection, first, options) : later(connection, lane, options);
}

function goOn(connection: Connection, begun: SqliteRow, { now }: NextOptions): NextInLane {
  const until = typeof begun.next_at === 'string' ? new Date(begun.next_at) : null;
  if (until && until > now) return { kind: 'rest', until };
  return { kind: 'begun', post: toOutboxPost(begun), rows: rowsOf(connection, Number(begun.id)) };
}

/** Of the rows that are due, the one that was added first. */
function firstDue(connection: Connection, lane: string, { now, openSince }: NextOptions): SqliteRow | null {
  const held = [openSince.toISOString(), now.toISOString()];
  const atOnce = connection.statement(FIRST_AT_ONCE).get(lane, ...held);
  const delayed = connection.statement(FIRST_OF_LATER).get(lane, now.toISOString(), ...held);
  if (atOnce && delayed) return Number(atOnce.id) < Number(delayed.id) ? atOnce : delayed;
  return atOnce ?? delayed ?? null;
}

/** The row with those that can be merged with it, and the message that can be edited to say them. */
function withCompany(connection: Connection, first: SqliteRow, { now, openSince, limit }: NextOptions): NextInLane {
  if (typeof first.merge_key !== 'string') return { kind: 'waiting', rows: [toOutboxRow(first)], open: null };
  const key = [String(first.lane), first.merge_key] as const;
  const rows = readRows(
    connection,
    `WHERE outbox.lane = ? AND outbox.merge_key = ? AND outbox.state = 'waiting'
       AND (outbox.not_before IS NULL OR outbox.not_before <= ?) ORDER BY outbox.id LIMIT ?`,
    ...key,
    now.toISOString(),
    limit,
  );
  // Only the newest message with this key: what was said later must not stand in an older one.
  const newest = connection
    .statement('SELECT * FROM outbox_post WHERE lane = ? AND merge_key = ? ORDER BY id DESC LIMIT 1')
    .get(...key);
  const isOpen = typeof newest?.takes_until === 'string' && newest.takes_until >= openSince.toISOString();
  if (!newest || !isOpen) return { kind: 'waiting', rows, open: null };
  return {
    kind: 'waiting',
    rows,
    open: { post: toOutboxPost(newest), rows: rowsOf(connection, Number(newest.id)) },
  };
}

/** Nothing is due: when will there be something? */
function later(connection: Connection, lane: string, { now, openSince }: NextOptions): NextInLane {
  const first = connection
    .statement(
      `SELECT min(not_before) AS at FROM outbox INDEXED BY outbox_later
       WHERE lane = ? AND state = 'waiting' AND not_before > ?`,
    )
    .get(lane, now.toISOString());
  // A message that was edited a moment ago, and for which more has come.
  const edit = connection
    .statement(
      `SELECT min(edit_at) AS at FROM outbox_post WHERE lane = ? AND takes_until >= ? AND edit_at > ? AND EXISTS (
         SELECT 1 FROM outbox WHERE outbox.lane = outbox_post.lane AND outbox.merge_key = outbox_post.merge_key
           AND outbox.state = 'waiting')`,
    )
    .get(lane, openSince.toISOString(), now.toISOString());
  const times = [first?.at, edit?.at].flatMap((at) => (typeof at === 'string' ? [at] : [])).sort();
  return times[0] === undefined ? { kind: 'nothing' } : { kind: 'rest', until: new Date(times[0]) };
}

function rowsOf(connection: Connection, post: number): ReturnType<typeof readRows> {
  return readRows(connection, 'WHERE outbox.post_id = ? ORDER BY outbox.id', post);
}

function readRows(connection: Connection, sql: string, ...parameters: SqliteValue[]): ReturnType<typeof toOutboxRow>[] {
  return connection
    .statement(`${SELECT_ROWS} ${sql}`)
    .all(...parameters)
    .map(toOutboxRow);
}
