import { describe, expect, it } from 'vitest';
import { AppError } from '../shared/errors/app-error.ts';
import { type FailedAttempt, nextAttempt } from './patience.ts';

const NOW = new Date('2026-11-25T12:00:00Z');

const pause = (
  code: ConstructorParameters<typeof AppError>[0],
  more: Partial<FailedAttempt> & { seconds?: number } = {},
) => {
  const { seconds, ...attempt } = more;
  const error = new AppError(code, seconds === undefined ? {} : { facts: { seconds } });
  const at = nextAttempt({ error, attempts: 1, receivedAt: NOW, now: NOW, random: 1, ...attempt });
  return at === null ? 'dead' : at.getTime() - NOW.getTime();
};
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

describe('patience', () => {
  it('waits twice as long each time, up to five minutes, and never the same', () => {
    expect([1, 2, 3, 8, 9, 10, 1_000].map((attempts) => pause('LINEAR_UNREACHABLE', { attempts }))).toEqual([
      1_000, 2_000, 4_000, 128_000, 256_000, 300_000, 300_000,
    ]);
    expect([0, 0.25, 1].map((random) => pause('LINEAR_UNREACHABLE', { attempts: 3, random }))).toEqual([
      0, 1_000, 4_000,
    ]);
  });

  it('outlasts an outage of hours, not of days', () => {
    expect(pause('LINEAR_UNREACHABLE', { attempts: 300, receivedAt: ago(23) })).toBe(300_000);
    expect(pause('LINEAR_UNREACHABLE', { attempts: 300, receivedAt: ago(24) })).toBe('dead');
  });

  it('is none for what trying again cannot mend', () => {
    expect(pause('EVENT_UNREADABLE')).toBe('dead');
    expect(pause('LINEAR_TOKEN_REJECTED')).toBe('dead');
  });

  it('is short for what nobody expected', () => {
    expect([1, 2, 3, 4].map((attempts) => pause('INTERNAL', { attempts }))).toEqual([1_000, 2_000, 4_000, 'dead']);
  });

  it('lasts as long as the other side asks for', () => {
    expect(pause('LINEAR_RATE_LIMITED', { seconds: 42 })).toBe(43_000);
    expect(pause('LINEAR_RATE_LIMITED', { seconds: 42, random: 0 })).toBe(42_000);
    expect(pause('LINEAR_RATE_LIMITED', { seconds: 1e9, random: 0 })).toBe(300_000);
    expect(pause('LINEAR_RATE_LIMITED', { seconds: Number.NaN, random: 0 })).toBe(0);
  });
});
