import type { DeliveryKind, DeliveryKinds } from '../../ports/webhook-sender.ts';

const nothing = (says: string): DeliveryKind => ({ becomes: null, says });
const deployment = (says: string): DeliveryKind => ({ becomes: 'deployment', says });

/**
 * What Vercel sends: https://vercel.com/docs/webhooks/webhooks-api and the list of events in `@vercel/sdk`. A name
 * without its second part stands for all events of that kind.
 */
export const VERCEL_KINDS: DeliveryKinds = {
  'deployment.created': deployment('A deployment has begun.'),
  'deployment.succeeded': deployment('It was built and can be looked at.'),
  'deployment.ready': deployment('It can be looked at, and the checks that it waits for have passed.'),
  'deployment.promoted': deployment('It serves production now.'),
  'deployment.error': deployment('It failed.'),
  'deployment.canceled': deployment('It was canceled.'),
  'deployment.blocked': nothing('It waits for somebody on Vercel.'),
  'deployment.rollback': nothing('Production goes back; Vercel does not tell when that is done.'),
  deployment: nothing('Checks, actions of integrations and the clearing away of old deployments.'),
  project: nothing('Settings of projects.'),
  domain: nothing('Domains.'),
  'edge-config': nothing('Edge configuration.'),
  flag: nothing('Feature flags.'),
  firewall: nothing('The firewall.'),
  botid: nothing('The firewall.'),
  function: nothing('Old functions.'),
  alerts: nothing('Alerts belong to those whom Vercel tells.'),
  observability: nothing('Alerts belong to those whom Vercel tells.'),
  budget: nothing('Costs belong to those whom Vercel tells.'),
  'ai-gateway': nothing('Costs belong to those whom Vercel tells.'),
  'integration-configuration': nothing('Integrations.'),
  'integration-resource': nothing('Integrations.'),
  marketplace: nothing('Integrations.'),
  comment: nothing('Comments on previews stay on Vercel.'),
  message: nothing('Comments on previews stay on Vercel.'),
  thread: nothing('Comments on previews stay on Vercel.'),
};
