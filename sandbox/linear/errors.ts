import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';

/**
 * Linear's errors, word for word where a real answer could be read. The SDK makes its error classes from
 * `extensions.type` (https://github.com/linear/linear/blob/master/packages/sdk/src/error.ts). `extensions.http.status`
 * is the status of the whole answer; where Linear sends none, the answer has status 200 and `data: null`.
 */
function linearError(message: string, extensions: GraphQLErrorExtensions): GraphQLError {
  return new GraphQLError(message, { extensions });
}

/** The key is missing or wrong: 401. Linear says the same for both. */
export function notAuthenticated(): GraphQLError {
  return linearError('Authentication required, not authenticated', {
    type: 'authentication error',
    code: 'AUTHENTICATION_ERROR',
    statusCode: 401,
    userError: true,
    userPresentableMessage: 'You need to authenticate to access this operation.',
    meta: {},
    http: { status: 401 },
  });
}

/** A personal API key was sent with `Bearer`, which is for OAuth only: 400. */
export function keyAsBearer(): GraphQLError {
  const message =
    "It looks like you're trying to use an API key as a Bearer token. Remove the Bearer prefix from the Authorization header.";
  return linearError(message, {
    type: 'invalid input',
    code: 'INPUT_ERROR',
    statusCode: 400,
    userError: true,
    userPresentableMessage: message,
    http: { status: 400 },
  });
}

/** The text is not GraphQL, or asks for something that the schema does not have: 400. */
export function refusedDocument(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes === undefined ? {} : { nodes: error.nodes }),
    ...(error.source === undefined ? {} : { source: error.source }),
    ...(error.positions === undefined ? {} : { positions: error.positions }),
    extensions: {
      http: { status: 400, headers: {} },
      code: 'GRAPHQL_VALIDATION_FAILED',
      type: 'graphql error',
      userError: true,
    },
  });
}

/** The variables do not have the types that the document declares. */
export function refusedVariables(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes === undefined ? {} : { nodes: error.nodes }),
    extensions: { http: { status: 400, headers: {} }, code: 'BAD_USER_INPUT', type: 'graphql error', userError: true },
  });
}

/** The request as such is no GraphQL request. */
export function badRequest(message: string, status = 400): GraphQLError {
  return linearError(message, {
    http: { status, headers: {} },
    code: 'BAD_REQUEST',
    type: 'graphql error',
    userError: true,
  });
}

/** https://linear.app/developers/rate-limiting: one query may cost 10,000 points. */
export function tooComplex(complexity: number, maximum: number): GraphQLError {
  return linearError('Query too complex', {
    type: 'invalid input',
    code: 'INPUT_ERROR',
    statusCode: 400,
    userError: true,
    userPresentableMessage: `The query is too complex. Complexity: ${complexity}. Maximum allowed complexity: ${maximum}.`,
    http: { status: 400 },
  });
}

/** One limit as Linear reports it: amounts of requests or of points, the window in milliseconds. */
export interface RateLimitResult {
  readonly allowed: boolean;
  readonly requested: number;
  readonly remaining: number;
  readonly duration: number;
  readonly limit: number;
}

/** HTTP 400 on the wire, 429 in the body: https://linear.app/developers/rate-limiting#handling-rate-limit-errors. */
export function rateLimited(result: RateLimitResult, unit = 'requests', status = 400): GraphQLError {
  const period = result.duration === 3_600_000 ? '1 hour' : `${Math.round(result.duration / 1000)} seconds`;
  const message = `Rate limit exceeded. Only ${result.limit} ${unit} are allowed per ${period}. For more information see our developer docs at: https://linear.app/developers/rate-limiting`;
  return linearError(message, {
    type: 'ratelimited',
    code: 'RATELIMITED',
    statusCode: 429,
    userError: true,
    userPresentableMessage: `${message}.`,
    meta: { rateLimitResult: result },
    http: { headers: {}, status },
  });
}

function inputError(message: string, userPresentableMessage: string): GraphQLError {
  return linearError(message, {
    type: 'invalid input',
    code: 'INPUT_ERROR',
    statusCode: 400,
    userError: true,
    userPresentableMessage,
  });
}

/** There is no such thing, or the key may not see it. `entity` is the name of the type: `Issue`. Answered with status 200. */
export function notFound(entity: string): GraphQLError {
  return inputError(`Entity not found: ${entity}`, `Could not find referenced ${entity}.`);
}

/** A field of a mutation's input names something that does not exist. */
export function notFoundInInput(field: string): GraphQLError {
  return inputError(
    `Entity not found in validateAccess: ${field}`,
    field.endsWith('Ids')
      ? `${field} contained an entry that could not be found.`
      : `The entity that ${field} refers to could not be found.`,
  );
}

/** An own `id` was used before: creating is not idempotent, but it tells. */
export function idTaken(entity: string, id: string): GraphQLError {
  return inputError(`conflict on insert of ${entity}`, `Entity ${entity} with id ${id} already exists.`);
}

/** A rule of Linear's was broken by the values of an otherwise well-formed input. */
export function refusedInput(message: string): GraphQLError {
  return inputError(message, message);
}

/**
 * An argument has the right type but not an allowed value. `path` is where, outermost first; `problem` is Linear's
 * sentence about the last one, for example `first must not be greater than 250`.
 */
export function refusedArgument(path: readonly string[], constraint: string, problem: string): GraphQLError {
  const leaf = path.at(-1) ?? '';
  let validation: object = { property: leaf, children: [], constraints: { [constraint]: problem } };
  for (const property of path.slice(0, -1).reverse())
    validation = { property, children: [validation], constraints: {} };
  return linearError('Argument Validation Error', {
    code: 'INVALID_INPUT',
    type: 'invalid input',
    statusCode: 400,
    userError: true,
    userPresentableMessage: `${problem}.`,
    validationErrors: [validation],
  });
}
