import { createHmac, randomUUID } from 'node:crypto';
import { numberOf } from './code-change.ts';
import type { CourierPolicy, Parcel } from './courier.ts';

/** https://docs.github.com/en/webhooks/using-webhooks: 2xx within 10 seconds; never tried again, but by hand. */
export const GITHUB_POLICY: CourierPolicy = {
  timeoutMs: 10_000,
  retryAfterMs: [],
  isAccepted: (status) => status >= 200 && status < 300,
  disableAfter: null,
};

/** The id of the webhook in the repository's settings. */
export const GITHUB_HOOK_ID = numberOf('hook of the sandbox');

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers */
export function githubParcel(name: string, payload: Readonly<Record<string, unknown>>, secret: string): Parcel {
  const deliveryId = randomUUID();
  const body = JSON.stringify(payload);
  const { action, repository } = payload as { action?: string; repository?: { id?: number } };
  const headers = {
    Accept: '*/*',
    'Content-Type': 'application/json',
    'User-Agent': 'GitHub-Hookshot/5a1f0c2',
    'X-GitHub-Delivery': deliveryId,
    'X-GitHub-Event': name,
    'X-GitHub-Hook-ID': String(GITHUB_HOOK_ID),
    'X-GitHub-Hook-Installation-Target-ID': String(repository?.id ?? 0),
    'X-GitHub-Hook-Installation-Target-Type': 'repository',
    'X-Hub-Signature': `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
    'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
  return { deliveryId, event: action === undefined ? name : `${name}.${action}`, pack: () => ({ headers, body }) };
}
