import { createHash, randomBytes } from 'node:crypto';

/** Makes a new id. Given, never called globally, so that tests are exact. */
export type NewId = () => string;

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const REFERENCE_CHARS = 8;
/** Randomness is fetched for many at once: each webhook needs a reference, and each fetch is a call of the system. */
const POOL_BYTES = 512 * REFERENCE_CHARS;
let pool: Buffer = Buffer.alloc(0);
let used = 0;

/** A short reference that a person can read out: 8 characters of Crockford's base 32, no I, L, O or U. 40 bits. */
export const newReference: NewId = () => {
  if (used + REFERENCE_CHARS > pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  let reference = '';
  for (const end = used + REFERENCE_CHARS; used < end; used += 1) reference += CROCKFORD[(pool[used] ?? 0) & 31];
  return reference;
};

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
