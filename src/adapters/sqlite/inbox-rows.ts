import { createHash } from 'node:crypto';
import type { InboxRow, InboxState, NewDelivery } from '../../ports/inbox.ts';
import type { Sender } from '../../ports/work-event.ts';
import type { Connection } from './connection.ts';
import type { SqliteRow } from './open-sqlite.ts';
import { storableText } from './storable-text.ts';

const DIGEST_BYTES = 16;

/**
 * Takes deliveries in, inside a transaction of `connection`; in their order: was it new? Plain SQL, because every webhook
 * waits for it.
 */
export function insertDeliveries(connection: Connection, deliveries: readonly NewDelivery[]): boolean[] {
  return deliveries.map((delivery) => insertDelivery(connection, delivery));
}

function insertDelivery(connection: Connection, delivery: NewDelivery): boolean {
  const see = connection.statement('INSERT INTO inbox_seen VALUES (?) ON CONFLICT DO NOTHING');
  const added = identitiesOf(delivery).map((digest) => Number(see.run(digest).changes));
  if (added.includes(0)) return false;
  const { sender, deliveryId, kind, receivedAt, payload, reference, notBefore } = delivery;
  const subject = storableText(delivery.subject);
  connection
    .statement(
      `INSERT INTO inbox (sender, delivery_id, kind, subject, received_at, payload, reference, next_at, is_first)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, NOT EXISTS (SELECT 1 FROM inbox WHERE subject = ? AND state = 'waiting'))`,
    )
    .run(
      sender,
      storableText(deliveryId),
      storableText(kind),
      subject,
      receivedAt.toISOString(),
      storableText(payload),
      reference,
      (notBefore ?? receivedAt).toISOString(),
      subject,
    );
  return true;
}

function identitiesOf({ sender, deliveryId, fingerprint }: NewDelivery): Buffer[] {
  const id = digestOf(`${sender} id ${deliveryId}`);
  return fingerprint === undefined ? [id] : [id, digestOf(`${sender} bytes ${fingerprint}`)];
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest().subarray(0, DIGEST_BYTES);
}

/** Lets the oldest waiting row of a subject be handled next, and no other. */
export function markFirst(connection: Connection, subject: string): void {
  connection
    .statement(
      `UPDATE inbox SET is_first = 1 WHERE is_first = 0
       AND id = (SELECT min(id) FROM inbox WHERE subject = ? AND state = 'waiting')`,
    )
    .run(subject);
}

export function toInboxRow(row: SqliteRow): InboxRow {
  return {
    id: Number(row.id),
    sender: String(row.sender) as Sender,
    deliveryId: String(row.delivery_id),
    kind: String(row.kind),
    subject: String(row.subject),
    receivedAt: new Date(String(row.received_at)),
    payload: String(row.payload),
    reference: String(row.reference),
    state: String(row.state) as InboxState,
    attempts: Number(row.attempts),
    nextAt: new Date(String(row.next_at)),
    outcome: row.outcome === null ? null : String(row.outcome),
    finishedAt: row.finished_at === null ? null : new Date(String(row.finished_at)),
  };
}
