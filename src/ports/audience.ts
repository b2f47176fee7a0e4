import type { Audience } from './command.ts';

/** From the narrowest reach to the widest: each one may do all that those before it may. */
export const AUDIENCES = ['everyone', 'stakeholder', 'developer', 'admin'] as const satisfies readonly Audience[];

/** May somebody with these audiences use what is meant for `needed`? */
export function mayUse(audiences: ReadonlySet<Audience>, needed: Audience): boolean {
  if (needed === 'everyone') return true;
  return AUDIENCES.slice(AUDIENCES.indexOf(needed)).some((audience) => audiences.has(audience));
}
