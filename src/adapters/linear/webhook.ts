import { LINEAR_WEBHOOK_SIGNATURE_HEADER, LINEAR_WEBHOOK_TS_FIELD, LinearWebhookClient } from '@linear/sdk/webhooks';
import type { OpenedDelivery, RawDelivery, WebhookSender } from '../../ports/webhook-sender.ts';
import { kindOf } from '../../ports/webhook-sender.ts';
import type { Secret } from '../../shared/secret.ts';
import { LINEAR_KINDS } from './webhook-kinds.ts';

const DELIVERY_HEADER = 'linear-delivery';
/** A UUID; anything much longer is not one. */
const DELIVERY_ID = /^[\w-]{1,100}$/;

/**
 * Linear's webhooks: HMAC-SHA256 of the body in hex in `Linear-Signature`, the time in the signed body not more than a
 * minute off, both checked by Linear's own library; the id in `Linear-Delivery`, which is not signed.
 * https://linear.app/developers/webhooks
 */
export function linearWebhooks(secrets: readonly Secret[]): WebhookSender {
  const clients = secrets.map((secret) => new LinearWebhookClient(secret.reveal()));
  return {
    name: 'linear',
    nothingStatus: 200,
    open: async ({ headers, body }) => {
      const signature = headers[LINEAR_WEBHOOK_SIGNATURE_HEADER];
      if (typeof signature !== 'string') return { kind: 'refused', why: 'signature' };
      const refusal = verify(clients, body, signature);
      if (refusal !== null) return refusal;
      return opened(body.toString(), headers, signature);
    },
  };
}

/** Null when one of the secrets fits. The library says in words what is wrong, and throws what JSON.parse throws. */
function verify(clients: readonly LinearWebhookClient[], body: Buffer, signature: string): OpenedDelivery | null {
  for (const client of clients) {
    try {
      client.verify(body, signature);
      return null;
    } catch (error) {
      if (error instanceof SyntaxError) return { kind: 'malformed', problem: 'The body is not JSON.' };
      const message = error instanceof Error ? error.message : '';
      if (message === 'Missing webhook timestamp')
        return { kind: 'malformed', problem: `The body has no ${LINEAR_WEBHOOK_TS_FIELD}.` };
      if (message === 'Invalid webhook timestamp') return { kind: 'refused', why: 'stale' };
    }
  }
  return { kind: 'refused', why: 'signature' };
}

function opened(payload: string, headers: RawDelivery['headers'], signature: string): OpenedDelivery {
  const { type, action, data } = JSON.parse(payload) as { type?: unknown; action?: unknown; data?: unknown };
  if (typeof type !== 'string' || typeof action !== 'string')
    return { kind: 'malformed', problem: 'The body has no type or no action.' };
  const name = `${type}.${action}`;
  const kind = kindOf(LINEAR_KINDS, name);
  if (kind === null || kind.becomes === null) return { kind: 'nothing', type: name, isKnown: kind !== null };
  const deliveryId = headers[DELIVERY_HEADER];
  if (typeof deliveryId !== 'string' || !DELIVERY_ID.test(deliveryId))
    return { kind: 'malformed', problem: 'The header Linear-Delivery is missing or not an id.' };
  const subject = subjectOf(type, data);
  if (subject === null) return { kind: 'malformed', problem: 'The body does not say what it is about.' };
  return { kind: 'delivery', deliveryId, fingerprint: signature, type: name, subject, payload };
}

/** A comment is about its issue, so that it is told after what happened to the issue before. */
function subjectOf(type: string, data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null;
  const { id, issueId } = data as { id?: unknown; issueId?: unknown };
  if (type === 'Comment' && typeof issueId === 'string') return `issue ${issueId}`.slice(0, MAX_SUBJECT_CHARS);
  return typeof id === 'string' ? `${type.toLowerCase()} ${id}`.slice(0, MAX_SUBJECT_CHARS) : null;
}

const MAX_SUBJECT_CHARS = 200;
