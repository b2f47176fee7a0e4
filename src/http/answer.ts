import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from '../ports/metrics.ts';
import { corsHeaders } from './cors.ts';

/**
 * On every answer. The answers are JSON and text for programs, so a browser is told to make nothing of them. Of
 * Helmet's headers, those that only concern pages are missing on purpose, and Strict-Transport-Security, which browsers
 * ignore without TLS (RFC 6797, section 8.1); TLS ends in the proxy, which sends it. For the others see
 * https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html#security-headers
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-xss-protection': '0',
};

export const JSON_TYPE = 'application/json; charset=utf-8';

export interface Answer {
  /** The path of the route, for the metrics: never the path as it came, so that there are few; `none` for no route. */
  readonly route: string;
  readonly status: number;
  /** Empty for an answer without a body. */
  readonly body: string;
  /** JSON when not given. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Send = (request: FastifyRequest, reply: FastifyReply, answer: Answer) => void;

/**
 * The one way in which this server answers: with the security headers, with CORS headers where origins are named, and
 * counted by route and status.
 *
 * It writes to Node's response itself. Fastify's way sets every header one by one, and Helmet adds a hook for each:
 * measured side by side, that took `/health` from on par with a bare server to half of it.
 */
export function sender(metrics: Metrics, origins: ReadonlySet<string>): Send {
  const fixed = Object.entries(SECURITY_HEADERS).flat();
  return (request, reply, { route, status, body, contentType = JSON_TYPE, headers }) => {
    const all = fixed.slice();
    if (body !== '') all.push('content-type', contentType, 'content-length', String(Buffer.byteLength(body)));
    if (origins.size > 0) addHeaders(all, corsHeaders(origins, request.headers.origin));
    if (headers !== undefined) addHeaders(all, headers);
    metrics.count('onomancer_http_requests_total', { route, status: String(status) });
    reply.hijack();
    reply.raw.writeHead(status, all);
    reply.raw.end(body);
  };
}

function addHeaders(list: string[], headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    const at = list.findIndex((entry, index) => index % 2 === 0 && entry === name);
    if (at === -1) list.push(name, value);
    else list[at + 1] = value;
  }
}
