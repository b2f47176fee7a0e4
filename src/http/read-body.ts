import type { IncomingMessage } from 'node:http';
import { AppError } from '../shared/errors/app-error.ts';

/** So much of each body is not counted: deliveries are seldom larger, and large ones must not keep them out. */
const FREE_BYTES = 64 * 1024;

/** Counts the bytes of large bodies that are under way, so that many of them at once cannot take all memory. */
export class BodyRoom {
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** A body has grown from one size to another. False when there is no room for that; then nothing changes. */
  grow(from: number, to: number): boolean {
    const more = counted(to) - counted(from);
    if (this.#bytes + more > this.#maxBytes) return false;
    this.#bytes += more;
    return true;
  }

  /** A body of this size is not needed any more. */
  leave(size: number): void {
    this.#bytes -= counted(size);
  }
}

function counted(size: number): number {
  return Math.max(0, size - FREE_BYTES);
}

/**
 * The whole body, which has its place in the room until the caller gives it back. Throws `HTTP_BODY_TOO_LARGE`, `HTTP_BUSY`
 * when there is no room for it, and `HTTP_TOO_SLOW` when its sender went away; then it has none.
 */
export function readBody(
  request: IncomingMessage,
  { room, maxBytes }: { readonly room: BodyRoom; readonly maxBytes: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const fail = (error: AppError): void => {
      request.off('data', take).off('end', finish).off('close', giveUp).resume();
      room.leave(size);
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      const grown = size + chunk.length;
      if (grown > maxBytes) return fail(new AppError('HTTP_BODY_TOO_LARGE', { facts: { maxBytes } }));
      if (!room.grow(size, grown)) return fail(new AppError('HTTP_BUSY'));
      size = grown;
      chunks.push(chunk);
    };
    const finish = (): void => {
      request.off('close', giveUp);
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size));
    };
    const giveUp = (): void => fail(new AppError('HTTP_TOO_SLOW'));
    request.on('data', take).on('end', finish).on('close', giveUp).on('error', giveUp);
  });
}
