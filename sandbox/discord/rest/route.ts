import type { Core } from '../core.ts';
import { SNOWFLAKE_PATTERN } from '../snowflake.ts';
import { invalidField } from './api-error.ts';
import type { UploadedFile } from './attachments.ts';
import type { Bucket } from './rate-limits.ts';

export interface RestRequest {
  readonly method: string;
  /** Without version, query and host: `/channels/1/messages`. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** JSON, or the `payload_json` of a multipart body; undefined when there was none. */
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
}

export interface RestResponse {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Parts that start with a colon are parameters; those that end in `Id` must be snowflakes. */
  readonly path: string;
  /** Interaction endpoints need no bot token (theirs is in the path) and are free of the global limit. */
  readonly isOpen?: boolean;
  /** Null: not limited at all. Left out: the bucket of routes without a special one. */
  readonly bucket?: Bucket | null;
  handle(core: Core, request: RestRequest): RestResponse;
}

export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

export type Lookup = RouteMatch | 'unknown-path' | 'unknown-method';

/** Finds the route of a request; fixed parts win over parameters (`@me` over an id). */
export function findRoute(routes: readonly Route[], method: string, path: string): Lookup {
  const parts = path.split('/').slice(1);
  const matches = routes
    .flatMap((route) => {
      const params = match(route.path.split('/').slice(1), parts);
      return params ? [{ route, params }] : [];
    })
    .sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
  if (matches.length === 0) return 'unknown-path';
  return matches.find(({ route }) => route.method === method) ?? 'unknown-method';
}

function match(pattern: readonly string[], parts: readonly string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (expected.startsWith(':')) params[expected.slice(1)] = part;
    else if (expected !== part) return null;
  }
  return params;
}

/** The parameters decoded; throws for an id that is no snowflake. */
export function checkedParams(params: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, raw]) => {
      const value = decode(raw);
      if (name.endsWith('Id') && !SNOWFLAKE_PATTERN.test(value)) {
        const field = name.replace(/Id$/, '_id');
        throw invalidField([field], 'NUMBER_TYPE_COERCE', `Value "${value}" is not snowflake.`);
      }
      return [name, value];
    }),
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A parameter that the route's path declares. */
export function param(request: RestRequest, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`The route has no parameter ${name}`);
  return value;
}
