import { type ExecutionResult, execute, GraphQLError, type GraphQLSchema } from 'graphql';
import { chargeOf, complexityOf } from './complexity.ts';
import { badRequest, keyAsBearer, notAuthenticated, rateLimited, refusedVariables, tooComplex } from './errors.ts';
import { Documents, type Prepared } from './prepare.ts';
import type { Answering } from './resolver.ts';
import { resolveField } from './resolvers.ts';

/** A request for `/graphql`, read but not yet understood. */
export interface ApiRequest {
  readonly authorization: string | null;
  readonly body: unknown;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What a GraphQL request says. */
export interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
}

/** Linear's API without its socket: who asks, how often, what, and the answer. */
export class Api {
  readonly #schema: GraphQLSchema;
  readonly #documents: Documents;
  readonly #answering: Answering;
  readonly #apiKey: string;

  constructor(schema: GraphQLSchema, answering: Answering, apiKey: string) {
    this.#schema = schema;
    this.#documents = new Documents(schema);
    this.#answering = answering;
    this.#apiKey = apiKey;
  }

  /** Checks in Linear's order: the key first, then the number of requests, then the document, then its price. */
  async answer(request: ApiRequest): Promise<ApiResponse> {
    const refusal = this.#refusedKey(request.authorization);
    if (refusal) return refused([refusal]);
    const { quota } = this.#answering;
    const taken = quota.requests.take(1);
    if (!taken.allowed) return refused([rateLimited(taken)], quota.headers());
    const asked = readAsked(request.body);
    if (asked instanceof GraphQLError) return refused([asked], quota.headers());
    const prepared = this.#documents.prepare(asked.query, asked.operationName);
    if (!('document' in prepared)) return refused(prepared, quota.headers());
    return this.#run(asked, prepared);
  }

  #refusedKey(authorization: string | null): GraphQLError | null {
    if (authorization === this.#apiKey) return null;
    return authorization !== null && /^Bearer\s+lin_api_/i.test(authorization) ? keyAsBearer() : notAuthenticated();
  }

  async #run(asked: Asked, prepared: Prepared): Promise<ApiResponse> {
    const { quota } = this.#answering;
    const complexity = complexityOf({ schema: this.#schema, ...prepared, variables: asked.variables });
    const price = { 'X-Complexity': String(chargeOf(complexity)) };
    if (complexity > quota.limits.maxComplexity)
      return refused([tooComplex(complexity, quota.limits.maxComplexity)], { ...price, ...quota.headers() });
    const taken = quota.complexity.take(chargeOf(complexity));
    if (!taken.allowed) return refused([rateLimited(taken, 'complexity points')], { ...price, ...quota.headers() });
    const searched = prepared.isSearch ? quota.searches.take(1) : null;
    const headers = { ...price, ...quota.headers(), ...(searched ? quota.searchHeaders() : {}) };
    if (searched && !searched.allowed) return refused([rateLimited(searched)], headers);
    return this.#execute(asked, prepared, headers);
  }

  async #execute(asked: Asked, { document }: Prepared, headers: Record<string, string>): Promise<ApiResponse> {
    const result: ExecutionResult = await execute({
      schema: this.#schema,
      document,
      contextValue: this.#answering,
      variableValues: asked.variables,
      ...(asked.operationName === null ? {} : { operationName: asked.operationName }),
      fieldResolver: resolveField,
    });
    // Without `data` nothing ran: the variables do not fit.
    if (result.data === undefined) return refused((result.errors ?? []).map(refusedVariables), headers);
    if (!result.errors) return { status: 200, headers, body: { data: result.data } };
    return { status: 200, headers, body: { errors: result.errors.map(shown), data: result.data } };
  }
}

/** The answer to a request that was not carried out. */
export function refused(errors: readonly GraphQLError[], headers: Readonly<Record<string, string>> = {}): ApiResponse {
  const http = errors[0]?.extensions.http as { readonly status?: number } | undefined;
  return { status: http?.status ?? 200, headers, body: { errors: errors.map(shown) } };
}

/** What the body of a request asks, or why it is no GraphQL request. */
export function readAsked(body: unknown): Asked | GraphQLError {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return badRequest('POST body missing, invalid Content-Type, or JSON object has no keys.');
  const { query, variables, operationName } = body as Readonly<Record<string, unknown>>;
  if (typeof query !== 'string' || query === '')
    return badRequest('GraphQL operations must contain a non-empty `query` or a `persistedQuery` extension.');
  if (variables !== undefined && variables !== null && (typeof variables !== 'object' || Array.isArray(variables)))
    return badRequest('`variables` in a POST body must be an object if provided.');
  return {
    query,
    variables: (variables ?? {}) as Readonly<Record<string, unknown>>,
    operationName: typeof operationName === 'string' ? operationName : null,
  };
}

// A plain Error comes from a defect of the sandbox itself; it must not look like an answer of Linear's.
function shown(error: GraphQLError): unknown {
  const isOurs = error.originalError !== undefined && !(error.originalError instanceof GraphQLError);
  if (!isOurs) return error.toJSON();
  const extensions = { type: 'internal error', code: 'INTERNAL_SERVER_ERROR', statusCode: 500, userError: false };
  return { ...error.toJSON(), extensions };
}
