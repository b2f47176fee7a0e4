import { existsSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ServerPaths } from '../../../shared/paths.ts';

/** Releases belong to the user of the bot: one that root had built could not be cleaned up by anybody else. */
export function refuseWrongUser({ baseDir, releasesDir }: ServerPaths): void {
  if (!existsSync(releasesDir))
    throw new AppError('INPUT_INVALID', {
      facts: {
        problem: `There is no ${releasesDir}: this is not a server that setup has made ready.`,
        wanted: 'As root: docs/deployment/scripts/server-setup.sh --domain NAME --email ADDRESS',
      },
    });
  if (statSync(releasesDir).uid === process.getuid?.()) return;
  throw new AppError('INPUT_INVALID', {
    facts: {
      problem: `${baseDir} belongs to another user than ${userInfo().username}.`,
      wanted: 'Become the user of the bot first: su - devrel',
    },
  });
}
