import { describe, expect, it } from 'vitest';
import { type Comparison, renderComparison, renderReaches } from './reach.ts';

const REACHES = [
  { what: 'rollback', reach: 'command to healthy ≤ 5 s', seen: '2.6 s', result: 'passed' },
  { what: 'bad releases', reach: 'never serve', seen: '11 of 12\nserved: throws at its start', result: 'failed' },
  { what: 'unplugged', reach: 'serving ≤ 30 s after boot', seen: 'only in the long form', result: 'skipped' },
] as const;

const COMPARISON: Comparison = {
  title: 'The same load, 5 deployments each',
  columns: ['onomancer deploy', 'pm2 reload (fork)'],
  rows: [
    { what: 'requests failed', cells: ['0 of 11,240', '1,204 of 11,300'] },
    { what: 'longest gap', cells: ['0.1 s', '3.4 s'] },
  ],
  notes: ['pm2 reload: one directory, wait_ready.'],
};

describe('how far it came', () => {
  it('is told promise by promise, and beside what people use now', async () => {
    await expect(`${renderReaches(REACHES)}\n\n${renderComparison(COMPARISON)}\n`).toMatchFileSnapshot(
      './golden/reach.txt',
    );
  });
});
