import { rmSync } from 'node:fs';
import type { ServerPaths } from '../../../shared/paths.ts';
import { readSnapshots } from '../../facts/release/snapshots.ts';
import { readStanding } from '../../facts/release/standing.ts';
import { releasesToPrune } from '../../plans/release/release.ts';
import { snapshotsToPrune } from '../../plans/release/snapshots-to-prune.ts';
import { removeReleases } from './build.ts';
import { pruneDependencies } from './dependencies.ts';

/** Removes the releases and snapshots that nobody will go back to, by rule. Says what stays. */
export async function prune(paths: ServerPaths, keep: number): Promise<string> {
  const standing = await readStanding(paths);
  const going = releasesToPrune(standing, keep);
  removeReleases(paths, going);
  const kept = standing.releases.map(({ id }) => id).filter((id) => !going.includes(id));
  pruneDependencies(paths, kept);
  const snapshots = readSnapshots(paths);
  const old = snapshotsToPrune(snapshots);
  // The manifest goes first: without it a file is no snapshot that is offered.
  for (const path of old) for (const file of [`${path}.json`, path]) rmSync(file, { force: true });
  return `releases: ${counted(kept.length, going.length)}; snapshots: ${counted(snapshots.length - old.length, old.length)}`;
}

function counted(kept: number, removed: number): string {
  return removed === 0 ? `${kept} kept` : `${removed} removed, ${kept} kept`;
}
