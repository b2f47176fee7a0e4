import type { ScheduleStore } from '../../ports/schedule.ts';
import type { Connection } from './connection.ts';

/** Since when each plan is known, in SQLite. */
export function sqliteScheduleStore(connection: Connection): ScheduleStore {
  return {
    knownSince: (names, now) =>
      connection.write((db) => {
        db.prepare('DELETE FROM schedule_plan WHERE name NOT IN (SELECT value FROM json_each(?))').run(
          JSON.stringify(names),
        );
        for (const name of names)
          db.prepare('INSERT OR IGNORE INTO schedule_plan VALUES (?, ?)').run(name, now.toISOString());
        const rows = db.prepare('SELECT name, known_since FROM schedule_plan').all();
        return new Map(rows.map((row) => [String(row.name), new Date(String(row.known_since))]));
      }),
  };
}
