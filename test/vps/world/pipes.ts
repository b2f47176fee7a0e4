import { rmSync } from 'node:fs';
import { connect, createServer, type ListenOptions, type NetConnectOpts, type Server, type Socket } from 'node:net';

/** Joins two sockets; when one breaks, the other one ends. */
export function join(one: Socket, other: Socket): void {
  one.pipe(other);
  other.pipe(one);
  one.on('error', () => other.destroy());
  other.on('error', () => one.destroy());
}

/** Hands every connection on to somewhere else. */
export function relay(from: ListenOptions, to: NetConnectOpts): Server {
  if (from.path !== undefined) rmSync(from.path, { force: true });
  const server = createServer({ allowHalfOpen: true }, (client) =>
    join(client, connect({ ...to, allowHalfOpen: true })),
  );
  return server.listen(from);
}
