import { openSqlite } from './open-sqlite.ts';

/**
 * What came in after a snapshot was taken goes on in its copy: from the database that is given up, which nobody has open and
 * whose inbox is the one that we know. What was handled and told stays handled; what was handled and not told yet waits
 * again. Gives how many deliveries were carried over; throws SQLite's own errors, and the copy is as it was then.
 */
export async function carryInbox(from: string, copy: string): Promise<number> {
  const db = await openSqlite(copy);
  try {
    db.exec('PRAGMA foreign_keys = ON');
    db.prepare('ATTACH ? AS given_up').run(from);
    db.exec('BEGIN IMMEDIATE');
    const since = Number(db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'inbox'").get()?.seq ?? 0);
    const carried = Number(db.prepare(CARRY).run(since).changes);
    db.exec(`INSERT OR IGNORE INTO inbox_seen SELECT digest FROM given_up.inbox_seen; ${MARK_FIRST}; COMMIT`);
    return carried;
  } finally {
    // What was begun and not committed is taken back with it.
    db.close();
  }
}

/** Its reference leads from a message to what it tells of. */
const IS_UNTOLD = `EXISTS (
  SELECT 1 FROM given_up.outbox WHERE outbox.reference = was.reference AND outbox.state IN ('waiting', 'sending'))`;

const CARRY = `INSERT INTO inbox
  (id, sender, delivery_id, kind, subject, received_at, payload, reference, next_at, is_first, state, outcome, finished_at)
  SELECT id, sender, delivery_id, kind, subject, received_at, payload, reference, next_at, 0,
    iif(${IS_UNTOLD}, 'waiting', state), iif(${IS_UNTOLD}, NULL, outcome), iif(${IS_UNTOLD}, NULL, finished_at)
  FROM given_up.inbox AS was WHERE id > ? ORDER BY id`;

const MARK_FIRST = `UPDATE inbox SET is_first = 1 WHERE is_first = 0
  AND id IN (SELECT min(id) FROM inbox WHERE state = 'waiting' GROUP BY subject)`;
