import {
  AuthenticationLinearError,
  GraphqlLinearError,
  InvalidInputLinearError,
  LinearClient,
  RatelimitedLinearError,
} from '@linear/sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../src/shared/clock.ts';
import { ask, askAs, data, failure, linearsForTests, NOW } from '../../test/asking-linear.ts';

const { start, closeAll } = linearsForTests();
afterEach(closeAll);

describe("errors, as Linear's own client sees them", () => {
  it('refuses a wrong key with 401', async () => {
    const linear = await start();
    const error = await failure(askAs(linear, 'lin_api_wrong', { query: '{ viewer { id } }' }));
    expect(error).toBeInstanceOf(AuthenticationLinearError);
    expect(error.status).toBe(401);
    expect(error.errors?.[0]?.message).toBe('You need to authenticate to access this operation.');
  });

  it('refuses a personal key that is sent as a Bearer token', async () => {
    const linear = await start();
    const client = new LinearClient({ accessToken: linear.apiKey, apiUrl: linear.apiUrl }).client;
    const error = await failure(client.rawRequest('{ viewer { id } }'));
    expect(error).toBeInstanceOf(InvalidInputLinearError);
    expect(error.status).toBe(400);
    expect(error.message).toContain('Remove the Bearer prefix');
  });

  it.each([
    ['an issue', '{ issue(id: "ENG-9999") { id } }', 'Issue'],
    ['a team', '{ team(id: "NOPE") { id } }', 'Team'],
    ['a cycle', '{ cycle(id: "4f1b2c3d-0000-4000-8000-000000000000") { id } }', 'Cycle'],
  ])('says that %s cannot be found, with status 200 and no data', async (_what, query, entity) => {
    const error = await failure(ask(await start(), query));
    expect(error).toBeInstanceOf(InvalidInputLinearError);
    expect(error.message).toBe(`Entity not found: ${entity} - Could not find referenced ${entity}.`);
    expect(error.status).toBe(200);
    expect(error.data).toBe(null);
  });

  it('refuses fields, arguments and filters that Linear does not have', async () => {
    const linear = await start();
    const refusals = [
      ['{ issues { nodes { nope } } }', 'Cannot query field "nope" on type "Issue".'],
      ['{ issues(limit: 3) { nodes { id } } }', 'Unknown argument "limit" on field "Query.issues".'],
      [
        '{ issues(filter: { identifier: { eq: "ENG-1" } }) { nodes { id } } }',
        'Field "identifier" is not defined by type "IssueFilter".',
      ],
      ['{ issues { nodes { id }', 'Syntax Error: Expected Name, found <EOF>.'],
    ];
    for (const [query = '', message] of refusals) {
      const error = await failure(ask(linear, query));
      expect(error).toBeInstanceOf(GraphqlLinearError);
      expect(error.status).toBe(400);
      expect(error.errors?.[0]?.message).toContain(message);
    }
  });

  it('refuses variables that do not fit their types', async () => {
    const linear = await start();
    const query = 'query Q($filter: IssueFilter) { issues(filter: $filter) { nodes { id } } }';
    const error = await failure(ask(linear, query, { filter: { bogus: { eq: 1 } } }));
    expect(error.message).toContain('Field "bogus" is not defined by type "IssueFilter".');
    const date = await failure(ask(linear, query, { filter: { updatedAt: { gt: 'yesterday' } } }));
    expect(date.message).toContain('DateTimeOrDuration cannot represent value: "yesterday"');
  });

  it('refuses ids that are no UUIDs and null in comparators', async () => {
    const linear = await start();
    const byKey = await failure(ask(linear, '{ issues(filter: { team: { id: { eq: "ENG" } } }) { nodes { id } } }'));
    expect(byKey.message).toBe('Argument Validation Error - eq must be a UUID.');
    const byNull = await failure(ask(linear, '{ issues(filter: { title: { eq: null } }) { nodes { id } } }'));
    expect(byNull).toBeInstanceOf(InvalidInputLinearError);
  });
});

describe('rate limits', () => {
  it('tells the price of each query and what is left, in the headers that Linear documents', async () => {
    const { headers } = await ask(
      await start(),
      '{ user(id: "me") { createdIssues(first: 10) { nodes { id title createdAt } } } }',
    );
    expect(Object.fromEntries([...(headers ?? [])].filter(([name]) => /complexity|ratelimit/.test(name)))).toEqual({
      'x-complexity': '14',
      'x-ratelimit-requests-limit': '2500',
      'x-ratelimit-requests-remaining': '2499',
      'x-ratelimit-requests-reset': String(Date.parse(NOW) + 1440),
      'x-ratelimit-complexity-limit': '3000000',
      'x-ratelimit-complexity-remaining': '2999986',
      'x-ratelimit-complexity-reset': String(Date.parse(NOW) + 17),
    });
  });

  it('refuses a query over 10,000 points before it runs', async () => {
    const linear = await start();
    const query = '{ issues(first: 250) { nodes { id labels { nodes { name } } } } }';
    const error = await failure(ask(linear, query));
    expect(error).toBeInstanceOf(InvalidInputLinearError);
    expect(error.status).toBe(400);
    expect(error.message).toBe(
      'Query too complex - The query is too complex. Complexity: 14025. Maximum allowed complexity: 10000.',
    );
  });

  it('refuses with status 400 when the hour is used up, and answers again when some has leaked back', async () => {
    const clock = fixedClock(NOW);
    const linear = await start({ clock, limits: { requestsPerHour: 2 } });
    await ask(linear, '{ viewer { id } }');
    await ask(linear, '{ viewer { id } }');
    const error = await failure(ask(linear, '{ viewer { id } }'));
    expect(error).toBeInstanceOf(RatelimitedLinearError);
    expect(error.status).toBe(400);
    expect(error).toMatchObject({
      requestsLimit: 2,
      requestsRemaining: 0,
      requestsResetAt: Date.parse(NOW) + 3_600_000,
    });
    clock.advanceMs(1_800_000);
    await ask(linear, '{ viewer { id } }');
  });

  it('limits the points per hour, and searches per minute', async () => {
    const points = await start({ limits: { complexityPerHour: 3 } });
    await ask(points, '{ viewer { id } }');
    expect(await failure(ask(points, '{ viewer { id } }'))).toBeInstanceOf(RatelimitedLinearError);
    const searches = await start({ limits: { searchesPerMinute: 1 } });
    const query = '{ searchIssues(term: "dock", first: 1) { nodes { id } } }';
    await ask(searches, query);
    expect(await failure(ask(searches, query))).toBeInstanceOf(RatelimitedLinearError);
    await ask(searches, '{ viewer { id } }');
  });

  it('shows the limits by rateLimitStatus', async () => {
    const { rateLimitStatus } = await data(
      await start(),
      '{ rateLimitStatus { limits { type allowedAmount remainingAmount } } }',
    );
    expect(rateLimitStatus).toHaveProperty('limits[0]', {
      type: 'requests',
      allowedAmount: 2500,
      remainingAmount: 2499,
    });
  });
});
