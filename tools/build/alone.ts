import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const LOOK_AGAIN_MS = 50;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Creates the lock with our process id in it; false when somebody has it. */
function take(lock: string): boolean {
  try {
    writeFileSync(lock, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the lock of a process that died while it had it. */
function clearDead(lock: string): void {
  let holder: string;
  try {
    holder = readFileSync(lock, 'utf8');
  } catch {
    return;
  }
  // An empty file is a lock that somebody is writing this very moment.
  if (holder !== '' && !isRunning(Number(holder))) rmSync(lock, { force: true });
}

/** Runs `work` while no other process does work of the same name below `root`. */
export async function alone<T>(root: string, name: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(join(root, '.tmp'), { recursive: true });
  const lock = join(root, '.tmp', `${name}.lock`);
  while (!take(lock)) {
    clearDead(lock);
    await wait(LOOK_AGAIN_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}
