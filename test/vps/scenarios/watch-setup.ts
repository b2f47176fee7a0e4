import { DOMAIN } from '../lab/addresses.ts';
import type { Ran } from '../lab/run.ts';
import { LAB_FLAGS } from '../setup/setup-program.ts';
import type { Stage } from './stage.ts';

const LIMIT_MS = 300_000;
/** What setup says when it waits for somebody to prove that a new login works. */
const ASKS_FOR_LOGIN = /ssh (?:-p \d+ )?(?:-p \d+ )?devrel@/;
const UNIT = 'setup-under-test';

export interface SetupRun {
  readonly flags?: readonly string[];
  /** The port on which the operator tries to log in when asked to. */
  readonly port?: number;
  /** Nobody comes when setup asks for a login. */
  readonly isAlone?: boolean;
  /** The private key of the operator. */
  readonly key?: string;
  readonly input?: string;
  readonly onOutput?: (text: string) => void;
}

/**
 * Runs setup on the box as an operator at its console, and logs in from outside when it asks for that, as the operator would
 * in a second terminal.
 */
export async function runSetup(stage: Stage, run: SetupRun = {}): Promise<Ran> {
  const { box, hall } = stage;
  let hasLoggedIn = false;
  const command = hall.setup.command(run.flags ?? LAB_FLAGS);
  const environment = [
    `--setenv=NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt`,
    '--setenv=SUDO_USER=operator',
  ];
  const ran = await box.run(command, {
    timeoutMs: LIMIT_MS,
    unit: [`--unit=${UNIT}`, ...environment],
    ...(run.input === undefined ? {} : { input: run.input }),
    onOutput: (text) => {
      run.onOutput?.(text);
      if (hasLoggedIn || run.isAlone === true || !ASKS_FOR_LOGIN.test(text)) return;
      hasLoggedIn = true;
      const login = { user: 'devrel', ...(run.port ? { port: run.port } : {}), ...(run.key ? { key: run.key } : {}) };
      box.ssh('true', login).then(
        (answer) => stage.logRan('the operator logs in', answer),
        (error: unknown) => stage.log(`the operator could not log in: ${String(error)}`),
      );
    },
  });
  stage.logRan(`setup ${(run.flags ?? LAB_FLAGS).join(' ').replaceAll(DOMAIN, 'DOMAIN')}`, ran);
  return ran;
}
