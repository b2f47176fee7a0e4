import type { Migration } from '../migrate.ts';

/** What came in, and what of it was ever seen. */
export const inbox: Migration = {
  number: 5,
  name: 'inbox',
  isOldCodeCompatible: true,
  statements: [
    // AUTOINCREMENT: what people and other tables know by its number is never mixed up with something later.
    `CREATE TABLE inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sender TEXT NOT NULL,
  delivery_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  received_at TEXT NOT NULL,
  payload TEXT NOT NULL,
  reference TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'ignored', 'dead')),
  is_first INTEGER NOT NULL CHECK (is_first IN (0, 1)),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at TEXT NOT NULL,
  outcome TEXT,
  finished_at TEXT,
  CHECK ((state = 'waiting') = (finished_at IS NULL)),
  CHECK (is_first = 0 OR state = 'waiting')
) STRICT`,
    // Only the first waiting row of each subject may be handled. Marked, it is found without reading the backlog behind it.
    'CREATE INDEX inbox_first ON inbox (next_at, id) WHERE is_first = 1',
    "CREATE INDEX inbox_waiting ON inbox (subject, id) WHERE state = 'waiting'",
    "CREATE INDEX inbox_finished ON inbox (finished_at) WHERE state <> 'waiting'",
    "CREATE INDEX inbox_dead ON inbox (id) WHERE state = 'dead'",

    // Outlives the rows, so that a delivery is known also when it was purged long ago: 16 bytes each.
    `CREATE TABLE inbox_seen (
  digest BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID`,
  ],
};
