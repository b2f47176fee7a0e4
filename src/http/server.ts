import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fastify } from 'fastify';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import { AppError } from '../shared/errors/app-error.ts';
import type { NewId } from '../shared/ids.ts';
import type { Send } from './answer.ts';
import { sender } from './answer.ts';
import type { ListenAddress } from './bind.ts';
import { bind } from './bind.ts';
import { isLocalAddress, isLocalCaller } from './callers.ts';
import { preflightHeaders } from './cors.ts';
import type { ErrorPorts } from './error-answers.ts';
import { answerError, clientErrorAnswerer, hasBody } from './error-answers.ts';
import type { HealthSources, ReadinessProbe } from './health.ts';
import { healthTeller, readinessTeller } from './health.ts';

export interface HttpOptions extends HealthSources {
  readonly listen: ListenAddress;
  readonly probe: ReadinessProbe;
  readonly metrics: Metrics;
  /** The page of `/metrics`. */
  readonly renderMetrics: () => Promise<{ readonly contentType: string; readonly body: string }>;
  /** Origins of web pages that may read the answers; empty: none, and no CORS headers at all. */
  readonly corsOrigins: readonly string[];
  readonly log: Log;
  readonly newReference: NewId;
  /** Other limits than the usual; for tests. */
  readonly limits?: Partial<HttpLimits>;
}

/** What a client may take: time and bytes. */
export interface HttpLimits {
  /** From the connection (or the end of the request before) to the end of the headers. */
  readonly headersTimeoutMs: number;
  /** …to the end of the body. */
  readonly requestTimeoutMs: number;
  /** A connection on which nothing moves. */
  readonly silenceTimeoutMs: number;
  /** A connection that waits for its next request: longer than a proxy keeps it (nginx: 60 s), so that the proxy closes first. */
  readonly keepAliveTimeoutMs: number;
  /** How often Node looks for clients that are too slow. */
  readonly checkEveryMs: number;
  readonly maxHeaderBytes: number;
  readonly maxBodyBytes: number;
  readonly readyTimeoutMs: number;
  /** How long a stop waits for answers that are under way. */
  readonly closeGraceMs: number;
}

const LIMITS: HttpLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 20_000,
  silenceTimeoutMs: 30_000,
  keepAliveTimeoutMs: 72_000,
  checkEveryMs: 2_000,
  maxHeaderBytes: 16 * 1024,
  maxBodyBytes: 1024 * 1024,
  readyTimeoutMs: 3_000,
  closeGraceMs: 2_000,
};

export interface HttpServer {
  /** `http://127.0.0.1:3000` or `unix:/run/bot.sock`. */
  readonly address: string;
  /** Takes nothing new, lets answers that are under way finish for a moment, then closes every connection. */
  close(): Promise<void>;
}

/** Serves `/health`, `/health/live`, `/health/ready` and `/metrics`. Throws `PORT_TAKEN` or `ADDRESS_UNUSABLE`. */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const limits = { ...LIMITS, ...options.limits };
  const origins = new Set(options.corsOrigins);
  const send = sender(options.metrics, origins);
  const ports: ErrorPorts = { ...options, limits, send };
  const app = newApp(limits, ports);
  app.setErrorHandler((error, request, reply) => {
    answerError(ports, error, { request, reply });
  });
  guard(app, origins, ports);
  addRoutes(app, send, { ...options, limits });
  try {
    const address = await bind(app, options.listen);
    return { address, close: () => close(app, limits.closeGraceMs) };
  } catch (error) {
    await app.close();
    throw error;
  }
}

function newApp(limits: HttpLimits, ports: ErrorPorts): FastifyInstance {
  return fastify({
    logger: false,
    // No route has a schema; unless told so, Fastify loads two compilers for them at every start.
    schemaController: { compilersFactory: { buildValidator: withoutSchemas, buildSerializer: withoutSchemas } },
    bodyLimit: limits.maxBodyBytes,
    connectionTimeout: limits.silenceTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    // Requests that arrive on open connections during a stop get their answer; Fastify's own 503 has another shape.
    return503OnClosing: false,
    trustProxy: (address) => isLocalAddress(address),
    http: {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      maxHeaderSize: limits.maxHeaderBytes,
    },
    clientErrorHandler: clientErrorAnswerer(ports),
    // Addresses that cannot even be decoded.
    frameworkErrors: (error, request, reply) => {
      answerError(ports, error, { request, reply });
    },
  });
}

function withoutSchemas(): never {
  throw new Error('A route with a schema needs the compilers that this server leaves out.');
}

/** Before anything else: what no route here takes is refused, and a body is never read, since it could only cost. */
function guard(app: FastifyInstance, origins: ReadonlySet<string>, ports: ErrorPorts): void {
  app.addHook('onRequest', (request, reply, done) => {
    const refusal = refusalOf(app, request, ports.limits.maxBodyBytes);
    if (refusal === null) return done();
    const preflight = request.method === 'OPTIONS' ? preflightHeaders(origins, request.headers.origin) : null;
    if (preflight && isRoute(app, request)) {
      ports.send(request, reply, { route: 'none', status: 204, body: '', headers: preflight });
    } else {
      const headers = refusal.code === 'HTTP_METHOD_NOT_ALLOWED' ? { allow: 'GET, HEAD' } : {};
      answerError(ports, refusal, { request, reply, headers });
    }
  });
}

function refusalOf(app: FastifyInstance, request: FastifyRequest, maxBodyBytes: number): AppError | null {
  const { headers } = request;
  if (Number(headers['content-length']) > maxBodyBytes) {
    return new AppError('HTTP_BODY_TOO_LARGE', { facts: { maxBytes: maxBodyBytes } });
  }
  if (request.is404) {
    if (!isRoute(app, request)) return new AppError('HTTP_NOT_FOUND');
    return new AppError('HTTP_METHOD_NOT_ALLOWED', { facts: { method: request.method, allowed: 'GET and HEAD' } });
  }
  if (hasBody(request)) return invalid('This address takes no body.', 'Send the request without one.');
  if (request.url.includes('?'))
    return invalid('This address takes no parameters.', 'Send it without "?" and what follows.');
  return null;
}

function invalid(problem: string, wanted: string): AppError {
  return new AppError('INPUT_INVALID', { facts: { problem, wanted } });
}

/** True when the path is one of ours, whatever the method. */
function isRoute(app: FastifyInstance, request: FastifyRequest): boolean {
  const [path = ''] = request.url.split('?');
  return app.hasRoute({ method: 'GET', url: path });
}

function addRoutes(app: FastifyInstance, send: Send, options: HttpOptions & { readonly limits: HttpLimits }): void {
  const { version, limits, renderMetrics } = options;
  const health = healthTeller(options);
  const ready = readinessTeller(options.probe, { version, timeoutMs: limits.readyTimeoutMs });
  // Not async: a promise for each request of a monitor is work for nothing.
  app.get('/health', (request, reply) => {
    send(request, reply, { route: '/health', ...health({ isLocal: isLocalCaller(request) }) });
  });
  app.get('/health/live', (request, reply) => {
    send(request, reply, { route: '/health/live', status: 200, body: '{"status":"live"}' });
  });
  app.get('/health/ready', async (request, reply) => {
    send(request, reply, { route: '/health/ready', ...(await ready({ isLocal: isLocalCaller(request) })) });
  });
  app.get('/metrics', async (request, reply) => {
    send(request, reply, { route: '/metrics', status: 200, ...(await renderMetrics()) });
  });
}

async function close(app: FastifyInstance, graceMs: number): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), graceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
