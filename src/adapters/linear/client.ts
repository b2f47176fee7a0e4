import type * as z from 'zod/mini';
import type { Metrics } from '../../ports/metrics.ts';
import type { Clock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { HealthBoard } from '../../shared/health-board.ts';
import type { Secret } from '../../shared/secret.ts';
import { noteBudget } from './budget.ts';
import type { LinearDocument } from './documents.ts';
import { AttemptFailed, badAnswer, NOT_FOUND, understand } from './failure.ts';
import { tellHealth } from './health.ts';

/** A question: the document, what its answer looks like, and its variables (no `undefined` in them). */
export interface Question<T> {
  readonly document: LinearDocument;
  readonly shape: z.ZodMiniType<T>;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface LinearClientOptions {
  /** `https://api.linear.app/graphql`; plain http only for this machine. */
  readonly apiUrl: string;
  readonly apiKey: Secret;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly health: HealthBoard;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Sends one question to Linear, once. The transport is Linear's own SDK, loaded on first use: not everybody has a token. */
export class LinearClient {
  readonly #options: LinearClientOptions;
  #transport: Promise<typeof import('./transport.ts')> | null = null;

  constructor(options: LinearClientOptions) {
    const { protocol, hostname } = new URL(options.apiUrl);
    if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.has(hostname))) {
      const problem = 'The address of Linear would send the API key unencrypted.';
      throw new AppError('INPUT_INVALID', { facts: { problem, wanted: 'Use https, or http on this machine only.' } });
    }
    this.#options = options;
  }

  async warmUp(): Promise<void> {
    await this.#load();
  }

  /** The parsed answer, or null when Linear says that there is no such thing. Throws `AttemptFailed`. */
  async send<T>(question: Question<T>, signal: AbortSignal): Promise<T | null> {
    const { metrics, clock, health, apiKey } = this.#options;
    const document = question.document.name;
    const startedAtMs = performance.now();
    const done = (outcome: string) => {
      metrics.count('onomancer_linear_requests_total', { document, outcome });
      metrics.observe('onomancer_linear_seconds', { document }, (performance.now() - startedAtMs) / 1_000);
    };
    try {
      const answer = parse(question, await this.#post(question, signal));
      done('ok');
      tellHealth(health, null);
      return answer;
    } catch (error) {
      noteBudget(headersOf(error), metrics);
      const failure = understand(error, { document, secret: apiKey.reveal(), now: clock.now() });
      if (failure === NOT_FOUND) {
        done('ok');
        tellHealth(health, null);
        return null;
      }
      done(failure.error.code);
      tellHealth(health, failure);
      throw failure;
    }
  }

  async #post(question: Question<unknown>, signal: AbortSignal): Promise<unknown> {
    const { apiUrl, apiKey, metrics } = this.#options;
    const key = apiKey.reveal();
    // `fetch` would refuse such a header with an error that quotes it.
    if (!/^[\x21-\x7e]+$/.test(key)) throw new AttemptFailed('final', new AppError('LINEAR_TOKEN_REJECTED'));
    const { linearTransport } = await this.#load();
    // One per request, because only its options reach `fetch`; it holds nothing else. A personal key goes in raw:
    // https://linear.app/developers/graphql. No redirects: they would take the key somewhere else.
    const client = linearTransport(apiUrl, {
      headers: { Authorization: key, 'User-Agent': 'onomancer' },
      redirect: 'error',
      signal,
    });
    const { data, headers } = await client.rawRequest(question.document.text, { ...question.variables });
    noteBudget(headers, metrics);
    return data;
  }

  #load(): Promise<typeof import('./transport.ts')> {
    this.#transport ??= import('./transport.ts');
    return this.#transport;
  }
}

function parse<T>({ document, shape }: Question<T>, data: unknown): T {
  const result = shape.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = (issue?.path ?? []).map(String).join('.');
  throw new AttemptFailed('final', badAnswer(document.name, where, issue?.code ?? 'unknown'));
}

function headersOf(error: unknown): { get(name: string): string | null } | undefined {
  const raw = error instanceof Error && 'raw' in error ? error.raw : undefined;
  if (typeof raw !== 'object' || raw === null || !('response' in raw)) return undefined;
  const { response } = raw;
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  return response.headers instanceof globalThis.Headers ? response.headers : undefined;
}
