import type { Migration } from '../migrate.ts';

/** How far we have looked for changes that did not come as webhooks, and the changes that we know. */
export const reconciliation: Migration = {
  number: 9,
  name: 'reconciliation',
  isOldCodeCompatible: true,
  statements: [
    `CREATE TABLE looked_until (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at TEXT NOT NULL
) STRICT`,
    `CREATE TABLE change_seen (
  about TEXT NOT NULL,
  at TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('arrived', 'found')),
  PRIMARY KEY (about, at, origin)
) STRICT, WITHOUT ROWID`,
    'CREATE INDEX change_seen_at ON change_seen (at)',
  ],
};
