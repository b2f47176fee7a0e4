import type { LinearError } from '@linear/sdk';
import * as z from 'zod/mini';
import { AppError } from '../../shared/errors/app-error.ts';
import { waitAfterRefusal } from './budget.ts';

/**
 * How an attempt to ask Linear failed. `outage`: Linear is not well, so another attempt may help and the breaker counts
 * it. `limited`: we must wait. `paused`: we did not even ask. `final`: asking again changes nothing.
 */
export type FailureKind = 'outage' | 'limited' | 'paused' | 'final';

/** Carries the error that the caller gets, and what the retry needs to know about it. */
export class AttemptFailed extends Error {
  readonly kind: FailureKind;
  readonly error: AppError;
  /** For `limited`: how long Linear wants us to wait. */
  readonly waitMs: number;

  constructor(kind: FailureKind, error: AppError, waitMs = 0) {
    super(error.code);
    this.name = 'AttemptFailed';
    this.kind = kind;
    this.error = error;
    this.waitMs = waitMs;
  }
}

/** Linear says that there is no such thing: an answer, not a failure. */
export const NOT_FOUND = Symbol('not found');

const MAX_REASON_CHARS = 160;

const problemShape = z.object({
  message: z.nullish(z.string()),
  extensions: z.nullish(
    z.object({
      type: z.nullish(z.string()),
      code: z.nullish(z.string()),
      statusCode: z.nullish(z.number()),
      userPresentableMessage: z.nullish(z.string()),
    }),
  ),
});
type Problem = z.infer<typeof problemShape>;

/** What is needed to understand a failure: `secret` must not show in any text. */
export interface AttemptContext {
  readonly document: string;
  readonly secret: string;
  readonly now: Date;
}

/**
 * What an error from the SDK means. Nothing of the original is kept as a cause: it carries the query, the variables,
 * the headers and Linear's whole body, and none of that belongs into a log.
 */
export function understand(error: unknown, context: AttemptContext): AttemptFailed | typeof NOT_FOUND {
  if (error instanceof AttemptFailed) return error;
  return isLinearError(error) ? understandAnswer(error, context) : understandFetch(error, context);
}

/** Linear did not answer, or not as a healthy Linear does. */
export function unreachable(why: string): AttemptFailed {
  return new AttemptFailed('outage', new AppError('LINEAR_UNREACHABLE', { facts: { why } }));
}

/** We did not ask, because Linear failed too often just now. */
export function paused(): AttemptFailed {
  const why = 'not asked, because it failed several times in a row';
  return new AttemptFailed('paused', new AppError('LINEAR_UNREACHABLE', { facts: { why } }));
}

/** `where` names the place in the answer; the answer itself is never part of an error. */
export function badAnswer(document: string, where: string, problem: string): AppError {
  return new AppError('LINEAR_BAD_ANSWER', { facts: { document, path: where, problem } });
}

/** The answer to a question that always has one; only a single thing can be missing. */
export function there<T>(document: { readonly name: string }, answer: T | null): T {
  if (answer === null) throw badAnswer(document.name, '', 'entity not found');
  return answer;
}

function isLinearError(error: unknown): error is LinearError {
  return error instanceof Error && 'raw' in error && 'status' in error;
}

/**
 * By code and type first, and by status only then: Linear answers 400 when it limits us
 * (https://linear.app/developers/rate-limiting), and the SDK takes any 4xx without a type for a rejected token.
 */
function understandAnswer(error: LinearError, context: AttemptContext): AttemptFailed | typeof NOT_FOUND {
  const response = error.raw?.response;
  const status = response?.status ?? 0;
  const problem = problemShape.safeParse(response?.errors?.[0]).data ?? null;
  const type = (problem?.extensions?.type ?? '').toLowerCase();
  const code = (problem?.extensions?.code ?? '').toUpperCase();
  if (code === 'RATELIMITED' || type === 'ratelimited' || status === 429 || problem?.extensions?.statusCode === 429) {
    return limited(waitAfterRefusal(response?.headers, context.now));
  }
  if (code === 'AUTHENTICATION_ERROR' || type === 'authentication error' || status === 401) {
    return new AttemptFailed('final', new AppError('LINEAR_TOKEN_REJECTED'));
  }
  if (status >= 500 || ['internal error', 'network error', 'lock timeout', 'bootstrap error'].includes(type)) {
    return unreachable(status >= 500 ? `status ${status}` : type);
  }
  if (problem === null) return withoutProblem(status, context);
  if (/^entity not found/i.test(problem.message ?? '')) return NOT_FOUND;
  return new AttemptFailed('final', new AppError('LINEAR_REFUSED', { facts: { reason: reason(problem, context) } }));
}

/** We must not ask for so long. */
export function limited(waitMs: number): AttemptFailed {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return new AttemptFailed('limited', new AppError('LINEAR_RATE_LIMITED', { facts: { seconds } }), waitMs);
}

function withoutProblem(status: number, { document }: AttemptContext): AttemptFailed {
  if (status >= 200 && status < 300) {
    return new AttemptFailed('outage', badAnswer(document, '', 'neither data nor errors'));
  }
  return new AttemptFailed('final', new AppError('LINEAR_REFUSED', { facts: { reason: `status ${status}` } }));
}

function reason({ message, extensions }: Problem, { secret }: AttemptContext): string {
  const text = (extensions?.userPresentableMessage || message || extensions?.type || 'no reason given')
    .replaceAll(secret, '[secret]')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length <= MAX_REASON_CHARS ? text : `${text.slice(0, MAX_REASON_CHARS - 1)}…`;
}

/** `fetch` says `fetch failed` or `terminated` for the network (undici); a SyntaxError is a body that is not JSON. */
function understandFetch(error: unknown, { document }: AttemptContext): AttemptFailed {
  const { name, message, cause } = error instanceof Error ? error : new Error('unknown');
  if (name === 'AbortError' || name === 'TimeoutError') return unreachable('no answer in time');
  if (message === 'fetch failed' || message === 'terminated') {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : message;
    return unreachable(/^[\w ]{1,40}$/.test(code) ? code : message);
  }
  return new AttemptFailed('outage', badAnswer(document, '', `not JSON (${name})`));
}
