import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerPaths } from '../../../shared/paths.ts';

/** Files that the bot starts without, and that somebody may miss; each with the command that makes it. */
export function missingFiles({ baseDir, appDir }: ServerPaths): readonly string[] {
  const config = join(baseDir, 'config/onomancer.yml');
  return existsSync(config)
    ? []
    : [
        `There is no ${config}: no channel is told anything, and only administrators may use most commands. Make it: install -D -m 640 ${join(appDir, 'config/onomancer.example.yml')} ${config}; then edit it.`,
      ];
}
