/** Work that only the owner of the gateway does: one process at a time, however many are running. */
export interface Companion {
  /** The lease is ours. `epoch` fences what is written: when the lease has moved on, nothing is. */
  start(epoch: number): void;
  /** Begins nothing new and waits a moment for what is under way. The lease is still ours meanwhile. */
  stop(): Promise<void>;
}
