import { AppError } from '../../../shared/errors/app-error.ts';
import type { ServerPaths } from '../../../shared/paths.ts';
import type { FactRead } from '../../checks/doctor-checks.ts';
import type { SetupFacts } from '../../checks/doctor-facts.ts';
import { checkSetupFlags, type SetupFlags } from '../../plans/setup-options.ts';
import { readHost } from '../host.ts';
import { readRememberedSetup } from '../remembered-setup.ts';

/** What setup was asked for, as far as whoever asks may know it. */
export interface SetupReading {
  readonly setup: SetupFacts;
  /** The same as a part of the facts: unread for a user who may not read what setup remembers. */
  readonly read: FactRead;
}

/** Reads it; `flags` count more, and are all there is before setup has ever run. */
export async function readSetup(paths: ServerPaths, flags: SetupFlags): Promise<SetupReading> {
  const remembered = readRemembered(paths);
  const known = remembered === 'not-allowed' ? null : remembered;
  const wished = { node: process.versions.node, ...known?.flags, ...flags };
  // A server without a web address is looked at as one.
  const asked =
    wished.domain === undefined ? { ...wished, 'skip-nginx': true } : { email: 'nobody@example.com', ...wished };
  const checked = checkSetupFlags(asked, known?.keys ?? null);
  if (checked.kind === 'wrong') {
    const { flag, problem, wanted } = checked.problems[0] ?? { flag: '', problem: 'unknown', wanted: '' };
    throw new AppError('INPUT_INVALID', { facts: { problem: `${flag} ${problem}.`, wanted: `Wanted: ${wanted}.` } });
  }
  const { options } = checked;
  const input = { options, host: await readHost(options.domain, paths), paths };
  const setup: SetupFacts = { input, lastRun: known === null ? 'never' : known.isDone ? 'done' : 'unfinished' };
  return { setup, read: remembered === 'not-allowed' ? ONLY_ROOT : { kind: 'read', value: setup } };
}

const ONLY_ROOT: FactRead = {
  kind: 'unread',
  why: 'only root sees what setup was asked for',
  todo: 'sudo onomancer doctor',
};

function readRemembered(paths: ServerPaths): ReturnType<typeof readRememberedSetup> | 'not-allowed' {
  try {
    return readRememberedSetup(paths);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return 'not-allowed';
    throw error;
  }
}
