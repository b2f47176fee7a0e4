type Service = 'discord' | 'linear';

/** Parts of a service that can be broken alone, by `METHOD path` in Discord and by `query Name` or `mutation Name` in Linear. */
export const FAULT_ROUTES = {
  discord: {
    acknowledgements: { says: 'acknowledgements of commands', pattern: /^POST \/interactions\// },
    replies: { says: 'replies to commands and follow-ups', pattern: /^\w+ \/webhooks\// },
    messages: { says: 'messages in channels', pattern: /^\w+ \/channels\/\d+\/messages(?:\/\d+)?$/ },
    reactions: { says: 'reactions', pattern: /\/reactions\// },
    commands: { says: 'registration of commands', pattern: /^\w+ \/applications\/\d+(?:\/guilds\/\d+)?\/commands/ },
    guild: { says: 'roles, members and channels', pattern: /^\w+ \/(?:guilds\/\d+|channels\/\d+$)/ },
  },
  linear: {
    reading: { says: 'reading', pattern: /^query / },
    writing: { says: 'writing', pattern: /^mutation / },
  },
} as const satisfies Record<Service, Record<string, { says: string; pattern: RegExp }>>;

interface FaultRoute {
  readonly says: string;
  readonly pattern: RegExp;
}

/** Null when the service has no such part. */
export function faultRoute(service: Service, name: string): FaultRoute | null {
  const routes: Readonly<Record<string, FaultRoute>> = FAULT_ROUTES[service];
  return Object.hasOwn(routes, name) ? (routes[name] ?? null) : null;
}

export function faultRouteNames(service: Service): readonly string[] {
  return Object.keys(FAULT_ROUTES[service]);
}
