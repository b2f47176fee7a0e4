import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, quantile, showNumber, showSpread, spread } from './statistics.ts';

const someNumbers = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 200 });

describe('the median', () => {
  it('is the one in the middle, or between the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 2, 10, 100])).toBe(6);
    expect(median([7])).toBe(7);
  });

  it('is not moved by one run that went wrong', () => {
    expect(median([10, 11, 12, 13, 9_000])).toBe(12);
  });

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(someNumbers, (values) => {
        expect(median(values.toReversed())).toBe(median(values));
      }),
    );
  });
});

describe('a quantile', () => {
  it('is the value that this part does not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([quantile(hundred, 0.5), quantile(hundred, 0.99), quantile(hundred, 1)]).toEqual([50, 99, 100]);
    expect(quantile([3, 1, 2], 0.99)).toBe(3);
    expect(quantile([3, 1, 2], 0)).toBe(1);
  });

  it('is always a value that happened, and enough of them are not above it', () => {
    fc.assert(
      fc.property(someNumbers, fc.double({ noNaN: true, min: 0, max: 1 }), (values, part) => {
        const limit = quantile(values, part);
        expect(values).toContain(limit);
        expect(values.filter((value) => value <= limit).length).toBeGreaterThanOrEqual(part * values.length);
      }),
    );
  });
});

describe('several runs', () => {
  it('are told by their median and how far they lie apart', () => {
    expect(spread([30, 10, 20])).toEqual({ median: 20, min: 10, max: 30 });
    expect(showSpread(spread([345.4, 318, 402]), 'ms')).toBe('345 ms (318–402)');
    expect(showSpread(spread([7, 7]), 'ms')).toBe('7 ms');
  });

  it('cannot be told when there were none', () => {
    for (const of of [median, spread, (values: readonly number[]) => quantile(values, 0.5)]) {
      expect(() => of([])).toThrow('nothing to make statistics of');
    }
  });

  it('are written with no more digits than mean something', () => {
    expect([1234.5, 12.345, 1.2345, 0.004, 42, -7.54159].map(showNumber)).toEqual([
      '1235',
      '12.3',
      '1.23',
      '0.00',
      '42',
      '-7.54',
    ]);
  });
});
