import type { FeaturePorts } from './command.ts';
import type { NewDelivery } from './inbox.ts';
import type { OutboxMessage } from './outbox.ts';
import type { StoreRecord } from './records.ts';
import type { WorkEvent, WorkEventKind } from './work-event.ts';

/** What comes of an event: written in one transaction with the end of its inbox row, so that it happens once. */
export interface Effects {
  /** What people are told. */
  readonly messages: readonly OutboxMessage[];
  /** What we remember. */
  readonly records: readonly StoreRecord[];
  /** Work that follows, through the inbox. */
  readonly followUps: readonly NewDelivery[];
  /** For whoever asks why something was said or was not: one short line. */
  readonly note: string;
}

export const NO_EFFECTS: Effects = { messages: [], records: [], followUps: [], note: '' };

/** What a handler knows of the delivery beside the event itself. */
export interface EventContext {
  readonly inboxId: number;
  readonly reference: string;
  /** Attempts that failed before this one. */
  readonly attempts: number;
  readonly receivedAt: Date;
}

/**
 * One feature's answer to an event. It may read through its ports and must be repeatable: after a crash it runs again.
 * Returns null when the event is none of its business. Throws `AppError`: tried again later when the error is retryable.
 */
export interface EventHandler {
  /** For metrics and `events show`. */
  readonly name: string;
  readonly kinds: readonly WorkEventKind[];
  handle(ports: FeaturePorts, event: WorkEvent, context: EventContext): Promise<Effects | null>;
}
