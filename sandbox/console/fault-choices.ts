import { FAULT_ROUTES, faultRoute } from '../fault-routes.ts';
import type { Fault } from '../faults.ts';

/** How the page can break something, by what it calls it. */
export const FAULT_KINDS = {
  'answers 429': { kind: 'status', status: 429, retryAfterMs: 2_000 },
  'answers 429, global': { kind: 'status', status: 429, retryAfterMs: 2_000, scope: 'global' },
  'answers 500': { kind: 'status', status: 500 },
  'is slow (4 s)': { kind: 'slow', delayMs: 4_000 },
  'drops connections': { kind: 'drop' },
  'does it, then drops': { kind: 'lost' },
} as const satisfies Readonly<Record<string, Omit<Fault, 'service'>>>;

export type FaultKind = keyof typeof FAULT_KINDS;

/** What the page can break: `discord`, or a part of it, `discord/messages`. */
export const FAULT_PLACES = new Map<string, string>(
  (['discord', 'linear'] as const).flatMap((service): [string, string][] => {
    const name = service === 'discord' ? 'Discord' : 'Linear';
    const routes: Readonly<Record<string, { readonly says: string }>> = FAULT_ROUTES[service];
    return [
      [service, `${name}, everything`],
      ...Object.entries(routes).map(([route, { says }]): [string, string] => [
        `${service}/${route}`,
        `${name}, ${says}`,
      ]),
    ];
  }),
);

/** The fault that was chosen; null where there is no such place or kind, or Linear, which has no global limit. */
export function chosenFault(place: string, kind: string): Fault | null {
  const [service, route] = place.split('/');
  if (service !== 'discord' && service !== 'linear') return null;
  if (route !== undefined && faultRoute(service, route) === null) return null;
  const how = Object.hasOwn(FAULT_KINDS, kind) ? FAULT_KINDS[kind as FaultKind] : null;
  if (how === null || (service === 'linear' && 'scope' in how)) return null;
  return { service, ...(route === undefined ? {} : { route }), ...how };
}
