import type { Capture } from '../../ports/captures.ts';
import type { NewDelivery } from '../../ports/inbox.ts';
import { ownDelivery } from '../../ports/own-delivery.ts';

const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 10 * 60_000;

/** Asks the inbox to look after a capture: to make its issue if there is none yet, and to say so. */
export function captureDue(
  { id, attempts, reference }: Pick<Capture, 'id' | 'attempts' | 'reference'>,
  { at, notBefore, name }: { readonly at: Date; readonly notBefore?: Date; readonly name?: string },
): NewDelivery {
  return ownDelivery(
    { kind: 'capture-due', captureId: id, at, actor: null },
    {
      sender: 'bot',
      deliveryId: `capture:${id}:${name ?? attempts}`,
      // Of its own: a reaction to the message must not wait until the tracker is back, nor what can be said at once.
      subject: name === undefined ? `capture:${id}` : `capture:${id}:${name}`,
      receivedAt: at,
      reference,
      ...(notBefore === undefined ? {} : { notBefore }),
    },
  );
}

/** The next attempt after so many in vain: later each time, never later than ten minutes. */
export function nextDue(capture: Pick<Capture, 'id' | 'attempts' | 'reference'>, now: Date): NewDelivery {
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, capture.attempts - 1));
  return captureDue(capture, { at: now, notBefore: new Date(now.getTime() + waitMs) });
}
