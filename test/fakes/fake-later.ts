import type { InboxStore, NewDelivery } from '../../src/ports/inbox.ts';

/** Takes work for later, each delivery of a sender once, and shows it. */
export class FakeLater implements Pick<InboxStore, 'receive'> {
  readonly received: NewDelivery[] = [];

  async receive(deliveries: readonly NewDelivery[]): Promise<readonly boolean[]> {
    return deliveries.map((delivery) => {
      const isKnown = this.received.some(
        ({ sender, deliveryId }) => sender === delivery.sender && deliveryId === delivery.deliveryId,
      );
      if (!isKnown) this.received.push(delivery);
      return !isKnown;
    });
  }
}
