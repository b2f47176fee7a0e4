import type { Migration } from '../migrate.ts';

/** What was seen of each team's cycle when it was looked at last. */
export const sprintWatch: Migration = {
  number: 6,
  name: 'sprint-watch',
  isOldCodeCompatible: true,
  statements: [
    `CREATE TABLE sprint_watch (
  team_id TEXT PRIMARY KEY,
  cycle_id TEXT,
  is_risk_told INTEGER NOT NULL CHECK (is_risk_told IN (0, 1)),
  blocked TEXT NOT NULL
) STRICT`,
  ],
};
