import type { Timing } from '../shared/plan-times.ts';

/** Something that the clock asks for. */
export interface Plan {
  readonly name: string;
  readonly timing: Timing;
  /** After a downtime: the latest run that was missed is made up for when it is not older than this. */
  readonly catchUpMs: number;
}

/** Since when each plan is known, so that one that is new today does not make up for this morning. Throws `STORE_…`. */
export interface ScheduleStore {
  /** Remembers the plans that are new, as of now, and forgets those that are gone. */
  knownSince(names: readonly string[], now: Date): Promise<ReadonlyMap<string, Date>>;
}
