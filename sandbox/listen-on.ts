import type { Server } from 'node:http';
import { invalid } from './read-json.ts';

/** Listens on 127.0.0.1; 0 picks a free port. Throws INPUT_INVALID when another process has the port. */
export function listenOn(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = invalid(
        `The port ${port} of 127.0.0.1 is already in use.`,
        'Name another one; 0 picks a free one.',
      );
      reject(cause.code === 'EADDRINUSE' ? taken : cause);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}
