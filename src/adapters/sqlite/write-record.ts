import type { StoreRecord } from '../../ports/records.ts';
import { assertNever } from '../../shared/never.ts';
import { changeCapture, keepCapture } from './capture-store.ts';
import type { Connection } from './connection.ts';
import { saveWatchedSprint } from './sprint-watch-store.ts';

/** Writes what a feature wants remembered, inside the transaction that ends the event. */
export function writeRecord(connection: Connection, record: StoreRecord): void {
  switch (record.kind) {
    case 'sprint-watched':
      return saveWatchedSprint(connection, record.watched);
    case 'capture-kept':
      keepCapture(connection, record.capture);
      return;
    case 'capture-changed':
      return changeCapture(connection, record.id, record.change);
    default:
      return assertNever(record);
  }
}
