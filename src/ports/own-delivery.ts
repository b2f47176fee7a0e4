import type { NewDelivery } from './inbox.ts';
import type { KeptDelivery, ReadDelivery } from './webhook-sender.ts';
import type { Sender, WorkEvent } from './work-event.ts';

/** An event that we send ourselves: the clock, a reaction in the chat, work that was put off. */
export function ownDelivery(
  event: WorkEvent,
  delivery: Omit<NewDelivery, 'kind' | 'payload' | 'sender'> & {
    readonly sender: Exclude<Sender, 'linear' | 'github' | 'vercel'>;
  },
): NewDelivery {
  return { ...delivery, kind: `${delivery.sender}:${event.kind}`, payload: JSON.stringify(event) };
}

/** Reads what `ownDelivery` wrote: this version or an older one, so it is trusted as it is. */
export function readOwnEvent({ payload }: KeptDelivery): ReadDelivery {
  const { at, ...event } = JSON.parse(payload) as WorkEvent;
  return { kind: 'event', event: { ...event, at: new Date(at) } as WorkEvent };
}
