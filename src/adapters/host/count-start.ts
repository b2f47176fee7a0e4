import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseStarts, type Starts, startsFile, withStart } from '../../shared/starts.ts';

/**
 * Counts a start of the slot that listens on this socket, and tells how it stands. Null where nothing is counted: without a
 * slot somebody sees what happens, and a disk that takes no file must not keep the bot from starting.
 */
export function countStart(socketPath: string | undefined, now: Date): Starts | null {
  if (socketPath === undefined || !socketPath.endsWith('.sock')) return null;
  const path = startsFile(socketPath);
  const starts = withStart(read(path), now);
  try {
    writeFileSync(`${path}.next`, `${JSON.stringify(starts)}\n`, { mode: 0o640 });
    renameSync(`${path}.next`, path);
  } catch {
    return null;
  }
  return starts;
}

function read(path: string): Starts | null {
  try {
    return parseStarts(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
