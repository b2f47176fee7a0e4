import { statfsSync } from 'node:fs';
import { AppError } from '../../shared/errors/app-error.ts';

/** SQLite's result codes: https://www.sqlite.org/rescode.html. The low byte is the primary code. */
const BUSY = 5;
const LOCKED = 6;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOT_A_DATABASE = 26;
/** A row that the schema does not allow, a value of the wrong type, an API used wrongly: our own mistakes. */
const OUR_FAULT = new Set([19, 20, 21, 25]);

/** Less free than this, and a failed write means that the disk is full: one page and a little for the file system. */
const FULL_BELOW_BYTES = 16 * 1024;

/** Somebody else holds the database right now: worth trying again. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === BUSY || code === LOCKED;
}

/** The file itself is broken, or no database at all. */
export function isDamaged(error: unknown): boolean {
  const code = primaryCode(error);
  return code === CORRUPT || code === NOT_A_DATABASE;
}

/** Says what went wrong with the database in `dataDir` in our terms; errors of ours stay as they are. */
export function toStoreError(error: unknown, dataDir: string): AppError {
  if (error instanceof AppError) return error;
  if (isBusy(error)) return new AppError('STORE_BUSY', { cause: error });
  if (isFull(error, dataDir)) return new AppError('STORE_FULL', { cause: error });
  return new AppError(isFromOutside(error) ? 'STORE_UNREADABLE' : 'INTERNAL', { cause: error });
}

/** From SQLite or the file system, and not a mistake of this program. */
function isFromOutside(error: unknown): boolean {
  const code = primaryCode(error);
  return code === null ? typeof fieldOf(error, 'errno') === 'number' : !OUR_FAULT.has(code);
}

function isFull(error: unknown, dataDir: string): boolean {
  const code = primaryCode(error);
  if (code === FULL || fieldOf(error, 'code') === 'ENOSPC' || fieldOf(error, 'code') === 'EDQUOT') return true;
  // When the WAL or its index cannot grow, SQLite reports an I/O error or that it cannot open the file, not FULL.
  return (code === IOERR || code === CANTOPEN) && hasNoSpace(dataDir);
}

function hasNoSpace(dataDir: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dataDir);
    return bavail * bsize < FULL_BELOW_BYTES;
  } catch {
    return false;
  }
}

function primaryCode(error: unknown): number | null {
  const code = fieldOf(error, 'errcode');
  return typeof code === 'number' ? code & 0xff : null;
}

function fieldOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null && name in error ? (error as Record<string, unknown>)[name] : null;
}
