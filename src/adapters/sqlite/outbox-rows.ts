import type { SentMessage } from '../../ports/chat-channel.ts';
import { inParts } from '../../ports/message-parts.ts';
import {
  type ClosedLane,
  type Destination,
  laneOf,
  type OutboxContent,
  type OutboxDepth,
  type OutboxMessage,
  type OutboxPost,
  type OutboxRow,
  type OutboxState,
} from '../../ports/outbox.ts';
import type { Connection } from './connection.ts';
import type { SqliteRow, SqliteValue } from './open-sqlite.ts';
import { storableText } from './storable-text.ts';

const INSERT = `INSERT INTO outbox
  (dedupe_key, lane, destination, merge_key, content, reference, tag, caused_at, created_at, not_before, expires_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (dedupe_key) DO NOTHING`;

/**
 * Adds messages inside a transaction of `connection`. `causedAt` is when the event came in that they tell of. Plain SQL,
 * because it is part of the end of every event.
 */
export function insertMessages(
  connection: Connection,
  messages: readonly OutboxMessage[],
  { causedAt, now }: { readonly causedAt: Date; readonly now: Date },
): void {
  if (messages.length > 0) connection.stirOutbox();
  // One that died is forgotten and begins anew, with an id that shows that it is new.
  const forgetDead = connection.statement("DELETE FROM outbox WHERE dedupe_key = ? AND state = 'dead'");
  const insert = connection.statement(INSERT);
  for (const message of messages.flatMap(inParts)) {
    const { destination, mergeKey, notBefore, expiresAt, tag } = message;
    const dedupeKey = storableText(message.dedupeKey);
    forgetDead.run(dedupeKey);
    insert.run(
      dedupeKey,
      laneOf(destination),
      JSON.stringify(destination),
      mergeKey === null ? null : storableText(mergeKey),
      JSON.stringify(message.content),
      message.reference,
      tag === undefined ? null : storableText(tag),
      causedAt.toISOString(),
      now.toISOString(),
      notBefore === undefined || notBefore <= now ? null : notBefore.toISOString(),
      expiresAt?.toISOString() ?? null,
    );
  }
}

/** Selects what `toOutboxRow` reads: the row, and where the message stands that says it. */
export const SELECT_ROWS = `SELECT outbox.*, outbox_post.channel_id, outbox_post.message_id
  FROM outbox LEFT JOIN outbox_post ON outbox_post.id = outbox.post_id`;

/** What was forgotten by `purge` shows as a notice without words. */
const FORGOTTEN: OutboxContent = { kind: 'notice', notice: { title: '', lines: [], tone: 'neutral' } };

export function toOutboxRow(row: SqliteRow): OutboxRow {
  return {
    id: Number(row.id),
    destination: JSON.parse(String(row.destination)) as Destination,
    content: row.content === null ? FORGOTTEN : (JSON.parse(String(row.content)) as OutboxContent),
    mergeKey: textOf(row.merge_key),
    dedupeKey: String(row.dedupe_key),
    reference: String(row.reference),
    ...(row.not_before === null ? {} : { notBefore: new Date(String(row.not_before)) }),
    ...(row.expires_at === null ? {} : { expiresAt: new Date(String(row.expires_at)) }),
    ...(row.tag === null ? {} : { tag: String(row.tag) }),
    state: row.state as OutboxState,
    causedAt: new Date(String(row.caused_at)),
    createdAt: new Date(String(row.created_at)),
    outcome: textOf(row.outcome),
    finishedAt: timeOf(row.finished_at),
    // While it is being added to an earlier message, it does not stand there yet.
    message: row.state === 'sent' ? sentMessageOf(row) : null,
  };
}

export function toOutboxPost(row: SqliteRow): OutboxPost {
  return {
    id: Number(row.id),
    destination: JSON.parse(String(row.destination)) as Destination,
    mergeKey: textOf(row.merge_key),
    key: String(row.key),
    beganAt: new Date(String(row.began_at)),
    attempts: Number(row.attempts),
    message: sentMessageOf(row),
    sentAt: timeOf(row.sent_at),
    edits: Number(row.edits),
    takesUntil: timeOf(row.takes_until),
  };
}

export function sentMessageOf({ channel_id, message_id }: SqliteRow): SentMessage | null {
  return typeof channel_id === 'string' && typeof message_id === 'string'
    ? { channelId: channel_id, messageId: message_id }
    : null;
}

function textOf(value: SqliteValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function timeOf(value: SqliteValue | undefined): Date | null {
  return typeof value === 'string' ? new Date(value) : null;
}

/** The lane when the chat refuses what is said there, also when that may be tried again by now. */
export function closedLane(connection: Connection, lane: string): ClosedLane | null {
  const row = connection.statement('SELECT * FROM outbox_closed WHERE lane = ?').get(lane);
  return row ? toClosedLane(row) : null;
}

export function closedLanes(connection: Connection): OutboxDepth['closed'] {
  const select = connection.statement('SELECT * FROM outbox_closed ORDER BY since');
  return select.all().map((row) => ({
    ...toClosedLane(row),
    destination: JSON.parse(String(row.destination)) as Destination,
  }));
}

function toClosedLane({ why, since, until }: SqliteRow): ClosedLane {
  return { why: String(why), since: new Date(String(since)), until: new Date(String(until)) };
}
