import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../src/shared/clock.ts';
import { assertNever } from '../../src/shared/never.ts';
import type { Fault, Faults } from '../faults.ts';
import { type Recorder, safeHeaders } from '../record.ts';
import { requestUrl } from '../request-url.ts';
import { type Api, type ApiResponse, readAsked, refused } from './api.ts';
import { badRequest } from './errors.ts';
import { faultAnswer } from './fault-answer.ts';
import { operationIn } from './prepare.ts';
import type { Quota } from './rate-limit.ts';

/** What the server is made of. */
export interface LinearServerParts {
  readonly api: Api;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly quota: Quota;
  readonly recorder: Recorder | null;
}

const MAX_BODY_BYTES = 4_000_000;

/** Speaks HTTP for the API: reads, misbehaves on demand, answers, records. */
export class LinearServer {
  readonly #parts: LinearServerParts;
  readonly #waiting = new Set<NodeJS.Timeout>();

  constructor(parts: LinearServerParts) {
    this.#parts = parts;
  }

  /** True while a fault says that the server takes no connections at all. */
  isDown(): boolean {
    return this.#parts.faults
      .list()
      .some(({ service, kind, match, times }) => service === 'linear' && kind === 'refuse' && !match && !times);
  }

  /** Gives up what is still waiting. */
  stop(): void {
    for (const timer of this.#waiting) clearTimeout(timer);
    this.#waiting.clear();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await read(request).catch(() => null);
    if (text === null) return void request.socket.destroy();
    const body = jsonOf(text);
    const asked = readAsked(body);
    const operation = 'query' in asked ? operationIn(asked.query) : { kind: '', name: '' };
    const operationName = 'query' in asked ? (asked.operationName ?? operation.name) : '';
    const recorded = 'query' in asked ? { operationName, query: asked.query, variables: asked.variables } : body;
    const fault = this.#parts.faults.take('linear', `${operation.kind} ${operationName}`);
    const answer = await this.#answer(request, body, fault);
    this.#record({ request, body: recorded }, answer);
    if (answer === null) return void request.socket.destroy();
    response.writeHead(answer.status, headersOf(answer));
    response.end(textOf(answer.body));
  }

  /** Null: the connection is closed without an answer. */
  async #answer(request: IncomingMessage, body: unknown, fault: Fault | null): Promise<ApiResponse | null> {
    if (fault === null) return this.#usual(request, body);
    switch (fault.kind) {
      case 'slow':
        await this.#wait(fault.delayMs ?? 0);
        return this.#usual(request, body);
      case 'status':
        return faultAnswer(fault, this.#parts.quota, this.#parts.clock.now());
      case 'malformed':
        return { status: 200, headers: {}, body: '{"data":{"viewer":' };
      case 'lost':
        await this.#usual(request, body);
        return null;
      case 'drop':
      case 'refuse':
        return null;
      default:
        return assertNever(fault.kind);
    }
  }

  async #usual(request: IncomingMessage, body: unknown): Promise<ApiResponse> {
    const path = requestUrl(request.url).pathname;
    if (path !== '/graphql') return refused([badRequest(`Cannot ${request.method} ${path}`, 404)]);
    if (request.method !== 'POST')
      return refused([badRequest('Apollo Server supports only GET and POST requests; the sandbox only POST.', 405)]);
    if (!(request.headers['content-type'] ?? '').startsWith('application/json'))
      return refused([badRequest('POST body missing, invalid Content-Type, or JSON object has no keys.')]);
    return this.#parts.api.answer({ authorization: request.headers.authorization ?? null, body });
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(timer);
        resolve();
      }, ms);
      this.#waiting.add(timer);
    });
  }

  #record({ request, body }: { request: IncomingMessage; body: unknown }, answer: ApiResponse | null): void {
    this.#parts.recorder?.record({
      at: this.#parts.clock.now().toISOString(),
      service: 'linear',
      method: request.method ?? '',
      path: request.url ?? '',
      requestHeaders: safeHeaders(request.headers),
      requestBody: body,
      // 0: there was no answer.
      status: answer?.status ?? 0,
      responseHeaders: answer ? safeHeaders(headersOf(answer)) : {},
      responseBody: answer?.body ?? null,
    });
  }
}

function headersOf(answer: ApiResponse): Record<string, string> {
  return { 'content-type': 'application/json; charset=utf-8', ...answer.headers };
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('The request is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
