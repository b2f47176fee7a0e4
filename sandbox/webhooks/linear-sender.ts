import { createHmac, randomUUID } from 'node:crypto';
import { stableUuid } from '../../src/shared/ids.ts';
import type { Change } from '../linear/changes.ts';
import type { LinearSandbox } from '../linear/start-linear.ts';
import type { CourierPolicy, Parcel } from './courier.ts';
import { userData, webhookData, webhookUrl } from './linear-payload.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * https://linear.app/developers/webhooks: anything but 200 within 5 seconds is a failure, tried again after a minute, an
 * hour and six hours; a webhook that goes on failing is switched off. How soon, Linear does not say.
 */
export const LINEAR_POLICY: CourierPolicy = {
  timeoutMs: 5 * SECOND_MS,
  retryAfterMs: [MINUTE_MS, HOUR_MS, 6 * HOUR_MS],
  isAccepted: (status) => status === 200,
  disableAfter: 20,
};

const WEBHOOK_ID = stableUuid('webhook of the sandbox');

/** Linear's delivery of a change, or null when Linear has no webhook for it. Everything but the time is settled now. */
export function linearParcel(linear: LinearSandbox, change: Change, secret: string): Parcel | null {
  const { store } = linear;
  const data = webhookData(store, change);
  if (data === null) return null;
  const actor = store.user(change.actorId);
  const url = webhookUrl(store, change);
  const whole = {
    action: change.action,
    ...(actor && { actor: { ...userData(store, actor), type: 'user' } }),
    createdAt: change.at,
    data,
    ...(change.action === 'update' && { updatedFrom: change.updatedFrom }),
    ...(url === null ? {} : { url }),
    type: change.type,
    organizationId: store.workspace.organization.id,
  };
  // A copy, because rows go on changing while the delivery is on its way.
  const settled = JSON.parse(JSON.stringify(whole)) as object;
  const deliveryId = randomUUID();
  return {
    deliveryId,
    event: `${change.type}.${change.action}`,
    pack: (sentAt) => {
      const body = JSON.stringify({ ...settled, webhookTimestamp: sentAt.getTime(), webhookId: WEBHOOK_ID });
      return { body, headers: headersOf(change.type, { deliveryId, body, secret, sentAt }) };
    },
  };
}

function headersOf(
  type: string,
  sent: { readonly deliveryId: string; readonly body: string; readonly secret: string; readonly sentAt: Date },
): Record<string, string> {
  return {
    'Accept-Charset': 'utf-8',
    'Content-Type': 'application/json; charset=utf-8',
    'Linear-Delivery': sent.deliveryId,
    'Linear-Event': type,
    'Linear-Signature': createHmac('sha256', sent.secret).update(sent.body).digest('hex'),
    'Linear-Timestamp': String(sent.sentAt.getTime()),
    'User-Agent': 'Linear-Webhook',
  };
}
