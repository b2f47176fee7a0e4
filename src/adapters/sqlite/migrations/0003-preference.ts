import type { Migration } from '../migrate.ts';

/** What members want to be told by direct message. */
export const preference: Migration = {
  number: 3,
  name: 'preference',
  isOldCodeCompatible: true,
  statements: [
    `CREATE TABLE preference (
  discord_user_id TEXT PRIMARY KEY,
  kinds TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  quiet_from TEXT,
  quiet_until TEXT,
  summary_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
) STRICT`,
  ],
};
