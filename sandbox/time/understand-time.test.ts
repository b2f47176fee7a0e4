import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors/app-error.ts';
import { understandTime } from './understand-time.ts';

/** A Thursday. */
const NOW = new Date('2026-11-26T10:30:00Z');

describe('a time', () => {
  it.each([
    ['+3h', '2026-11-26T13:30'],
    ['+ 1 day 2 hours', '2026-11-27T12:30'],
    ['+1w30m', '2026-12-03T11:00'],
    ['11:00', '2026-11-26T11:00'],
    ['9:00', '2026-11-27T09:00'],
    ['today 18:00', '2026-11-26T18:00'],
    [' Tomorrow  at 9:00 ', '2026-11-27T09:00'],
    ['thursday 11:00', '2026-11-26T11:00'],
    ['thu 10:30', '2026-12-03T10:30'],
    ['next thursday 11:00', '2026-12-03T11:00'],
    ['next Monday 9:00', '2026-11-30T09:00'],
    ['sun 0:00', '2026-11-29T00:00'],
    ['2026-12-01 09:00', '2026-12-01T09:00'],
    ['2026-12-01T09:00Z', '2026-12-01T09:00'],
    ['today 9:00', '2026-11-26T09:00'],
  ])('%s', (words, wanted) => {
    expect(understandTime(words, NOW).toISOString()).toBe(`${wanted}:00.000Z`);
  });

  it.each([
    '',
    'soon',
    'tomorrow',
    '9',
    '25:00',
    '9:75',
    'someday 9:00',
    '2026-02-30 9:00',
    '+3',
    '+99999999999w',
    '-3h',
    '+3h tomorrow',
  ])('“%s” is none', (words) => {
    const refusal = (() => {
      try {
        return understandTime(words, NOW);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(AppError);
    expect((refusal as AppError).facts).toMatchObject({ wanted: expect.stringContaining('"tomorrow 9:00"') });
  });
});
