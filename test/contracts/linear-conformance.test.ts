import { readFileSync } from 'node:fs';
import { parseLinearError } from '@linear/sdk';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Exchange } from '../../sandbox/record.ts';
import { recordBotSession } from './bot-session.ts';
import { answerProblems, documentProblems, type SentDocument } from './graphql-answers.ts';
import { DOCUMENTS } from './linear-document-list.ts';
import { recordLinearSession } from './linear-session.ts';
import { LINEAR_SCHEMA, officialFile } from './official-file.ts';
import { recordTrackerSession } from './tracker-session.ts';

const file = officialFile(LINEAR_SCHEMA.name, {
  check: "what the bot and the sandbox's Linear say to each other was not held against Linear's own schema",
  from: LINEAR_SCHEMA.from,
});

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly Readonly<Record<string, unknown>>[];
}

let bot: readonly Exchange[] = [];
let direct: readonly Exchange[] = [];
const asked = ({ requestBody }: Exchange): SentDocument & { readonly operationName?: string } =>
  requestBody as SentDocument;
const answer = ({ responseBody }: Exchange): Answer => responseBody as Answer;
const isRefused = (exchange: Exchange): boolean => answer(exchange).errors !== undefined;

beforeAll(async () => {
  const linear = (exchanges: readonly Exchange[]) => exchanges.filter(({ service }) => service === 'linear');
  const [process, tracker] = await Promise.all([recordBotSession().then(linear), recordTrackerSession()]);
  bot = [...process, ...tracker];
  direct = await recordLinearSession();
}, 120_000);

describe.skipIf(!file.isThere)("Linear's own schema", () => {
  let schema: GraphQLSchema;
  beforeAll(() => {
    schema = buildSchema(readFileSync(file.path, 'utf8'));
  });

  /** Each different problem once, with the operation that has it. */
  const problems = (exchanges: readonly Exchange[], find: (exchange: Exchange) => string[]): string[] => [
    ...new Set(
      exchanges.flatMap((one) =>
        find(one).map((text) => `${asked(one).operationName || asked(one).query.slice(0, 60)}: ${text}`),
      ),
    ),
  ];

  it('takes every document and all variables that the bot sends, and nothing of it is deprecated', () => {
    expect(problems(bot, (exchange) => documentProblems(schema, asked(exchange)))).toEqual([]);
  });

  it('has seen every document that the bot has', () => {
    const seen = new Set(bot.map((exchange) => asked(exchange).operationName));
    expect(DOCUMENTS.map(({ document }) => document.name).filter((name) => !seen.has(name))).toEqual([]);
  });

  it('agrees with every answer to the bot, down to each leaf', () => {
    const answers = bot.filter((exchange) => !isRefused(exchange));
    expect(problems(answers, (exchange) => answerProblems(schema, asked(exchange), answer(exchange).data))).toEqual([]);
    expect(answers.length).toBeGreaterThan(DOCUMENTS.length);
  });

  it('agrees with everything that the sandbox can answer', () => {
    const answers = direct.filter((exchange) => !isRefused(exchange));
    const find = (exchange: Exchange): string[] => [
      ...documentProblems(schema, asked(exchange)),
      ...answerProblems(schema, asked(exchange), answer(exchange).data),
    ];
    expect(problems(answers, find)).toEqual([]);
    expect(answers.length).toBeGreaterThan(25);
  });

  it('is what the check uses: it sees what is wrong', () => {
    const ask = {
      query: '{ issues(first: 1) { nodes { id title createdAt estimate state { name } } } }',
      variables: {},
    };
    const issue = { id: 'a', title: 't', createdAt: '2026-03-18T13:30:00.000Z', estimate: null, state: { name: 's' } };
    const check = (node: object): string[] => answerProblems(schema, ask, { issues: { nodes: [node] } });
    expect(check(issue)).toEqual([]);
    expect(check({ ...issue, title: null })).toEqual(['/issues/nodes/0/title: is null, not String!']);
    expect(check({ ...issue, createdAt: 'today' })).toEqual(['/issues/nodes/0/createdAt: "today" is no DateTime']);
    expect(check({ ...issue, estimate: '3' })).toEqual(['/issues/nodes/0/estimate: "3" is no Float']);
    expect(check({ ...issue, state: {} })).toEqual(['/issues/nodes/0/state/name: is missing']);
    expect(check({ ...issue, url: 'x' })).toEqual(['/issues/nodes/0/url: was not asked for']);
    const bad = {
      query: 'query Q($f: IssueFilter) { issues(filter: $f) { nodes { id } } }',
      variables: { f: { bogus: 1 }, g: 1 },
    };
    expect(documentProblems(schema, bad).join('\n')).toMatch(/bogus[\s\S]*"\$g" is not declared/);
    expect(documentProblems(schema, { query: '{ nope }', variables: {} }).join('\n')).toContain('nope');
  });
});

describe("Linear's own SDK", () => {
  /** What the SDK reads: https://github.com/linear/linear/blob/master/packages/sdk/src/types.ts (LinearGraphQLErrorRaw). */
  function errorProblems({ status, responseBody }: Exchange): string[] {
    const { data, errors = [], ...more } = responseBody as Answer;
    const shape = errors.flatMap(({ message, extensions, path, locations, ...strange }) => {
      const { type, code, userError } = (extensions ?? {}) as Record<string, unknown>;
      return [
        ...(typeof message === 'string' && message !== '' ? [] : ['an error without a message']),
        ...(typeof type === 'string' && type !== '' ? [] : ['an error without extensions.type']),
        ...(typeof code === 'string' && /^[A-Z_]+$/.test(code) ? [] : ['an error without extensions.code']),
        ...(typeof userError === 'boolean' ? [] : ['an error without extensions.userError']),
        ...(path === undefined || Array.isArray(path) ? [] : ['a path that is no list']),
        ...(locations === undefined || Array.isArray(locations) ? [] : ['locations that are no list']),
        ...Object.keys(strange).map((key) => `an error with ${key}`),
      ];
    });
    return [
      ...shape,
      ...Object.keys(more).map((key) => `a body with ${key}`),
      ...([200, 400, 401, 403, 500].includes(status) ? [] : [`status ${status}`]),
      ...(status === 200 && data === undefined ? ['status 200 without data'] : []),
    ];
  }

  it('finds in every refusal what it looks for, and knows its kind', () => {
    const refusals = [...bot, ...direct].filter(isRefused);
    expect([...new Set(refusals.flatMap(errorProblems))]).toEqual([]);
    const kinds = refusals.map(({ status, responseHeaders, responseBody }) => {
      const { errors } = responseBody as { errors: never[] };
      const response = { status, errors, headers: new Headers(responseHeaders) };
      return String(parseLinearError({ response }).type);
    });
    const known = ['AuthenticationError', 'Forbidden', 'GraphqlError', 'InternalError', 'InvalidInput', 'Ratelimited'];
    expect([...new Set(kinds)].toSorted()).toEqual(known);
  });
});
