import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  type CannedLinear,
  type CannedReply,
  rateLimited,
  refusal,
  startCannedLinear,
} from '../../../test/fakes/canned-linear.ts';
import { type Metrics, noMetrics } from '../../ports/metrics.ts';
import { fixedClock } from '../../shared/clock.ts';
import { HealthBoard } from '../../shared/health-board.ts';
import { Secret } from '../../shared/secret.ts';
import { LinearClient } from './client.ts';
import { AttemptFailed } from './failure.ts';

const KEY = 'lin_api_canary0000000000000000000000000000';
const QUESTION = {
  document: { name: 'Viewer', text: 'query Viewer($id: String) { viewer(id: $id) { name } }' },
  shape: z.object({ viewer: z.object({ name: z.string() }) }),
  variables: { id: 'canary-variable' },
};

let linear: CannedLinear | null = null;

afterEach(async () => {
  await linear?.close();
  linear = null;
});

async function setUp(reply: CannedReply, apiKey = KEY) {
  linear = await startCannedLinear(() => reply);
  const clock = fixedClock('2026-03-10T12:00:00Z');
  const health = new HealthBoard(clock);
  const counted: unknown[] = [];
  const metrics: Metrics = {
    count: (name, labels) => void counted.push([name, labels]),
    observe: (name, labels) => void counted.push([name, labels]),
    set: (name, _, value) => void counted.push([name, value]),
  };
  const client = new LinearClient({ apiUrl: linear.url, apiKey: new Secret(apiKey), clock, metrics, health });
  return { client, health, counted, server: linear };
}

async function failureOf(reply: CannedReply, timeoutMs = 2_000) {
  const { client, health, counted } = await setUp(reply);
  const failure = await client.send(QUESTION, AbortSignal.timeout(timeoutMs)).catch((error: unknown) => error);
  if (!(failure instanceof AttemptFailed)) throw new Error(`It did not fail as expected: ${inspect(failure)}`);
  return { failure, error: failure.error, kind: failure.kind, health: health.of('linear'), counted };
}

