import { describe, expect, it } from 'vitest';
import { type Comparison, compared, forInformation } from './finding.ts';
import { spread } from './statistics.ts';
import { markdownTable, plainTable } from './table.ts';

const start: Comparison = {
  what: 'start',
  unit: 'ms',
  measured: spread([350, 340, 360]),
  reference: { name: 'bare', spread: spread([250, 240, 300]) },
  reach: { atMost: 1.5 },
};

describe('a comparison', () => {
  it('is reached when the ratio of the medians is', () => {
    expect(compared(start)).toMatchObject({ ratio: 1.4, reach: '≤ 1.50 ×', isReached: true });
    expect(compared({ ...start, measured: spread([376]) })).toMatchObject({ isReached: false });
  });

  it('is not reached over its own limit, however good the ratio', () => {
    expect(compared({ ...start, limit: 300 })).toMatchObject({ reach: '≤ 1.50 ×, ≤ 300 ms', isReached: false });
  });

  it('can ask for more instead of less', () => {
    const speed = { ...start, reach: { atLeast: 0.8 } };
    expect(compared({ ...speed, measured: spread([200]) })).toMatchObject({ reach: '≥ 0.80 ×', isReached: true });
    expect(compared({ ...speed, measured: spread([199]) })).toMatchObject({ isReached: false });
  });
});

describe('the table', () => {
  const findings = [compared(start), forInformation('other | things', '7 ms')];

  it('stands in columns', () => {
    expect(plainTable(findings)).toBe(
      [
        'What            Measured          Reference in the same run  Ratio   Reach     Result',
        '──────────────  ────────────────  ─────────────────────────  ──────  ────────  ───────',
        'start           350 ms (340–360)  bare 250 ms (240–300)      1.40 ×  ≤ 1.50 ×  reached',
        'other | things  7 ms',
      ].join('\n'),
    );
  });

  it('is Markdown for a document', () => {
    expect(markdownTable(findings).split('\n').slice(2)).toEqual([
      '| start | 350 ms (340–360) | bare 250 ms (240–300) | 1.40 × | ≤ 1.50 × | reached |',
      String.raw`| other \| things | 7 ms |  |  |  |  |`,
    ]);
  });
});
