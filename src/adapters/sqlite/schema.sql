-- The whole schema after all migrations. Generated from src/adapters/sqlite/migrations; not edited by hand.

CREATE TABLE audit (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  reference TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_is_not_updated BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_is_a_chain BEFORE INSERT ON audit
WHEN NEW.number <> COALESCE((SELECT max(number) FROM audit), 0) + 1
  OR NEW.previous_hash <> COALESCE(
    (SELECT hash FROM audit WHERE number = (SELECT max(number) FROM audit)),
    '0000000000000000000000000000000000000000000000000000000000000000'
  )
BEGIN
  SELECT RAISE(ABORT, 'the audit log is a chain');
END;

CREATE TABLE build (
  key TEXT PRIMARY KEY,
  updated_at TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;

CREATE INDEX build_updated ON build (updated_at);

CREATE TABLE capture (
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
) STRICT;

CREATE INDEX capture_of_message ON capture (message_id, captured_at) WHERE message_id IS NOT NULL;

CREATE INDEX capture_of_author ON capture (author_id, captured_at);

CREATE TABLE change_seen (
  about TEXT NOT NULL,
  at TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('arrived', 'found')),
  PRIMARY KEY (about, at, origin)
) STRICT, WITHOUT ROWID;

CREATE INDEX change_seen_at ON change_seen (at);

CREATE TABLE code_issue (
  issue TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('pull_request', 'deployment')),
  key TEXT NOT NULL,
  PRIMARY KEY (issue, kind, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX code_issue_key ON code_issue (kind, key);

CREATE TABLE deployment (
  key TEXT PRIMARY KEY,
  branch TEXT,
  updated_at TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;

CREATE INDEX deployment_updated ON deployment (updated_at);

CREATE INDEX deployment_branch ON deployment (branch);

CREATE TABLE gateway_lease (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  epoch INTEGER NOT NULL,
  owner_id TEXT,
  owner_host TEXT,
  owner_pid INTEGER,
  expires_at TEXT,
  CHECK ((owner_id IS NULL) = (expires_at IS NULL))
) STRICT;

CREATE TABLE gateway_session (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  session_id TEXT NOT NULL,
  resume_url TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  shard_count INTEGER NOT NULL
) STRICT;

CREATE TABLE gateway_session_intents (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  session_id TEXT NOT NULL,
  intents INTEGER NOT NULL
) STRICT;

CREATE TABLE inbox (
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
) STRICT;

CREATE INDEX inbox_first ON inbox (next_at, id) WHERE is_first = 1;

CREATE INDEX inbox_waiting ON inbox (subject, id) WHERE state = 'waiting';

CREATE INDEX inbox_finished ON inbox (finished_at) WHERE state <> 'waiting';

CREATE INDEX inbox_dead ON inbox (id) WHERE state = 'dead';

CREATE TABLE inbox_seen (
  digest BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE interaction (
  id TEXT PRIMARY KEY,
  token TEXT,
  payload TEXT,
  received_at TEXT NOT NULL,
  reference TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'taken' CHECK (state IN ('taken', 'done', 'failed')),
  finished_at TEXT,
  CHECK (CASE state
    WHEN 'taken' THEN token IS NOT NULL AND payload IS NOT NULL AND finished_at IS NULL
    ELSE token IS NULL AND payload IS NULL AND finished_at IS NOT NULL
  END)
) STRICT;

CREATE INDEX interaction_unfinished ON interaction (received_at) WHERE state = 'taken';

CREATE INDEX interaction_finished ON interaction (received_at) WHERE state <> 'taken';

CREATE TABLE link (
  discord_user_id TEXT PRIMARY KEY,
  tracker_user_id TEXT NOT NULL UNIQUE,
  tracker_name TEXT NOT NULL,
  linked_at TEXT NOT NULL,
  linked_by TEXT NOT NULL
) STRICT;

CREATE TABLE looked_until (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at TEXT NOT NULL
) STRICT;

CREATE TABLE migration (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  is_old_code_compatible INTEGER NOT NULL CHECK (is_old_code_compatible IN (0, 1)),
  applied_at TEXT NOT NULL
) STRICT;

CREATE TABLE movement (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;

CREATE INDEX movement_at ON movement (at);

CREATE TABLE outbox (
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
) STRICT;

CREATE INDEX outbox_at_once ON outbox (lane, id) WHERE state = 'waiting' AND not_before IS NULL;

CREATE INDEX outbox_later ON outbox (lane, not_before, id) WHERE state = 'waiting' AND not_before IS NOT NULL;

CREATE INDEX outbox_mergeable ON outbox (lane, merge_key, id) WHERE state = 'waiting' AND merge_key IS NOT NULL;

CREATE INDEX outbox_of_post ON outbox (post_id) WHERE post_id IS NOT NULL;

CREATE INDEX outbox_of_reference ON outbox (reference);

CREATE INDEX outbox_tagged ON outbox (tag) WHERE tag IS NOT NULL;

CREATE INDEX outbox_dead ON outbox (id) WHERE state = 'dead';

CREATE INDEX outbox_finished ON outbox (finished_at) WHERE finished_at IS NOT NULL AND content IS NOT NULL;

CREATE TABLE outbox_closed (
  lane TEXT PRIMARY KEY,
  destination TEXT NOT NULL,
  why TEXT NOT NULL,
  since TEXT NOT NULL,
  until TEXT NOT NULL
) STRICT;

CREATE TABLE outbox_post (
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
) STRICT;

CREATE UNIQUE INDEX outbox_post_begun ON outbox_post (lane) WHERE state = 'sending';

CREATE INDEX outbox_post_open ON outbox_post (lane, takes_until) WHERE takes_until IS NOT NULL;

CREATE INDEX outbox_post_merged ON outbox_post (lane, merge_key, id) WHERE merge_key IS NOT NULL;

CREATE INDEX outbox_post_sent ON outbox_post (lane, sent_at);

CREATE INDEX outbox_post_message ON outbox_post (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE preference (
  discord_user_id TEXT PRIMARY KEY,
  kinds TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  quiet_from TEXT,
  quiet_until TEXT,
  summary_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
) STRICT;

CREATE TABLE pull_request (
  key TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('open', 'merged', 'closed')),
  branch TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;

CREATE INDEX pull_request_updated ON pull_request (updated_at);

CREATE INDEX pull_request_open ON pull_request (updated_at) WHERE state = 'open';

CREATE TABLE schedule_plan (
  name TEXT PRIMARY KEY,
  known_since TEXT NOT NULL
) STRICT;

CREATE TABLE sprint_watch (
  team_id TEXT PRIMARY KEY,
  cycle_id TEXT,
  is_risk_told INTEGER NOT NULL CHECK (is_risk_told IN (0, 1)),
  blocked TEXT NOT NULL
) STRICT;

CREATE TABLE write_probe (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  written_at TEXT NOT NULL
) STRICT;
