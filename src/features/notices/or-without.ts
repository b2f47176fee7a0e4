import type { EventContext } from '../../ports/effects.ts';
import type { Dated } from '../../ports/issue-tracker.ts';
import { toAppError } from '../../shared/errors/app-error.ts';
import { CATALOGUE } from '../../shared/errors/catalogue.ts';

/** After so many attempts in vain, news goes out without what the tracker would have added. */
const PATIENT_ATTEMPTS = 3;

/**
 * What the tracker says, or `without` when it can never be asked (it is off, it refuses) or has been away for long:
 * late news is worth more than complete news.
 */
export async function orWithout<T>(context: EventContext, ask: () => Promise<Dated<T>>, without: T): Promise<T> {
  try {
    return (await ask()).value;
  } catch (cause) {
    const error = toAppError(cause);
    if (CATALOGUE[error.code].isRetryable && context.attempts < PATIENT_ATTEMPTS) throw error;
    return without;
  }
}
