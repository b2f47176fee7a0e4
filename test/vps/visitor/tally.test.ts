import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Counting } from './tally.ts';

const answered = () => Promise.resolve(null);

describe('what requests under load come to', () => {
  it('counts what was sent, and what went wrong by its kind', async () => {
    const counting = new Counting();
    await counting.one(answered);
    await counting.one(() => Promise.resolve('status 503'));
    await counting.one(() => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNRESET' })));
    await counting.one(() => Promise.resolve('status 503'));
    expect(counting.tally).toMatchObject({ sent: 4, failed: { 'status 503': 2, ECONNRESET: 1 } });
  });

  it('does not call it waiting while a slow client is still speaking', async () => {
    const counting = new Counting();
    await counting.one(async (sentAll) => {
      await wait(200);
      sentAll();
      return null;
    });
    expect(counting.tally.longestMs).toBeLessThan(150);
  });

  it('was away from the first that failed to the first answer after the last that failed', async () => {
    const counting = new Counting();
    await counting.one(answered);
    expect(counting.tally.awayMs).toBe(0);
    await counting.one(() => Promise.resolve('status 503'));
    await counting.one(answered);
    await wait(30);
    await counting.one(() => Promise.resolve('status 503'));
    await wait(30);
    await counting.one(answered);
    expect(counting.tally.awayMs).toBeGreaterThanOrEqual(55);
    expect(counting.tally.gapMs).toBeGreaterThanOrEqual(55);
  });
});
