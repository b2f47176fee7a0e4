import { expect, it } from 'vitest';
import { fixedClock } from '../../src/shared/clock.ts';
import { TravelClock } from './travel-clock.ts';

it('goes on from where it was set to', () => {
  const real = fixedClock('2026-11-26T10:00:00Z');
  const clock = new TravelClock(real);
  clock.goTo(new Date('2026-11-27T09:00:00Z'));
  real.advanceMs(60_000);
  expect(clock.now().toISOString()).toBe('2026-11-27T09:01:00.000Z');
  expect(clock.aheadMs).toBe(23 * 3_600_000);
});

it('goes neither back nor more than a year ahead, and says why', () => {
  const clock = new TravelClock(fixedClock('2026-11-26T10:00:00Z'));
  const refusal = (time: string) => {
    try {
      clock.goTo(new Date(time));
      return null;
    } catch (error) {
      return (error as { facts: unknown }).facts;
    }
  };
  expect(refusal('2026-11-26T09:00:00Z')).toMatchObject({
    problem: 'Thu, 26 Nov 2026, 09:00 UTC is over: it is Thu, 26 Nov 2026, 10:00 UTC.',
  });
  expect(refusal('2027-11-28T10:00:00Z')).toMatchObject({ wanted: expect.stringContaining('At most 366 days') });
  expect(refusal('2027-11-27T10:00:00Z')).toBeNull();
  expect(refusal('2027-11-28T10:00:00Z')).not.toBeNull();
});
