import type { StoreRecord } from '../../ports/records.ts';
import { assertNever } from '../../shared/never.ts';
import { changeCapture, keepCapture } from './capture-store.ts';
import { writeBuild, writeDeployment, writePullRequest } from './code-work-store.ts';
import type { Connection } from './connection.ts';
import { writeMovement } from './movement-store.ts';
import { saveSeenChange } from './reconciliation-store.ts';
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
    case 'movement-seen':
      return writeMovement(connection, record.movement);
    case 'pull-request-seen':
      return writePullRequest(connection, record.pullRequest);
    case 'deployment-seen':
      return writeDeployment(connection, record.deployment);
    case 'build-seen':
      return writeBuild(connection, record.build);
    case 'change-seen':
      return saveSeenChange(connection, record.key);
    default:
      return assertNever(record);
  }
}
