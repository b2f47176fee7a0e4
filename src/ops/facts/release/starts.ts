import { readFileSync } from 'node:fs';
import { parseStarts, startsFile } from '../../../shared/starts.ts';

/** Since when the process behind a socket is not started any more, because it crashed too often; null when it is. */
export function readGaveUp(socketPath: string): string | null {
  try {
    return parseStarts(readFileSync(startsFile(socketPath), 'utf8'))?.gaveUpAt ?? null;
  } catch {
    // Nothing was counted yet.
    return null;
  }
}
