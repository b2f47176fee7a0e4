import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Files that never change once they have their name. */
const IMMUTABLE = /^\/[\w./+~@%:-]+(?:\.deb|\.tgz|\/by-hash\/[\w/]+)$/;
const UPSTREAM_TIMEOUT_MS = 120_000;
const PASSED_ON = ['content-type', 'last-modified', 'etag', 'content-length'];

export interface Upstream {
  /** Finds the address of a path, or null when nothing is there. */
  readonly resolve: (path: string) => URL | null;
  readonly cacheDir: string;
  /** Changes text that names the upstream's own addresses. */
  readonly rewrite?: (text: string) => string;
}

/** Answers a GET from what is kept, or from the upstream and keeps it when it can never change. */
export async function answer(upstream: Upstream, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/';
  const kept = IMMUTABLE.test(path) && !path.includes('..') ? join(upstream.cacheDir, path) : null;
  if (kept !== null && existsSync(kept)) {
    const now = new Date();
    utimesSync(kept, now, now);
    response.writeHead(200, { 'content-length': statSync(kept).size });
    await pipeline(createReadStream(kept), response);
    return;
  }
  const url = request.method === 'GET' || request.method === 'HEAD' ? upstream.resolve(path) : null;
  if (url === null) {
    response.writeHead(404).end();
    return;
  }
  await fromUpstream(url, { upstream, kept, request, response });
}

interface Exchange {
  readonly upstream: Upstream;
  readonly kept: string | null;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function fromUpstream(url: URL, { upstream, kept, request, response }: Exchange): Promise<void> {
  const since = request.headers['if-modified-since'];
  const found = await fetch(url, {
    method: request.method ?? 'GET',
    headers: {
      accept: request.headers.accept ?? '*/*',
      'accept-encoding': 'identity',
      ...(since === undefined ? {} : { 'if-modified-since': since }),
    },
    signal: AbortSignal.timeout(UPSTREAM_TIMEOUT_MS),
  });
  if (upstream.rewrite && kept === null) {
    const text = Buffer.from(upstream.rewrite(await found.text()));
    const type = found.headers.get('content-type') ?? 'application/json';
    response.writeHead(found.status, { 'content-type': type, 'content-length': text.length }).end(text);
    return;
  }
  const headers = Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = found.headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  if (kept !== null && found.status === 200 && found.body !== null) {
    await keep(Readable.fromWeb(found.body), kept);
    response.writeHead(200, { 'content-length': statSync(kept).size });
    await pipeline(createReadStream(kept), response);
    return;
  }
  response.writeHead(found.status, headers);
  if (found.body === null) response.end();
  else await pipeline(Readable.fromWeb(found.body), response);
}

/** Appears under its name only when it is whole. */
async function keep(body: Readable, file: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.${performance.now()}.part`;
  try {
    await pipeline(body, createWriteStream(part));
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
