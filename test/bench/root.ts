import { resolve } from 'node:path';

/** The checkout that is measured. */
export const ROOT = resolve(import.meta.dirname, '../..');
