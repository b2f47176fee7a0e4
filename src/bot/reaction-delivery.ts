import type { NewDelivery } from '../ports/inbox.ts';
import { ownDelivery } from '../ports/own-delivery.ts';
import type { ReactionEvent } from '../ports/work-event.ts';

/**
 * A reaction as a row of the inbox. Written in the same step as the session's sequence, it comes once: a replay of the
 * session brings the same id again.
 */
export function reactionDelivery(
  event: ReactionEvent,
  place: { readonly sessionId: string; readonly sequence: number; readonly reference: string },
): NewDelivery {
  return ownDelivery(event, {
    sender: 'discord',
    deliveryId: `${place.sessionId}:${place.sequence}`,
    subject: `message:${event.messageId}`,
    receivedAt: event.at,
    reference: place.reference,
  });
}
