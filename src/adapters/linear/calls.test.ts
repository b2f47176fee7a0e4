import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  type CannedLinear,
  type CannedReply,
  rateLimited,
  refusal,
  startCannedLinear,
} from '../../../test/fakes/canned-linear.ts';
import { noMetrics } from '../../ports/metrics.ts';
import { fixedClock } from '../../shared/clock.ts';
import { HealthBoard } from '../../shared/health-board.ts';
import { Secret } from '../../shared/secret.ts';
import { Calls } from './calls.ts';
import { LinearClient } from './client.ts';
import { Flight } from './flight.ts';
import { DEFAULT_TIMEOUTS, type LinearTimeouts } from './timeouts.ts';

const QUESTION = {
  document: { name: 'Viewer', text: 'query Viewer { viewer { name } }' },
  shape: z.object({ viewer: z.object({ name: z.string() }) }),
  variables: {},
};
const ADA = { data: { viewer: { name: 'Ada' } } };
const BROKEN = { status: 503, body: 'down', headers: { 'content-type': 'text/plain' } };
const QUICK = { ...DEFAULT_TIMEOUTS, attemptMs: 1_000, retryAfterMs: 1, breakMs: 60, breakAfter: 5 };

let linear: CannedLinear | null = null;
const flights: Flight[] = [];

afterEach(async () => {
  for (const flight of flights.splice(0)) flight.end();
  await linear?.close();
  linear = null;
});

/** Replies in this order, the last one from then on. */
async function setUp(replies: readonly CannedReply[], timeouts: Partial<LinearTimeouts> = {}) {
  const left = [...replies];
  linear = await startCannedLinear(() => (left.length > 1 ? left.shift() : left[0]) ?? ADA);
  const clock = fixedClock('2026-03-10T12:00:00Z');
  const apiKey = new Secret('lin_api_key');
  const health = new HealthBoard(clock);
  const client = new LinearClient({ apiUrl: linear.url, apiKey, clock, metrics: noMetrics, health });
  await client.warmUp();
  const calls = new Calls({ client, clock, timeouts: { ...QUICK, ...timeouts }, random: () => 1 });
  return { calls, clock, server: linear, fly };
}

function fly(budgetMs = 5_000): Flight {
  const flight = new Flight(budgetMs);
  flights.push(flight);
  return flight;
}

const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'ok',
    (error: { code?: string }) => error.code,
  );

describe('asking Linear as often as makes sense', () => {
  it('tries again what may pass', async () => {
    const { calls, server } = await setUp([BROKEN, { drop: true }, ADA]);
    expect(await calls.ask(QUESTION, fly())).toEqual({ viewer: { name: 'Ada' } });
    expect(server.requests).toHaveLength(3);
  });

  it('stops after two more attempts', async () => {
    const { calls, server } = await setUp([BROKEN]);
    expect(await codeOf(calls.ask(QUESTION, fly()))).toBe('LINEAR_UNREACHABLE');
    expect(server.requests).toHaveLength(3);
  });

  it.each([
    ['a refusal', refusal({ type: 'user error', code: 'INPUT_ERROR', message: 'No' }), 'LINEAR_REFUSED'],
    [
      'a rejected token',
      refusal({ status: 401, type: 'authentication error', code: 'AUTHENTICATION_ERROR', message: 'No' }),
      'LINEAR_TOKEN_REJECTED',
    ],
    ['an answer that does not fit', { data: { viewer: null } }, 'LINEAR_BAD_ANSWER'],
  ])('does not try %s again', async (_, reply, code) => {
    const { calls, server } = await setUp([reply]);
    expect(await codeOf(calls.ask(QUESTION, fly()))).toBe(code);
    expect(server.requests).toHaveLength(1);
  });

  it('gives up an attempt that takes too long, and tries again', async () => {
    const { calls, server } = await setUp([{ hang: true }, ADA], { attemptMs: 50 });
    expect(await calls.ask(QUESTION, fly())).toEqual({ viewer: { name: 'Ada' } });
    expect(server.requests).toHaveLength(2);
  });

  it('ends with the budget of the caller, also in the middle of an attempt', async () => {
    const { calls, server } = await setUp([{ hang: true }]);
    expect(await codeOf(calls.ask(QUESTION, fly(50)))).toBe('LINEAR_UNREACHABLE');
    expect(server.requests).toHaveLength(1);
  });

  it('does not start a wait that the budget cannot hold', async () => {
    const { calls, server } = await setUp([BROKEN], { retryAfterMs: 10_000 });
    expect(await codeOf(calls.ask(QUESTION, fly()))).toBe('LINEAR_UNREACHABLE');
    expect(server.requests).toHaveLength(1);
  });

  it('tries nothing again for a caller who has left', async () => {
    const { calls, server } = await setUp([BROKEN], { retryAfterMs: 30 });
    const flight = fly();
    const asked = codeOf(calls.ask(QUESTION, flight));
    while (server.requests.length === 0) await new Promise(setImmediate);
    flight.abandon();
    expect(await asked).toBe('LINEAR_UNREACHABLE');
    expect(server.requests).toHaveLength(1);
  });

  it('wakes from the wait between two attempts without trying again, when the caller has left meanwhile', async () => {
    const { calls, server } = await setUp([BROKEN], { retryAfterMs: 200 });
    const flight = fly();
    const asked = codeOf(calls.ask(QUESTION, flight));
    await new Promise((resolve) => setTimeout(resolve, 100));
    flight.abandon();
    expect(await asked).toBe('LINEAR_UNREACHABLE');
    expect(server.requests).toHaveLength(1);
  });

  it('lets an attempt end whose caller has left', async () => {
    const { calls } = await setUp([{ ...ADA, delayMs: 30 }]);
    const flight = fly();
    const asked = calls.ask(QUESTION, flight);
    flight.abandon();
    expect(await asked).toEqual({ viewer: { name: 'Ada' } });
  });
});

