import { readFileSync } from 'node:fs';
import type { Exchange } from '../../sandbox/record.ts';
import { type Complaint, JsonSchemas } from './json-schemas.ts';

type Schema = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly schema: Schema;
  readonly pointer: string;
}

interface Operation {
  /** `POST /channels/{channel_id}/messages` */
  readonly key: string;
  readonly pointer: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly parameters: readonly Parameter[];
  readonly security: readonly Readonly<Record<string, unknown>>[];
}

const PREFIX = '/api/v10';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** https://docs.discord.com/developers/topics/rate-limits#header-format */
const LIMIT_HEADERS = [
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'X-RateLimit-Reset-After',
  'X-RateLimit-Bucket',
];
/** https://docs.discord.com/developers/reference#user-agent */
const USER_AGENT = /^DiscordBot \(https?:\/\/\S+, \S+\)/;

/** Discord's OpenAPI description, asked about recorded exchanges. */
export class DiscordDescription {
  readonly schemas: JsonSchemas;
  readonly #operations: readonly Operation[];

  constructor(path: string) {
    const document = JSON.parse(readFileSync(path, 'utf8')) as { paths: Record<string, Record<string, unknown>> };
    this.schemas = new JsonSchemas(document);
    // Paths with more literal parts win: `/messages/@original` over `/messages/{message_id}`.
    this.#operations = Object.entries(document.paths)
      .flatMap(([template, item]) =>
        METHODS.filter((method) => item[method]).map((method) => ({ template, item, method })),
      )
      .map(({ template, item, method }) => this.#operation(template, item, method))
      .toSorted((a, b) => a.parameters.length - b.parameters.length);
  }

  /** The complaints about a value by the name of its schema. */
  check(schemaName: string, value: unknown): Complaint[] {
    return this.schemas.complaints(`/components/schemas/${schemaName}`, value);
  }

  hasSchema(name: string): boolean {
    return this.schemas.part(`/components/schemas/${name}`) !== undefined;
  }

  /**
   * What is wrong with the body of a refusal. The description gives the errors of fields the schema of the whole
   * (with a number as code); they are held against what Discord shows and sends instead:
   * https://docs.discord.com/developers/reference#error-messages
   */
  errorProblems(body: unknown): string[] {
    if (typeof body !== 'object' || body === null) return ['response: is no object'];
    const { errors, ...rest } = body as Record<string, unknown>;
    const whole = this.check('ErrorResponse', rest);
    return [
      ...whole.map(({ at, message }) => `response ${at}: ${message}`),
      ...(errors === undefined ? [] : fieldErrorProblems(errors, '/errors')),
    ];
  }

  /** `METHOD /path/{with}/parameters` of an exchange, or null when Discord has no such route. */
  routeOf(exchange: Exchange): string | null {
    return this.#find(exchange)?.key ?? null;
  }

  /** Everything that is wrong with an exchange, one line each, request first. */
  problems(exchange: Exchange): string[] {
    const operation = this.#find(exchange);
    if (!operation) return [`${exchange.method} ${exchange.path}: Discord has no such route`];
    const isAccepted = exchange.status < 400;
    const request = [
      ...this.#parameterProblems(operation, exchange),
      ...requestHeaderProblems(operation, exchange),
      ...this.#bodyProblems(operation, exchange),
    ];
    return [
      ...request.map(
        (text) => `${operation.key} request${isAccepted ? '' : ` (refused with ${exchange.status})`} ${text}`,
      ),
      ...this.#responseProblems(operation, exchange).map((text) => `${operation.key} ${exchange.status} ${text}`),
    ];
  }

  #operation(template: string, item: Record<string, unknown>, method: string): Operation {
    const base = `/paths/${template.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const pointer = `${base}/${method}`;
    const at = (place: string): Parameter[] =>
      ((this.schemas.part(`${place}/parameters`) ?? []) as Omit<Parameter, 'pointer'>[]).map((one, index) => ({
        ...one,
        pointer: `${place}/parameters/${index}/schema`,
      }));
    const pattern = template.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    return {
      key: `${method.toUpperCase()} ${template}`,
      pointer,
      method: method.toUpperCase(),
      pattern: new RegExp(`^${PREFIX}${pattern}$`),
      parameters: [...at(base), ...at(pointer)],
      security: (item[method] as { security?: Operation['security'] }).security ?? [],
    };
  }

  #find({ method, path }: Exchange): Operation | undefined {
    const bare = path.split('?')[0] ?? '';
    return this.#operations.find((operation) => operation.method === method && operation.pattern.test(bare));
  }

  #parameterProblems({ pattern, parameters }: Operation, { path }: Exchange): string[] {
    const url = new URL(path, 'http://127.0.0.1');
    const inPath = pattern.exec(url.pathname)?.groups ?? {};
    const check = (name: string, text: string): string[] => {
      const parameter = parameters.find((one) => one.name === name);
      if (!parameter) return [`parameter ${name}: is not in the description`];
      // Secrets in paths (tokens of interactions) are taken out of the record.
      if (text === '[secret]') return [];
      const complaints = this.schemas.complaints(parameter.pointer, typed(text, parameter.schema));
      return complaints.map(({ at, message }) => `parameter ${name}${at}: ${message}`);
    };
    const missing = parameters.filter((one) => one.in === 'query' && one.required && !url.searchParams.has(one.name));
    return [
      ...Object.entries(inPath).flatMap(([name, text]) => check(name, decodeURIComponent(text))),
      ...[...url.searchParams].flatMap(([name, text]) => check(name, text)),
      ...missing.map(({ name }) => `parameter ${name}: is missing`),
    ];
  }

  #bodyProblems({ pointer }: Operation, { requestBody, requestHeaders }: Exchange): string[] {
    const described = this.schemas.part(`${pointer}/requestBody`) as
      | { required?: boolean; content?: Schema }
      | undefined;
    if (requestBody === null) return described?.required ? ['body: is missing'] : [];
    if (!described?.content) return ['body: this route takes none'];
    const mediaType = (requestHeaders['content-type'] ?? '').split(';')[0] ?? '';
    if (!described.content[mediaType]) return [`body: ${mediaType || 'no content type'} is not in the description`];
    const schema = `${pointer}/requestBody/content/${mediaType.replace('/', '~1')}/schema`;
    return this.schemas.complaints(schema, requestBody).map(({ at, message }) => `body ${at}: ${message}`);
  }

  #responseProblems({ pointer }: Operation, exchange: Exchange): string[] {
    const { status, responseBody } = exchange;
    const described = (this.schemas.part(`${pointer}/responses`) ?? {}) as Schema;
    const code = [String(status), `${String(status)[0]}XX`].find((one) => described[one] !== undefined);
    if (code === undefined) return [`response: this status is not in the description`];
    const response = this.schemas.resolve(`${pointer}/responses/${code}`);
    const headers = this.#responseHeaderProblems(response, exchange);
    if (this.schemas.part(`${response}/content`) === undefined) {
      return responseBody === null ? headers : [...headers, 'response: has a body, the description none'];
    }
    const isError = this.schemas.resolve(`${response}/content/application~1json/schema`).endsWith('/ErrorResponse');
    if (isError) return [...headers, ...this.errorProblems(responseBody)];
    const complaints = this.schemas.complaints(`${response}/content/application~1json/schema`, responseBody);
    return [...headers, ...complaints.map(({ at, message }) => `response ${at}: ${message}`)];
  }

  #responseHeaderProblems(response: string, { status, responseHeaders, responseBody }: Exchange): string[] {
    const header = (name: string): string | undefined => responseHeaders[name.toLowerCase()];
    const present = LIMIT_HEADERS.filter((name) => header(name) !== undefined);
    const incomplete = present.length > 0 && present.length < LIMIT_HEADERS.length;
    const wrong = present.flatMap((name) => {
      const pointer = `${this.schemas.resolve(`${response}/headers/${name}`)}/schema`;
      const complaints = this.schemas.complaints(
        pointer,
        typed(header(name) ?? '', this.schemas.part(pointer) as Schema),
      );
      return complaints.map(({ message }) => `header ${name}: ${message}`);
    });
    const isJson = header('content-type')?.startsWith('application/json') === true;
    return [
      ...wrong,
      ...(incomplete ? [`headers: some rate-limit headers are missing, there are only ${present.join(', ')}`] : []),
      ...(responseBody !== null && !isJson ? ['header Content-Type: is not application/json'] : []),
      ...(status === 429 ? limitedHeaderProblems(header) : []),
    ];
  }
}

/** https://docs.discord.com/developers/topics/rate-limits#header-format: what only a 429 has. */
function limitedHeaderProblems(header: (name: string) => string | undefined): string[] {
  return [
    ...(/^\d+$/.test(header('Retry-After') ?? '') ? [] : ['header Retry-After: is not a number of seconds']),
    ...(/^(user|global|shared)$/.test(header('X-RateLimit-Scope') ?? '') ? [] : ['header X-RateLimit-Scope: is wrong']),
  ];
}

function requestHeaderProblems({ security }: Operation, { requestHeaders, status }: Exchange): string[] {
  const isOpen = security.some((scheme) => Object.keys(scheme).length === 0);
  const isMissing = !isOpen && status < 400 && requestHeaders['authorization'] === undefined;
  return [
    ...(isMissing ? ['header Authorization: is missing'] : []),
    ...(USER_AGENT.test(requestHeaders['user-agent'] ?? '')
      ? []
      : ['header User-Agent: is not "DiscordBot (url, version)"']),
  ];
}

/** Errors of fields, nested as the fields are: each leaf is `_errors`, a list of `{ code, message }`. */
function fieldErrorProblems(errors: unknown, at: string): string[] {
  if (typeof errors !== 'object' || errors === null || Array.isArray(errors)) return [`response ${at}: is no object`];
  return Object.entries(errors).flatMap(([key, inner]: [string, unknown]) => {
    if (key !== '_errors') return fieldErrorProblems(inner, `${at}/${key}`);
    const isList = Array.isArray(inner) && inner.length > 0;
    return isList && inner.every(isFieldError) ? [] : [`response ${at}/_errors: is no list of codes with messages`];
  });
}

function isFieldError(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, ...more } = error as Record<string, unknown>;
  const isCode = typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code);
  return isCode && typeof message === 'string' && Object.keys(more).length === 0;
}

/** Text of a path, a query or a header as the type that its schema wants. */
function typed(text: string, { type }: Schema): unknown {
  const types = [type].flat();
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if ((types.includes('integer') || types.includes('number')) && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return text;
}
