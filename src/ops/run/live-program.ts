import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '../../shared/errors/app-error.ts';
import { serverPaths } from '../../shared/paths.ts';
import { exec } from './exec.ts';

const OWN_ROOT = resolve(import.meta.dirname, '../../..');
const BUILD_SECONDS = 300;

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
  const own = join(OWN_ROOT, 'dist', `${name}.js`);
  if (existsSync(own)) return { path: own, dataDir: null };
  const wanted = 'On a laptop: npm run build. On a server: deploy a release first.';
  throw new AppError('INPUT_INVALID', { facts: { problem: 'There is no built release here.', wanted } });
}

/** In a checkout with its packages and without a server: builds it when its sources changed since the last time. */
export async function refreshOwnBuild(tell: (line: string) => void): Promise<void> {
  const tsx = join(OWN_ROOT, 'node_modules/tsx/dist/cli.mjs');
  if (existsSync(serverPaths().currentRelease) || !existsSync(tsx)) return;
  const argv = [process.execPath, tsx, join(OWN_ROOT, 'tools/build.ts'), '--if-stale'] as const;
  const { exitCode, stderr } = await exec({ argv, limitSeconds: BUILD_SECONDS });
  if (stderr.trim() !== '') tell(stderr.trim());
  if (exitCode !== 0) throw new AppError('RELEASE_NOT_BUILT', { facts: { says: 'the build of this checkout failed' } });
}
