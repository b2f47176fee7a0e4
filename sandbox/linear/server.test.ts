import { afterEach, describe, expect, it } from 'vitest';
import { ask, failure, linearsForTests, NOW } from '../../test/asking-linear.ts';
import { Faults } from '../faults.ts';
import { memoryRecorder } from '../record.ts';

const { start, closeAll } = linearsForTests();
afterEach(closeAll);

describe('misbehaviour on demand', () => {
  it('answers as told: rate limit, server error, no JSON, dropped, and then as usual', async () => {
    const faults = new Faults();
    const linear = await start({ faults });
    faults.add({ service: 'linear', kind: 'status', status: 429, retryAfterMs: 30_000, times: 1 });
    faults.add({ service: 'linear', kind: 'status', status: 400, retryAfterMs: 5_000, times: 1 });
    faults.add({ service: 'linear', kind: 'status', status: 503, times: 1 });
    faults.add({ service: 'linear', kind: 'status', status: 500, times: 1 });
    faults.add({ service: 'linear', kind: 'status', status: 401, times: 1 });
    faults.add({ service: 'linear', kind: 'malformed', times: 1 });
    faults.add({ service: 'linear', kind: 'drop', times: 1 });
    faults.add({ service: 'linear', kind: 'refuse', times: 1 });
    faults.add({ service: 'linear', kind: 'slow', delayMs: 5, times: 1 });
    const viewer = '{ viewer { id } }';
    expect(await failure(ask(linear, viewer))).toMatchObject({
      type: 'Ratelimited',
      status: 429,
      retryAfter: 30,
      requestsRemaining: 0,
      requestsResetAt: Date.parse(NOW) + 30_000,
    });
    expect(await failure(ask(linear, viewer))).toMatchObject({ type: 'Ratelimited', status: 400 });
    expect(await failure(ask(linear, viewer))).toMatchObject({ type: 'NetworkError', status: 503 });
    expect(await failure(ask(linear, viewer))).toMatchObject({ type: 'InternalError', status: 500 });
    expect(await failure(ask(linear, viewer))).toMatchObject({ type: 'AuthenticationError', status: 401 });
    expect(await failure(ask(linear, viewer))).toBeInstanceOf(SyntaxError);
    expect(await failure(ask(linear, viewer))).toBeInstanceOf(TypeError);
    expect(await failure(ask(linear, viewer))).toBeInstanceOf(TypeError);
    await ask(linear, viewer);
    await ask(linear, viewer);
    expect(faults.list()).toEqual([]);
  });

  it('hits only the operation that a fault names', async () => {
    const faults = new Faults();
    const linear = await start({ faults });
    faults.add({ service: 'linear', kind: 'status', status: 500, route: 'writing' });
    faults.add({ service: 'linear', kind: 'status', status: 500, match: 'Sprint' });
    await ask(linear, 'query Names { viewer { id } }');
    expect(await failure(ask(linear, 'mutation Nothing { __typename }'))).toMatchObject({ status: 500 });
    expect(await failure(ask(linear, 'query SprintView { viewer { id } }'))).toMatchObject({ status: 500 });
  });

  it('takes no connection while it is down', async () => {
    const faults = new Faults();
    const linear = await start({ faults });
    faults.add({ service: 'linear', kind: 'refuse' });
    expect(await failure(ask(linear, '{ viewer { id } }'))).toBeInstanceOf(TypeError);
    faults.clear();
    await ask(linear, '{ viewer { id } }');
  });
});

describe('the record', () => {
  it('has each exchange with its operation and without the key', async () => {
    const recorder = memoryRecorder();
    const linear = await start({ recorder, apiKey: 'lin_api_canary_4711' });
    await ask(linear, 'query Who($id: String!) { user(id: $id) { name } }', { id: 'me' });
    await failure(ask(linear, '{ nope }'));
    expect(recorder.exchanges[0]).toMatchObject({
      at: NOW,
      service: 'linear',
      method: 'POST',
      path: '/graphql',
      requestBody: { operationName: 'Who', variables: { id: 'me' } },
      status: 200,
      responseBody: { data: { user: { name: 'Ada Okafor' } } },
    });
    expect(recorder.exchanges[1]?.status).toBe(400);
    expect(JSON.stringify(recorder.exchanges)).not.toContain('canary');
  });
});
