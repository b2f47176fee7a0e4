import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerPaths } from '../../shared/paths.ts';
import type { SetupFlags } from '../plans/setup-options.ts';

/** What the last run of setup was asked for, on the server itself: for `--resume`, for the doctor. */
export interface RememberedSetup {
  readonly flags: SetupFlags;
  readonly keys: string | null;
  /** False while a run is under way, and after one that did not get to its end. */
  readonly isDone: boolean;
  readonly at: string;
}

export function rememberedSetupFile(paths: ServerPaths): string {
  return join(paths.stateDir, 'setup.json');
}

/** Null when setup was never run here. */
export function readRememberedSetup(paths: ServerPaths): RememberedSetup | null {
  const file = rememberedSetupFile(paths);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RememberedSetup) : null;
}
