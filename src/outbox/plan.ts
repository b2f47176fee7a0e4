import { createHash } from 'node:crypto';
import type { Beginning, Destination, NextInLane, OutboxPost, OutboxRow, OutboxStep } from '../ports/outbox.ts';
import { assertNever } from '../shared/never.ts';
import { chooseRows } from './merging.ts';

/** A message that is to be sent or edited now. */
export interface Job {
  readonly destination: Destination;
  readonly post: OutboxPost;
  /** All that it says; `rows` that were said before have the state `sent`. */
  readonly rows: readonly OutboxRow[];
  /** It was begun before, and may have happened. */
  readonly isRepeated: boolean;
}

/** What to do in a lane now. */
export type Plan =
  /** Nothing until a row is added. */
  | { readonly kind: 'forget' }
  | { readonly kind: 'rest'; readonly until: Date }
  /** Look again at once, when this is written. */
  | { readonly kind: 'drop'; readonly dropped: OutboxStep['dropped'] }
  | {
      readonly kind: 'begin';
      readonly job: Job;
      readonly beginning: Beginning | null;
      readonly dropped: OutboxStep['dropped'];
    };

export interface PlanContext {
  readonly now: Date;
  /** How long the chat wants us to wait there. */
  readonly waitMs: (destination: Destination) => number;
}

/** Below this the library waits for us. */
const WORTH_RESTING_MS = 20;

/** Decides; reads and writes nothing. */
export function planLane(next: NextInLane, context: PlanContext): Plan {
  switch (next.kind) {
    case 'nothing':
      return { kind: 'forget' };
    case 'rest':
      return { kind: 'rest', until: next.until };
    case 'closed':
      return { kind: 'drop', dropped: [{ rows: next.rows, state: 'dead', why: next.lane.why }] };
    case 'begun': {
      const { post, rows } = next;
      return {
        kind: 'begin',
        job: { destination: post.destination, post, rows, isRepeated: true },
        beginning: null,
        dropped: [],
      };
    }
    case 'waiting':
      return planWaiting(next, context);
    default:
      return assertNever(next);
  }
}

function planWaiting({ rows, open }: Extract<NextInLane, { kind: 'waiting' }>, { now, waitMs }: PlanContext): Plan {
  const stale = rows.filter(({ expiresAt }) => expiresAt !== undefined && expiresAt <= now);
  const dropped =
    stale.length === 0
      ? []
      : [{ rows: stale.map(({ id }) => id), state: 'expired' as const, why: 'it was no news any more' }];
  const fresh = rows.filter((row) => !stale.includes(row));
  if (fresh[0] === undefined) return { kind: 'drop', dropped };
  const { destination } = fresh[0];
  const merge = chooseRows(fresh, open);
  const ids = merge.rows.map(({ id }) => id);
  if (merge.kind === 'edit' && open !== null) {
    const job = { destination, post: open.post, rows: [...open.rows, ...merge.rows], isRepeated: false };
    return { kind: 'begin', job, beginning: { kind: 'edit', post: open.post.id, rows: ids }, dropped };
  }
  const pauseMs = waitMs(destination);
  // While the channel takes nothing, what comes can still be merged.
  if (pauseMs > WORTH_RESTING_MS) return { kind: 'rest', until: new Date(now.getTime() + pauseMs) };
  const key = keyOf(fresh[0]);
  const job = { destination, post: newPost(fresh[0], key, now), rows: merge.rows, isRepeated: false };
  return { kind: 'begin', job, beginning: { kind: 'send', rows: ids, key }, dropped };
}

/** At most 25 characters, and the same whenever the same is said. */
function keyOf({ dedupeKey }: OutboxRow): string {
  return createHash('sha256').update(dedupeKey).digest('base64url').slice(0, 24);
}

function newPost({ id, destination, mergeKey }: OutboxRow, key: string, now: Date): OutboxPost {
  return {
    id,
    destination,
    mergeKey,
    key,
    beganAt: now,
    attempts: 0,
    message: null,
    sentAt: null,
    edits: 0,
    takesUntil: null,
  };
}
