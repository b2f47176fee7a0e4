import { describe, expect, it } from 'vitest';
import { failures, list, progressLine, summary } from './render.ts';
import type { StepResult } from './run-steps.ts';

const RESULTS: readonly StepResult[] = [
  { name: 'types', outcome: 'passed', seconds: 1.234, output: 'nothing to see' },
  { name: 'lint', outcome: 'failed', seconds: 0.5, output: '\nsrc/a.ts:1 no\n' },
  { name: 'shell', outcome: 'skipped', seconds: 0, output: 'shellcheck is not installed' },
];

describe('what the check prints', () => {
  it('is one line as each step ends', () => {
    expect(RESULTS.map(progressLine)).toEqual([
      '✔ types      1.2 s',
      '✘ lint       0.5 s',
      '– shell      skipped: shellcheck is not installed',
    ]);
  });

  it('is the whole output of what failed, with the command that runs it alone, and nothing of what passed', () => {
    expect(failures(RESULTS)).toBe('── lint ── again: npm run check -- --only lint\n\nsrc/a.ts:1 no\n');
  });

  it('ends in a table and a verdict', () => {
    expect(summary(RESULTS, 12.3)).toBe(
      [
        '  ✔ types      passed      1.2 s',
        '  ✘ lint       failed      0.5 s',
        '  – shell      skipped',
        'The check is red: 1 of 3 steps passed, 1 skipped in 12 s.',
      ].join('\n'),
    );
    expect(summary(RESULTS.slice(0, 1), 1)).toContain('The check is green: 1 of 1 steps passed in 1 s.');
  });

  it('lists the steps and which of them can be mended', () => {
    const steps = [
      { name: 'format', about: 'layout', command: ['x'], fix: ['y'] },
      { name: 'types', about: 'TypeScript', command: ['z'] },
    ];
    expect(list(steps)).toBe('format     layout (--fix mends it)\ntypes      TypeScript');
  });
});
