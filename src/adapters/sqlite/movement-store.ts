import type { Movement, Movements } from '../../ports/movements.ts';
import type { Connection } from './connection.ts';
import { revive, storableJson } from './stored-json.ts';

/** What happened to issues, in SQLite. */
export function sqliteMovements(connection: Connection): Movements {
  return {
    between: (from, to, limit) =>
      connection.read(() =>
        connection
          .statement('SELECT data FROM movement WHERE at >= ? AND at < ? ORDER BY at DESC, id DESC LIMIT ?')
          .all(from.toISOString(), to.toISOString(), limit)
          .map(({ data }) => revive<Movement>(data, ['at']))
          .reverse(),
      ),
    purge: (before) =>
      connection.write((db) =>
        Number(db.prepare('DELETE FROM movement WHERE at < ?').run(before.toISOString()).changes),
      ),
  };
}

export function writeMovement(connection: Connection, movement: Movement): void {
  connection
    .statement('INSERT OR IGNORE INTO movement VALUES (?, ?, ?)')
    .run(movement.id, movement.at.toISOString(), storableJson(movement));
}
