import type { SprintWatchStore, WatchedSprint } from '../../ports/sprint-watch.ts';
import type { Connection } from './connection.ts';

/** What was seen of the cycles, in SQLite. */
export function sqliteSprintWatchStore(connection: Connection): SprintWatchStore {
  return {
    of: (teamId) =>
      connection.read(() => {
        const row = connection.statement('SELECT * FROM sprint_watch WHERE team_id = ?').get(teamId);
        if (row === undefined) return null;
        return {
          teamId,
          cycleId: row.cycle_id === null ? null : String(row.cycle_id),
          isRiskTold: row.is_risk_told === 1,
          blocked: JSON.parse(String(row.blocked)) as string[],
        };
      }),
  };
}

/** Inside a transaction. */
export function saveWatchedSprint(
  connection: Connection,
  { teamId, cycleId, isRiskTold, blocked }: WatchedSprint,
): void {
  connection
    .statement('INSERT OR REPLACE INTO sprint_watch VALUES (?, ?, ?, ?)')
    .run(teamId, cycleId, Number(isRiskTold), JSON.stringify(blocked));
}
