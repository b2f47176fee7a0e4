import { afterEach, describe, expect, it } from 'vitest';
import { type Fault, Faults } from '../../sandbox/faults.ts';
import { type LinearOptions, startLinear } from '../../sandbox/linear/start-linear.ts';
import { checkLinearToken } from '../../src/adapters/linear/check-token.ts';
import { type LinearIssueTracker, linearIssueTracker } from '../../src/adapters/linear/issue-tracker.ts';
import type { LinearTimeouts } from '../../src/adapters/linear/timeouts.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import { fixedClock, systemClock } from '../../src/shared/clock.ts';
import { HealthBoard } from '../../src/shared/health-board.ts';
import { Secret } from '../../src/shared/secret.ts';
import { describeIssueTracker } from './issue-tracker-contract.ts';

/** The adapter over the sandbox: the real SDK, the real documents, a Linear that was written without them. */
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function over(options: LinearOptions = {}, timeouts: Partial<LinearTimeouts> = {}) {
  const linear = await startLinear(options);
  const clock = options.clock ?? systemClock;
  const health = new HealthBoard(clock);
  const apiKey = new Secret(linear.apiKey);
  const tracker = linearIssueTracker({ apiUrl: linear.apiUrl, apiKey, clock, metrics: noMetrics, health, timeouts });
  return { linear, tracker, health };
}

describeIssueTracker('Linear', async () => {
  const { linear, tracker } = await over();
  return { tracker, close: () => linear.close() };
});

describe('the Linear adapter over a Linear with faults', () => {
  const quick = { attemptMs: 400, patienceMs: 800, retryAfterMs: 5, budgetMs: 2_000, breakMs: 200 };

  async function faulty() {
    const clock = fixedClock('2026-03-10T12:00:00Z');
    const faults = new Faults();
    const { linear, tracker, health } = await over({ clock, faults }, quick);
    closers.push(() => linear.close());
    await tracker.warmUp();
    const known = await tracker.teams();
    clock.advanceMs(3_600_000);
    return { tracker, health, faults, known, clock };
  }

  const stateOf = (tracker: LinearIssueTracker) => tracker.teams().then(({ isStale }) => (isStale ? 'stale' : 'fresh'));

  it.each([
    ['status 500', { kind: 'status', status: 500 }, 'LINEAR_UNREACHABLE'],
    ['status 429', { kind: 'status', status: 429, retryAfterMs: 60_000 }, 'LINEAR_RATE_LIMITED'],
    ['a slow answer', { kind: 'slow', delayMs: 3_000 }, 'LINEAR_UNREACHABLE'],
    ['a dropped connection', { kind: 'drop' }, 'LINEAR_UNREACHABLE'],
    ['a malformed body', { kind: 'malformed' }, 'LINEAR_BAD_ANSWER'],
    ['a closed door', { kind: 'refuse' }, 'LINEAR_UNREACHABLE'],
  ] satisfies [string, Omit<Fault, 'service'>, string][])(
    'gives the last known answer on %s, says what is wrong where there is none, and recovers',
    async (_, fault, code) => {
      const { tracker, health, faults, known, clock } = await faulty();
      faults.add({ service: 'linear', ...fault });
      expect(await tracker.teams()).toEqual({ ...known, isStale: true });
      await expect(tracker.people()).rejects.toMatchObject({ code });
      expect(health.of('linear')?.state).not.toBe('on');
      faults.clear();
      const later = () => {
        clock.advanceMs(60_000);
        return stateOf(tracker);
      };
      await expect.poll(later, { timeout: 15_000, interval: 100 }).toBe('fresh');
    },
  );

  it('survives a fault that passes without anybody noticing', async () => {
    const { tracker, faults } = await faulty();
    faults.add({ service: 'linear', kind: 'drop', times: 1 });
    expect(await stateOf(tracker)).toBe('fresh');
  });
});

describe('the token of Linear over the sandbox', () => {
  it('is used, and told apart from a wrong one', async () => {
    const { linear } = await over();
    closers.push(() => linear.close());
    const check = (key: string) =>
      checkLinearToken({ apiUrl: linear.apiUrl, apiKey: new Secret(key), clock: systemClock, timeoutMs: 5_000 });
    expect(await check(linear.apiKey)).toMatchObject({ kind: 'ok' });
    expect(await check('lin_api_wrong')).toEqual({ kind: 'rejected' });
  });
});
