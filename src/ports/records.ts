import type { CaptureRecord } from './captures.ts';
import type { Build, Deployment, PullRequest } from './code-work.ts';
import type { Movement } from './movements.ts';
import type { ChangeSeen } from './reconciliation.ts';
import type { WatchedSprint } from './sprint-watch.ts';

/**
 * What features want remembered, as values: the store writes them in the transaction that ends the event. Each feature's
 * port adds its own members to this union.
 */
export type StoreRecord =
  | CaptureRecord
  | { readonly kind: 'sprint-watched'; readonly watched: WatchedSprint }
  | { readonly kind: 'movement-seen'; readonly movement: Movement }
  | { readonly kind: 'pull-request-seen'; readonly pullRequest: PullRequest }
  | { readonly kind: 'deployment-seen'; readonly deployment: Deployment }
  | { readonly kind: 'build-seen'; readonly build: Build }
  | ChangeSeen;
