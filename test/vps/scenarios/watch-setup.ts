import type { Ran } from '../lab/run.ts';
import { LAB_FLAGS } from '../setup/setup-program.ts';
import type { Stage } from './stage.ts';

const LIMIT_MS = 600_000;
/** The unit in which setup runs, so that all of it can be killed at once. */
export const SETUP_UNIT = 'setup-under-test';
/** What an operator's shell has on the box, where the lab's authority is not built into Node. */
const ENVIRONMENT = ['--setenv=NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt'];

export interface SetupRun {
  readonly flags?: readonly string[];
  readonly input?: string;
  readonly onOutput?: (text: string) => void;
}

/** Runs setup on the box, as an operator at its console does. */
export async function runSetup(stage: Stage, run: SetupRun = {}): Promise<Ran> {
  const flags = run.flags ?? LAB_FLAGS;
  const ran = await stage.box.run(stage.hall.setup.command(flags), {
    timeoutMs: LIMIT_MS,
    unit: [`--unit=${SETUP_UNIT}`, ...ENVIRONMENT],
    ...(run.input === undefined ? {} : { input: run.input }),
    ...(run.onOutput ? { onOutput: run.onOutput } : {}),
  });
  stage.logRan(`setup ${flags.join(' ')}`, ran);
  return ran;
}

/** The end of what setup said, for a person who reads why something failed. */
export function lastWords({ out, err }: Ran, lines = 8): string {
  return `${out}\n${err}`.trim().split('\n').slice(-lines).join('\n');
}
