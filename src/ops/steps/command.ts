import { join } from 'node:path';
import type { StepMaker } from './setup-input.ts';

const PLACE = '/usr/local/bin/onomancer';

/** The toolkit on everybody's path: `onomancer doctor`, from the checkout that setup was run from. */
export const command: StepMaker = ({ host }) => ({
  id: 'command',
  title: 'The command onomancer',
  checks: `whether ${PLACE} is the toolkit of ${host.checkout}`,
  undo: `rm ${PLACE}`,
  resources: [{ kind: 'link', path: PLACE, target: join(host.checkout, 'bin', 'onomancer') }],
});
