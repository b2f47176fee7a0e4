import { describe, expect, it } from 'vitest';
import { closingLine, type Finding, type StepTime, totals } from './finding.ts';
import { renderSummary, renderTimes } from './summary.ts';

const finding = (what: string, result: Finding['result'], more: Partial<Finding> = {}): Finding => ({
  scenario: 'promises',
  what,
  result,
  moment: 'fresh',
  seen: '',
  ...more,
});

const FINDINGS: readonly Finding[] = [
  finding('only the right ports are open', 'passed', { seen: 'open: 22 80 443' }),
  finding('only the right ports are open', 'passed', { moment: 'rebooted', seen: 'open: 22 80 443' }),
  finding('the app is back', 'passed', { seen: 'pid 12' }),
  finding('the app is back', 'failed', { moment: 'rebooted', seen: 'no pid\nthe daemon said: gone' }),
  finding('swap', 'skipped', { moment: 'rebooted', seen: 'a container has no swap' }),
  finding('a ban', 'passed', { scenario: 'intrusion' }),
];
const STEPS: readonly StepTime[] = [
  { scenario: 'promises', title: 'setup', ms: 41_230, isPart: false },
  { scenario: 'promises', title: 'the app is back', ms: 900, isPart: true },
  { scenario: 'intrusion', title: 'attack', ms: 2_000, isPart: false },
];

describe('the summary', () => {
  it('is a table of promises for each scenario', async () => {
    await expect(`${renderSummary(FINDINGS, STEPS)}\n\n${renderTimes(STEPS, 2)}\n`).toMatchFileSnapshot(
      './golden/summary.txt',
    );
  });

  it('ends in the line that machines read', () => {
    expect(closingLine(totals(FINDINGS))).toBe('4 passed, 1 failed, 1 skipped');
  });
});
