import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerPaths } from '../../../shared/paths.ts';
import type { ExecOptions } from '../exec.ts';
import { dependencyKey } from './dependency-key.ts';
import { run } from './told.ts';

const INSTALL_SECONDS = 900;
const SYNC_SECONDS = 120;
/** npm and its helpers stay below it, so that the live release keeps its memory on a machine with 2 GB. */
const MAX_HEAP_MB = 512;

/** What is installed for one lock file and one version of Node, shared by all releases that have the same. */
export interface Dependencies {
  /** Everything that building needs. */
  readonly forBuilding: string;
  /** What the running bot needs: the packages with a native part. */
  readonly forRunning: string;
  /** False when they were there already. */
  readonly isNew: boolean;
}

/** Installs what a lock file names, or finds it installed. An installation that was interrupted does not count. */
export async function installDependencies(
  paths: ServerPaths,
  sourceDir: string,
  options: ExecOptions,
): Promise<Dependencies> {
  const place = join(paths.releasesDir, '.dependencies', dependencyKey(sourceDir));
  const isNew = !existsSync(place);
  if (isNew) {
    const partial = `${place}.partial`;
    rmSync(partial, { recursive: true, force: true });
    try {
      await install(paths, { sourceDir, into: join(partial, 'building'), flags: [], options });
      await install(paths, { sourceDir, into: join(partial, 'running'), flags: ['--omit=dev'], options });
      await syncAll(partial, options);
    } catch (error) {
      // It would keep a disk full that is full.
      rmSync(partial, { recursive: true, force: true });
      throw error;
    }
    renameSync(partial, place);
  }
  return {
    forBuilding: join(place, 'building/node_modules'),
    forRunning: join(place, 'running/node_modules'),
    isNew,
  };
}

/** Removes what no release that is kept was installed for. */
export function pruneDependencies(paths: ServerPaths, keptReleases: readonly string[]): void {
  const all = join(paths.releasesDir, '.dependencies');
  if (!existsSync(all)) return;
  const needed = new Set(keptReleases.map((id) => dependencyKey(join(paths.releasesDir, id))));
  for (const name of readdirSync(all)) if (!needed.has(name)) rmSync(join(all, name), { recursive: true, force: true });
}

interface Installation {
  readonly sourceDir: string;
  readonly into: string;
  readonly flags: readonly string[];
  readonly options: ExecOptions;
}

async function install(
  { releasesDir, pm2Home }: ServerPaths,
  { sourceDir, into, flags, options }: Installation,
): Promise<void> {
  mkdirSync(into, { recursive: true, mode: 0o750 });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(sourceDir, file), join(into, file));
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const cache = ['--cache', join(releasesDir, '.npm')];
  await run(
    {
      argv: ['npm', '--prefix', into, 'ci', ...quiet, ...cache, ...flags],
      limitSeconds: INSTALL_SECONDS,
      environment: { HOME: pm2Home, NODE_OPTIONS: `--max-old-space-size=${MAX_HEAP_MB}` },
    },
    'RELEASE_NOT_BUILT',
    options,
  );
}

/** Everything below a directory is on the disk when it returns: a rename alone would survive a power cut, its files not. */
export async function syncAll(dir: string, options: ExecOptions): Promise<void> {
  await run({ argv: ['sync', '--file-system', dir], limitSeconds: SYNC_SECONDS }, 'RELEASE_NOT_BUILT', options);
}
