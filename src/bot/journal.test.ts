import { describe, expect, it } from 'vitest';
import type { NewDelivery } from '../ports/inbox.ts';
import { silentLog } from '../ports/log.ts';
import { noMetrics } from '../ports/metrics.ts';
import type { GatewayCommit, GatewayStore } from '../ports/store.ts';
import { fixedClock } from '../shared/clock.ts';
import { AppError } from '../shared/errors/app-error.ts';
import { HealthBoard } from '../shared/health-board.ts';
import { Journal } from './journal.ts';

const clock = fixedClock('2026-01-05T09:00:00Z');
const taken = (id: string) => ({
  id,
  token: `token-${id}`,
  payload: `payload-${id}`,
  receivedAt: clock.now(),
  reference: 'REF',
});
const session = (sequence: number) => ({ sessionId: 's', resumeUrl: 'ws://x', sequence, shardCount: 1, intents: 1025 });

function makeJournal(answer: (step: GatewayCommit) => 'committed' | 'fenced' | Error = () => 'committed') {
  const commits: GatewayCommit[] = [];
  const health = new HealthBoard(clock);
  let fenced = 0;
  let received = 0;
  const gateway = {
    commit: (step: GatewayCommit) => {
      const result = answer(step);
      if (result instanceof Error) return Promise.reject(result);
      commits.push(step);
      return Promise.resolve(result === 'fenced' ? { kind: 'fenced' } : { kind: 'committed', known: new Set() });
    },
  } as unknown as GatewayStore;
  const journal = new Journal(7, {
    gateway,
    log: silentLog,
    metrics: noMetrics,
    health,
    onFenced: () => void (fenced += 1),
    onReceived: () => void (received += 1),
  });
  return { journal, commits, health, fencedTimes: () => fenced, receivedTimes: () => received };
}

describe('the journal', () => {
  it('writes what goes into the inbox with the session that moves past it, and says that there is something', async () => {
    const delivery = { deliveryId: 's:9' } as NewDelivery;
    let isBroken = true;
    const { journal, commits, receivedTimes } = makeJournal(() => (isBroken ? new Error('full') : 'committed'));
    journal.receive(delivery);
    journal.session(session(9));
    expect(await journal.flush()).toBe(false);
    expect(receivedTimes()).toBe(0);
    isBroken = false;
    expect(await journal.flush()).toBe(true);
    expect(commits).toMatchObject([{ received: [delivery], session: { sequence: 9 } }]);
    expect(receivedTimes()).toBe(1);
  });

  it('writes a new session down at once, because only then a successor gets what came in it', async () => {
    const { journal, commits } = makeJournal();
    journal.session(session(1));
    await expect.poll(() => commits.length, { timeout: 500 }).toBe(1);
    journal.session(session(2));
    journal.session({ ...session(1), sessionId: 'another' });
    await expect.poll(() => commits.length, { timeout: 500 }).toBe(2);
    expect(commits[1]).toMatchObject({ session: { sessionId: 'another' } });
  });

  it('writes what came before a sequence together with it, in one step, under the epoch of the lease', async () => {
    const { journal, commits } = makeJournal();
    journal.take(taken('1'));
    journal.session(session(41));
    journal.take(taken('2'));
    journal.session(session(42));
    await journal.flush();
    expect(commits).toEqual([
      { epoch: 7, taken: [taken('1'), taken('2')], finished: [], audit: [], received: [], session: session(42) },
    ]);
  });

  it('writes no secrets of what was finished before it was written', async () => {
    const { journal, commits } = makeJournal();
    journal.take(taken('1'));
    journal.finish('1', 'done');
    await journal.flush();
    expect(commits[0]?.taken).toEqual([{ ...taken('1'), token: '', payload: '' }]);
    expect(commits[0]?.finished).toEqual([{ id: '1', state: 'done' }]);
  });

  it('keeps everything, in order, while the database cannot be written, says so, and recovers by itself', async () => {
    let isFull = true;
    const { journal, commits, health } = makeJournal(() => (isFull ? new AppError('STORE_FULL') : 'committed'));
    journal.take(taken('1'));
    expect(await journal.flush()).toBe(false);
    expect(health.of('database')).toMatchObject({ state: 'down' });
    journal.take(taken('2'));
    journal.session(session(5));
    expect(await journal.flush()).toBe(false);
    isFull = false;
    expect(await journal.flush()).toBe(true);
    expect(commits).toHaveLength(1);
    expect(commits[0]?.taken.map(({ id }) => id)).toEqual(['1', '2']);
    expect(commits[0]?.session).toEqual(session(5));
    expect(health.of('database')).toMatchObject({ state: 'on' });
  });

  it('writes nothing more once the lease has moved on, and says so once', async () => {
    const { journal, commits, fencedTimes } = makeJournal(() => 'fenced');
    journal.take(taken('1'));
    await journal.flush();
    journal.take(taken('2'));
    await journal.flush();
    expect(commits).toHaveLength(1);
    expect(fencedTimes()).toBe(1);
  });

  it('writes by itself soon after something was taken', async () => {
    const { journal, commits } = makeJournal();
    journal.take(taken('1'));
    await expect.poll(() => commits.length).toBe(1);
  });
});
