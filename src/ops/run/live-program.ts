import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '../../shared/errors/app-error.ts';
import { serverPaths } from '../../shared/paths.ts';

/** A built program of the bot, and where it works. */
export interface LiveProgram {
  readonly path: string;
  /** The directory of the data on a server; null: the program's own settings say it. */
  readonly dataDir: string | null;
}

/** `dist/<name>.js` of the live release; where there is no server, of the checkout that this file belongs to. */
export function liveProgram(name: string): LiveProgram {
  const { currentRelease, dataDir } = serverPaths();
  const live = join(currentRelease, 'dist', `${name}.js`);
  if (existsSync(live)) return { path: live, dataDir };
  const own = resolve(import.meta.dirname, '../../../dist', `${name}.js`);
  if (existsSync(own)) return { path: own, dataDir: null };
  const wanted = 'On a laptop: npm run build. On a server: deploy a release first.';
  throw new AppError('INPUT_INVALID', { facts: { problem: 'There is no built release here.', wanted } });
}
