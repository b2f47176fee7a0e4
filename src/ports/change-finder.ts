/** What identifies a change whichever way it came to us. */
export interface ChangeKey {
  /** `issue <id>`, `comment <id>`. */
  readonly about: string;
  /** When it happened; several times where several changes came in one. */
  readonly times: readonly Date[];
  /** `found` when it was looked for and not sent. */
  readonly origin: 'arrived' | 'found';
}

/** A change in the tracker that nobody has told us of, in the form in which its webhook would have come. */
export interface MissedChange {
  /** The same for the same change, and no sender's own id. */
  readonly deliveryId: string;
  /** As the sender names it: `Issue.update`. */
  readonly type: string;
  /** As for the sender's own deliveries: what is about the same is handled in order. */
  readonly subject: string;
  readonly at: Date;
  readonly payload: string;
  readonly key: ChangeKey;
}

export interface MissedChanges {
  /** Oldest first; of each issue one, however often it changed. */
  readonly changes: readonly MissedChange[];
  /** Up to here everything was looked at; `since` when there was nothing. By the tracker's own clock. */
  readonly until: Date;
  /** There was more than the limit: the newest are here, and nobody knows how many are not. */
  readonly isCut: boolean;
}

/** Is it known already that this happened at about that time? */
export type IsKnown = (about: string, at: Date) => boolean;

/** Looks for what has changed, because webhooks can get lost: their sender gives up after a while. */
export interface ChangeFinder {
  /**
   * Changes after `since` and not after `notAfter` that are not known. `limit` is for issues and for comments.
   * Throws `LINEAR_…`.
   */
  missedChanges(
    since: Date,
    options: { readonly notAfter: Date; readonly limit: number; readonly isKnown: IsKnown },
  ): Promise<MissedChanges>;
}
