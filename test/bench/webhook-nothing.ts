/** The reference for webhooks: the same server, the same check of the same deliveries, and nothing written. */
import { linearWebhooks } from '../../src/adapters/linear/webhook.ts';
import { startHttp } from '../../src/http/server.ts';
import { silentLog } from '../../src/ports/log.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { HealthBoard } from '../../src/shared/health-board.ts';
import { newReference } from '../../src/shared/ids.ts';
import { Secret } from '../../src/shared/secret.ts';
import { webhookReceiver } from '../../src/webhooks/receive.ts';

const board = new HealthBoard(systemClock);
const floor = { clock: systemClock, log: silentLog, metrics: noMetrics, newReference };
const receiveWebhook = webhookReceiver({
  ...floor,
  health: board,
  senders: [linearWebhooks([new Secret(process.env['LINEAR_WEBHOOK_SECRET'] ?? '')])],
  inbox: { receive: async (deliveries) => deliveries.map(() => true) },
  onReceived: () => undefined,
});
const { address } = await startHttp({
  ...floor,
  board,
  listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
  receiveWebhook,
  probe: async () => [],
  renderMetrics: async () => ({ contentType: 'text/plain', body: '' }),
  corsOrigins: [],
  version: 'bench',
  startedAt: systemClock.now(),
});
process.send?.(address);
