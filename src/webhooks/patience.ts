import type { AppError } from '../shared/errors/app-error.ts';
import { CATALOGUE } from '../shared/errors/catalogue.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** Linear or Discord can be away for hours; after a day news is no news any more. */
const OUTAGE_PATIENCE_MS = 24 * 3_600_000;
/** What nobody expected is most likely a defect, which trying again does not mend; a few times, because it may be a race. */
const UNEXPECTED_ATTEMPTS = 4;

export interface FailedAttempt {
  readonly error: AppError;
  /** Attempts that failed, with this one. */
  readonly attempts: number;
  readonly receivedAt: Date;
  readonly now: Date;
  /** 0 to 1. */
  readonly random: number;
}

/**
 * When an event that could not be handled is tried again; null: never. Whether it helps to try again stands in the
 * catalogue of errors. The pauses double up to five minutes, each anywhere between nothing and that ("full jitter"), so that
 * what failed together does not come back together.
 */
export function nextAttempt({ error, attempts, receivedAt, now, random }: FailedAttempt): Date | null {
  const { isRetryable } = CATALOGUE[error.code];
  if (error.code === 'INTERNAL' ? attempts >= UNEXPECTED_ATTEMPTS : !isRetryable) return null;
  if (now.getTime() - receivedAt.getTime() >= OUTAGE_PATIENCE_MS) return null;
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 30));
  // Who asks us to slow down says for how long.
  const asked = Number(error.facts['seconds'] ?? 0) * 1_000;
  const least = Number.isFinite(asked) ? Math.min(Math.max(asked, 0), LONGEST_PAUSE_MS) : 0;
  return new Date(now.getTime() + least + Math.ceil(random * longest));
}
