import { request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { HttpOptions, HttpServer } from '../../src/http/server.ts';
import { startHttp } from '../../src/http/server.ts';
import type { Log, LogFields } from '../../src/ports/log.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import { fixedClock } from '../../src/shared/clock.ts';
import { HealthBoard } from '../../src/shared/health-board.ts';

export const SECURITY = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-xss-protection': '0',
};

const ends: (() => unknown)[] = [];

/** Has something undone after the test. */
export function atTheEnd(end: () => unknown): void {
  ends.push(end);
}

/** Stops what the test started; call it after each. */
export async function endAll(): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end();
}

export interface House {
  readonly server: HttpServer;
  readonly board: HealthBoard;
  readonly logged: { level: string; event: string; fields: LogFields }[];
  readonly counted: string[];
}

export async function start(options: Partial<HttpOptions> = {}): Promise<House> {
  const clock = fixedClock('2026-08-03T10:00:00.000Z');
  const board = new HealthBoard(clock);
  board.tell('database', 'on', 'Writes are durable.');
  board.tell('discord', 'on', 'Session resumed.');
  board.tell('linear', 'off', 'LINEAR_API_TOKEN is not set.');
  clock.advanceMs(90_500);
  const logged: House['logged'] = [];
  const to =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      void logged.push({ level, event, fields });
  const log: Log = { debug: to('debug'), info: to('info'), warn: to('warn'), error: to('error') };
  const counted: string[] = [];
  const server = await startHttp({
    listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    version: '1.2.3',
    startedAt: new Date('2026-08-03T10:00:00.000Z'),
    clock,
    board,
    probe: async () => [{ name: 'database', isReady: true, detail: 'A write took 2 ms.' }],
    metrics: { ...noMetrics, count: (name, labels) => void counted.push(`${name} ${Object.values(labels).join(' ')}`) },
    renderMetrics: async () => ({ contentType: 'text/plain; version=0.0.4', body: 'up 1\n' }),
    receiveWebhook: async () => ({ status: 200, says: 'received' }),
    corsOrigins: [],
    log,
    newReference: () => '7K3M9QTZ',
    ...options,
  });
  ends.push(() => server.close());
  return { server, board, logged, counted };
}

export interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** One request as it is written here: `fetch` would mend and forbid things. */
export function ask(
  { server }: House,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Got> {
  const { method = 'GET', headers = {}, body } = options;
  const where = server.address.startsWith('unix:')
    ? { socketPath: server.address.slice(5) }
    : { host: new URL(server.address).hostname, port: new URL(server.address).port };
  return new Promise((resolve, reject) => {
    const request = httpRequest({ ...where, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Everything that comes back for bytes written as they are, until the server closes. */
export function raw({ server }: House, text: string, onConnect?: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(new URL(server.address).port), '127.0.0.1', () => {
      socket.write(text);
      onConnect?.(socket);
    });
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

export const errorOf = ({ text }: { text: string }): Record<string, string> =>
  (JSON.parse(text) as { error: Record<string, string> }).error;
