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

CREATE TABLE migration (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  is_old_code_compatible INTEGER NOT NULL CHECK (is_old_code_compatible IN (0, 1)),
  applied_at TEXT NOT NULL
) STRICT;

CREATE TABLE write_probe (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  written_at TEXT NOT NULL
) STRICT;
