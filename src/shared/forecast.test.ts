import { describe, expect, it } from 'vitest';
import { forecast } from './forecast.ts';

/** A Monday. */
const start = new Date('2026-08-03T00:00:00Z');

describe('a forecast', () => {
  it('goes on at the pace so far, over working days only', () => {
    const ahead = forecast({ start, totalDays: 14, doneByDay: [2, 4, 6, 8, 10, 10, 10], doneNow: 10 });
    expect(ahead).toMatchObject({ pace: 2, workingDaysLeft: 5, end: { low: 20, likely: 20, high: 20 } });
    expect(ahead?.byDay.map(({ likely }) => likely)).toEqual([12, 14, 16, 18, 20, 20, 20]);
  });

  it('is the less certain the more the days differ and the further away the day is', () => {
    const ahead = forecast({ start, totalDays: 14, doneByDay: [0, 6, 6, 7, 10], doneNow: 10 });
    const widths = ahead?.byDay.map(({ low, high }) => high - low) ?? [];
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(widths.at(-1)).toBeGreaterThan(5);
  });

  it('never goes below what is done now', () => {
    const ahead = forecast({ start, totalDays: 14, doneByDay: [0, 9, 3, 3], doneNow: 3 });
    expect(ahead?.end.low).toBeGreaterThanOrEqual(3);
    expect(ahead?.pace).toBeGreaterThanOrEqual(0);
  });

  it('gives work of a weekend to the working day before it, or to the first one', () => {
    expect(forecast({ start, totalDays: 14, doneByDay: [1, 2, 3, 4, 5, 8, 10], doneNow: 10 })?.pace).toBe(2);
    const saturday = new Date('2026-08-01T00:00:00Z');
    expect(forecast({ start: saturday, totalDays: 14, doneByDay: [2, 2, 4, 6, 9], doneNow: 9 })?.pace).toBe(3);
  });

  it('is not made before three working days are over, nor at the end', () => {
    expect(forecast({ start, totalDays: 14, doneByDay: [3, 5], doneNow: 6 })).toBeNull();
    expect(forecast({ start, totalDays: 5, doneByDay: [1, 2, 3, 4, 5], doneNow: 5 })).toBeNull();
  });
});
