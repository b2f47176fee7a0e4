import { spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../shared/errors/app-error.ts';

/** Who holds a lock, as it stands in the lock file. */
export interface LockHolder {
  readonly pid: number;
  /** The start time that the kernel keeps: process numbers are used again. */
  readonly startTicks: string | null;
  readonly who: string;
  readonly what: string;
  readonly since: string;
}

export interface HeldLock {
  /** Handed to commands that change something, so that the lock is held until they have ended too. */
  readonly fd: number;
  release(): void;
}

/** How long to wait for commands that a run started which was killed itself. */
const ORPHANS_WAIT_SECONDS = 180;

/**
 * Takes the lock, or throws LOCK_HELD with its holder. The kernel keeps it (flock(2)) for as long as this process or a
 * command that it started has the file open, so it needs no cleaning up after a crash, a `kill -9` or a power cut.
 */
export function takeLock(
  path: string,
  me: Omit<LockHolder, 'pid' | 'startTicks'>,
  tell: (line: string) => void,
): HeldLock {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o644);
  if (!flock(fd, 0)) waitForOrphans(fd, tell);
  ftruncateSync(fd, 0);
  const holder: LockHolder = { pid: process.pid, startTicks: startTicks(process.pid), ...me };
  writeSync(fd, `${JSON.stringify(holder)}\n`, 0);
  return { fd, release: () => closeSync(fd) };
}

/** Whoever took a lock last and still lives, for people; null when there is nobody. Only looks, and is in nobody's way. */
export function livingHolder(path: string): LockHolder | null {
  if (!existsSync(path)) return null;
  const fd = openSync(path, constants.O_RDONLY);
  try {
    const holder = readHolder(fd);
    return holder !== null && isAlive(holder) ? holder : null;
  } finally {
    closeSync(fd);
  }
}

/** The lock is held: by a living run, then that is the end; or by what a dead run has left running, then it is waited for. */
function waitForOrphans(fd: number, tell: (line: string) => void): void {
  const holder = readHolder(fd);
  if (holder === null || !isAlive(holder)) {
    tell(
      `The run before this one is dead, but a command that it started is still at work. Waiting for up to ${ORPHANS_WAIT_SECONDS} s …`,
    );
    if (flock(fd, ORPHANS_WAIT_SECONDS)) return;
  }
  closeSync(fd);
  throw new AppError('LOCK_HELD', {
    facts: {
      what: holder?.what ?? 'something',
      who: holder?.who ?? 'somebody',
      since: holder?.since ?? 'an unknown time',
      pid: holder?.pid ?? '?',
    },
  });
}

function isAlive({ pid, startTicks: since }: LockHolder): boolean {
  return since !== null && since === startTicks(pid);
}

/** Locks the open file itself: the program that asks for the lock ends, and the lock stays with our file. */
function flock(fd: number, waitSeconds: number): boolean {
  const { status, error } = spawnSync('flock', ['--exclusive', '--timeout', String(waitSeconds), '3'], {
    stdio: ['ignore', 'ignore', 'ignore', fd],
  });
  if (error !== undefined)
    throw new AppError('TOOL_MISSING', { cause: error, facts: { tool: 'flock', package: 'util-linux' } });
  return status === 0;
}

function readHolder(fd: number): LockHolder | null {
  const buffer = Buffer.alloc(Math.min(fstatSync(fd).size, 4096));
  readSync(fd, buffer, 0, buffer.length, 0);
  try {
    return JSON.parse(buffer.toString('utf8')) as LockHolder;
  } catch {
    // Killed between taking the lock and writing its name.
    return null;
  }
}

/** Field 22 of /proc/PID/stat, counted after the command name, which may hold spaces (proc_pid_stat(5)). */
function startTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
