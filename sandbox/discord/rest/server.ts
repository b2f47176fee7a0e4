import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Faults } from '../../faults.ts';
import { type Recorder, safeHeaders } from '../../record.ts';
import { requestUrl } from '../../request-url.ts';
import type { Core } from '../core.ts';
import { redact, redactPath } from '../redact.ts';
import { ApiError, refuse } from './api-error.ts';
import { type ParsedBody, parseBody, readBytes } from './body.ts';
import {
  type Bucket,
  type BucketState,
  type RateLimitScope,
  RateLimits,
  rateLimitHeaders,
  tooManyRequests,
} from './rate-limits.ts';
import { checkedParams, findRoute, type Route, type RouteMatch } from './route.ts';
import { channelRoutes } from './routes/channels.ts';
import { commandRoutes } from './routes/commands.ts';
import { guildRoutes } from './routes/guilds.ts';
import { identityRoutes } from './routes/identity.ts';
import { interactionRoutes } from './routes/interactions.ts';
import { messageRoutes } from './routes/messages.ts';
import { reactionRoutes } from './routes/reactions.ts';
import { webhookRoutes } from './routes/webhooks.ts';

/** Everything that the local Discord answers. */
export const ROUTES: readonly Route[] = [
  ...identityRoutes,
  ...guildRoutes,
  ...channelRoutes,
  ...messageRoutes,
  ...reactionRoutes,
  ...commandRoutes,
  ...interactionRoutes,
  ...webhookRoutes,
];

const API_PREFIX = /^\/api\/v(\d+)(?=\/)/;
const CDN_PREFIX = '/cdn';
/** For routes without a special limit: wide enough for a bot that behaves. */
const DEFAULT_BUCKET = { limit: 50, perMs: 1000 };

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The HTTP side of the local Discord. */
export class RestServer {
  readonly #core: Core;
  readonly #limits: RateLimits;
  readonly #options: { readonly faults?: Faults; readonly recorder?: Recorder };

  constructor(core: Core, options: { faults?: Faults; recorder?: Recorder }) {
    this.#core = core;
    this.#limits = new RateLimits(core.elapsedMs);
    this.#options = options;
  }

  /** For the HTTP server's `request` event. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Clients write `@me` and `@original` with the sign encoded.
    const url = requestUrl(request.url?.replaceAll('%40', '@'));
    if (url.pathname.startsWith(CDN_PREFIX)) return this.#serveFile(url.pathname.slice(CDN_PREFIX.length), response);
    const path = url.pathname.replace(API_PREFIX, '');
    const fault = this.#options.faults?.take('discord', `${request.method} ${path}`) ?? null;
    if (fault?.kind === 'refuse') return void request.socket.destroy();
    let seen: ParsedBody = { body: undefined, files: [] };
    let answer: Answer;
    try {
      seen = await parseBody(await readBytes(request), request.headers['content-type'] ?? '');
      if (fault?.kind === 'drop') {
        this.#record({ request, url, seen, answer: { status: 0 } });
        return void request.socket.destroy();
      }
      if (fault?.kind === 'slow') await sleep(fault.delayMs ?? 1000);
      answer = this.#faultAnswer(fault, `${request.method} ${path}`) ?? this.#answer(request, url, seen);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      answer = { status: error.status, body: error.body };
    }
    this.#record({ request, url, seen, answer });
    if (fault?.kind === 'lost') request.socket.destroy();
    else write(response, answer);
  }

  #answer(request: IncomingMessage, url: URL, { body, files }: ParsedBody): Answer {
    const method = request.method ?? 'GET';
    const version = API_PREFIX.exec(url.pathname)?.[1];
    if (version === undefined) throw refuse.notFound();
    if (version !== '10') throw refuse.invalidVersion();
    const path = url.pathname.replace(API_PREFIX, '');
    const found = findRoute(ROUTES, method, path);
    if (found === 'unknown-path') throw refuse.notFound();
    if (found === 'unknown-method') throw refuse.methodNotAllowed();
    this.#authorize(found.route, request.headers.authorization);
    const state = this.#limit(found);
    if (state?.isExceeded) {
      return refusal(state, state.bucket.name === 'global' ? 'global' : 'user', this.#core.clock.now());
    }
    const headers = this.#limitHeaders(state);
    try {
      const params = checkedParams(found.params);
      const { route } = found;
      return { ...route.handle(this.#core, { method, path, params, query: url.searchParams, body, files }), headers };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: error.status, body: error.body, headers };
    }
  }

  /** What a fault answers instead of the route; null when the route answers. */
  #faultAnswer(fault: Fault | null, what: string): Answer | null {
    if (fault?.kind === 'malformed') return { status: 200, body: MALFORMED };
    if (fault?.kind !== 'status') return null;
    const { status = 500, retryAfterMs = 1000, scope = 'user' } = fault;
    if (status !== 429) return { status, body: { message: `${status}: ${STATUS_TEXT[status] ?? 'Error'}`, code: 0 } };
    const [method = '', path = ''] = what.split(' ');
    const found = findRoute(ROUTES, method, path);
    const bucket = typeof found === 'string' ? { name: what, ...DEFAULT_BUCKET } : bucketOf(found.route);
    const state = { bucket, remaining: 0, resetAfterMs: retryAfterMs, isExceeded: true };
    return refusal(state, scope, this.#core.clock.now());
  }

