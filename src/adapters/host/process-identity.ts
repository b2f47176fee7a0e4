import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { LeaseOwner } from '../../ports/store.ts';
import type { NewId } from '../../shared/ids.ts';

/** Who this process is. The id carries the start time that the kernel keeps, because process numbers are used again. */
export function thisProcess(newId: NewId): LeaseOwner {
  return { id: `${startTicks(process.pid) ?? 'unknown'}-${newId()}`, host: hostname(), pid: process.pid };
}

/**
 * Has that process died? Only said of processes of this host, and only when it is certain: no such process number, or
 * the number now belongs to a process that started at another time (Linux).
 */
export function isGone(owner: LeaseOwner): boolean {
  if (owner.host !== hostname()) return false;
  if (!isAlive(owner.pid)) return true;
  const [ticksThen] = owner.id.split('-');
  const ticksNow = startTicks(owner.pid);
  return ticksNow !== null && ticksThen !== 'unknown' && ticksNow !== ticksThen;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is one, it is just not ours.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Field 22 of /proc/PID/stat, counted after the command name, which may hold spaces (proc_pid_stat(5)); null elsewhere. */
function startTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
