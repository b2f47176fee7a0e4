import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clip,
  daysBetween,
  linesWithin,
  list,
  number,
  percent,
  plural,
  progressBar,
  relativeTime,
  shortDate,
  workingDaysBetween,
} from './words.ts';

describe('counting', () => {
  it('says one and many', () => {
    expect([0, 1, 2, 1.5].map((count) => plural(count, 'point'))).toEqual([
      '0 points',
      '1 point',
      '2 points',
      '1.5 points',
    ]);
    expect(number(0.1 + 0.2)).toBe('0.3');
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(list)).toEqual(['', 'a', 'a and b', 'a, b and c']);
  });

  it('groups the digits of long numbers only', () => {
    expect([9_999, 10_000, 1_234_567.89, -20_000].map(number)).toEqual(['9999', '10,000', '1,234,567.9', '-20,000']);
  });

  it('says 0 and 100 percent only when that is exact', () => {
    expect([percent(0, 5), percent(1, 1000), percent(999, 1000), percent(5, 5), percent(0, 0)]).toEqual([
      0, 1, 99, 100, 0,
    ]);
    expect([progressBar(0, 9), progressBar(1, 900), progressBar(899, 900), progressBar(9, 9)]).toEqual([
      '▱▱▱▱▱▱▱▱▱▱',
      '▰▱▱▱▱▱▱▱▱▱',
      '▰▰▰▰▰▰▰▰▰▱',
      '▰▰▰▰▰▰▰▰▰▰',
    ]);
  });
});

describe('dates', () => {
  const monday = new Date('2026-08-17T00:00:00Z');

  it('counts started days and working days, today included', () => {
    expect(daysBetween(new Date('2026-08-12T10:00:00Z'), monday)).toBe(5);
    expect(workingDaysBetween(new Date('2026-08-12T10:00:00Z'), monday)).toBe(3);
    expect(workingDaysBetween(new Date('2026-08-15T10:00:00Z'), monday)).toBe(0);
    expect([daysBetween(monday, monday), workingDaysBetween(monday, monday)]).toEqual([0, 0]);
  });

  it('counts the same working days for midnights far from UTC', () => {
    const hour = 3_600_000;
    for (const offset of [-10, -7, 0, 5.5, 9]) {
      const end = new Date(monday.getTime() - offset * hour);
      expect(workingDaysBetween(new Date(end.getTime() - 4.5 * 24 * hour), end), String(offset)).toBe(3);
    }
  });

  it('writes dates short, and what is no date as it is', () => {
    expect([
      shortDate('2026-08-03', 2026),
      shortDate('2027-01-31', 2026),
      shortDate('soon', 2026),
      shortDate('2026-13-01', 2026),
    ]).toEqual(['3 Aug', '31 Jan 2027', 'soon', '2026-13-01']);
    expect(relativeTime(new Date('2026-08-12T10:00:00.900Z'))).toBe('<t:1786528800:R>');
  });
});

describe('clip', () => {
  it('cuts between characters as a reader sees them', () => {
    expect(clip('abcdef', 4)).toBe('abc…');
    expect(clip('ab👨‍👩‍👧cd', 5)).toBe('ab…');
    expect(clip('abc', 3)).toBe('abc');
  });

  it('never gives more than asked, and never half a surrogate pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (text, max) => {
        const cut = clip(text, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(() => encodeURIComponent(cut)).not.toThrow();
      }),
    );
  });
});

describe('linesWithin', () => {
  const more = (left: number) => `+ ${left} more`;

  it('keeps whole lines and says how many are left', () => {
    expect(linesWithin(['aaaa', 'bbbb', 'cccc'], { maxChars: 100 }, more)).toBe('aaaa\nbbbb\ncccc');
    expect(linesWithin(['aaaa', 'bbbb', 'cccc'], { maxChars: 100, maxLines: 2 }, more)).toBe('aaaa\nbbbb\n+ 1 more');
    expect(linesWithin(['aaaa', 'bbbb', 'cccc'], { maxChars: 13 }, more)).toBe('aaaa\n+ 2 more');
    expect(linesWithin(['aaaa', 'bbbb'], { maxChars: 5 }, more)).toBe('+ 2 more');
    expect(linesWithin(['aaaa'], { maxChars: 100, unseen: 7 }, more)).toBe('aaaa\n+ 7 more');
  });

  it('accounts for every line within the limit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 30 })),
        fc.integer({ min: 12, max: 200 }),
        (lines, maxChars) => {
          const shown = linesWithin(lines, { maxChars }, more);
          expect(shown.length).toBeLessThanOrEqual(maxChars);
          const left = Number(/\+ (\d+) more$/.exec(shown)?.[1] ?? 0);
          const kept = shown === '' ? 0 : shown.split('\n').length - (left > 0 ? 1 : 0);
          expect(kept + left).toBe(lines.length);
        },
      ),
    );
  });
});
