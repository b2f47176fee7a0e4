import { FAULT_ROUTES, faultRoute, faultRouteNames } from './fault-routes.ts';
import { faultText } from './fault-text.ts';
import type { Fault, Faults } from './faults.ts';

const KINDS: readonly Fault['kind'][] = ['status', 'slow', 'drop', 'lost', 'malformed', 'refuse'];
const SCOPES = ['user', 'shared', 'global'] as const;

/** What is broken, and what could be. */
export function listFaults(faults: Faults): string {
  const active = faults.list().map((fault) => `  ${faultText(fault)}`);
  const parts = (['discord', 'linear'] as const).flatMap((service) =>
    Object.entries<{ readonly says: string }>(FAULT_ROUTES[service]).map(
      ([name, { says }]) => `  ${`${service} ${name}`.padEnd(26)}${says}`,
    ),
  );
  return [
    ...(active.length > 0 ? active : ['  Everything works.']),
    '',
    '  Parts that can be broken alone:',
    ...parts,
  ].join('\n');
}

/** `linear slow 6000`, `discord messages status 429 global` as a fault, or what is wrong with it. */
export function understandFault(words: readonly string[]): Fault | string {
  const [service, ...rest] = words;
  if (service !== 'linear' && service !== 'discord') return 'Break what? "linear" or "discord".';
  const route = rest[0] !== undefined && faultRoute(service, rest[0]) !== null ? rest[0] : null;
  const [kind, number, scope, ...more] = route === null ? rest : rest.slice(1);
  const known = KINDS.find((one) => one === kind);
  if (!known) {
    const parts = faultRouteNames(service).join(', ');
    return `Break ${route ?? 'it'} how? ${KINDS.join(', ')}${route === null ? `; before that, if only a part of it: ${parts}` : ''}.`;
  }
  const fault: Fault = { service, ...(route === null ? {} : { route }), kind: known };
  if (known !== 'slow' && known !== 'status')
    return number === undefined ? fault : `"${known}" wants nothing after it.`;
  const value = Number(number);
  if (!Number.isInteger(value) || (known === 'status' ? value < 400 || value > 599 : value < 0))
    return `"${known}" wants a number: ${known === 'slow' ? 'milliseconds' : 'the HTTP status, from 400 to 599'}.`;
  if (known === 'slow') return scope === undefined ? { ...fault, delayMs: value } : '"slow" wants only a number.';
  if (scope === undefined) return { ...fault, status: value };
  const whose = SCOPES.find((one) => one === scope);
  if (!whose || service !== 'discord' || value !== 429 || more.length > 0)
    return `Only "discord status 429" can have a scope after it: ${SCOPES.join(', ')}.`;
  return { ...fault, status: value, scope: whose };
}
