import { AppError } from '../../../shared/errors/app-error.ts';
import type { ServerPaths } from '../../../shared/paths.ts';
import { readBotState, readGatewayState } from '../../facts/release/bot-state.ts';
import { slotSocket } from '../../facts/release/standing.ts';
import type { Slot } from '../../plans/release/release.ts';
import { ProcessWatch } from './process-watch.ts';
import { waitFor } from './waiting.ts';

const READY_SECONDS = 60;
const READY_EVERY_MS = 150;
const GATEWAY_SECONDS = 30;
/** PM2 starts what ends anew; a release that ended twice before it was ready never will be. */
const MAX_RESTARTS = 2;

interface Candidate {
  readonly slot: Slot;
  readonly releaseId: string;
  readonly signal: AbortSignal;
}

/**
 * Waits until the release in a slot can do its work. Only its own word counts, over its own socket: PM2 calls a process
 * online that never listens.
 */
export async function waitUntilReady(paths: ServerPaths, { slot, releaseId, signal }: Candidate): Promise<void> {
  const watch = new ProcessWatch(paths, slot, releaseId);
  let last = 'it has not answered yet';
  const ready = await waitFor(
    async () => {
      signal.throwIfAborted();
      const state = await readBotState(slotSocket(paths, slot));
      if (state.kind === 'ready' && state.version.endsWith(`+${releaseId}`)) return state;
      last = state.kind === 'ready' ? `it says that it is ${state.version}, not ${releaseId}` : state.why;
      const process = await watch.look();
      const ended = process === null || process.status === 'errored' || process.restarts >= MAX_RESTARTS;
      if (ended) throw notReady(`its process ends as soon as it is started (${last})`);
      return null;
    },
    { seconds: READY_SECONDS, everyMs: READY_EVERY_MS },
  );
  if (ready === null) throw notReady(`not within ${READY_SECONDS} s: ${last}`);
}

/**
 * Waits until the release in a slot owns the gateway. When the one before it did not have it either, Discord is away, which
 * is no fault of the release.
 */
export async function waitForGateway(
  paths: ServerPaths,
  { slot, signal }: Candidate,
  { isNeeded }: { readonly isNeeded: boolean },
): Promise<string> {
  let last = '';
  const owned = await waitFor(
    async () => {
      signal.throwIfAborted();
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
