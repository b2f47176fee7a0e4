import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const TOP = '/sys/fs/cgroup';

/** Every control group whose last part passes the test, in all hierarchies of the machine. */
export function findCgroups(isWanted: (name: string) => boolean): readonly string[] {
  return existsSync(TOP) ? below(TOP).filter((dir) => isWanted(dir.split('/').at(-1) ?? '')) : [];
}

/** The processes in the group and in the groups below it. */
export function pidsIn(dir: string): readonly number[] {
  const own = read(join(dir, 'cgroup.procs'));
  const pids = own.split('\n').flatMap((line) => (Number(line) > 0 ? [Number(line)] : []));
  return [...pids, ...subdirectories(dir).flatMap(pidsIn)];
}

/** Ends every process in the groups, then removes the groups. */
export async function killCgroups(dirs: readonly string[]): Promise<void> {
  for (let round = 0; round < 100; round += 1) {
    const pids = new Set(dirs.filter((dir) => existsSync(dir)).flatMap(pidsIn));
    if (pids.size === 0) break;
    for (const pid of pids) kill(pid);
    await wait(50);
  }
  for (const dir of dirs) await remove(dir);
}

async function remove(dir: string): Promise<void> {
  if (!existsSync(dir)) return;
  for (const sub of subdirectories(dir)) await remove(sub);
  // The kernel needs a moment after the last process.
  for (let round = 0; round < 40; round += 1) {
    try {
      rmdirSync(dir);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return;
      if (code !== 'EBUSY') throw error;
      await wait(50);
    }
  }
}

function below(dir: string): readonly string[] {
  return subdirectories(dir).flatMap((sub) => [sub, ...below(sub)]);
}

function subdirectories(dir: string): readonly string[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(dir, entry.name));
  } catch {
    // Gone in the meantime, or a hierarchy that nobody may read.
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
