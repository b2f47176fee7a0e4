import { request } from 'node:http';

const TIMEOUT_MS = 5_000;

/** What the bot answers on its socket, past nginx; 503 has a body as well. `trouble`: why it did not answer, in words. */
export function askSocket<T extends object>(
  socketPath: string,
  path: string,
): Promise<T | { readonly trouble: string }> {
  return new Promise((resolve) => {
    // For all of it: a sick one may send its answer byte by byte.
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const asking = request({ socketPath, path, signal, headers: { host: 'localhost' } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(parse<T>(text)));
      response.on('error', () => resolve({ trouble: 'it did not finish its answer' }));
    });
    asking.on('error', (error: NodeJS.ErrnoException) => resolve({ trouble: troubleOf(error, socketPath) }));
    asking.end();
  });
}

function parse<T extends object>(text: string): T | { readonly trouble: string } {
  try {
    return JSON.parse(text) as T;
  } catch {
    return { trouble: 'its answer is not JSON' };
  }
}

function troubleOf(error: NodeJS.ErrnoException, socketPath: string): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `it does not answer within ${TIMEOUT_MS / 1000} s`;
  switch (error.code) {
    case 'ENOENT':
      return `there is no ${socketPath}`;
    case 'ECONNREFUSED':
      return `nobody listens at ${socketPath}`;
    case 'EACCES':
      return `${socketPath} may not be opened by you`;
    default:
      return error.code ?? error.message;
  }
}
