/** Something in the workspace was changed; what Linear would tell a webhook. */
export interface Change {
  readonly at: string;
  readonly action: 'create' | 'update' | 'remove';
  readonly type: 'Issue' | 'Comment' | 'IssueLabel' | 'Attachment' | 'IssueRelation' | 'Cycle' | 'Project';
  readonly id: string;
  /** The user who did it. */
  readonly actorId: string;
  /** The old values of the fields that an update changed. */
  readonly updatedFrom: Readonly<Record<string, unknown>>;
}

/** Tells listeners of each change, in order, after it happened and before anything else does. */
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