describe('a Linear that limits us', () => {
  it('is asked by nobody until the time that it named is over', async () => {
    const { calls, server, clock } = await setUp([rateLimited({ 'retry-after': '30' }), ADA]);
    expect(await codeOf(calls.ask(QUESTION, fly()))).toBe('LINEAR_RATE_LIMITED');
    clock.advanceMs(10_000);
    await expect(calls.ask(QUESTION, fly())).rejects.toMatchObject({ facts: { seconds: 20 } });
    expect(server.requests).toHaveLength(1);
    clock.advanceMs(20_000);
    expect(await calls.ask(QUESTION, fly())).toEqual({ viewer: { name: 'Ada' } });
  });

  it('is waited for when that fits into the budget', async () => {
    const { calls, server, clock } = await setUp([rateLimited({ 'retry-after': '1' }), ADA]);
    const asked = calls.ask(QUESTION, fly());
    while (server.requests.length === 0) await new Promise(setImmediate);
    await new Promise((resolve) => setTimeout(resolve, 100));
    clock.advanceMs(1_000);
    expect(await asked).toEqual({ viewer: { name: 'Ada' } });
    expect(server.requests).toHaveLength(2);
  });
});

describe('a Linear that failed several times in a row', () => {
  it('is left alone for a while, whoever asks, and then asked by one', async () => {
    const { calls, server } = await setUp([BROKEN, BROKEN, BROKEN, BROKEN, BROKEN, BROKEN, ADA]);
    expect(await codeOf(calls.ask(QUESTION, fly()))).toBe('LINEAR_UNREACHABLE');
    // The fifth failure in a row is in here; what Linear did is told, not that we stopped because of it.
    await expect(calls.ask(QUESTION, fly())).rejects.toMatchObject({ facts: { why: 'status 503' } });
    expect(server.requests).toHaveLength(5);
    await expect(calls.ask(QUESTION, fly())).rejects.toMatchObject({
      code: 'LINEAR_UNREACHABLE',
      facts: { why: 'not asked, because it failed several times in a row' },
    });
    expect(server.requests).toHaveLength(5);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(await codeOf(calls.ask(QUESTION, fly()))).toBe('LINEAR_UNREACHABLE');
    expect(server.requests).toHaveLength(6);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(await calls.ask(QUESTION, fly())).toEqual({ viewer: { name: 'Ada' } });
  });

  it('is not one that only refuses', async () => {
    const no = refusal({ type: 'user error', code: 'INPUT_ERROR', message: 'No' });
    const { calls, server } = await setUp([no]);
    for (let turn = 0; turn < 8; turn += 1) expect(await codeOf(calls.ask(QUESTION, fly()))).toBe('LINEAR_REFUSED');
    expect(server.requests).toHaveLength(8);
  });
});
