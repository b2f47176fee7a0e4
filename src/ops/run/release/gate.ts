import { AppError } from '../../../shared/errors/app-error.ts';
import type { ServerPaths } from '../../../shared/paths.ts';
import { readBotState, readGatewayState } from '../../facts/release/bot-state.ts';
import { slotSocket } from '../../facts/release/standing.ts';
import type { Slot, SlotProcess } from '../../plans/release/release.ts';
import { ProcessWatch } from './process-watch.ts';
import { waitFor } from './waiting.ts';

const READY_SECONDS = 60;
const READY_EVERY_MS = 150;
const GATEWAY_SECONDS = 30;
/** PM2 starts what ends anew; a release that ended twice before it was ready never will be. */
const MAX_RESTARTS = 2;

/** A release that was started in a slot and has yet to prove itself. */
export interface Candidate {
  readonly slot: Slot;
  readonly releaseId: string;
  readonly process: SlotProcess;
  readonly signal: AbortSignal;
}

/**
 * Waits until the release in a slot can do its work, and gives the process that can. Only its own word counts, over its
 * own socket: PM2 calls a process online that never listens.
 */
export async function waitUntilReady(paths: ServerPaths, candidate: Candidate): Promise<SlotProcess> {
  const { slot, releaseId, signal } = candidate;
  const watch = new ProcessWatch(paths, candidate.process);
  let last = 'it has not answered yet';
  const ready = await waitFor(
    async () => {
      signal.throwIfAborted();
      const state = await readBotState(slotSocket(paths, slot));
      const process = await watch.look();
      if (process === null || process.status === 'errored' || process.restarts >= MAX_RESTARTS)
        throw notReady(`its process ends as soon as it is started (${last})`);
      if (state.kind === 'ready' && state.version.endsWith(`+${releaseId}`)) return process;
      last = state.kind === 'ready' ? `it says that it is ${state.version}, not ${releaseId}` : state.why;
      return null;
    },
    { seconds: READY_SECONDS, everyMs: READY_EVERY_MS },
  );
  if (ready === null) throw notReady(`not within ${READY_SECONDS} s: ${last}`);
  return ready;
}

/**
 * Waits until the release in a slot owns the gateway. When the one before it did not have it either, Discord is away, which
 * is no fault of the release. It is live by now: when it ends, that is known at once.
 */
export async function waitForGateway(
  paths: ServerPaths,
  { slot, process, signal }: Candidate,
  { isNeeded }: { readonly isNeeded: boolean },
): Promise<string> {
  const watch = new ProcessWatch(paths, process);
  let last = '';
  const owned = await waitFor(
    async () => {
      signal.throwIfAborted();
      if (watch.hasEnded) throw new AppError('RELEASE_BAD', { facts: { says: 'its process ended' } });
      const { isOurs, says } = await readGatewayState(slotSocket(paths, slot));
      last = says;
      return isOurs ? says : null;
    },
    { seconds: GATEWAY_SECONDS, everyMs: READY_EVERY_MS },
  );
  if (owned === null && !isNeeded) return `not yet, as before: ${last}`;
  if (owned === null) throw notReady(`it did not get Discord’s gateway within ${GATEWAY_SECONDS} s: ${last}`);
  return owned;
}

function notReady(says: string): AppError {
  return new AppError('RELEASE_NOT_READY', { facts: { says } });
}
