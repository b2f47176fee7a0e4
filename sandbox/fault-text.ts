import { faultRoute } from './fault-routes.ts';
import type { Fault } from './faults.ts';

/** `Discord, messages in channels: answers 429 (of the user, wait 2 s)`. */
export function faultText(fault: Fault): string {
  const where = fault.route === undefined ? null : faultRoute(fault.service, fault.route)?.says;
  const parts = [fault.service === 'discord' ? 'Discord' : 'Linear', where, fault.match].filter(Boolean);
  const times = fault.times === undefined ? '' : `, ${fault.times} times`;
  return `${parts.join(', ')}: ${howText(fault)}${times}`;
}

function howText({ kind, status = 500, scope, delayMs = 0, retryAfterMs }: Fault): string {
  switch (kind) {
    case 'status':
      return `answers ${status}${scope === undefined ? '' : ` (${scope})`}${retryAfterMs === undefined ? '' : `, wait ${retryAfterMs / 1000} s`}`;
    case 'slow':
      return `${delayMs / 1000} s slow`;
    case 'drop':
      return 'drops connections';
    case 'lost':
      return 'does it, and drops the connection';
    case 'malformed':
      return 'answers what is no JSON';
    case 'refuse':
      return 'is down';
    default:
      return kind satisfies never;
  }
}
