import { chmodSync, lstatSync, statSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../shared/errors/app-error.ts';

/** Where a server listens. */
export type ListenAddress =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'socket'; readonly path: string };

/** The owner and the group (nginx, say) may connect. */
const SOCKET_MODE = 0o660;

/**
 * Listens, and gives the address: `http://127.0.0.1:3000` or `unix:/run/bot.sock`. Throws `PORT_TAKEN` when somebody
 * else listens there and `ADDRESS_UNUSABLE` when nobody can. A socket file that a crash left behind is removed.
 */
export async function bind(app: FastifyInstance, listen: ListenAddress): Promise<string> {
  if (listen.kind === 'socket') await clearStaleSocket(listen.path);
  const name = listen.kind === 'socket' ? listen.path : `${listen.host}:${listen.port}`;
  try {
    const address = await app.listen(
      listen.kind === 'socket' ? { path: listen.path } : { host: listen.host, port: listen.port },
    );
    if (listen.kind === 'tcp') return address;
    chmodSync(listen.path, SOCKET_MODE);
    return `unix:${listen.path}`;
  } catch (cause) {
    if (codeOf(cause) === 'EADDRINUSE') throw new AppError('PORT_TAKEN', { cause, facts: { address: name } });
    throw unusable(name, REASONS[codeOf(cause)] ?? `the system says ${codeOf(cause)}`, cause);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'the user of the bot may not',
  EPERM: 'the user of the bot may not',
  EADDRNOTAVAIL: 'this machine does not have it',
};

function unusable(address: string, reason: string, cause?: unknown): AppError {
  return new AppError('ADDRESS_UNUSABLE', { ...(cause === undefined ? {} : { cause }), facts: { address, reason } });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'an unknown error';
}

/** Only a socket that nobody answers is removed, never another kind of file. */
async function clearStaleSocket(path: string): Promise<void> {
  // libuv reports a missing directory as a missing permission, so it is looked at first.
  if (!isDirectory(dirname(path))) throw unusable(path, 'its directory does not exist');
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isSocket()) throw unusable(path, 'something that is not a socket stands there');
  const refusal = await refusalOf(path);
  if (refusal === null || refusal === 'EAGAIN') throw new AppError('PORT_TAKEN', { facts: { address: path } });
  if (refusal === 'ENOENT') return;
  if (refusal !== 'ECONNREFUSED') throw unusable(path, REASONS[refusal] ?? `the system says ${refusal}`);
  unlinkSync(path);
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Why nobody answers on this socket; null when somebody does. */
function refusalOf(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(null);
    });
    socket.once('error', (error) => resolve(codeOf(error)));
  });
}
