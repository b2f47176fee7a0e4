import { Cron } from 'croner';
import { describe, expect, it } from 'vitest';
import { lastDue, nextDue, type Timing } from './plan-times.ts';

const at = (more: Partial<Extract<Timing, { kind: 'at' }>> = {}): Timing => ({
  kind: 'at',
  at: '09:00',
  days: [1, 2, 3, 4, 5],
  timeZone: 'Europe/Berlin',
  unit: 'day',
  ...more,
});

const last = (timing: Timing, now: string) => {
  const due = lastDue(timing, new Date(now));
  return due && `${due.at.toISOString().slice(0, 16)} ${due.period}`;
};

describe('when a plan was due last', () => {
  it('is today from the minute on, and the last of its days before that', () => {
    expect(last(at(), '2026-08-12T07:00:00Z')).toBe('2026-08-12T07:00 2026-08-12');
    expect(last(at(), '2026-08-12T06:59:59Z')).toBe('2026-08-11T07:00 2026-08-11');
    expect(last(at(), '2026-08-10T06:00:00Z')).toBe('2026-08-07T07:00 2026-08-07');
  });

  it('names a week by ISO 8601, also around the new year', () => {
    const weekly = at({ days: [5], unit: 'week' });
    expect(last(weekly, '2026-11-27T12:00:00Z')).toBe('2026-11-27T08:00 2026-W48');
    expect(last(weekly, '2027-01-01T12:00:00Z')).toBe('2027-01-01T08:00 2026-W53');
    expect(last(at({ days: [1], unit: 'week' }), '2024-12-30T12:00:00Z')).toBe('2024-12-30T08:00 2025-W01');
    expect(last(at({ days: [0], unit: 'week' }), '2027-01-03T12:00:00Z')).toBe('2027-01-03T08:00 2026-W53');
  });

  it('comes when the clocks land behind a time that they leap over, and once for one that they show twice', () => {
    const night = at({ at: '02:30', days: [0] });
    expect(last(night, '2026-03-29T12:00:00Z')).toBe('2026-03-29T01:00 2026-03-29');
    expect(last(night, '2026-10-25T00:30:00Z')).toBe('2026-10-25T00:30 2026-10-25');
    expect(last(night, '2026-10-25T12:00:00Z')).toBe('2026-10-25T00:30 2026-10-25');
  });

  it('lies on the day of the zone, on both sides of the date line', () => {
    expect(last(at({ timeZone: 'Pacific/Kiritimati', at: '00:15' }), '2026-08-11T10:20:00Z')).toBe(
      '2026-08-11T10:15 2026-08-12',
    );
    expect(last(at({ timeZone: 'Pacific/Pago_Pago', at: '23:45' }), '2026-08-12T10:50:00Z')).toBe(
      '2026-08-12T10:45 2026-08-11',
    );
  });

  it('can be every so many minutes', () => {
    expect(last({ kind: 'every', minutes: 15 }, '2026-08-12T07:44:59Z')).toBe('2026-08-12T07:30 2026-08-12T07:30Z');
  });
});

describe('when a plan is due next', () => {
  it.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'])(
    'in %s is when a cron library says, over a year of mornings and of nights when clocks change',
    (timeZone) => {
      for (const [time, days] of [
        ['09:00', [1, 4]],
        ['02:30', [0]],
        ['01:45', [0]],
        ['23:59', [3]],
      ] as const) {
        const [hour, minute] = time.split(':').map(Number);
        const cron = new Cron(`${minute} ${hour} * * ${days.join(',')}`, { timezone: timeZone, paused: true });
        const timing = at({ at: time, days, timeZone });
        let now = new Date('2026-01-01T00:00:00Z');
        while (now.getTime() < Date.UTC(2027, 0, 1)) {
          const next = nextDue(timing, now);
          expect(next?.at.toISOString(), `${time} after ${now.toISOString()}`).toBe(cron.nextRun(now)?.toISOString());
          expect(lastDue(timing, next?.at ?? now)).toEqual(next);
          now = next?.at ?? new Date(8.64e15);
        }
      }
    },
  );
});
