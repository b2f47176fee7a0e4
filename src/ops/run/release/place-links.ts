import { existsSync, lstatSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ServerPaths } from '../../../shared/paths.ts';

/**
 * Shows the places of the installation inside the clone, where people look for them: `ls data` there is the data of the
 * bot. What stands there already stays. Not `dist`: who builds in the clone would write into the live release.
 */
export function linkPlacesIntoClone(paths: ServerPaths, tell: (line: string) => void): void {
  const { appDir, secretsDir, dataDir, backupDir, logDir, baseDir } = paths;
  if (!existsSync(appDir)) return;
  const places = { secrets: secretsDir, data: dataDir, backups: backupDir, logs: logDir };
  for (const [name, place] of Object.entries(places)) {
    const link = join(appDir, name);
    try {
      if (lstatSync(link, { throwIfNoEntry: false }) === undefined)
        symlinkSync(place.startsWith(`${baseDir}/`) ? relative(appDir, place) : place, link);
    } catch (cause) {
      // A convenience: a clone that cannot be written to does not stop a deployment.
      tell(`${link} could not be made a link to ${place}: ${cause instanceof Error ? cause.message : 'unknown'}`);
    }
  }
}
