import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { CATALOGUE } from '../../../shared/errors/catalogue.ts';
import type { ServerPaths } from '../../../shared/paths.ts';
import { startsFile } from '../../../shared/starts.ts';
import { isPm2Running, PROCESS_NAME, readSlotProcesses } from '../../facts/release/slot-processes.ts';
import { slotSocket } from '../../facts/release/standing.ts';
import type { Slot, SlotProcess } from '../../plans/release/release.ts';
import { exec } from '../exec.ts';
import { pm2Command } from './pm2.ts';
import { assignSlot } from './swap.ts';
import { waitFor } from './waiting.ts';

/** Longer than the bot takes to hand over and stop (STOP_TIMEOUT_MS and the time after it). */
const KILL_TIMEOUT_MS = 25_000;
const START_SECONDS = 30;
const STOP_SECONDS = 60;
/** Its unit starts it anew after two seconds. */
const PM2_BACK_SECONDS = 20;
/** Of V8's heap: the bot needs a tenth of it. */
const MAX_HEAP_MB = 384;
/** PM2 ends a process that takes more and starts it anew. */
const MAX_MEMORY = '512M';

/**
 * Starts a release in a slot. PM2 would restart the live process if it were given a file of processes with a name that
 * is there already; called for one script with `-f` it starts a second one beside it.
 */
export async function startInSlot(paths: ServerPaths, slot: Slot, releaseId: string): Promise<SlotProcess> {
  const isRunning = await waitFor(async () => (await isPm2Running(paths)) || null, {
    seconds: PM2_BACK_SECONDS,
    everyMs: 500,
  });
  if (isRunning === null) throw new AppError('PM2_SILENT', { facts: { says: 'it is not running' } });
  assignSlot(paths, slot, releaseId);
  for (const leftover of [slotSocket(paths, slot), startsFile(slotSocket(paths, slot))])
    rmSync(leftover, { force: true });
  const args = startArguments(paths, slot, releaseId);
  const answer = await exec(
    pm2Command(paths, args, { limitSeconds: START_SECONDS, environment: slotEnvironment(paths, slot, releaseId) }),
  );
  const started = (await readSlotProcesses(paths)).find((one) => one.slot === slot && one.release === releaseId);
  if (answer.exitCode === 0 && started !== undefined) return started;
  const says = `${answer.stderr}\n${answer.stdout}`.trim().split('\n').at(-1) ?? 'nothing';
  throw new AppError('RELEASE_NOT_STARTED', { facts: { says } });
}

/** How PM2 is asked to start a release; ecosystem.config.js says the same for the start of the server. */
export function startArguments(paths: ServerPaths, slot: Slot, releaseId: string): readonly string[] {
  const dir = join(paths.releasesDir, releaseId);
  const log = join(paths.logDir, PROCESS_NAME);
  const options = {
    name: PROCESS_NAME,
    namespace: slot,
    cwd: dir,
    'kill-timeout': String(KILL_TIMEOUT_MS),
    'exp-backoff-restart-delay': '100',
    'stop-exit-codes': String(CATALOGUE.CRASH_LOOP.exitCode),
    'max-memory-restart': MAX_MEMORY,
    'node-args': `--max-old-space-size=${MAX_HEAP_MB}`,
    output: `${log}.out.log`,
    error: `${log}.error.log`,
  };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return ['start', join(dir, 'dist/bot.js'), '-f', '--merge-logs', '--no-vizion', '--no-pmx', ...flags];
}

/** All that the bot learns from outside; its secrets it reads itself, from their file. */
export function slotEnvironment(paths: ServerPaths, slot: Slot, releaseId: string): Readonly<Record<string, string>> {
  return {
    BASE_DIR: paths.baseDir,
    SOCKET_PATH: slotSocket(paths, slot),
    RELEASE_ID: releaseId,
    LOG_DIR: paths.logDir,
  };
}

/**
 * Stops processes and takes them out of PM2's list. One that ignores the signal is killed after its time. Throws when one
 * is still there then.
 */
export async function stopProcesses(paths: ServerPaths, processes: readonly SlotProcess[]): Promise<void> {
  if (processes.length === 0) return;
  const answers = [];
  for (const { pm2Id } of processes)
    answers.push(await exec(pm2Command(paths, ['delete', String(pm2Id)], { limitSeconds: STOP_SECONDS })));
  const ids = new Set(processes.map(({ pm2Id }) => pm2Id));
  const left = (await readSlotProcesses(paths)).filter(({ pm2Id }) => ids.has(pm2Id));
  if (left.length === 0) return;
  const said = answers.map(({ stderr }) => stderr.trim()).join(' ');
  const names = left.map(({ release, pm2Id }) => `${release ?? 'a process'} (pm2 id ${pm2Id})`);
  throw new AppError('PM2_SILENT', { facts: { says: `${names.join(', ')} could not be stopped. ${said}`.trim() } });
}
