import { resolve } from 'node:path';

/** The checkout that the house rules look at. */
export const ROOT = resolve(import.meta.dirname, '../..');
