import { join } from 'node:path';
import type { ServerPaths } from '../../../shared/paths.ts';
import { exec } from '../exec.ts';

const LIMIT_SECONDS = 20;
const SHOWN = 4;

/**
 * Whether Discord shows the slash commands of a release, by the word of the release itself. Never a reason to fail: the
 * release serves already, and Discord may be away.
 */
export async function compareCommands(paths: ServerPaths, releaseId: string): Promise<string> {
  const script = join(paths.releasesDir, releaseId, 'dist/register-commands.js');
  const { exitCode, stdout, stderr } = await exec({
    argv: [process.execPath, script, '--dry-run'],
    limitSeconds: LIMIT_SECONDS,
    environment: { HOME: paths.pm2Home, BASE_DIR: paths.baseDir },
  });
  if (exitCode !== 0) return `not known: ${stderr.trim().split('\n')[0] || `it ended with ${exitCode}`}`;
  const lines = stdout.trim().split('\n');
  const changes = lines.filter((line) => /^ {2}[+~-] /.test(line)).map((line) => line.trim());
  if (changes.length === 0) return 'Discord has them all as they are';
  const shown = changes.slice(0, SHOWN).join(', ');
  const more = changes.length > SHOWN ? ` and ${changes.length - SHOWN} more` : '';
  return `NOT REGISTERED: ${shown}${more} → onomancer register-commands`;
}
