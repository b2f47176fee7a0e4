import { expect, it } from 'vitest';
import { Pace } from './pace.ts';

/** How often it may look in this second, asked every millisecond, while so many come in per second. */
function looksIn(pace: Pace, fromMs: number, perSecond: number): number {
  let looks = 0;
  let received = 0;
  for (let ms = 0; ms < 1_000; ms += 1) {
    for (; received < (perSecond * (ms + 1)) / 1_000; received += 1) pace.received(fromMs + ms);
    if (pace.mayLook(fromMs + ms)) looks += 1;
  }
  return looks;
}

it('does not hold up the worker while a team works', () => {
  const pace = new Pace();
  expect(looksIn(pace, 0, 0)).toBe(1_000);
  expect(looksIn(pace, 1_000, 500)).toBe(1_000);
});

it('holds it back in a burst, does not stop it, and lets it go soon after', () => {
  const pace = new Pace();
  const looks = looksIn(pace, 0, 5_000);
  expect(looks).toBeGreaterThanOrEqual(20);
  expect(looks).toBeLessThan(60);
  const after = looksIn(pace, 1_000, 0);
  expect(after).toBeGreaterThan(750);
});
