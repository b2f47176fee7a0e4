import { createHmac } from 'node:crypto';
import type { RawDelivery, WebhookSenderName } from '../../src/ports/webhook-sender.ts';
import { Secret } from '../../src/shared/secret.ts';

/** The secret of the webhooks in tests. */
export const SECRET = new Secret('a-secret-for-tests-0123456789');

let count = 0;

/** A delivery as its sender signs it, written here from the senders' documentation and not with their libraries. */
export function signed(
  sender: WebhookSenderName,
  body: unknown,
  more: { readonly event?: string; readonly id?: string; readonly secret?: Secret } = {},
): RawDelivery {
  count += 1;
  const { event = 'pull_request', id = `delivery-${count}`, secret = SECRET } = more;
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const hmac = (algorithm: string): string => createHmac(algorithm, secret.reveal()).update(bytes).digest('hex');
  switch (sender) {
    case 'linear':
      return { body: bytes, headers: { 'linear-signature': hmac('sha256'), 'linear-delivery': id } };
    case 'github':
      return {
        body: bytes,
        headers: {
          'x-hub-signature-256': `sha256=${hmac('sha256')}`,
          'x-github-event': event,
          'x-github-delivery': id,
        },
      };
    case 'vercel':
      return { body: bytes, headers: { 'x-vercel-signature': hmac('sha1') } };
    default:
      throw new Error(`Nobody knows how ${String(sender)} signs.`);
  }
}

/** What Linear sends when an issue changes; `more` goes over it. */
export function linearIssue(
  more: Readonly<Record<string, unknown>> = {},
  data: Readonly<Record<string, unknown>> = {},
) {
  return {
    action: 'update',
    type: 'Issue',
    createdAt: '2026-11-25T09:00:00.000Z',
    actor: {
      id: 'user-ada',
      type: 'user',
      name: 'Ada',
      email: 'ada@example.com',
      url: 'https://linear.app/acme/profiles/ada',
    },
    url: 'https://linear.app/acme/issue/ENG-12/a-new-door',
    organizationId: 'org',
    webhookId: 'webhook',
    webhookTimestamp: Date.now(),
    updatedFrom: { updatedAt: '2026-11-24T09:00:00.000Z', stateId: 'state-todo' },
    data: {
      id: 'issue-12',
      identifier: 'ENG-12',
      number: 12,
      title: 'A new door',
      url: 'https://linear.app/acme/issue/ENG-12/a-new-door',
      priority: 2,
      priorityLabel: 'High',
      state: { id: 'state-doing', color: '#f2c94c', name: 'In Progress', type: 'started' },
      stateId: 'state-doing',
      team: { id: 'team-eng', key: 'ENG', name: 'Engineering' },
      teamId: 'team-eng',
      assignee: { id: 'user-bob', name: 'Bob', email: 'bob@example.com', url: 'https://linear.app/acme/profiles/bob' },
      assigneeId: 'user-bob',
      project: { id: 'project-1', name: 'House', url: 'https://linear.app/acme/project/house' },
      labels: [{ id: 'label-1', color: '#000', name: 'bug' }],
      cycleId: 'cycle-3',
      ...data,
    },
    ...more,
  };
}

/** What Vercel sends about a deployment. */
export function vercelDeployment(type = 'deployment.succeeded', payload: Readonly<Record<string, unknown>> = {}) {
  return {
    id: `vercel-${(count += 1)}`,
    type,
    createdAt: 1_795_000_000_000,
    region: 'fra1',
    payload: {
      team: { id: 'team_1' },
      user: { id: 'user_1' },
      deployment: {
        id: 'dpl_1',
        name: 'web',
        url: 'web-git-eng-12-acme.vercel.app',
        meta: {
          githubCommitRef: 'ada/eng-12-door',
          githubCommitSha: 'abc123',
          githubCommitMessage: 'Fix ENG-13 as well',
          githubCommitAuthorLogin: 'ada',
        },
      },
      links: { deployment: 'https://vercel.com/acme/web/1', project: 'https://vercel.com/acme/web' },
      target: null,
      project: { id: 'prj_1' },
      plan: 'pro',
      regions: ['fra1'],
      ...payload,
    },
  };
}
