import type { Migration } from '../migrate.ts';

/** What is to be said in the chat, and which message says it. */
export const outbox: Migration = {
  number: 2,
  name: 'outbox',
  isOldCodeCompatible: true,
  statements: [
    // A message in the chat. Its id is that of the first row that it says.
    `CREATE TABLE outbox_post (
  id INTEGER PRIMARY KEY,
  lane TEXT NOT NULL,
  destination TEXT NOT NULL,
  merge_key TEXT,
  key TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'sending' CHECK (state IN ('sending', 'sent')),
  began_at TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at TEXT,
  channel_id TEXT,
  message_id TEXT,
  sent_at TEXT,
  edits INTEGER NOT NULL DEFAULT 0,
  takes_until TEXT,
  edit_at TEXT,
  CHECK ((message_id IS NULL) = (sent_at IS NULL) AND (message_id IS NULL) = (channel_id IS NULL)),
  CHECK (state = 'sending' OR message_id IS NOT NULL),
  CHECK ((takes_until IS NULL) = (edit_at IS NULL))
) STRICT`,
    `CREATE UNIQUE INDEX outbox_post_begun ON outbox_post (lane) WHERE state = 'sending'`,
    `CREATE INDEX outbox_post_open ON outbox_post (lane, takes_until) WHERE takes_until IS NOT NULL`,
    `CREATE INDEX outbox_post_merged ON outbox_post (lane, merge_key, id) WHERE merge_key IS NOT NULL`,
    `CREATE INDEX outbox_post_sent ON outbox_post (lane, sent_at)`,
    `CREATE INDEX outbox_post_message ON outbox_post (message_id) WHERE message_id IS NOT NULL`,

    // AUTOINCREMENT: whoever asks for rows newer than an id must never miss one.
    `CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dedupe_key TEXT NOT NULL UNIQUE,
  lane TEXT NOT NULL,
  destination TEXT NOT NULL,
  merge_key TEXT,
  content TEXT,
  reference TEXT NOT NULL,
  tag TEXT,
  caused_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  not_before TEXT,
  expires_at TEXT,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'expired', 'dead')),
  post_id INTEGER REFERENCES outbox_post (id),
  outcome TEXT,
  finished_at TEXT,
  CHECK ((state IN ('sending', 'sent')) = (post_id IS NOT NULL)),
  CHECK ((state IN ('waiting', 'sending')) = (finished_at IS NULL)),
  CHECK (content IS NOT NULL OR finished_at IS NOT NULL)
) STRICT`,
    // Rows for at once go by their id, whatever the clock says; rows for later by their time.
    `CREATE INDEX outbox_at_once ON outbox (lane, id) WHERE state = 'waiting' AND not_before IS NULL`,
    `CREATE INDEX outbox_later ON outbox (lane, not_before, id) WHERE state = 'waiting' AND not_before IS NOT NULL`,
    `CREATE INDEX outbox_mergeable ON outbox (lane, merge_key, id) WHERE state = 'waiting' AND merge_key IS NOT NULL`,
    `CREATE INDEX outbox_of_post ON outbox (post_id) WHERE post_id IS NOT NULL`,
    `CREATE INDEX outbox_of_reference ON outbox (reference)`,
    `CREATE INDEX outbox_tagged ON outbox (tag) WHERE tag IS NOT NULL`,
    `CREATE INDEX outbox_dead ON outbox (id) WHERE state = 'dead'`,
    `CREATE INDEX outbox_finished ON outbox (finished_at) WHERE finished_at IS NOT NULL AND content IS NOT NULL`,

    `CREATE TABLE outbox_closed (
  lane TEXT PRIMARY KEY,
  destination TEXT NOT NULL,
  why TEXT NOT NULL,
  since TEXT NOT NULL,
  until TEXT NOT NULL
) STRICT`,
  ],
};
