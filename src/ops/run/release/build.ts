import { existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ServerPaths } from '../../../shared/paths.ts';
import { RELEASE_FILE } from '../../facts/release/standing.ts';
import type { Release } from '../../plans/release/release.ts';
import type { ExecOptions } from '../exec.ts';
import { ownRights, syncDirectory, writeFileAtomically } from '../write-file.ts';
import { type Dependencies, installDependencies, syncAll } from './dependencies.ts';
import { proveNativePackages } from './native-packages.ts';
import { placeSources, type Source } from './sources.ts';
import { run } from './told.ts';

const BUILD_SECONDS = 300;
const MAX_HEAP_MB = 512;

export interface BuildOrder {
  readonly source: Source;
  readonly releaseId: string;
  readonly now: Date;
  readonly who: string;
  /** How it goes, one sentence each. */
  readonly tell: (line: string) => void;
  /** The lock that programs hold while they work, and what ends them. */
  readonly options: ExecOptions;
}

/**
 * Builds a release in a directory of its own while the live one serves. It is a release only when `release.json` stands
 * in it, which is written last: what an interruption leaves is swept away by the next deployment.
 */
export async function buildRelease(paths: ServerPaths, order: BuildOrder): Promise<Release> {
  const dir = join(paths.releasesDir, order.releaseId);
  try {
    await placeSources(paths, order.source, dir);
    const dependencies = await installDependencies(paths, dir, order.options);
    order.tell(dependencies.isNew ? 'Dependencies installed.' : 'Dependencies as before: nothing to install.');
    await build(paths, dir, { ...dependencies, options: order.options });
    await syncAll(dir, order.options);
    return finish(dir, order);
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
}

async function build(
  { pm2Home }: ServerPaths,
  dir: string,
  { forBuilding, forRunning, options }: Dependencies & Pick<BuildOrder, 'options'>,
): Promise<void> {
  const modules = join(dir, 'node_modules');
  rmSync(modules, { recursive: true, force: true });
  symlinkSync(forBuilding, modules);
  const tsx = join(modules, 'tsx/dist/cli.mjs');
  await run(
    {
      argv: [process.execPath, tsx, join(dir, 'tools/build.ts')],
      limitSeconds: BUILD_SECONDS,
      environment: { HOME: pm2Home, NODE_OPTIONS: `--max-old-space-size=${MAX_HEAP_MB}` },
    },
    'RELEASE_NOT_BUILT',
    options,
  );
  for (const entrance of ['dist/bot.js', 'dist/database.js'])
    if (!existsSync(join(dir, entrance)))
      throw new AppError('RELEASE_NOT_BUILT', { facts: { says: `the build made no ${entrance}` } });
  rmSync(modules);
  symlinkSync(forRunning, modules);
  await proveNativePackages(dir, options);
}

function finish(dir: string, { source, releaseId, now, who }: BuildOrder): Release {
  const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { readonly version: string };
  const release: Release = {
    id: releaseId,
    version: manifest.version,
    commit: source.commit,
    asked: source.asked,
    builtAt: now.toISOString(),
    builtBy: who,
    node: process.version,
    verdict: null,
  };
  writeRelease(dir, release);
  return release;
}

/** Keeps what was found out about a release. */
export function judgeRelease(paths: ServerPaths, release: Release, verdict: NonNullable<Release['verdict']>): Release {
  const judged = { ...release, verdict };
  writeRelease(join(paths.releasesDir, release.id), judged);
  return judged;
}

function writeRelease(dir: string, release: Release): void {
  writeFileAtomically(join(dir, RELEASE_FILE), `${JSON.stringify(release, null, 2)}\n`, ownRights(0o640));
}

/** Removes whole releases; each disappears from the list at once, however long its files take. */
export function removeReleases(paths: ServerPaths, ids: readonly string[]): void {
  for (const id of ids) {
    const going = join(paths.releasesDir, `.going-${id}`);
    rmSync(going, { recursive: true, force: true });
    renameSync(join(paths.releasesDir, id), going);
    syncDirectory(paths.releasesDir);
    rmSync(going, { recursive: true, force: true });
  }
}
