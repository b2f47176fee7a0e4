import { existsSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ServerPaths } from '../../../shared/paths.ts';
import { readBotState, readGatewayState } from '../../facts/release/bot-state.ts';
import { readStanding, slotSocket } from '../../facts/release/standing.ts';
import { otherSlot, type Standing } from '../../plans/release/release.ts';
import { removeReleases } from './build.ts';
import { stopProcesses } from './process.ts';
import type { Before } from './progress.ts';
import { makeLive, standBy } from './swap.ts';

/** Puts in order what a run left that was killed, and tells how the house stands then. */
export async function sweep(paths: ServerPaths, tell: (line: string) => void): Promise<Standing> {
  const found = await readStanding(paths);
  const standing = (await isWarmOneBetter(paths, found)) ? await goBackToWarm(paths, found, tell) : found;
  // The other slot is about to be given to a release that has not proved itself.
  if (standing.liveSlot !== null) standBy(paths, standing.liveSlot);
  const leftovers = standing.processes.filter(({ slot }) => slot !== standing.liveSlot);
  if (leftovers.length > 0) {
    tell('An earlier run left a process in the free slot; it is stopped.');
    await stopProcesses(paths, leftovers);
  }
  mendCurrentRelease(paths, standing);
  // Whatever has become of its file: what the server is to start stays.
  const live = standing.liveSlot === null ? null : standing.slots[standing.liveSlot];
  removeReleases(
    paths,
    standing.unfinished.filter((id) => id !== live),
  );
  for (const name of existsSync(paths.releasesDir) ? readdirSync(paths.releasesDir) : [])
    if (name.startsWith('.going-')) rmSync(join(paths.releasesDir, name), { recursive: true, force: true });
  return { ...standing, processes: standing.processes.filter((one) => !leftovers.includes(one)) };
}

/** How the live release does, before anything is done. */
export async function readBefore(paths: ServerPaths, { liveSlot }: Standing): Promise<Before> {
  if (liveSlot === null) return { isReady: false, hasGateway: false };
  const socket = slotSocket(paths, liveSlot);
  const { kind } = await readBotState(socket);
  return { isReady: kind === 'ready', hasGateway: (await readGatewayState(socket)).isOurs };
}

/** A run was killed while it watched a release that has turned out bad; the one before it is still there, and well. */
async function isWarmOneBetter(paths: ServerPaths, { liveSlot, processes }: Standing): Promise<boolean> {
  if (liveSlot === null || !processes.some(({ slot }) => slot === otherSlot(liveSlot))) return false;
  const live = await readBotState(slotSocket(paths, liveSlot));
  if (live.kind === 'ready') return false;
  return (await readBotState(slotSocket(paths, otherSlot(liveSlot)))).kind === 'ready';
}

async function goBackToWarm(
  paths: ServerPaths,
  { liveSlot, slots }: Standing,
  tell: (line: string) => void,
): Promise<Standing> {
  const slot = otherSlot(liveSlot);
  const releaseId = slots[slot];
  if (releaseId !== null) {
    tell(`An earlier run was killed, and what it made live is not well; ${releaseId} has the traffic again.`);
    makeLive(paths, slot, releaseId);
  }
  return readStanding(paths);
}

/** A run can be killed between its two renames; the link of the socket is the truth. */
function mendCurrentRelease(paths: ServerPaths, { liveSlot, slots }: Standing): void {
  const releaseId = liveSlot === null ? null : slots[liveSlot];
  if (liveSlot === null || releaseId === null) return;
  if (!isLeadingTo(paths.currentRelease, releaseId)) makeLive(paths, liveSlot, releaseId);
}

function isLeadingTo(link: string, releaseId: string): boolean {
  try {
    return basename(readlinkSync(link)) === releaseId;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
