import type { ClientRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface Flood {
  readonly host: string;
  readonly name: string;
  readonly from: string;
  readonly path: string;
  readonly method?: string;
  readonly perSecond: number;
  readonly seconds: number;
}

export interface Flooded {
  /** Status or error code → how many. */
  readonly counts: Readonly<Record<string, number>>;
  /** Requests per second that were let through in the last two seconds, when the burst is used up. */
  readonly letThroughPerSecond: number;
  readonly hasRetryAfter: boolean;
}

const LIMITED = '429';
const MEASURED_MS = 2_000;
/** Who is shut out in the middle waits for answers that never come. */
const PATIENCE_MS = 3_000;

/** Requests at a steady rate, whatever the answers; never more than was said. */
export async function flood({ host, name, from, path, method = 'GET', perSecond, seconds }: Flood): Promise<Flooded> {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const counts: Record<string, number> = {};
  const passedAt: number[] = [];
  const waiting = new Set<ClientRequest>();
  let hasRetryAfter = false;
  const startedAt = performance.now();
  const one = (): Promise<void> =>
    new Promise((done) => {
      const options = { host, servername: name, port: 443, path, method, agent, localAddress: from };
      const asked = request({ ...options, rejectUnauthorized: false, headers: { host: name }, timeout: 5_000 });
      waiting.add(asked);
      const count = (what: string): void => {
        counts[what] = (counts[what] ?? 0) + 1;
        waiting.delete(asked);
        done();
      };
      asked.on('response', (response) => {
        const status = `${response.statusCode ?? 0}`;
        if (status === LIMITED) hasRetryAfter ||= response.headers['retry-after'] !== undefined;
        else passedAt.push(performance.now() - startedAt);
        response.resume();
        response.on('end', () => count(status));
        response.on('error', () => count('broken'));
      });
      asked.on('timeout', () => asked.destroy(new Error('timeout')));
      asked.on('error', (error: NodeJS.ErrnoException) => count(error.code ?? error.message));
      asked.end();
    });
  const all: Promise<void>[] = [];
  const total = perSecond * seconds;
  while (all.length < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - startedAt) * perSecond) / 1_000));
    while (all.length < due) all.push(one());
    await wait(5);
  }
  const impatience = setTimeout(() => {
    for (const asked of waiting) asked.destroy(new Error('no answer'));
  }, PATIENCE_MS);
  await Promise.all(all);
  clearTimeout(impatience);
  agent.destroy();
  const steady = passedAt.filter((at) => at > seconds * 1_000 - MEASURED_MS).length;
  return { counts, letThroughPerSecond: (steady * 1_000) / MEASURED_MS, hasRetryAfter };
}

export interface SlowLoris {
  readonly host: string;
  readonly from: string;
  readonly name: string;
  readonly connections: number;
  readonly seconds: number;
}

export interface Lingered {
  readonly opened: number;
  /** How many the server still held at the end. */
  readonly held: number;
}

/** Many connections that send a header one byte at a time, and never an end. */
export async function slowLoris({ host, from, name, connections, seconds }: SlowLoris): Promise<Lingered> {
  let opened = 0;
  const sockets = Array.from({ length: connections }, () => {
    const socket: Socket = connect({ host, port: 80, localAddress: from });
    socket.on('connect', () => {
      opened += 1;
      socket.write(`GET / HTTP/1.1\r\nHost: ${name}\r\nX-A: `);
    });
    socket.on('data', () => undefined);
    socket.on('error', () => undefined);
    return socket;
  });
  for (let second = 0; second < seconds; second += 1) {
    await wait(1_000);
    for (const socket of sockets) if (socket.writable && !socket.destroyed) socket.write('a');
  }
  const held = sockets.filter((socket) => !socket.destroyed && !socket.readableEnded && socket.writable).length;
  for (const socket of sockets) socket.destroy();
  return { opened, held };
}
