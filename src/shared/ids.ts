import { createHash, randomBytes } from 'node:crypto';

/** Makes a new id. Given, never called globally, so that tests are exact. */
export type NewId = () => string;

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A short reference that a person can read out: 8 characters of Crockford's base 32, no I, L, O or U. 40 bits. */
export const newReference: NewId = () => Array.from(randomBytes(8), (byte) => CROCKFORD[byte & 31]).join('');

/**
 * The same UUID for the same name, always: for things that must not be made twice. It has the form of version 4, because
 * some (Linear) take no other.
 */
export function stableUuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-');
}
