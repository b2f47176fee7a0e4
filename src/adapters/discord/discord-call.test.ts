import { DiscordAPIError, HTTPError } from '@discordjs/rest';
import { describe, expect, it } from 'vitest';
import { discordCall } from './discord-call.ts';

const QUICK = { attempts: 5, budgetMs: 400, attemptMs: 50 };

const brokenServer = (): HTTPError => new HTTPError(503, 'Service Unavailable', 'POST', 'http://x', {});

/** Fails as told, one after the other, then succeeds; counts. */
function failing(...failures: readonly (() => Promise<never>)[]) {
  let calls = 0;
  const call = (): Promise<string> => {
    calls += 1;
    return failures[calls - 1]?.() ?? Promise.resolve('done');
  };
  return { call, calls: () => calls };
}

const silent = (): Promise<never> => new Promise(() => undefined);
const refusing = (): Promise<never> => Promise.reject(brokenServer());

describe('a call to Discord', () => {
  it('is repeated after a 5xx and after silence', async () => {
    const { call, calls } = failing(refusing, silent);
    expect(await discordCall(call, QUICK)).toBe('done');
    expect(calls()).toBe(3);
  });

  it('is given up within its budget, also while the library sleeps and does not listen to the signal', async () => {
    const { call } = failing(...Array.from({ length: 5 }, () => silent));
    await expect(discordCall(call, QUICK)).rejects.toMatchObject({ code: 'DISCORD_UNREACHABLE' });
  });

  it('aborts an attempt that it does not wait for any more, and no other', async () => {
    const signals: AbortSignal[] = [];
    await discordCall((signal) => (signals.push(signal) === 1 ? silent() : Promise.resolve()), QUICK);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  it('is not repeated when Discord itself refuses', async () => {
    const refusal = new DiscordAPIError({ code: 40_060, message: 'x' }, 40_060, 400, 'POST', 'http://x', {});
    const { call, calls } = failing(() => Promise.reject(refusal));
    await expect(discordCall(call, QUICK)).rejects.toBe(refusal);
    expect(calls()).toBe(1);
  });

  it('that people would see twice is repeated only when Discord says that it did not do it', async () => {
    const { call, calls } = failing(refusing, silent);
    await expect(discordCall(call, { ...QUICK, isOnce: true })).rejects.toMatchObject({ code: 'DISCORD_UNREACHABLE' });
    expect(calls()).toBe(2);
  });
});
