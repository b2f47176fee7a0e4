import { readlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** The link beside the sockets of the slots that names the live one: a deployment swaps it, nginx proxies to it. */
const LIVE_LINK = 'current.sock';

/**
 * Tells whether the slot that listens on this socket is the live one: `current.sock` in the same directory leads to it.
 * Without a socket, or where there is no such link, there are no slots, and whoever asks is live.
 */
export function liveSlot(socketPath: string | null): () => boolean {
  if (socketPath === null || basename(socketPath) === LIVE_LINK) return () => true;
  const link = join(dirname(socketPath), LIVE_LINK);
  return () => {
    try {
      return resolve(dirname(link), readlinkSync(link)) === resolve(socketPath);
    } catch (error) {
      // EINVAL: something that is not a link. Both mean that nobody swaps slots here.
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' || code === 'EINVAL') return true;
      throw error;
    }
  };
}
