import type { Button, Reply, Tone } from './chat.ts';
import type { SentMessage } from './chat-channel.ts';

/** Where a message goes. */
export type Destination =
  | { readonly kind: 'channel'; readonly channelId: string }
  /** A direct message. */
  | { readonly kind: 'member'; readonly userId: string }
  /** Beside a message: a reply to it in its channel. */
  | { readonly kind: 'reply'; readonly channelId: string; readonly messageId: string };

/**
 * A short piece of news. Notices with the same merge key that come soon after another become one message, which is
 * edited: the newest title, tone and buttons, and the lines of all of them.
 */
export interface Notice {
  readonly title: string;
  readonly url?: string;
  /** Markdown, escaped; one piece of news each. */
  readonly lines: readonly string[];
  readonly tone: Tone;
  readonly buttons?: readonly Button[];
}

export type OutboxContent =
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'reply'; readonly reply: Reply };

/** A message on its way. Written with the event that caused it, sent once. */
export interface OutboxMessage {
  readonly destination: Destination;
  readonly content: OutboxContent;
  /** Notices only; null: a message of its own. */
  readonly mergeKey: string | null;
  /** The same is never said twice: unique for ever. */
  readonly dedupeKey: string;
  /** Finds the event that caused it; shown small under the message. */
  readonly reference: string;
  /** Quiet hours: not before. */
  readonly notBefore?: Date;
  /** News that is old is no news: given up then. Absent: never. */
  readonly expiresAt?: Date;
  /** Messages that can be found again by us (a capture's confirmation, say): kept with the message's id when it is sent. */
  readonly tag?: string;
}

/** `sending` also means: it is not known whether it was sent, because nobody was there to hear the answer. */
export type OutboxState = 'waiting' | 'sending' | 'sent' | 'expired' | 'dead';

export interface OutboxRow extends OutboxMessage {
  readonly id: number;
  readonly state: OutboxState;
  /** When the event that caused it came in. */
  readonly causedAt: Date;
  readonly createdAt: Date;
  /** Why it was given up, or why it is taking so long. */
  readonly outcome: string | null;
  readonly finishedAt: Date | null;
  /** Where it stands, once it was sent; also when it was merged into an earlier message. */
  readonly message: SentMessage | null;
}

/** A message in the chat that is being sent or edited, or that stands there. It says one row, or several that were merged. */
export interface OutboxPost {
  /** The id of its first row. */
  readonly id: number;
  readonly destination: Destination;
  readonly mergeKey: string | null;
  /** What `ChatChannel.send` was given. */
  readonly key: string;
  readonly beganAt: Date;
  /** Attempts that failed since. */
  readonly attempts: number;
  /** Null while it has not been sent. */
  readonly message: SentMessage | null;
  readonly sentAt: Date | null;
  readonly edits: number;
  /** Rows that came until then may still be merged into it; null: none. */
  readonly takesUntil: Date | null;
}

/** A destination that the chat refuses: nothing is tried there until then, but ends as dead. */
export interface ClosedLane {
  readonly why: string;
  readonly since: Date;
  readonly until: Date;
}

/**
 * What comes next in a lane. A lane is what is said in order, one after another: a channel with the replies in it, or a
 * member.
 */
export type NextInLane =
  /** Until another row is added. */
  | { readonly kind: 'nothing' }
  /** Not before then: quiet hours, a pause after a failure, or a message that was edited a moment ago. */
  | { readonly kind: 'rest'; readonly until: Date }
  /** The lane is closed: these rows are to end. */
  | { readonly kind: 'closed'; readonly lane: ClosedLane; readonly rows: readonly number[] }
  /** Begun earlier, and not ended: perhaps it happened. `rows` are all that it says, also those that it said before. */
  | { readonly kind: 'begun'; readonly post: OutboxPost; readonly rows: readonly OutboxRow[] }
  /** The first row to say and those that can be merged with it; `open` is the message that may be edited to say them too. */
  | {
      readonly kind: 'waiting';
      readonly rows: readonly OutboxRow[];
      readonly open: { readonly post: OutboxPost; readonly rows: readonly OutboxRow[] } | null;
    };

