import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Recorder } from '../../record.ts';
import { requestUrl } from '../../request-url.ts';
import type { Core } from '../core.ts';
import { redact } from '../redact.ts';
import { CLOSE } from './close-codes.ts';
import { GatewayConnection } from './connection.ts';
import type { SessionView } from './sessions.ts';

/** How long a client may take to leave after "reconnect" before the socket is cut. */
const RECONNECT_GRACE_MS = 5000;

/** The switches of the gateway: what can go wrong with it, on demand. */
export interface GatewayControl {
  connections(): number;
  readonly sessions: readonly SessionView[];
  /** Cuts every socket without a close frame. */
  drop(): void;
  /** Op 7 to every client. */
  reconnect(): void;
  /** Op 9 to every client. */
  invalidateSession(options: { resumable: boolean }): void;
  /** Takes no new connections for a while. */
  refuse(ms: number): void;
  identifiesLeft(): number;
}

/** The WebSocket side of the local Discord, on the same port as its REST API. */
export class Gateway implements GatewayControl {
  readonly #core: Core;
  readonly #options: { readonly heartbeatIntervalMs: number; readonly recorder?: Recorder };
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #connections = new Set<GatewayConnection>();
  #refusedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(core: Core, options: { heartbeatIntervalMs: number; recorder?: Recorder }) {
    this.#core = core;
    this.#options = options;
  }

  /** For the HTTP server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#core.elapsedMs() < this.#refusedUntilMs) {
      socket.destroy();
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (client) => this.#accept(client, request));
  }

  connections(): number {
    return this.#connections.size;
  }

  get sessions(): readonly SessionView[] {
    return this.#core.sessions.all();
  }

  drop(): void {
    for (const connection of this.#connections) connection.end();
  }

  reconnect(): void {
    for (const connection of this.#connections) connection.askToReconnect(RECONNECT_GRACE_MS);
  }

  invalidateSession({ resumable }: { resumable: boolean }): void {
    for (const connection of this.#connections) connection.invalidate(resumable);
  }

  refuse(ms: number): void {
    this.#refusedUntilMs = this.#core.elapsedMs() + ms;
  }

  identifiesLeft(): number {
    return this.#core.budget.left();
  }

  close(): void {
    this.drop();
    this.#core.sessions.endAll();
    this.#server.close();
  }

  #accept(client: WebSocket, request: IncomingMessage): void {
    const query = requestUrl(request.url).searchParams;
    if ((query.get('v') ?? '10') !== '10') return client.close(...CLOSE.invalidVersion);
    // Discord also speaks ETF and compresses; a client that asks for what this server cannot do is told at once.
    if ((query.get('encoding') ?? 'json') !== 'json' || query.has('compress')) {
      return client.close(CLOSE.decodeError[0], 'The local Discord speaks JSON without compression only.');
    }
    const connection = new GatewayConnection(client, {
      core: this.#core,
      heartbeatIntervalMs: this.#options.heartbeatIntervalMs,
      onFrame: (direction, frame) => this.#record(direction, frame),
    });
    this.#connections.add(connection);
    client.once('close', () => this.#connections.delete(connection));
  }

  #record(direction: 'from-bot' | 'to-bot', frame: unknown): void {
    const { recorder } = this.#options;
    if (!recorder) return;
    const { op, t } = frame as { op: number; t?: string | null };
    const safe = redact(frame, this.#core.token.text);
    recorder.record({
      at: this.#core.clock.now().toISOString(),
      service: 'discord-gateway',
      method: direction === 'from-bot' ? 'FRAME-FROM-BOT' : 'FRAME-TO-BOT',
      path: t ? `op ${op} ${t}` : `op ${op}`,
      requestHeaders: {},
      requestBody: direction === 'from-bot' ? safe : null,
      status: 0,
      responseHeaders: {},
      responseBody: direction === 'to-bot' ? safe : null,
    });
  }
}
