import type { Migration } from '../migrate.ts';

/** Messages that become issues. The draft is erased once it is not needed. */
export const capture: Migration = {
  number: 7,
  name: 'capture',
  isOldCodeCompatible: true,
  statements: [
    `CREATE TABLE capture (
  id TEXT PRIMARY KEY,
  message_id TEXT,
  channel_id TEXT,
  message_url TEXT,
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  captured_by TEXT NOT NULL,
  captured_at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('kept', 'created', 'undone', 'refused')),
  draft TEXT,
  issue_identifier TEXT,
  issue_title TEXT,
  issue_url TEXT,
  issue_state_name TEXT,
  issue_state_type TEXT,
  priority INTEGER NOT NULL,
  written_at TEXT,
  attempts INTEGER NOT NULL,
  tells_author INTEGER CHECK (tells_author IN (0, 1)),
  last_news TEXT CHECK (last_news IN ('planned', 'done', 'declined')),
  reference TEXT NOT NULL,
  CHECK ((message_id IS NULL) = (channel_id IS NULL) AND (message_id IS NULL) = (message_url IS NULL)),
  CHECK (state <> 'kept' OR draft IS NOT NULL),
  CHECK (state <> 'created' OR issue_identifier IS NOT NULL)
) STRICT`,
    'CREATE INDEX capture_of_message ON capture (message_id, captured_at) WHERE message_id IS NOT NULL',
    'CREATE INDEX capture_of_author ON capture (author_id, captured_at)',
  ],
};
