import type { Queues } from '../../plans/release/release-facts.ts';
import { metricOf, readMetricsPage } from './metrics-page.ts';

export async function readQueues(socketPath: string): Promise<Queues> {
  const page = await readMetricsPage(socketPath);
  return {
    eventsWaiting: metricOf(page, 'onomancer_events_waiting'),
    eventsDead: metricOf(page, 'onomancer_events_dead'),
    messagesWaiting: metricOf(page, 'onomancer_outbox_waiting'),
    messagesDead: metricOf(page, 'onomancer_outbox_dead'),
  };
}
