/** Something in the workspace was changed by a mutation; what Linear would tell a webhook. */
export interface Change {
  readonly at: string;
  readonly action: 'create' | 'update';
  readonly type: 'Issue' | 'Comment' | 'IssueLabel' | 'Attachment';
  readonly id: string;
  /** The user who did it. */
  readonly actorId: string;
  /** The old values of the fields that an update changed. */
  readonly updatedFrom: Readonly<Record<string, unknown>>;
}

/** Tells listeners of each change, in order, after it happened. */
export class Changes {
  readonly #listeners = new Set<(change: Change) => void>();

  /** Returns the function that ends it. */
  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}
