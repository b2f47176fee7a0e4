import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ServerPaths } from '../../../shared/paths.ts';
import { type Release, SLOTS, type Slot, type Standing } from '../../plans/release/release.ts';
import { readSlotProcesses } from './slot-processes.ts';

/** The file that makes a directory a release: it is written last. */
export const RELEASE_FILE = 'release.json';

/** Reads how the house stands: releases, slots, processes. */
export async function readStanding(paths: ServerPaths): Promise<Standing> {
  const names = existsSync(paths.releasesDir) ? readdirSync(paths.releasesDir).filter((name) => !isHidden(name)) : [];
  const found = names.map((name) => ({ name, release: readRelease(join(paths.releasesDir, name)) }));
  const isRelease = (one: { release: Release | null }): one is { name: string; release: Release } =>
    one.release !== null;
  return {
    releases: found
      .filter(isRelease)
      .map(({ release }) => release)
      .toSorted((a, b) => (a.id < b.id ? 1 : -1)),
    unfinished: found.filter((one) => !isRelease(one)).map(({ name }) => name),
    liveSlot: liveSlotOf(paths),
    slots: { blue: releaseOf(paths, 'blue'), green: releaseOf(paths, 'green') },
    processes: await readSlotProcesses(paths),
  };
}

/** The link beside the sockets that names the release of a slot. */
export function slotLink(paths: ServerPaths, slot: Slot): string {
  return join(paths.runDir, `${slot}.release`);
}

export function slotSocket(paths: ServerPaths, slot: Slot): string {
  return join(paths.runDir, `${slot}.sock`);
}

/** A directory without a readable file is no release: its building was interrupted. */
function readRelease(dir: string): Release | null {
  try {
    const release = JSON.parse(readFileSync(join(dir, RELEASE_FILE), 'utf8')) as Release;
    return release.id === basename(dir) ? release : null;
  } catch {
    return null;
  }
}

function liveSlotOf(paths: ServerPaths): Slot | null {
  const target = linkTarget(paths.currentSocket);
  return SLOTS.find((slot) => target === `${slot}.sock`) ?? null;
}

function releaseOf(paths: ServerPaths, slot: Slot): string | null {
  return linkTarget(slotLink(paths, slot));
}

/** The last part of where a link leads; null when there is none. */
function linkTarget(path: string): string | null {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true ? basename(readlinkSync(path)) : null;
}

function isHidden(name: string): boolean {
  return name.startsWith('.');
}
