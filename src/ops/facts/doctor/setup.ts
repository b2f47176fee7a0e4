import type { ServerPaths } from '../../../shared/paths.ts';
import type { SetupFacts } from '../../checks/doctor-facts.ts';
import { checkSetupFlags, type SetupFlags } from '../../plans/setup-options.ts';
import { readHost } from '../host.ts';
import { readRememberedSetup } from '../remembered-setup.ts';
import { CannotLook } from './cannot-look.ts';

/** What setup was asked for; `flags` count more, and are all there is before setup has ever run. */
export async function readSetup(paths: ServerPaths, flags: SetupFlags): Promise<SetupFacts> {
  const remembered = readRemembered(paths);
  const wished = { ...remembered?.flags, ...flags };
  // A server without a web address is looked at as one.
  const asked =
    wished.domain === undefined ? { ...wished, 'skip-nginx': true } : { email: 'nobody@example.com', ...wished };
  const checked = checkSetupFlags(asked, remembered?.keys ?? null);
  if (checked.kind === 'wrong') {
    const { flag, problem, wanted } = checked.problems[0] ?? { flag: '', problem: 'unknown', wanted: '' };
    throw new CannotLook(`${flag} ${problem}`, `Wanted: ${wanted}.`);
  }
  const { options } = checked;
  return {
    input: { options, host: await readHost(options.domain, paths), paths },
    lastRun: remembered === null ? 'never' : remembered.isDone ? 'done' : 'unfinished',
  };
}

function readRemembered(paths: ServerPaths): ReturnType<typeof readRememberedSetup> {
  try {
    return readRememberedSetup(paths);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return null;
    throw error;
  }
}
