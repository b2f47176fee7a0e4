import type { StoreRecord } from '../../ports/records.ts';
import { assertNever } from '../../shared/never.ts';
import type { Connection } from './connection.ts';

/** Writes what a feature wants remembered, inside the transaction that ends the event. */
export function writeRecord(_connection: Connection, record: StoreRecord): void {
  return assertNever(record);
}
