import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerPaths } from '../../../shared/paths.ts';
import { PROCESS_NAME } from '../../facts/release/slot-processes.ts';

const LAST_LINES = 12;
const LAST_BYTES = 16_384;

/**
 * What the application has said since a moment, the complaints first; secrets never reach its log. The release that serves
 * writes into the same files, so lines of before say nothing about the new one.
 */
export function lastLines({ logDir }: ServerPaths, since: Date): readonly string[] {
  const logs = ['error', 'out'].map((kind) => join(logDir, `${PROCESS_NAME}.${kind}.log`));
  // What it complained about says why; the other log must not push that out.
  return logs.flatMap((path) => linesSince(tail(path, since), since).slice(-LAST_LINES));
}

/** Lines without a time belong to the one before them: a stack, or what is printed before there is a log. */
function linesSince(lines: readonly string[], since: Date): readonly string[] {
  const isBefore = (line: string): boolean => {
    const time = timeOf(line);
    return time !== null && time < since;
  };
  return lines.slice(lines.findLastIndex(isBefore) + 1);
}

/** The end of a file that was written to since then; nothing of another one. */
function tail(path: string, since: Date): readonly string[] {
  if (!existsSync(path)) return [];
  const fd = openSync(path, 'r');
  try {
    const { size, mtime } = fstatSync(fd);
    if (mtime < since) return [];
    const buffer = Buffer.alloc(Math.min(size, LAST_BYTES));
    readSync(fd, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8').trim().split('\n').filter(Boolean);
  } finally {
    closeSync(fd);
  }
}

function timeOf(line: string): Date | null {
  const time = /^\{"level":"[a-z]+","time":"([^"]+)"/.exec(line)?.[1];
  return time === undefined ? null : new Date(time);
}
