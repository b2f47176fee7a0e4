import type { ErrorFacts } from '../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../shared/errors/catalogue.ts';
import { explain } from '../../shared/errors/catalogue.ts';
import { block, type Lines } from './nginx-block.ts';

/** How much fits into one of nginx's buffers for headers. */
const MAX_HEADER_BYTES = 8192;

interface EdgeError {
  /** The statuses that nginx has for it; 494 is its own for headers that are too large. */
  readonly from: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly facts?: ErrorFacts;
  /** It can happen before nginx knows the path of the request, and then it cannot go to a named location. */
  readonly isEarly?: boolean;
}

const NOT_HTTP = { problem: 'This is not a valid HTTP request.', wanted: 'Check the client or the proxy in between.' };

/** What nginx itself refuses is told in the words and in the shape of the bot's own errors. */
const ERRORS: readonly EdgeError[] = [
  { from: '400', status: 400, code: 'INPUT_INVALID', facts: NOT_HTTP, isEarly: true },
  { from: '404', status: 404, code: 'HTTP_NOT_PUBLIC' },
  {
    from: '405',
    status: 405,
    code: 'HTTP_METHOD_NOT_ALLOWED',
    facts: { method: '$request_method', allowed: 'GET and HEAD' },
  },
  { from: '413', status: 413, code: 'HTTP_BODY_TOO_LARGE', facts: { maxBytes: '1048576' } },
  {
    from: '414 494',
    status: 431,
    code: 'HTTP_HEADERS_TOO_LARGE',
    facts: { maxBytes: MAX_HEADER_BYTES },
    isEarly: true,
  },
  { from: '429', status: 429, code: 'HTTP_TOO_MANY' },
  { from: '500', status: 500, code: 'INTERNAL' },
];

/** Which answer nginx gives by itself. A location that has an `error_page` of its own repeats these: it loses them otherwise. */
export function errorPages(): Lines {
  return ERRORS.map((error) => `error_page ${error.from} =${error.status} ${placeOf(error)};`);
}

/** These answers. Their reference finds the line in the access log. */
export function errorLocations(): Lines {
  return ERRORS.flatMap(errorLocation);
}

function placeOf({ status, isEarly = false }: EdgeError): string {
  return isEarly ? `/onomancer-error-${status}` : `@error-${status}`;
}

function errorLocation(error: EdgeError): Lines {
  const { status, code, facts = {}, isEarly = false } = error;
  const { says, hint } = explain(code, facts);
  const body = JSON.stringify({ error: { code, message: says, hint, reference: '$onomancer_reference' } });
  return block(`location ${isEarly ? '= ' : ''}${placeOf(error)}`, [
    ...(isEarly ? ['internal;'] : []),
    'types { }',
    'default_type "application/json; charset=utf-8";',
    `return ${status} '${body}';`,
  ]);
}
