import { afterEach, describe, expect, it } from 'vitest';
import {
  type CannedLinear,
  type CannedReply,
  rateLimited,
  refusal,
  startCannedLinear,
} from '../../../test/fakes/canned-linear.ts';
import { systemClock } from '../../shared/clock.ts';
import { Secret } from '../../shared/secret.ts';
import { checkLinearToken } from './check-token.ts';

let linear: CannedLinear | null = null;

afterEach(async () => {
  await linear?.close();
});

async function check(reply: CannedReply, timeoutMs = 2_000) {
  linear = await startCannedLinear(() => reply);
  return checkLinearToken({ apiUrl: linear.url, apiKey: new Secret('lin_api_key'), clock: systemClock, timeoutMs });
}

describe('checking the token of Linear', () => {
  it('says whose it is', async () => {
    const viewer = { name: 'Ada Byron', displayName: 'ada', organization: { name: 'Acme' } };
    expect(await check({ data: { viewer } })).toEqual({ kind: 'ok', workspace: 'Acme', person: 'Ada Byron' });
  });

  it('says that it was rejected', async () => {
    const no = {
      status: 401,
      type: 'authentication error',
      code: 'AUTHENTICATION_ERROR',
      message: 'Not authenticated',
    };
    expect(await check(refusal(no))).toEqual({ kind: 'rejected' });
  });

  it.each([
    ['it is down', { status: 503, body: '', headers: { 'content-type': 'text/plain' } }, 'status 503'],
    ['it is silent', { hang: true } as const, 'no answer in time'],
    ['it limits us', rateLimited({ 'retry-after': '9' }), 'asks us to wait for 9 seconds'],
    [
      'it is something else',
      { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } },
      'neither data nor errors',
    ],
  ])('says why it does not know when %s', async (_, reply, why) => {
    expect(await check(reply, 300)).toEqual({ kind: 'unreachable', why });
  });
});
