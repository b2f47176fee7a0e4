import { randomBytes } from 'node:crypto';

/** Makes a new id. Given, never called globally, so that tests are exact. */
export type NewId = () => string;

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A short reference that a person can read out: 8 characters of Crockford's base 32, no I, L, O or U. 40 bits. */
export const newReference: NewId = () => Array.from(randomBytes(8), (byte) => CROCKFORD[byte & 31]).join('');
