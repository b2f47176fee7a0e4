import { applicationFlags, applicationPayload, selfPayload } from '../../world/present.ts';
import type { Route } from '../route.ts';

const application: Route['handle'] = ({ world, privilegedIntents }) => ({
  status: 200,
  body: applicationPayload(world, applicationFlags(privilegedIntents)),
});

/** Who am I, and where is the gateway. */
export const identityRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/gateway',
    isOpen: true,
    handle: ({ addresses }) => ({ status: 200, body: { url: addresses.gatewayUrl } }),
  },
  {
    method: 'GET',
    path: '/gateway/bot',
    bucket: { name: 'gateway-bot', limit: 5, perMs: 5000 },
    handle: ({ addresses, budget }) => ({
      status: 200,
      body: { url: addresses.gatewayUrl, shards: 1, session_start_limit: budget.limit() },
    }),
  },
  { method: 'GET', path: '/users/@me', handle: ({ world }) => ({ status: 200, body: selfPayload(world) }) },
  { method: 'GET', path: '/applications/@me', handle: application },
  { method: 'GET', path: '/oauth2/applications/@me', handle: application },
];
