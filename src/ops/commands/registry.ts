import { doctor } from './doctor.ts';
import { setup } from './setup.ts';
import type { Verb } from './verb.ts';

/** Every verb of the toolkit, in the order of the help. */
export const VERBS: readonly Verb[] = [setup, doctor];
