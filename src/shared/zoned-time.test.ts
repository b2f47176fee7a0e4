import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeZone, momentOf, nextAt, wallTime } from './zoned-time.ts';

describe('wall time', () => {
  it('is what the clocks of that place show', () => {
    const at = new Date('2026-08-12T22:05:40Z');
    expect(wallTime(at, 'UTC')).toEqual({ date: '2026-08-12', time: '22:05', weekday: 3 });
    expect(wallTime(at, 'Europe/Berlin')).toEqual({ date: '2026-08-13', time: '00:05', weekday: 4 });
    expect(wallTime(at, 'America/Los_Angeles')).toEqual({ date: '2026-08-12', time: '15:05', weekday: 3 });
    expect(wallTime(at, 'Asia/Kathmandu')).toEqual({ date: '2026-08-13', time: '03:50', weekday: 4 });
  });

  it('knows zones that exist', () => {
    expect(['Europe/Berlin', 'UTC', 'Asia/Tokyo'].map(isTimeZone)).toEqual([true, true, true]);
    expect(['Berlin', '', 'Europe/Atlantis', 'UTC+99'].map(isTimeZone)).toEqual([false, false, false, false]);
  });
});

describe('the next time that a clock shows', () => {
  it('is today when it is still to come, else tomorrow', () => {
    expect(nextAt('09:00', 'Europe/Berlin', new Date('2026-08-12T06:59:59Z')).toISOString()).toBe(
      '2026-08-12T07:00:00.000Z',
    );
    expect(nextAt('09:00', 'Europe/Berlin', new Date('2026-08-12T07:00:00Z')).toISOString()).toBe(
      '2026-08-13T07:00:00.000Z',
    );
  });

  it('comes after a leap of the clocks when they leap over it, and the first time when they show it twice', () => {
    expect(nextAt('02:30', 'Europe/Berlin', new Date('2026-03-28T12:00:00Z')).toISOString()).toBe(
      '2026-03-29T01:00:00.000Z',
    );
    expect(nextAt('02:30', 'Europe/Berlin', new Date('2026-10-24T12:00:00Z')).toISOString()).toBe(
      '2026-10-25T00:30:00.000Z',
    );
  });

  it('shows that time, is later, and not more than a day and an hour or two', () => {
    const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2025-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 1439 }),
        (zone, after, minute) => {
          const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
          const found = nextAt(time, zone, after);
          const shown = wallTime(found, zone);
          expect(found.getTime()).toBeGreaterThan(after.getTime());
          expect(found.getTime() - after.getTime()).toBeLessThanOrEqual(26 * 3_600_000);
          expect(momentOf(shown.date, time, zone)).toEqual(found);
        },
      ),
      { numRuns: 200 },
    );
  });
});
