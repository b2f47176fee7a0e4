import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { type ExecOptions, exec } from '../exec.ts';

const IMPORT_SECONDS = 60;
/** What cannot be loaded says so in one sentence; the stack would push that out of the last lines. */
const IMPORT =
  'try { for (const name of process.argv.slice(1)) await import(name); } catch (error) { console.error(error.message); process.exit(1); }';

/**
 * Loads every package that the running bot needs, with this Node, in a process of its own. The bot itself loads some only
 * when it needs them, so that one of another Node would pass the gate. Throws `RELEASE_NOT_BUILT`.
 */
export async function proveNativePackages(dir: string, options: ExecOptions): Promise<void> {
  const names = packagesForRunning(dir);
  if (names.length === 0) return;
  const answer = await exec(
    {
      // Where the code of `--eval` is looked at as standing: its packages are those of the release.
      argv: ['env', '-C', dir, process.execPath, '--input-type=module', '--eval', IMPORT, ...names],
      limitSeconds: IMPORT_SECONDS,
    },
    options,
  );
  if (answer.exitCode === 0) return;
  const why = answer.stderr.trim() || `it ended with ${answer.exitCode}`;
  throw new AppError('RELEASE_NOT_BUILT', {
    facts: { says: `Node ${process.version} cannot load what it needs (${names.join(', ')}): ${why}` },
  });
}

/** The build takes everything into one file but what has a native part: that is all that `dependencies` names. */
function packagesForRunning(dir: string): readonly string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  return Object.keys(dependencies);
}