/** Marked before the chat is called, so that a successor knows that it may have happened. */
export type Beginning =
  | { readonly kind: 'send'; readonly rows: readonly number[]; readonly key: string }
  | { readonly kind: 'edit'; readonly post: number; readonly rows: readonly number[] };

export type Ending =
  | {
      readonly kind: 'sent';
      readonly post: number;
      readonly message: SentMessage;
      /** Null: it takes no more. */
      readonly merging: { readonly takesUntil: Date; readonly editAt: Date } | null;
    }
  | { readonly kind: 'again'; readonly post: number; readonly why: string; readonly nextAt: Date }
  /** The message is gone: what was to be added is said in a new one. */
  | { readonly kind: 'apart'; readonly post: number }
  | {
      readonly kind: 'dead';
      readonly post: number;
      readonly why: string;
      /** The destination itself is of no use: closed until then; `report` tells somebody. */
      readonly closing: { readonly until: Date; readonly report: OutboxMessage | null } | null;
    };

/** One durable step of the outbox: all of it in one transaction, refused (`fenced`) when the lease has moved on. */
export interface OutboxStep {
  readonly epoch: number;
  readonly now: Date;
  readonly begun: readonly Beginning[];
  readonly ended: readonly Ending[];
  /** Waiting rows that end without being said. */
  readonly dropped: readonly {
    readonly rows: readonly number[];
    readonly state: 'expired' | 'dead';
    readonly why: string;
  }[];
}

export interface OutboxDepth {
  readonly waiting: number;
  readonly dead: number;
  /** Since when the oldest row waits that may be said now. */
  readonly oldestDueAt: Date | null;
  readonly closed: readonly (ClosedLane & { readonly destination: Destination })[];
}

/** Finds our own messages in the chat again. */
export interface SaidMessages {
  /** The newest message that was sent with this tag; null: none (yet). */
  messageOf(tag: string): Promise<SentMessage | null>;
  /** The tag that this message was sent with; null: none, or not one of ours. */
  tagOf(message: SentMessage): Promise<string | null>;
}

/** What is to be said, on disk from the event that caused it until it stands in the chat. Throws `STORE_…`. */
export interface OutboxStore extends SaidMessages {
  /**
   * Adds what did not come of an event. One that died is given another chance; any other that was there before (by its
   * `dedupeKey`) stays as it is.
   */
  add(messages: readonly OutboxMessage[], now: Date): Promise<void>;
  /** Calls back soon after something was added through this store; what other processes add it does not notice. Returns the end. */
  onAdded(listener: () => void): () => void;
  /** Lanes with rows newer than this id that wait, and the newest id; after 0 also lanes in which something is begun. */
  lanes(after: number): Promise<{ readonly lanes: readonly string[]; readonly newest: number }>;
  /** `openSince`: a message that took rows until before that is not edited any more. At most `limit` rows. */
  next(
    lane: string,
    options: { readonly now: Date; readonly openSince: Date; readonly limit: number },
  ): Promise<NextInLane>;
  advance(step: OutboxStep): Promise<'done' | 'fenced'>;
  /** Message ids in that lane which we know to be ours, sent since. */
  messagesIn(lane: string, since: Date): Promise<ReadonlySet<string>>;
  depth(): Promise<OutboxDepth>;
  /** All that was said, or was to be said, because of the event with this reference. */
  ofReference(reference: string): Promise<readonly OutboxRow[]>;
  /** The newest first. */
  list(filter: { readonly state: OutboxState; readonly limit: number }): Promise<readonly OutboxRow[]>;
  /** Forgets what was said before; that it was said, it remembers. Returns how many; in batches. */
  purge(before: Date): Promise<number>;
}

/** What is said in order, one after another. */
export function laneOf(destination: Destination): string {
  return destination.kind === 'member' ? `member:${destination.userId}` : `channel:${destination.channelId}`;
}
