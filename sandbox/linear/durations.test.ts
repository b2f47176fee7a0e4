import { describe, expect, it } from 'vitest';
import { afterDuration, momentOf } from './durations.ts';

const NOW = new Date('2026-03-18T13:30:00.000Z');

describe('durations and moments in filters', () => {
  it.each([
    ['P2W', '2026-04-01T13:30:00.000Z'],
    ['-P2W', '2026-03-04T13:30:00.000Z'],
    ['-P1M', '2026-02-18T13:30:00.000Z'],
    ['P1Y2M3D', '2027-05-21T13:30:00.000Z'],
    ['PT1H30M', '2026-03-18T15:00:00.000Z'],
    ['-P1DT12H', '2026-03-17T01:30:00.000Z'],
  ])('%s is %s', (text, moment) => {
    expect(afterDuration(text, NOW)?.toISOString()).toBe(moment);
  });

  it.each(['P', 'PT', '2W', 'P2', 'P1DT', 'P-2W', ''])('%s is no duration', (text) => {
    expect(afterDuration(text, NOW)).toBe(null);
  });

  it('reads years, months, days and full times', () => {
    expect(
      ['2021', '2021-05', '2021-05-03', '2021-05-03T10:00:00Z'].map((text) => momentOf(text)?.toISOString()),
    ).toEqual([
      '2021-01-01T00:00:00.000Z',
      '2021-05-01T00:00:00.000Z',
      '2021-05-03T00:00:00.000Z',
      '2021-05-03T10:00:00.000Z',
    ]);
    expect([momentOf('yesterday'), momentOf('2021-13-01'), momentOf('3.5.2021')]).toEqual([null, null, null]);
  });
});
