import type { Effects } from './effects.ts';
import type { Sender } from './work-event.ts';

/** Something that came in, before it is understood. */
export interface NewDelivery {
  readonly sender: Sender;
  /** The sender's own id: unique per sender, for ever. */
  readonly deliveryId: string;
  /**
   * Of the bytes that were signed, where the delivery id is not among them: the same bytes under another id are the same
   * delivery, so nobody can repeat an old one under a new name.
   */
  readonly fingerprint?: string;
  /** For people and metrics: `linear:Issue.update`, `github:pull_request.opened`. At most 100 characters. */
  readonly kind: string;
  /** What it is about: rows with the same subject are handled one after another, in the order in which they came. */
  readonly subject: string;
  readonly receivedAt: Date;
  /** As it came (JSON). */
  readonly payload: string;
  readonly reference: string;
  /** Not before; absent: at once. */
  readonly notBefore?: Date;
}

export type InboxState = 'waiting' | 'done' | 'ignored' | 'dead';

export interface InboxRow extends Omit<NewDelivery, 'fingerprint' | 'notBefore'> {
  /** Grows in the order in which they came; never used again. */
  readonly id: number;
  readonly state: InboxState;
  /** Attempts that failed so far. */
  readonly attempts: number;
  readonly nextAt: Date;
  /** What became of it, in words: `told 2`, `nobody asked to know`, an error code with its reason. */
  readonly outcome: string | null;
  readonly finishedAt: Date | null;
}

export interface InboxDepth {
  readonly waiting: number;
  readonly dead: number;
  readonly oldestWaitingAt: Date | null;
}

/** What came in, on disk before it is acknowledged; unique by sender and delivery id. Throws `STORE_…`. */
export interface InboxStore {
  /** One durable write for all of them. In the order given: was it new? */
  receive(deliveries: readonly NewDelivery[]): Promise<readonly boolean[]>;
  /**
   * Rows that may be handled now: waiting, due, and none of the same subject before them unfinished (dead ones do not
   * hold their subject up). Old ones first, but with room for new subjects, so that a backlog does not starve them.
   * `busy` subjects are left out.
   */
  due(options: {
    readonly limit: number;
    readonly now: Date;
    readonly busy: ReadonlySet<string>;
  }): Promise<readonly InboxRow[]>;
  /**
   * Ends a row together with everything that comes of it, in one transaction. `fenced` when the lease has moved on;
   * `gone` when the row is not waiting any more. Then nothing was written.
   */
  settle(step: {
    readonly id: number;
    readonly epoch: number;
    readonly state: 'done' | 'ignored';
    readonly effects: Effects;
    readonly now: Date;
  }): Promise<'settled' | 'fenced' | 'gone'>;
  /** A failed attempt: again at `nextAt`, or dead when that is null. */
  fail(step: {
    readonly id: number;
    readonly epoch: number;
    readonly why: string;
    readonly nextAt: Date | null;
    readonly now: Date;
  }): Promise<'settled' | 'fenced' | 'gone'>;
  depth(): Promise<InboxDepth>;
  row(id: number): Promise<InboxRow | null>;
  /** The newest first. */
  list(filter: {
    readonly state?: InboxState;
    readonly subject?: string;
    readonly reference?: string;
    readonly limit: number;
  }): Promise<readonly InboxRow[]>;
  /** Dead (or done) rows are made waiting again, at once. Returns how many. */
  replay(ids: readonly number[], now: Date): Promise<number>;
  /** Forgets finished rows (not dead ones, unless `dead`) that ended before. Returns how many; in batches. */
  purge(before: Date, options?: { readonly dead: boolean }): Promise<number>;
}
