import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFiles } from './repository-files.ts';

export interface ShellScripts {
  readonly paths: readonly string[];
  /** Why they cannot be checked, or null when they can. */
  readonly cannotCheck: string | null;
}

const SHEBANG = /^#!.*\b(ba|da|k)?sh\b/;

function isShellScript(root: string, path: string): boolean {
  if (path.endsWith('.sh')) return true;
  const isCandidate = path === '.ci/run' || /^(?:.*\/)?(?:bin|scripts|hooks)\/[^.]+$/.test(path);
  return isCandidate && SHEBANG.test(readFileSync(join(root, path), 'utf8').slice(0, 100));
}

function isInstalled(): boolean {
  return spawnSync('shellcheck', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Every shell script of the repository, by ending or by first line, and whether shellcheck is here to read them. */
export function shellScripts(root: string): ShellScripts {
  const paths = repositoryFiles(root).filter((path) => isShellScript(root, path));
  if (paths.length === 0) return { paths, cannotCheck: 'there is no shell script' };
  const cannotCheck = isInstalled()
    ? null
    : 'shellcheck is not installed (Debian and Ubuntu: apt-get install shellcheck; macOS: brew install shellcheck)';
  return { paths, cannotCheck };
}
