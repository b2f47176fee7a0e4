import type { FastifyRequest } from 'fastify';

/** True for an address of this machine. A unix socket has none: whoever reaches it is here. */
export function isLocalAddress(address: string | undefined): boolean {
  if (address === undefined || address === '') return true;
  return address === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address);
}

/**
 * True when the one who asks is on this machine, also behind a proxy on this machine: the proxy appends whom it serves
 * to X-Forwarded-For, and what the caller wrote there before does not count.
 */
export function isLocalCaller(request: FastifyRequest): boolean {
  // The usual case, without taking the header apart.
  if (request.headers['x-forwarded-for'] === undefined) return isLocalAddress(request.socket.remoteAddress);
  return isLocalAddress(request.ip);
}
