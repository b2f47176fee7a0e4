import { completionOf } from './completion.ts';
import { deploy } from './deploy.ts';
import { doctor } from './doctor.ts';
import { events } from './events.ts';
import { logs } from './logs.ts';
import { registerCommands } from './register-commands.ts';
import { releases } from './releases.ts';
import { rollback } from './rollback.ts';
import { setup } from './setup.ts';
import { status } from './status.ts';
import type { Verb } from './verb.ts';

const WORKERS: readonly Verb[] = [setup, doctor, deploy, rollback, status, releases, logs, events, registerCommands];

/** Every verb of the toolkit, in the order of the help. */
export const VERBS: readonly Verb[] = [...WORKERS, completionOf(WORKERS)];
