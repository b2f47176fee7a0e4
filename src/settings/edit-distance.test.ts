import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from './edit-distance.ts';

describe('the distance between two words', () => {
  it.each([
    ['PORT', 'PORT', 0],
    ['PROT', 'PORT', 1],
    ['PRT', 'PORT', 1],
    ['PORTS', 'PORT', 1],
    ['PART', 'PORT', 1],
    ['', 'PORT', 4],
    ['HOST', 'PORT', 2],
    ['LOG_LEVLE', 'LOG_LEVEL', 1],
  ])('from %s to %s is %i', (a, b, distance) => expect(editDistance(a, b)).toBe(distance));

  it('is the same in both directions, nothing only for the same word, and never more than the longer one has letters', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        const distance = editDistance(a, b);
        expect(editDistance(b, a)).toBe(distance);
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
