import type { IncomingMessage } from 'node:http';
import { AppError } from '../src/shared/errors/app-error.ts';

const MAX_BYTES = 64 * 1024;

/** The body of a request to a server of ours; undefined when it is empty. Throws INPUT_INVALID when it is too large or no JSON. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw invalid('The body is too large.', `At most ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw invalid('The body is not JSON.', 'Send a JSON object.');
  }
}

/** What was wrong with a request, and what to send instead. */
export function invalid(problem: string, wanted: string): AppError {
  return new AppError('INPUT_INVALID', { facts: { problem, wanted } });
}
