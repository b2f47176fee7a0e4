import { expect, it } from 'vitest';
import { deployTimes } from './deploy-times.ts';

it('counts what people wait for: to the hand-over, not the watching', () => {
  const ended = [
    { stage: 'build', tookMs: 2_100, atMs: 2_700 },
    { stage: 'hand-over', tookMs: 150, atMs: 5_640.4 },
    { stage: 'soak', tookMs: 30_000, atMs: 35_700 },
  ] as const;
  expect(deployTimes(ended)).toEqual({ toLiveMs: 5_640, buildMs: 2_100, beyondBuildMs: 3_540 });
});

it('counts nothing when nothing was made live', () => {
  expect(deployTimes([{ stage: 'build', tookMs: 2_100, atMs: 2_700 }])).toBeNull();
});
