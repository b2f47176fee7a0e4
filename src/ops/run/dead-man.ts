import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/errors/app-error.ts';
import {
  DEAD_MAN_UNIT,
  renderDeadManService,
  renderDeadManTimer,
  renderRevertScript,
  savedName,
} from '../render/dead-man.ts';
import { asking, type DeadMan, doing } from '../steps/step.ts';
import { runAll, type Workshop } from './apply-change.ts';
import { exec } from './exec.ts';
import { proveConnection } from './prove-connection.ts';
import { ownRights, syncDirectory, writeFileAtomically } from './write-file.ts';

export interface DeadManSurroundings extends Workshop {
  readonly deadManDir: string;
}

const UNITS = '/etc/systemd/system';
const SERVICE = join(UNITS, `${DEAD_MAN_UNIT}.service`);
const TIMER = join(UNITS, `${DEAD_MAN_UNIT}.timer`);
const READABLE = 0o644;

/**
 * Does work that could lock everybody out. A timer of systemd is armed first, which puts everything back on its own;
 * it is disarmed only when the work is done and a new connection has succeeded. When either fails, things are put back
 * at once and the error is thrown on.
 */
export async function underDeadMan<T>(
  deadMan: DeadMan,
  surroundings: DeadManSurroundings,
  work: () => Promise<T>,
): Promise<T> {
  await arm(deadMan, surroundings);
  let done: T;
  try {
    done = await work();
    await proveConnection(deadMan.proof, surroundings);
    if (wasReverted(surroundings.deadManDir)) throw new AppError('DEAD_MAN_FIRED');
  } catch (error) {
    await revertNow(surroundings);
    throw error;
  }
  await disarm(surroundings);
  return done;
}

/**
 * What an earlier run saved and neither proved nor put back is kept: that is how things were when they were last known
 * to work. The copies are complete before their directory has its name.
 */
async function arm(deadMan: DeadMan, { deadManDir, lockFd }: DeadManSurroundings): Promise<void> {
  if (wasReverted(deadManDir)) rmSync(deadManDir, { recursive: true });
  if (!existsSync(deadManDir)) {
    const partial = `${deadManDir}.partial`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true, mode: 0o700 });
    deadMan.saves.forEach((path, index) => {
      if (existsSync(path)) cpSync(path, join(partial, savedName(index)), { preserveTimestamps: true });
    });
    writeFileAtomically(join(partial, 'revert.sh'), renderRevertScript(deadMan, deadManDir), ownRights(READABLE));
    renameSync(partial, deadManDir);
    syncDirectory(join(deadManDir, '..'));
  }
  writeFileAtomically(SERVICE, renderDeadManService(deadManDir), ownRights(READABLE));
  writeFileAtomically(TIMER, renderDeadManTimer(deadMan.revertAfterSeconds), ownRights(READABLE));
  const timer = `${DEAD_MAN_UNIT}.timer`;
  await runAll(
    [doing('systemctl', 'daemon-reload'), doing('systemctl', 'enable', timer), doing('systemctl', 'restart', timer)],
    { lockFd },
  );
  const armed = await exec(asking('systemctl', 'is-active', timer));
  if (armed.exitCode !== 0) throw new AppError('DEAD_MAN_NOT_ARMED', { facts: { state: armed.stdout.trim() } });
}

async function revertNow({ deadManDir, lockFd }: DeadManSurroundings): Promise<void> {
  await runAll([doing('systemctl', 'start', `${DEAD_MAN_UNIT}.service`)], { lockFd });
  remove(deadManDir);
}

async function disarm({ deadManDir, lockFd }: DeadManSurroundings): Promise<void> {
  await runAll([doing('systemctl', 'disable', '--now', `${DEAD_MAN_UNIT}.timer`)], { lockFd });
  remove(deadManDir);
  await runAll([doing('systemctl', 'daemon-reload')], { lockFd });
}

function wasReverted(deadManDir: string): boolean {
  return existsSync(join(deadManDir, 'reverted'));
}

function remove(deadManDir: string): void {
  rmSync(deadManDir, { recursive: true, force: true });
  rmSync(SERVICE, { force: true });
  rmSync(TIMER, { force: true });
}
