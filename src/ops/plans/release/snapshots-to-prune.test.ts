import { describe, expect, it } from 'vitest';
import type { KnownSnapshot } from './release-facts.ts';
import { snapshotsToPrune } from './snapshots-to-prune.ts';

const at = (madeAt: string): KnownSnapshot => ({ path: madeAt, madeAt, version: '1', schema: 9, bytes: 1, rows: 1 });

describe('which snapshots go', () => {
  it('leaves the newest of each of the last seven days, and the five newest of all', () => {
    const days = Array.from({ length: 10 }, (_, day) => `2026-11-${10 + day}`);
    const all = days.flatMap((day) => [at(`${day}T08:00`), at(`${day}T20:00`)]);
    const going = new Set(snapshotsToPrune(all));
    const kept = all.map(({ path }) => path).filter((path) => !going.has(path));
    expect(kept).toEqual([
      '2026-11-13T20:00',
      '2026-11-14T20:00',
      '2026-11-15T20:00',
      '2026-11-16T20:00',
      '2026-11-17T20:00',
      '2026-11-18T08:00',
      '2026-11-18T20:00',
      '2026-11-19T08:00',
      '2026-11-19T20:00',
    ]);
  });

  it('never takes the last one, however old', () => {
    expect(snapshotsToPrune([at('2020-01-01T00:00')])).toEqual([]);
  });
});
