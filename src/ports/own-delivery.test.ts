import { expect, it } from 'vitest';
import { ownDelivery, readOwnEvent } from './own-delivery.ts';

it('an event of our own comes back as it was', () => {
  const event = {
    kind: 'schedule-due',
    at: new Date('2026-11-25T09:00:00.000Z'),
    actor: null,
    schedule: 'daily',
    period: '2026-11-25',
  } as const;
  const delivery = ownDelivery(event, {
    sender: 'clock',
    deliveryId: 'daily:2026-11-25',
    subject: 'schedule daily',
    receivedAt: event.at,
    reference: 'REF',
  });
  expect(delivery).toMatchObject({ sender: 'clock', kind: 'clock:schedule-due', subject: 'schedule daily' });
  const { payload, receivedAt } = delivery;
  expect(readOwnEvent({ type: 'schedule-due', payload, receivedAt })).toEqual({ kind: 'event', event });
});
