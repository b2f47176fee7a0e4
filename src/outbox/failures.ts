import type { Destination, Ending, OutboxMessage, OutboxPost, OutboxRow } from '../ports/outbox.ts';
import { laneOf } from '../ports/outbox.ts';
import type { AppError } from '../shared/errors/app-error.ts';
import { CATALOGUE, explain } from '../shared/errors/catalogue.ts';
import { safeLine } from '../shared/text/markdown.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** Discord can be away for hours; after a day news is no news any more. */
const PATIENCE_MS = 24 * 3_600_000;
/** A place that is gone or closed to us is looked at again after this, with the next message that comes for it. */
const CLOSED_FOR_MS = 30 * 60_000;

/** A message that could not be sent or edited. */
export interface Failure {
  readonly error: AppError;
  readonly post: OutboxPost;
  readonly rows: readonly OutboxRow[];
  readonly now: Date;
  /** 0 to 1. */
  readonly random: number;
  /** Where administrators are told; null: only in the log and by /status. */
  readonly adminChannel: string | null;
}

/** What becomes of a message after a failure. */
export function endingAfter(failure: Failure): Ending {
  const { error, post, now } = failure;
  const why = whyOf(error);
  // Somebody took the message away that was to be edited; if it was the channel, the next attempt finds out.
  if (error.code === 'DISCORD_DESTINATION_GONE' && post.message !== null) return { kind: 'apart', post: post.id };
  if (isClosing(error)) {
    const until = new Date(now.getTime() + CLOSED_FOR_MS);
    return { kind: 'dead', post: post.id, why, closing: { until, report: reportOf(failure) } };
  }
  const isPatient = CATALOGUE[error.code].isRetryable || error.code === 'DISCORD_TOKEN_REJECTED';
  if (!isPatient || now.getTime() - post.beganAt.getTime() >= PATIENCE_MS) {
    return { kind: 'dead', post: post.id, why, closing: null };
  }
  return { kind: 'again', post: post.id, why, nextAt: new Date(now.getTime() + pauseAfter(failure)) };
}

/** The place itself is of no use to us, so everything else that waits for it would fail, too. */
function isClosing({ code }: AppError): boolean {
  return code === 'DISCORD_DESTINATION_GONE' || code === 'DISCORD_DESTINATION_FORBIDDEN';
}

/** Doubles up to a minute, each pause between half and all of that, so that lanes that failed together spread out. */
function pauseAfter({ error, post, random }: Failure): number {
  const asked = Number(error.facts['seconds'] ?? 0) * 1_000;
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(post.attempts, 20));
  return (Number.isFinite(asked) ? asked : 0) + Math.ceil(longest * (0.5 + random / 2));
}

/**
 * Tells the administrators, for channels only: whether somebody takes direct messages is their own business. Not in the
 * channel that is itself the matter.
 */
function reportOf({ error, post, rows, now, adminChannel }: Failure): OutboxMessage | null {
  const { destination } = post;
  if (adminChannel === null || destination.kind === 'member' || destination.channelId === adminChannel) return null;
  const admins: Destination = { kind: 'channel', channelId: adminChannel };
  const { says, hint } = explain(error.code, { ...error.facts, place: 'the channel' });
  return {
    destination: admins,
    content: {
      kind: 'notice',
      notice: {
        title: 'I cannot write to a channel any more',
        lines: [
          `<#${destination.channelId}> (id ${destination.channelId})`,
          safeLine(says),
          safeLine(hint),
          '-# Meanwhile messages for it are given up. The bot tries again with the first news after half an hour.',
        ],
        tone: 'bad',
      },
    },
    mergeKey: null,
    dedupeKey: `closed:${laneOf(destination)}:${now.toISOString()}`,
    reference: rows[0]?.reference ?? '',
  };
}

/** For people: the code, and what it says more. Never a stack. */
function whyOf({ code, facts }: AppError): string {
  const told = Object.entries(facts).map(([name, value]) => `${name}: ${String(value)}`);
  return told.length === 0 ? code : `${code} (${told.join(', ')})`.slice(0, 500);
}
