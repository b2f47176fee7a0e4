import type { StoreProbe } from '../../ports/store.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Connection } from './connection.ts';

/** Shorter than for others: whoever asks whether we are healthy wants to know now. */
const PATIENCE_MS = 500;

/** Writes one small row, with everything that a real write needs: the lock, the WAL, the disk. */
export function sqliteWriteProbe(connection: Connection, clock: Clock, schemaVersion: number): StoreProbe {
  return {
    schemaVersion,
    write: () =>
      connection.write(
        () => {
          const write = connection.statement('INSERT OR REPLACE INTO write_probe VALUES (1, ?)');
          write.run(clock.now().toISOString());
        },
        { patienceMs: PATIENCE_MS },
      ),
  };
}