  #authorize(route: Route, header: string | undefined): void {
    if (route.isOpen) return;
    const token = /^Bot (.+)$/.exec(header ?? '')?.[1];
    if (token === undefined || !this.#core.token.accepts(token)) throw refuse.unauthorized();
  }

  #limit({ route, params }: RouteMatch): BucketState | null {
    if (route.bucket === null) return null;
    if (!route.isOpen) {
      const global = this.#limits.takeGlobal();
      if (global.isExceeded) return global;
    }
    const bucket = bucketOf(route);
    const major = params['channelId'] ?? params['guildId'] ?? (params['token'] ? `${params['token']}` : '');
    return this.#limits.take(bucket, major);
  }

  #limitHeaders(state: BucketState | null): Record<string, string> {
    return state ? rateLimitHeaders(state, this.#core.clock.now()) : {};
  }

  #serveFile(path: string, response: ServerResponse): void {
    const file = this.#core.attachments.find(decodeURI(path));
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': file.contentType }).end(file.bytes);
  }

  #record(exchange: { request: IncomingMessage; url: URL; seen: ParsedBody; answer: Answer }): void {
    const { recorder } = this.#options;
    if (!recorder) return;
    const { request, url, seen, answer } = exchange;
    const { token, clock } = this.#core;
    const files = Object.fromEntries(
      seen.files.map(({ index, bytes }) => [`files[${index}]`, `[${bytes.byteLength} bytes]`]),
    );
    const body = seen.files.length > 0 ? { ...(seen.body as object | undefined), ...files } : seen.body;
    recorder.record({
      at: clock.now().toISOString(),
      service: 'discord',
      method: request.method ?? '',
      path: redactPath(`${url.pathname}${url.search}`),
      requestHeaders: safeHeaders(request.headers),
      requestBody: redact(body ?? null, token.text),
      status: answer.status,
      responseHeaders: safeHeaders(headersOf(answer)),
      responseBody: redact(answer.body ?? null, token.text),
    });
  }
}

/** Of Discord's examples, only the global one has no numbers: https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit */
function refusal(state: BucketState, scope: RateLimitScope, now: Date): Answer {
  const refused = tooManyRequests(state.resetAfterMs, scope);
  return scope === 'global'
    ? refused
    : { ...refused, headers: { ...rateLimitHeaders(state, now), ...refused.headers } };
}

function bucketOf({ method, path, bucket }: Route): Bucket {
  return bucket ?? { name: `${method} ${path}`, ...DEFAULT_BUCKET };
}

const MALFORMED = Symbol('a body that is not JSON');
const STATUS_TEXT: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

function headersOf({ headers, body }: Answer): Readonly<Record<string, string>> {
  return { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers };
}

function write(response: ServerResponse, answer: Answer): void {
  const { status, body } = answer;
  const text = body === MALFORMED ? '{"message": "oh no' : JSON.stringify(body);
  response.writeHead(status, headersOf(answer)).end(text);
}
