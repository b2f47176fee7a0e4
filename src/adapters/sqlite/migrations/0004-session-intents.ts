import type { Migration } from '../migrate.ts';

/**
 * Which kinds of events the session of the gateway was begun for. A table of its own, because older code writes all
 * columns of `gateway_session`; what it says holds for that session only.
 */
export const sessionIntents: Migration = {
  number: 4,
  name: 'session-intents',
  isOldCodeCompatible: true,
  statements: [
    `CREATE TABLE gateway_session_intents (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  session_id TEXT NOT NULL,
  intents INTEGER NOT NULL
) STRICT`,
  ],
};
