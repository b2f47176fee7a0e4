import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import { AppError } from '../shared/errors/app-error.ts';
import { CATALOGUE, explain } from '../shared/errors/catalogue.ts';
import type { NewId } from '../shared/ids.ts';
import type { Send } from './answer.ts';
import { JSON_TYPE, SECURITY_HEADERS } from './answer.ts';

export interface ErrorPorts {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly newReference: NewId;
  readonly send: Send;
  readonly limits: Readonly<Record<'maxBodyBytes' | 'maxHeaderBytes' | 'maxWebhookBytes' | 'maxBytesUnderWay', number>>;
}

/** An error on its way to the one who asked. */
interface Refused {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly headers?: Readonly<Record<string, string>>;
  /** It was logged and counted already. */
  readonly isTold?: boolean;
}

/**
 * Answers one request with one error, in the shape of all errors here: `{"error":{"code","message","hint","reference"}}`.
 * Mistakes of the caller are logged at `debug`, or a scanner would fill the disk; ours at `error`, once, with the
 * reference.
 */
export function answerError(ports: ErrorPorts, error: unknown, { request, reply, headers, isTold }: Refused): void {
  const appError = asAppError(error, ports.limits);
  const { httpStatus } = CATALOGUE[appError.code];
  const reference = ports.newReference();
  const route = request.routeOptions?.url ?? 'none';
  const fields = { error: appError, reference, method: request.method, route };
  if (httpStatus >= 500 && !isTold) {
    ports.log.error('http.failed', fields);
    ports.metrics.count('onomancer_errors_total', { code: appError.code });
  } else {
    ports.log.debug('http.refused', fields);
  }
  // What is left of the body is not waited for.
  const closing = hasBody(request) ? { connection: 'close' } : {};
  const body = errorBody(appError, reference);
  ports.send(request, reply, { route, status: httpStatus, body, headers: { ...closing, ...headers } });
}

/** True when the request announces a body. */
export function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

function errorBody({ code, facts }: AppError, reference: string): string {
  const { says, hint } = explain(code, facts);
  return JSON.stringify({ error: { code, message: says, hint, reference } });
}

/** Ours as they are; those of the HTTP library by what they mean; whatever else there is, is our fault. */
function asAppError(error: unknown, limits: ErrorPorts['limits']): AppError {
  if (error instanceof AppError) return error;
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new AppError('HTTP_BODY_TOO_LARGE', { cause: error, facts: { maxBytes: limits.maxBodyBytes } });
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    const facts = { problem: 'The request is not valid.', wanted: 'Check its address, headers and body.' };
    return new AppError('INPUT_INVALID', { cause: error, facts });
  }
  return new AppError('INTERNAL', { cause: error });
}

/**
 * Answers what never became a request: headers that are too large, that come too slowly, or that are not HTTP. See
 * https://nodejs.org/docs/latest-v20.x/api/http.html#event-clienterror
 */
export function clientErrorAnswerer(ports: ErrorPorts): (error: Error & { code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const appError = clientError(error, ports.limits);
    const { httpStatus } = CATALOGUE[appError.code];
    const reference = ports.newReference();
    ports.log.debug('http.refused', { error: appError, reference, route: 'none' });
    ports.metrics.count('onomancer_http_requests_total', { route: 'none', status: String(httpStatus) });
    socket.end(rawAnswer(httpStatus, errorBody(appError, reference)), () => socket.destroy());
  };
}

function clientError(error: Error & { code?: string }, limits: ErrorPorts['limits']): AppError {
  switch (error.code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new AppError('HTTP_TOO_SLOW', { cause: error });
    case 'HPE_HEADER_OVERFLOW':
      return new AppError('HTTP_HEADERS_TOO_LARGE', { cause: error, facts: { maxBytes: limits.maxHeaderBytes } });
    default: {
      const facts = {
        problem: 'This is not a valid HTTP request.',
        wanted: 'Check the client or the proxy in between.',
      };
      return new AppError('INPUT_INVALID', { cause: error, facts });
    }
  }
}

function rawAnswer(status: number, body: string): string {
  const headers = {
    ...SECURITY_HEADERS,
    'content-type': JSON_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n');
}
