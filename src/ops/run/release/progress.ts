import type { Release, Slot, SlotProcess, Standing } from '../../plans/release/release.ts';
import type { Snapshot } from './database.ts';

/** How the release that served before did when the run began. */
export interface Before {
  readonly isReady: boolean;
  readonly hasGateway: boolean;
}

/** How far a run has come: what a failure has to take back. */
export interface Progress {
  readonly was: Standing;
  readonly before: Before;
  /** Where the new release runs. */
  readonly slot: Slot;
  release: Release | null;
  started: SlotProcess | null;
  snapshot: Snapshot | null;
  /** The database may have become one that the release before cannot use: going back means going back to this one. */
  undo: Snapshot | null;
  isSwapped: boolean;
  /** The live release was stopped before the new one was started. */
  isStoppedFirst: boolean;
  /** The new release has proved itself: from here on nothing is taken back. */
  isCommitted: boolean;
}
