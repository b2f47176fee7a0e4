import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ServerPaths } from '../../../shared/paths.ts';
import { slotLink } from '../../facts/release/standing.ts';
import type { Slot } from '../../plans/release/release.ts';
import { syncDirectory } from '../write-file.ts';

/** Replaces a link in one piece: whoever follows it gets the old or the new target, also after a power cut. */
function replaceLink(path: string, target: string): void {
  const next = `${path}.next`;
  rmSync(next, { force: true });
  symlinkSync(target, next);
  renameSync(next, path);
  syncDirectory(dirname(path));
}

/** Says which release a slot is for; before its process starts. */
export function assignSlot(paths: ServerPaths, slot: Slot, releaseId: string): void {
  replaceLink(slotLink(paths, slot), join('..', basename(paths.releasesDir), releaseId));
}

/**
 * Makes a slot live: from this moment on nginx leads there, and its process takes the gateway. The one truth is the
 * link of the socket; the other one is for people.
 */
export function makeLive(paths: ServerPaths, slot: Slot, releaseId: string): void {
  replaceLink(paths.currentSocket, `${slot}.sock`);
  replaceLink(paths.currentRelease, join(basename(paths.releasesDir), releaseId));
}

/**
 * Says which slot answers what the live one leaves unanswered when it dies: one that has proved itself. It is the live one
 * itself while nothing is watched, so that the link always leads somewhere: a request that was on its way to a process
 * that has just died looks there a moment later.
 */
export function standBy(paths: ServerPaths, slot: Slot): void {
  replaceLink(paths.standbySocket, `${slot}.sock`);
}

/** Nothing is live, as before the first deployment: the server starts nothing either. */
export function makeNobodyLive({ currentSocket, standbySocket, currentRelease }: ServerPaths): void {
  for (const link of [currentSocket, standbySocket, currentRelease]) {
    rmSync(link, { force: true });
    syncDirectory(dirname(link));
  }
}
