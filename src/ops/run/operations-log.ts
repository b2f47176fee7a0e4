import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../shared/clock.ts';

/** One thing that an operator's command did. Never holds the content of a file or the output of a program. */
export interface OperationEntry {
  readonly what: 'run-began' | 'step-began' | 'changed' | 'step-done' | 'step-failed' | 'run-ended';
  readonly verb: string;
  readonly step?: string;
  /** What was changed, how it failed, how it ended. */
  readonly detail?: string;
  readonly tookMs?: number;
  readonly changes?: number;
  readonly outcome?: 'done' | 'unchanged' | 'failed' | 'interrupted';
}

export interface OperationsLog {
  append(entry: OperationEntry): void;
}

export interface LogIdentity {
  /** Finds all lines of one run. */
  readonly run: string;
  readonly who: string;
  readonly version: string;
}

const BEGINNING = '0'.repeat(64);

/**
 * The log of who did what, when and how long it took: one JSON object a line, only ever appended to, on disk before
 * the next thing is done. Each line carries the SHA-256 of the line before it, so that a line that was taken out or
 * altered shows.
 */
export function openOperationsLog(path: string, identity: LogIdentity, clock: Clock): OperationsLog {
  mkdirSync(dirname(path), { recursive: true, mode: 0o750 });
  if (!existsSync(path)) appendFileSync(path, '', { mode: 0o640 });
  let previous = lastLineHash(path);
  return {
    append: (entry) => {
      const line = JSON.stringify({ at: clock.now().toISOString(), ...identity, ...entry, previous });
      const fd = openSync(path, 'a');
      try {
        writeSync(fd, `${line}\n`);
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
      previous = hashOf(line);
    },
  };
}

function hashOf(line: string): string {
  return createHash('sha256').update(line).digest('hex');
}

/** Ends a line that a power cut has left half written, so that the next one stands on its own. */
function lastLineHash(path: string): string {
  const text = readFileSync(path, 'utf8');
  if (text === '') return BEGINNING;
  if (!text.endsWith('\n')) appendFileSync(path, '\n');
  return hashOf(text.trimEnd().split('\n').at(-1) ?? '');
}
