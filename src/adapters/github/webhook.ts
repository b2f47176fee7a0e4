import { verifyWithFallback } from '@octokit/webhooks-methods';
import type { OpenedDelivery, RawDelivery, WebhookSender } from '../../ports/webhook-sender.ts';
import { kindOf } from '../../ports/webhook-sender.ts';
import type { Secret } from '../../shared/secret.ts';
import { GITHUB_KINDS } from './webhook-kinds.ts';

/** `X-GitHub-Delivery` is a GUID, `X-GitHub-Event` a name in lower case; anything much longer is neither. */
const DELIVERY_ID = /^[\w-]{1,100}$/;
const EVENT_NAME = /^[a-z0-9_]{1,60}$/;
const MAX_SUBJECT_CHARS = 200;

/**
 * GitHub's webhooks: HMAC-SHA256 of the body in `X-Hub-Signature-256`, checked by GitHub's own library; the id in
 * `X-GitHub-Delivery`, which is not signed, and no time at all: the same bytes are the same delivery.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers
 */
export function githubWebhooks(secrets: readonly Secret[]): WebhookSender {
  const [first = '', ...others] = secrets.map((secret) => secret.reveal());
  return {
    name: 'github',
    nothingStatus: 202,
    open: async ({ headers, body }) => {
      const signature = headers['x-hub-signature-256'];
      const payload = body.toString();
      // The library throws where one of the two is empty.
      if (typeof signature !== 'string' || signature === '' || payload === '')
        return { kind: 'refused', why: 'signature' };
      if (!(await verifyWithFallback(first, payload, signature, others))) return { kind: 'refused', why: 'signature' };
      return opened(payload, headers, signature);
    },
  };
}

function opened(payload: string, headers: RawDelivery['headers'], signature: string): OpenedDelivery {
  const event = headers['x-github-event'];
  if (typeof event !== 'string' || !EVENT_NAME.test(event))
    return { kind: 'malformed', problem: 'The header X-GitHub-Event is missing or not a name.' };
  if (event === 'ping') return { kind: 'ping' };
  const body = parse(payload);
  if (body === null)
    return { kind: 'malformed', problem: 'The body is not a JSON object; choose application/json for the webhook.' };
  const type = typeof body.action === 'string' ? `${event}.${body.action}` : event;
  const kind = kindOf(GITHUB_KINDS, type);
  if (kind === null || kind.becomes === null) return { kind: 'nothing', type, isKnown: kind !== null };
  const deliveryId = headers['x-github-delivery'];
  if (typeof deliveryId !== 'string' || !DELIVERY_ID.test(deliveryId))
    return { kind: 'malformed', problem: 'The header X-GitHub-Delivery is missing or not an id.' };
  const subject = subjectOf(event, body);
  if (subject === null) return { kind: 'malformed', problem: 'The body does not say what it is about.' };
  return { kind: 'delivery', deliveryId, fingerprint: signature, type, subject, payload };
}

type Body = Readonly<Record<string, unknown>>;

function parse(payload: string): Body | null {
  try {
    const body: unknown = JSON.parse(payload);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Body) : null;
  } catch {
    return null;
  }
}

/** `pull_request acme/web 12`: what belongs to the same pull request, deployment or run is handled in order. */
function subjectOf(event: string, body: Body): string | null {
  const about = body[event === 'deployment_status' ? 'deployment' : event];
  const id = field(about, 'id');
  const repository = field(body['repository'], 'full_name');
  if (typeof id !== 'number' || typeof repository !== 'string') return null;
  const number = field(about, 'number');
  return `${event} ${repository} ${typeof number === 'number' ? number : id}`.slice(0, MAX_SUBJECT_CHARS);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Body)[name] : undefined;
}
