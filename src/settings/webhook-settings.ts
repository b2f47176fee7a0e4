import type { SettingSpec } from './table.ts';
import { webhookSecret } from './value-types.ts';

const SECRET = {
  group: 'Webhooks',
  type: webhookSecret,
  default: null,
  isSecret: true,
  isRequired: false,
  setIn: 'anywhere',
} as const;

const PREVIOUS = {
  ...SECRET,
  example: 'the secret before',
  neededBy: 'changing the secret without losing a delivery',
  whereToGet: null,
} as const;

const before = (sender: string): string =>
  `The secret before it, still taken while ${sender} may sign with it: set it for the time of a change, then remove it.`;

const current = (sender: string): string =>
  `The secret with which ${sender} signs what it sends to /webhooks/${sender.toLowerCase()}. Without it nothing is taken from there.`;

/** The rows of the table for the secrets of webhooks. */
export const WEBHOOK_SETTINGS = {
  LINEAR_WEBHOOK_SECRET: {
    ...SECRET,
    summary: current('Linear'),
    example: 'the secret, as Linear shows it on the page of the webhook',
    neededBy: 'news from Linear',
    whereToGet: 'Linear → Settings → API → Webhooks → your webhook → Signing secret',
  },
  LINEAR_WEBHOOK_SECRET_PREVIOUS: { ...PREVIOUS, summary: before('Linear') },
  GITHUB_WEBHOOK_SECRET: {
    ...SECRET,
    summary: current('GitHub'),
    example: 'what `openssl rand -hex 32` prints',
    neededBy: 'news of pull requests, builds and deployments from GitHub',
    whereToGet:
      'Make one up with `openssl rand -hex 32` and enter it at GitHub → repository or organization → Settings → Webhooks → Secret',
  },
  GITHUB_WEBHOOK_SECRET_PREVIOUS: { ...PREVIOUS, summary: before('GitHub') },
  VERCEL_WEBHOOK_SECRET: {
    ...SECRET,
    summary: current('Vercel'),
    example: 'the secret, as Vercel shows it once',
    neededBy: 'news of deployments from Vercel',
    whereToGet: 'Vercel → your team → Settings → Webhooks → Create Webhook',
  },
  VERCEL_WEBHOOK_SECRET_PREVIOUS: { ...PREVIOUS, summary: before('Vercel') },
} as const satisfies Record<string, SettingSpec>;
