import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** A pipe whose reader is busy is waited for this long, and then not again until it takes something: the bot goes on. */
const MAX_BUSY_MS = 500;
const BUSY_PAUSE_MS = 10;

/**
 * Writes lines at once, so that a crash loses none. A line that cannot be written
 * is given up: it is neither kept in memory nor tried for ever (pino's own destination does both when a disk is full,
 * and its `flushSync` then never returns).
 */
export class LineOutput {
  #fd: number;
  readonly #path: string | null;
  readonly #onFailure: (error: unknown) => void;
  readonly #write: typeof writeBytes;
  #hasHalfALine = false;
  #isStuck = false;

  private constructor({ fd, path, onFailure, write }: Target) {
    this.#fd = fd;
    this.#path = path;
    this.#onFailure = onFailure;
    this.#write = write;
  }

  /** Throws when the file cannot be opened. Its directory is made when it is missing. Tests give a disk that fails. */
  static toFile(path: string, onFailure: (error: unknown) => void, write = writeBytes): LineOutput {
    mkdirSync(dirname(path), { recursive: true });
    return new LineOutput({ fd: openLog(path), path, onFailure, write });
  }

  /** Its failures are told to nobody: there is no other place. */
  static toStandardOutput(): LineOutput {
    return new LineOutput({ fd: 1, path: null, onFailure: () => undefined, write: writeBytes });
  }

  write(line: string): void {
    try {
      this.#writeAll(Buffer.from(this.#hasHalfALine ? `\n${line}` : line));
      this.#hasHalfALine = false;
    } catch (error) {
      this.#onFailure(error);
    }
  }

  /** Opens the file again; goes on with the old one when that fails. */
  reopen(): void {
    if (this.#path === null) return;
    try {
      const fd = openLog(this.#path);
      const before = this.#fd;
      this.#fd = fd;
      this.#hasHalfALine = false;
      closeSync(before);
    } catch (error) {
      this.#onFailure(error);
    }
  }

  /** Waits until the disk has everything; for files. */
  flush(): void {
    try {
      fsyncSync(this.#fd);
    } catch (error) {
      this.#onFailure(error);
    }
  }

  #writeAll(bytes: Buffer): void {
    let written = 0;
    let busyMs = 0;
    while (written < bytes.length) {
      try {
        written += this.#write(this.#fd, bytes, written);
        this.#hasHalfALine = true;
        this.#isStuck = false;
      } catch (error) {
        if (!isBusy(error)) throw error;
        busyMs += BUSY_PAUSE_MS;
        this.#isStuck ||= busyMs > MAX_BUSY_MS;
        if (this.#isStuck) throw error;
        pause(BUSY_PAUSE_MS);
      }
    }
  }
}

interface Target {
  readonly fd: number;
  /** Null: not a file, so it cannot be opened again. */
  readonly path: string | null;
  readonly onFailure: (error: unknown) => void;
  readonly write: typeof writeBytes;
}

/** Writes from this position on; how many bytes went out. */
function writeBytes(fd: number, bytes: Buffer, from: number): number {
  return writeSync(fd, bytes, from);
}

function openLog(path: string): number {
  return openSync(path, 'a', 0o640);
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}

/** Stands still: a line must be out before the process goes on, or a crash would lose it. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
