import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../ports/log.ts';
import { fixedClock } from '../shared/clock.ts';
import { HealthBoard } from '../shared/health-board.ts';
import { GatewayTerms } from './gateway-terms.ts';

/** Terms whose owners do as they are told; what happens is kept in order. */
function house(options: { readonly isOurTurn: boolean; readonly start?: () => Promise<'resumed' | null> }) {
  const did: string[] = [];
  const turn = { isOurs: options.isOurTurn };
  let owners = 0;
  const health = new HealthBoard(fixedClock('2026-01-05T09:00:00Z'));
  const terms = new GatewayTerms({
    makeOwner: () => {
      owners += 1;
      const name = `owner ${owners}`;
      let stopped = (): void => undefined;
      const ended = new Promise<null>((resolve) => void (stopped = () => resolve(null)));
      return {
        start: () => {
          did.push(`${name} starts`);
          return Promise.race([options.start?.() ?? Promise.resolve('resumed' as const), ended]);
        },
        stop: async (timeoutMs) => {
          did.push(`${name} stops within ${timeoutMs}`);
          stopped();
        },
      };
    },
    isOurTurn: () => turn.isOurs,
    handOverMs: 500,
    onFailed: ({ message }) => void did.push(`failed: ${message}`),
    health,
    log: silentLog,
  });
  return { terms, did, turn, health };
}

describe('the terms of a process that may own the gateway', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('begin at once without slots, and end with the process', async () => {
    const { terms, did } = house({ isOurTurn: true });
    expect(await terms.start()).toBe('resumed');
    const stopping = terms.stop(1_000);
    await vi.advanceTimersByTimeAsync(200);
    await stopping;
    expect(did).toEqual(['owner 1 starts', 'owner 1 stops within 1000']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('wait for the turn, hand over when it goes, and come again when it comes back', async () => {
    const { terms, did, turn, health } = house({ isOurTurn: false });
    expect(await terms.start()).toBe('standby');
    expect(health.of('discord')).toMatchObject({ state: 'off', detail: 'Standby: the other slot is live.' });
    turn.isOurs = true;
    await vi.advanceTimersByTimeAsync(200);
    turn.isOurs = false;
    await vi.advanceTimersByTimeAsync(200);
    turn.isOurs = true;
    await vi.advanceTimersByTimeAsync(200);
    expect(did).toEqual(['owner 1 starts', 'owner 1 stops within 500', 'owner 2 starts']);
    const stopping = terms.stop(9);
    await vi.advanceTimersByTimeAsync(200);
    await stopping;
    expect(did.at(-1)).toBe('owner 2 stops within 9');
  });

  it('give up waiting for the lease when the turn goes', async () => {
    const { terms, did, turn } = house({ isOurTurn: true, start: () => new Promise(() => undefined) });
    void terms.start();
    await vi.advanceTimersByTimeAsync(150);
    turn.isOurs = false;
    await vi.advanceTimersByTimeAsync(200);
    expect(did).toEqual(['owner 1 starts', 'owner 1 stops within 500']);
    const stopping = terms.stop(9);
    await vi.advanceTimersByTimeAsync(200);
    await stopping;
  });

  it('say that the gateway cannot be had, also in a later term', async () => {
    const failing = house({ isOurTurn: true, start: () => Promise.reject(new Error('rejected')) });
    void failing.terms.start();
    await vi.advanceTimersByTimeAsync(10);
    expect(failing.did).toEqual(['owner 1 starts', 'failed: rejected']);

    const answers = [() => Promise.resolve('resumed' as const), () => Promise.reject(new Error('rejected'))];
    const later = house({ isOurTurn: true, start: () => answers.shift()?.() ?? Promise.resolve(null) });
    await later.terms.start();
    later.turn.isOurs = false;
    await vi.advanceTimersByTimeAsync(200);
    later.turn.isOurs = true;
    await vi.advanceTimersByTimeAsync(200);
    expect(later.did.at(-1)).toBe('failed: rejected');
  });
});
