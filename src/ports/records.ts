import type { CaptureRecord } from './captures.ts';
import type { WatchedSprint } from './sprint-watch.ts';

/**
 * What features want remembered, as values: the store writes them in the transaction that ends the event. Each feature's
 * port adds its own members to this union.
 */
export type StoreRecord = CaptureRecord | { readonly kind: 'sprint-watched'; readonly watched: WatchedSprint };
