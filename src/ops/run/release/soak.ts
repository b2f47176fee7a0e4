import { AppError } from '../../../shared/errors/app-error.ts';
import type { ServerPaths } from '../../../shared/paths.ts';
import { readBotState, readGatewayState } from '../../facts/release/bot-state.ts';
import { readErrorCount } from '../../facts/release/error-count.ts';
import { slotSocket } from '../../facts/release/standing.ts';
import type { SlotProcess } from '../../plans/release/release.ts';
import type { Candidate } from './gate.ts';
import { ProcessWatch } from './process-watch.ts';

const LOOK_EVERY_MS = 1_000;
/** One look in vain can be a pause of the machine. */
const MAX_FAILED_LOOKS = 3;
/** Of our own making (`INTERNAL`) only: Discord or Linear being away is no fault of the release. */
const MAX_ERRORS = 5;
/** PM2 ends a process at 512 MB; the bot needs about a hundred. */
const MAX_MEMORY_BYTES = 400e6;

interface Watched extends Candidate {
  readonly seconds: number;
  /** False when the release before it did not have the gateway either: then Discord is away. */
  readonly isGatewayNeeded: boolean;
  readonly tell: (line: string) => void;
}

/**
 * Watches a release that has just become live; throws `RELEASE_BAD` with the first thing that is wrong. Its end is noticed
 * at once: until the one before it is live again, that one only stands by.
 */
export async function soak(paths: ServerPaths, watched: Watched): Promise<void> {
  const { slot, seconds, signal, tell } = watched;
  const socket = slotSocket(paths, slot);
  const watch = new ProcessWatch(paths, watched.process);
  const errorsBefore = await readErrorCount(socket);
  const deadline = performance.now() + seconds * 1_000;
  let failed = 0;
  let told = seconds;
  while (performance.now() < deadline) {
    if (await watch.endsWithin(Math.min(LOOK_EVERY_MS, deadline - performance.now()))) throw bad('its process ended');
    signal.throwIfAborted();
    refuseSick(watched.process, await watch.look());
    const trouble = await troubleOf(socket, watched);
    failed = trouble === null ? 0 : failed + 1;
    if (failed >= MAX_FAILED_LOOKS) throw bad(trouble ?? '');
    const errors = (await readErrorCount(socket)) - errorsBefore;
    if (errors > MAX_ERRORS) throw bad(`${errors} errors of its own in the log`);
    const left = Math.ceil((deadline - performance.now()) / 1_000);
    if (left > 0 && left <= told - 10) {
      told = left;
      tell(`All well; ${left} s to go.`);
    }
  }
  if (failed > 0) throw bad('it did not answer well at the end');
}

async function troubleOf(socket: string, { isGatewayNeeded }: Watched): Promise<string | null> {
  const state = await readBotState(socket);
  if (state.kind !== 'ready') return state.why;
  if (!isGatewayNeeded) return null;
  const gateway = await readGatewayState(socket);
  return gateway.isOurs ? null : `Discord’s gateway: ${gateway.says}`;
}

function refuseSick(before: SlotProcess, now: SlotProcess | null): void {
  if (now === null) throw bad('its process is gone');
  if (now.restarts > before.restarts || now.status !== 'online')
    throw bad(`its process ended and was started anew (PM2 says ${now.status})`);
  if (now.memoryBytes > MAX_MEMORY_BYTES)
    throw bad(`it takes ${Math.round(now.memoryBytes / 1e6)} MB of memory, and more and more`);
}

function bad(says: string): AppError {
  return new AppError('RELEASE_BAD', { facts: { says } });
}
