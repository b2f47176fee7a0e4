import type { Migration } from '../migrate.ts';

/** What happened to issues and code, for digests, previews and builds; and since when each plan of the clock is known. */
export const workMemory: Migration = {
  number: 8,
  name: 'work-memory',
  isOldCodeCompatible: true,
  statements: [
    `CREATE TABLE movement (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT`,
    'CREATE INDEX movement_at ON movement (at)',

    `CREATE TABLE pull_request (
  key TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('open', 'merged', 'closed')),
  branch TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT`,
    'CREATE INDEX pull_request_updated ON pull_request (updated_at)',
    "CREATE INDEX pull_request_open ON pull_request (updated_at) WHERE state = 'open'",

    `CREATE TABLE deployment (
  key TEXT PRIMARY KEY,
  branch TEXT,
  updated_at TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT`,
    'CREATE INDEX deployment_updated ON deployment (updated_at)',
    'CREATE INDEX deployment_branch ON deployment (branch)',

    `CREATE TABLE build (
  key TEXT PRIMARY KEY,
  updated_at TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT`,
    'CREATE INDEX build_updated ON build (updated_at)',

    // Which code names which issue.
    `CREATE TABLE code_issue (
  issue TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('pull_request', 'deployment')),
  key TEXT NOT NULL,
  PRIMARY KEY (issue, kind, key)
) STRICT, WITHOUT ROWID`,
    'CREATE INDEX code_issue_key ON code_issue (kind, key)',

    `CREATE TABLE schedule_plan (
  name TEXT PRIMARY KEY,
  known_since TEXT NOT NULL
) STRICT`,
  ],
};