describe('the client of Linear', () => {
  it('sends the document with its variables and the bare key, and parses the answer', async () => {
    const { client, server, health, counted } = await setUp({
      data: { viewer: { name: 'Ada' } },
      headers: { 'x-ratelimit-requests-remaining': '2499', 'x-ratelimit-complexity-remaining': '2999998' },
    });
    expect(await client.send(QUESTION, AbortSignal.timeout(2_000))).toEqual({ viewer: { name: 'Ada' } });
    expect(server.requests).toMatchObject([
      { query: QUESTION.document.text, variables: { id: 'canary-variable' }, headers: { authorization: KEY } },
    ]);
    expect(health.of('linear')).toMatchObject({ state: 'on' });
    expect(counted).toEqual([
      ['onomancer_linear_requests_left', 2499],
      ['onomancer_linear_complexity_left', 2_999_998],
      ['onomancer_linear_requests_total', { document: 'Viewer', outcome: 'ok' }],
      ['onomancer_linear_seconds', { document: 'Viewer' }],
    ]);
  });

  it('says null when Linear says that there is no such thing', async () => {
    const reply = refusal({
      status: 200,
      type: 'invalid input',
      code: 'INPUT_ERROR',
      message: 'Entity not found: Issue',
    });
    const { client, health } = await setUp(reply);
    expect(await client.send(QUESTION, AbortSignal.timeout(2_000))).toBeNull();
    expect(health.of('linear')).toMatchObject({ state: 'on' });
  });

  it('understands a rate limit, which comes with status 400', async () => {
    const { error, failure, health, counted } = await failureOf(
      rateLimited({ 'retry-after': '12', 'x-ratelimit-requests-remaining': '0' }),
    );
    expect(error).toMatchObject({ code: 'LINEAR_RATE_LIMITED', facts: { seconds: 12 } });
    expect(failure).toMatchObject({ kind: 'limited', waitMs: 12_000 });
    expect(health).toMatchObject({ state: 'degraded' });
    expect(counted[0]).toEqual(['onomancer_linear_requests_left', 0]);
  });

  it('understands status 429 without a body that helps', async () => {
    const { error } = await failureOf({ status: 429, body: 'slow down', headers: { 'content-type': 'text/plain' } });
    expect(error).toMatchObject({ code: 'LINEAR_RATE_LIMITED', facts: { seconds: 60 } });
  });

  it('understands a rejected token', async () => {
    const { error, kind, health } = await failureOf(
      refusal({
        status: 401,
        type: 'authentication error',
        code: 'AUTHENTICATION_ERROR',
        message: 'Not authenticated',
      }),
    );
    expect([error.code, kind, health?.state]).toEqual(['LINEAR_TOKEN_REJECTED', 'final', 'down']);
  });

  it('does not take every status 400 for a rejected token', async () => {
    const { error, health } = await failureOf(
      refusal({ type: 'graphql error', code: 'GRAPHQL_VALIDATION_FAILED', message: 'Cannot query field "x"' }),
    );
    expect(error).toMatchObject({ code: 'LINEAR_REFUSED', facts: { reason: 'Cannot query field "x".' } });
    expect(health?.state).toBe('on');
    const bare = await failureOf({ status: 400, body: 'Bad request', headers: { 'content-type': 'text/plain' } });
    expect(bare.error).toMatchObject({ code: 'LINEAR_REFUSED', facts: { reason: 'status 400' } });
  });

  it('keeps a long reason short and in one line', async () => {
    const { error } = await failureOf(
      refusal({ type: 'user error', code: 'INPUT_ERROR', message: `No\n${'very '.repeat(100)}` }),
    );
    expect(String(error.facts.reason)).toMatch(/^No very very .*…$/);
    expect(String(error.facts.reason)).toHaveLength(160);
  });

  it.each([
    [
      'a 500 with errors',
      refusal({ status: 500, type: 'internal error', code: 'INTERNAL', message: 'Oops' }),
      'status 500',
    ],
    ['a 502 from a proxy', { status: 502, body: '<html>', headers: { 'content-type': 'text/html' } }, 'status 502'],
    [
      'a lock timeout',
      refusal({ status: 200, type: 'lock timeout', code: 'LOCK_TIMEOUT', message: 'Busy' }),
      'lock timeout',
    ],
    ['a dropped connection', { drop: true } as const, 'UND_ERR_SOCKET'],
  ])('takes %s for an outage', async (_, reply, why) => {
    const { error, kind, health } = await failureOf(reply);
    expect([error.code, kind, error.facts.why]).toEqual(['LINEAR_UNREACHABLE', 'outage', why]);
    expect(health?.state).toBe('down');
  });

  it('takes silence for an outage', async () => {
    const { error, kind } = await failureOf({ hang: true }, 30);
    expect([error.code, kind, error.facts.why]).toEqual(['LINEAR_UNREACHABLE', 'outage', 'no answer in time']);
  });

  it('takes a closed port for an outage', async () => {
    const { client, server } = await setUp({ drop: true });
    await server.close();
    const failure = await client.send(QUESTION, AbortSignal.timeout(2_000)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'outage', error: { facts: { why: 'ECONNREFUSED' } } });
  });

  it.each([
    ['is not JSON', { status: 200, body: '{"data": {"viewer"' }],
    ['is a page of a proxy', { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } }],
    ['is null', { status: 200, body: 'null' }],
    ['has neither data nor errors', { status: 200, body: '{}' }],
  ])('says so when the body %s', async (_, reply) => {
    const { error, kind, health } = await failureOf(reply);
    expect([error.code, kind, health?.state]).toEqual(['LINEAR_BAD_ANSWER', 'outage', 'degraded']);
  });

  it('names where an answer does not fit, and nothing of what is there', async () => {
    const { error, kind, counted } = await failureOf({ data: { viewer: { name: 42, secret: 'canary-data' } } });
    expect(error).toMatchObject({
      code: 'LINEAR_BAD_ANSWER',
      facts: { document: 'Viewer', path: 'viewer.name', problem: 'invalid_type' },
    });
    expect(kind).toBe('final');
    expect(counted).toContainEqual([
      'onomancer_linear_requests_total',
      { document: 'Viewer', outcome: 'LINEAR_BAD_ANSWER' },
    ]);
  });

  it.each([
    ['refused', refusal({ type: 'user error', code: 'INPUT_ERROR', message: `The key ${KEY} may not do this` })],
    ['rejected', refusal({ status: 401, type: 'authentication error', code: 'AUTHENTICATION_ERROR', message: KEY })],
    ['limited', rateLimited()],
    ['broken', { status: 500, body: `{"canary-body": "${KEY}"}` }],
    ['malformed', { status: 200, body: `canary-body ${KEY}`, headers: { 'content-type': 'text/plain' } }],
    ['dropped', { drop: true } as const],
  ])('never lets the key, the variables or the body into an error: %s', async (_, reply) => {
    const { failure, error, health, counted } = await failureOf(reply);
    const everything = inspect([failure, error, error.cause, health, counted], { depth: 20, showHidden: true });
    expect(everything).not.toMatch(/canary/);
  });

  it('rejects a key that no header can carry without showing it', async () => {
    const { client, server } = await setUp({ drop: true }, 'canary\nkey');
    const failure = await client.send(QUESTION, AbortSignal.timeout(2_000)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ error: { code: 'LINEAR_TOKEN_REJECTED' } });
    expect(inspect(failure, { depth: 20 })).not.toMatch(/canary/);
    expect(server.requests).toEqual([]);
  });

  it('follows no redirect, which would take the key elsewhere', async () => {
    const elsewhere = await startCannedLinear(() => ({ data: {} }));
    const { error } = await failureOf({ status: 307, body: '', headers: { location: elsewhere.url } });
    expect(error.code).toBe('LINEAR_UNREACHABLE');
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  it.each(['http://linear.example/graphql', 'ftp://127.0.0.1/'])('does not send the key to %s', (apiUrl) => {
    const clock = fixedClock('2026-03-10T12:00:00Z');
    const options = { apiUrl, apiKey: new Secret(KEY), clock, metrics: noMetrics, health: new HealthBoard(clock) };
    expect(() => new LinearClient(options)).toThrow('INPUT_INVALID');
  });
});
