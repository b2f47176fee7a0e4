import type { ChangeKey } from '../../ports/change-finder.ts';
import { type ReconciliationStore, SAME_CHANGE_WITHIN_MS } from '../../ports/reconciliation.ts';
import type { Connection } from './connection.ts';
import { holdsLease } from './gateway-lease.ts';
import { storableText } from './storable-text.ts';

/** What is known of the tracker's changes, in SQLite. */
export function sqliteReconciliationStore(connection: Connection): ReconciliationStore {
  return {
    lookedUntil: () =>
      connection.read(() => {
        const row = connection.statement('SELECT at FROM looked_until').get();
        return row === undefined ? null : new Date(String(row.at));
      }),
    seenSince: (since) =>
      connection.read(() => {
        const known = new Map<string, Date[]>();
        const rows = connection
          .statement('SELECT about, at FROM change_seen WHERE at >= ? ORDER BY at')
          .all(since.toISOString());
        for (const { about, at } of rows) {
          const times = known.get(String(about)) ?? [];
          times.push(new Date(String(at)));
          known.set(String(about), times);
        }
        return known;
      }),
    isSeen: ({ about, times }, origin) =>
      connection.read(() => {
        const near = connection.statement(
          'SELECT 1 FROM change_seen WHERE about = ? AND origin = ? AND at BETWEEN ? AND ? LIMIT 1',
        );
        const moved = (time: Date, ms: number) => new Date(time.getTime() + ms).toISOString();
        return times.some(
          (time) =>
            near.get(
              storableText(about),
              origin,
              moved(time, -SAME_CHANGE_WITHIN_MS),
              moved(time, SAME_CHANGE_WITHIN_MS),
            ) !== undefined,
        );
      }),
    advance: ({ until, known, forgetBefore, epoch }) =>
      connection.write(() => {
        if (!holdsLease(connection, epoch)) return false;
        connection.statement('INSERT OR REPLACE INTO looked_until VALUES (1, ?)').run(until.toISOString());
        for (const key of known) saveSeenChange(connection, key);
        connection.statement('DELETE FROM change_seen WHERE at < ?').run(forgetBefore.toISOString());
        return true;
      }),
  };
}

/** Inside a transaction. */
export function saveSeenChange(connection: Connection, { about, times, origin }: ChangeKey): void {
  const save = connection.statement('INSERT OR IGNORE INTO change_seen VALUES (?, ?, ?)');
  for (const time of times) save.run(storableText(about), time.toISOString(), origin);
}
