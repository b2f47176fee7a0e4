import { toAppError } from '../../../shared/errors/app-error.ts';
import { explain } from '../../../shared/errors/catalogue.ts';
import type { ServerPaths } from '../../../shared/paths.ts';
import { readSlotProcesses } from '../../facts/release/slot-processes.ts';
import { liveRelease, type Release, type Slot } from '../../plans/release/release.ts';
import { ReleaseDatabase, type Snapshot } from './database.ts';
import { waitUntilReady } from './gate.ts';
import { startInSlot, stopProcesses } from './process.ts';
import type { Progress } from './progress.ts';
import { makeLive, makeNobodyLive } from './swap.ts';

/**
 * Takes back whatever was done, so that what served before serves again, and says so. The traffic goes first: whatever
 * else cannot be done (the disk is full, PM2 hangs), nobody waits for it. Throws nothing.
 */
export async function giveBack(paths: ServerPaths, at: Progress): Promise<string> {
  const live = liveRelease(at.was);
  const { liveSlot } = at.was;
  try {
    if (at.isCommitted)
      return `${at.release?.id ?? 'The new release'} is live and stays; only the cleaning up is not done. The next deployment does it.`;
    if (at.isStoppedFirst) return await bringBack(paths, at, { live, liveSlot });
    if (at.isSwapped && live !== null && liveSlot !== null) makeLive(paths, liveSlot, live.id);
    // A first release that is bad must not come back with the next start of the server either.
    else if (at.isSwapped) makeNobodyLive(paths);
    await stopNewOne(paths, at);
    return wordsFor(live, at);
  } catch (cause) {
    const { code, facts } = toAppError(cause);
    const { says, hint } = explain(code, facts);
    return `It could not be taken back altogether: ${says} ${hint} Then look: onomancer status`;
  }
}

function wordsFor(live: Release | null, { isSwapped, before }: Progress): string {
  if (live === null) return 'Nothing serves: there was no release before it.';
  if (!before.isReady) return `${live.id} was not well before, and is as it was.`;
  return `${live.id} ${isSwapped ? 'has the traffic and the gateway again' : 'never stopped serving'}.`;
}

/** Whatever runs in its slot, also what was started and not found. */
async function stopNewOne(paths: ServerPaths, { slot }: Progress): Promise<void> {
  const running = await readSlotProcesses(paths);
  await stopProcesses(
    paths,
    running.filter((one) => one.slot === slot),
  );
}

async function bringBack(
  paths: ServerPaths,
  at: Progress,
  { live, liveSlot }: { readonly live: Release | null; readonly liveSlot: Slot | null },
): Promise<string> {
  await stopNewOne(paths, at);
  if (live === null || liveSlot === null) {
    makeNobodyLive(paths);
    return 'Nothing serves: there was no release before it.';
  }
  const data = at.undo === null ? '' : await bringDataBack(paths, live, at.undo);
  makeLive(paths, liveSlot, live.id);
  const running = await readSlotProcesses(paths);
  const process = running.find(({ slot }) => slot === liveSlot) ?? (await startInSlot(paths, liveSlot, live.id));
  await waitUntilReady(paths, { slot: liveSlot, releaseId: live.id, process, signal: new AbortController().signal });
  return `${live.id} was started again${data}.`;
}

async function bringDataBack(paths: ServerPaths, live: Release, undo: Snapshot): Promise<string> {
  const { carried } = await new ReleaseDatabase(paths, live.id).restoreKeepingInbox(undo.path);
  const words = ', with the database as it was before';
  if (carried === null) return `${words}; what came in since then is lost`;
  return carried === 0 ? words : `${words} and the ${carried} deliveries that came in since`;
}
