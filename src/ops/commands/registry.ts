import { doctor } from './doctor.ts';
import { events } from './events.ts';
import { setup } from './setup.ts';
import type { Verb } from './verb.ts';

/** Every verb of the toolkit, in the order of the help. */
export const VERBS: readonly Verb[] = [setup, doctor, events];
