import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { type PeerCertificate, type TLSSocket, connect as tlsConnect } from 'node:tls';

export interface Visit {
  readonly host: string;
  readonly from: string;
  readonly path?: string;
  readonly method?: string;
  readonly isTls?: boolean;
  /** The name that is asked for, in TLS and in the Host header; none: the address itself. */
  readonly name?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bodyBytes?: number;
  readonly onlyTls12?: boolean;
  /** Trusted roots; without them nothing is verified. */
  readonly ca?: string;
  readonly timeoutMs?: number;
}

export interface Visited {
  /** 0: no answer. */
  readonly status: number;
  /** Names in lower case, one entry per line. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly protocol: string | null;
  readonly serial: string | null;
  readonly validTo: string | null;
  readonly isTrusted: boolean;
  readonly error: string | null;
}

const NOTHING: Visited = {
  status: 0,
  headers: [],
  body: '',
  protocol: null,
  serial: null,
  validTo: null,
  isTrusted: false,
  error: null,
};

/** One request from the outside. */
export function visit(asked: Visit): Promise<Visited> {
  const { host, from, path = '/', method = 'GET', isTls = true, name = host, headers, bodyBytes = 0 } = asked;
  const timeout = asked.timeoutMs ?? 5_000;
  return new Promise((done) => {
    const tls = {
      ...(name === host ? {} : { servername: name }),
      rejectUnauthorized: false,
      ...(asked.ca === undefined ? {} : { ca: asked.ca }),
      ...(asked.onlyTls12 ? { maxVersion: 'TLSv1.2' as const } : {}),
    };
    const options = {
      host,
      localAddress: from,
      path,
      method,
      timeout,
      agent: false as const,
      headers: { host: name, ...(bodyBytes > 0 ? { 'content-length': `${bodyBytes}` } : {}), ...headers },
    };
    const request = isTls ? httpsRequest({ ...options, port: 443, ...tls }) : httpRequest({ ...options, port: 80 });
    const fail = (error: string): void => done({ ...NOTHING, error });
    request.on('response', (response) => {
      const { socket } = response;
      const secure = isTls ? describeTls(socket as TLSSocket) : {};
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString('utf8').slice(0, 20_000)));
      response.on('error', (error) => fail(error.message));
      response.on('end', () => {
        done({ ...NOTHING, ...secure, status: response.statusCode ?? 0, headers: pairs(response.rawHeaders), body });
      });
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    request.end(bodyBytes > 0 ? Buffer.alloc(bodyBytes, 'x') : undefined);
  });
}

export type PortState = 'open' | 'refused' | 'filtered';

/** How a port looks from the outside. */
export function port(host: string, number: number, from: string, timeoutMs = 1_000): Promise<PortState> {
  return new Promise((done) => {
    const socket = connect({ host, port: number, localAddress: from });
    const end = (state: PortState): void => {
      clearTimeout(timer);
      socket.destroy();
      done(state);
    };
    const timer = setTimeout(() => end('filtered'), timeoutMs);
    socket.on('connect', () => end('open'));
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code === 'ECONNREFUSED' ? 'refused' : 'filtered'));
  });
}

/** Which of many ports are open. */
export async function openPorts(host: string, numbers: readonly number[], from: string): Promise<readonly number[]> {
  const waiting = [...numbers];
  const open: number[] = [];
  const one = async (): Promise<void> => {
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      if ((await port(host, number, from)) === 'open') open.push(number);
    }
  };
  await Promise.all(Array.from({ length: 500 }, one));
  return open.toSorted((a, b) => a - b);
}

export interface RawVisit {
  readonly host: string;
  readonly from: string;
  readonly isTls: boolean;
  readonly name?: string;
  readonly text: string;
  readonly timeoutMs?: number;
}

/** Sends bytes that need not be HTTP; what comes back until the connection ends, or null when it stays open. */
export function rawVisit({ host, from, isTls, name, text, timeoutMs = 15_000 }: RawVisit): Promise<string | null> {
  return new Promise((done) => {
    const socket: Socket = isTls
      ? tlsConnect({
          socket: connect({ host, port: 443, localAddress: from }),
          servername: name ?? '',
          rejectUnauthorized: false,
        })
      : connect({ host, port: 80, localAddress: from });
    let answer = '';
    const end = (result: string | null): void => {
      clearTimeout(timer);
      socket.destroy();
      done(result);
    };
    const timer = setTimeout(() => end(null), timeoutMs);
    socket.on(isTls ? 'secureConnect' : 'connect', () => socket.write(text));
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1').slice(0, 2_000)));
    socket.on('close', () => end(answer));
    socket.on('error', () => end(answer));
  });
}

function describeTls(socket: TLSSocket): Partial<Visited> {
  // Node's types promise a certificate, but a session may have none to show.
  const certificate = socket.getPeerCertificate() as PeerCertificate | undefined;
  return {
    protocol: socket.getProtocol(),
    serial: certificate?.serialNumber ?? null,
    validTo: certificate?.valid_to ?? null,
    isTrusted: socket.authorized,
  };
}

function pairs(raw: readonly string[]): readonly (readonly [string, string])[] {
  return Array.from({ length: raw.length / 2 }, (_, index): [string, string] => [
    (raw[index * 2] ?? '').toLowerCase(),
    raw[index * 2 + 1] ?? '',
  ]);
}
