import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../src/shared/errors/app-error.ts';
import { explain } from '../../src/shared/errors/catalogue.ts';
import { listenOn } from '../listen-on.ts';
import { invalid, readJson } from '../read-json.ts';
import { requestUrl } from '../request-url.ts';
import { DEEDS, type DeedParts } from './deeds.ts';
import { type PageFile, pageFiles } from './page-files.ts';
import type { DoneView } from './protocol.ts';
import { stream } from './stream.ts';
import type { Traffic } from './traffic.ts';

const MAX_PAGES = 20;

export interface ConsoleParts extends Omit<DeedParts, 'forms'> {
  readonly traffic: Traffic;
  /** Default: a free one. */
  readonly port?: number;
}

interface Serving {
  readonly parts: DeedParts & ConsoleParts;
  readonly files: Readonly<Record<string, PageFile>>;
  readonly headers: Readonly<Record<string, string>>;
  /** `127.0.0.1:PORT`: the only name under which the page is served. */
  readonly host: () => string;
  pages: number;
}

/** Serves the page that looks like Discord, on 127.0.0.1 and on a free port. */
export async function serveConsole(parts: ConsoleParts): Promise<{ url: string; close(): Promise<void> }> {
  const files = await pageFiles();
  let host = '';
  const serving: Serving = {
    parts: { ...parts, forms: new Map() },
    files,
    headers: safeHeaders(new URL(parts.house.discord.apiUrl).origin),
    host: () => host,
    pages: 0,
  };
  const server = createServer((request, response) => void answer(serving, request, response));
  await listenOn(server, parts.port ?? 0);
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Nothing inline and nothing from elsewhere, but the pictures that the sandbox's Discord keeps. */
function safeHeaders(pictures: string): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `img-src 'self' ${pictures}`,
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  };
}

async function answer(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = requestUrl(request.url);
  for (const [name, value] of Object.entries(serving.headers)) response.setHeader(name, value);
  try {
    admit(serving, request);
    const file = Object.hasOwn(serving.files, pathname) ? serving.files[pathname] : undefined;
    if (request.method === 'GET' && file) {
      response.writeHead(200, { 'Content-Type': file.type }).end(file.text);
    } else if (request.method === 'GET' && pathname === '/stream') {
      openStream(serving, searchParams, response);
    } else if (request.method === 'POST' && Object.hasOwn(DEEDS, pathname)) {
      json(response, 200, await DEEDS[pathname]?.(serving.parts, await readDeed(request)));
    } else {
      json(response, 404, { kind: 'problem', problem: 'There is no such page.' } satisfies DoneView);
    }
  } catch (error) {
    if (response.headersSent) response.end();
    else json(response, error instanceof AppError ? 400 : 500, problemOf(error));
  }
}

/** Another page in the same browser must neither steer the sandbox nor read from it, whatever name it was given. */
function admit({ host }: Serving, { headers }: IncomingMessage): void {
  if (headers.host !== host())
    throw invalid('Requests for another host are not taken.', 'Use the address that the demo printed.');
  if (headers.origin !== undefined && headers.origin !== `http://${host()}`)
    throw invalid('Requests from other web pages are not taken.', 'Use the page itself.');
}

function openStream(serving: Serving, query: URLSearchParams, response: ServerResponse): void {
  if (serving.pages >= MAX_PAGES) throw invalid('Too many pages are open.', 'Close some of them.');
  const { world } = serving.parts.house.discord;
  const as = query.get('as') ?? '';
  const channel = world.channelNamed(query.get('channel') ?? '') ?? world.channelNamed('sprint');
  serving.pages += 1;
  response.once('close', () => {
    serving.pages -= 1;
  });
  stream(serving.parts, { as, channel: channel?.id ?? '' }, response);
}

async function readDeed(request: IncomingMessage): Promise<unknown> {
  // A form of another page cannot send this type without asking first.
  if (request.headers['content-type'] !== 'application/json') throw invalid('The body is not JSON.', 'Send JSON.');
  const body = await readJson(request);
  if (body === undefined) throw invalid('The body is not JSON.', 'Send a JSON object.');
  return body;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function problemOf(error: unknown): DoneView {
  if (!(error instanceof AppError)) return { kind: 'problem', problem: String(error) };
  const { says, hint } = explain(error.code, error.facts);
  return { kind: 'problem', problem: `${says} ${hint}` };
}
