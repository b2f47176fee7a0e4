import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fastify } from 'fastify';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { ReceiveWebhook } from '../ports/webhook-sender.ts';
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
import { addWebhookRoutes } from './webhook-routes.ts';

export interface HttpOptions extends HealthSources {
  readonly listen: ListenAddress;
  readonly probe: ReadinessProbe;
  readonly receiveWebhook: ReceiveWebhook;
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
  /** Of a request to an address that takes no body. */
  readonly maxBodyBytes: number;
  /**
   * The largest delivery that is read: what Linear's own library takes. GitHub's may have 25 MB, but those that are
   * handled here are far smaller (the text of a pull request ends at 65,536 characters).
   */
  readonly maxWebhookBytes: number;
  /** Of all bodies that are being read or saved: anybody can send one, and it is checked only when it is complete. */
  readonly maxBytesUnderWay: number;
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
  maxWebhookBytes: 5 * 1024 * 1024,
  maxBytesUnderWay: 48 * 1024 * 1024,
  readyTimeoutMs: 3_000,
  closeGraceMs: 2_000,
};

export interface HttpServer {
  /** `http://127.0.0.1:3000` or `unix:/run/bot.sock`. */
  readonly address: string;
  /** Takes nothing new, lets answers that are under way finish for a moment, then closes every connection. */
  close(): Promise<void>;
}

/** Serves `/health`, `/health/live`, `/health/ready`, `/metrics` and the webhooks. Throws `PORT_TAKEN` or `ADDRESS_UNUSABLE`. */
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
  addWebhookRoutes(app, options.receiveWebhook, ports);
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

/** Before anything else: what no route here takes is refused, and only webhooks have a body, since it could only cost. */
function guard(app: FastifyInstance, origins: ReadonlySet<string>, ports: ErrorPorts): void {
  app.addHook('onRequest', (request, reply, done) => {
    const refusal = refusalOf(app, request, ports.limits);
    if (refusal === null) return done();
    const preflight = request.method === 'OPTIONS' ? preflightHeaders(origins, request.headers.origin) : null;
    if (preflight && allowed(app, request) === GET) {
      ports.send(request, reply, { route: 'none', status: 204, body: '', headers: preflight });
    } else {
      const headers = refusal.code === 'HTTP_METHOD_NOT_ALLOWED' ? { allow: allowed(app, request) ?? '' } : {};
      answerError(ports, refusal, { request, reply, headers });
    }
  });
}

function refusalOf(app: FastifyInstance, request: FastifyRequest, limits: ErrorPorts['limits']): AppError | null {
  const { headers } = request;
  const maxBytes = request.method === 'POST' && !request.is404 ? limits.maxWebhookBytes : limits.maxBodyBytes;
  if (Number(headers['content-length']) > maxBytes) return new AppError('HTTP_BODY_TOO_LARGE', { facts: { maxBytes } });
  if (request.is404) {
    const methods = allowed(app, request);
    if (methods === null) return new AppError('HTTP_NOT_FOUND');
    const facts = { method: request.method, allowed: methods.replace(', ', ' and ') };
    return new AppError('HTTP_METHOD_NOT_ALLOWED', { facts });
  }
  if (request.method !== 'POST' && hasBody(request))
    return invalid('This address takes no body.', 'Send the request without one.');
  if (request.url.includes('?'))
    return invalid('This address takes no parameters.', 'Send it without "?" and what follows.');
  return null;
}

function invalid(problem: string, wanted: string): AppError {
  return new AppError('INPUT_INVALID', { facts: { problem, wanted } });
}

const GET = 'GET, HEAD';

/** The methods that this path takes; null when it is none of ours. */
function allowed(app: FastifyInstance, request: FastifyRequest): string | null {
  const [path = ''] = request.url.split('?');
  if (app.hasRoute({ method: 'GET', url: path })) return GET;
  return app.hasRoute({ method: 'POST', url: path }) ? 'POST' : null;
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
