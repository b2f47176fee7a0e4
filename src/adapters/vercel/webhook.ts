import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OpenedDelivery, WebhookSender } from '../../ports/webhook-sender.ts';
import { kindOf } from '../../ports/webhook-sender.ts';
import type { Secret } from '../../shared/secret.ts';
import { VERCEL_KINDS } from './webhook-kinds.ts';

const ID = /^[\w-]{1,100}$/;

/**
 * Vercel's webhooks: HMAC-SHA1 of the body in hex in `x-vercel-signature` (that is Vercel's choice; as a keyed hash SHA-1
 * is still sound), the id of the delivery in the signed body. https://vercel.com/docs/webhooks#securing-webhooks
 */
export function vercelWebhooks(secrets: readonly Secret[]): WebhookSender {
  const keys = secrets.map((secret) => secret.reveal());
  return {
    name: 'vercel',
    nothingStatus: 202,
    open: async ({ headers, body }) => {
      const signature = headers['x-vercel-signature'];
      if (typeof signature !== 'string' || !keys.some((key) => isSigned(key, body, signature)))
        return { kind: 'refused', why: 'signature' };
      return opened(body.toString());
    },
  };
}

function isSigned(key: string, body: Buffer, signature: string): boolean {
  const given = Buffer.from(signature);
  const right = Buffer.from(createHmac('sha1', key).update(body).digest('hex'));
  return given.length === right.length && timingSafeEqual(given, right);
}

function opened(payload: string): OpenedDelivery {
  const body = parse(payload);
  if (body === null) return { kind: 'malformed', problem: 'The body is not a JSON object.' };
  const { type, id } = body;
  if (typeof type !== 'string') return { kind: 'malformed', problem: 'The body has no type.' };
  const kind = kindOf(VERCEL_KINDS, type);
  if (kind === null || kind.becomes === null) return { kind: 'nothing', type, isKnown: kind !== null };
  if (typeof id !== 'string' || !ID.test(id)) return { kind: 'malformed', problem: 'The body has no id.' };
  const deploymentId = (body['payload'] as { deployment?: { id?: unknown } } | undefined)?.deployment?.id;
  if (typeof deploymentId !== 'string' || !ID.test(deploymentId))
    return { kind: 'malformed', problem: 'The body does not say which deployment it is about.' };
  return { kind: 'delivery', deliveryId: id, type, subject: `deployment ${deploymentId}`, payload };
}

function parse(payload: string): Readonly<Record<string, unknown>> | null {
  try {
    const body: unknown = JSON.parse(payload);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
