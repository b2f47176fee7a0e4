import type { Finding, Moment, StepTime } from './finding.ts';

const MARKS = { passed: '✔', failed: '✘', skipped: '–' } as const;
const WIDTH = 78;

/** The table: one row for each promise, with what was seen; a second column where it was looked at after a reboot too. */
export function renderSummary(findings: readonly Finding[], steps: readonly StepTime[]): string {
  const scenarios = [...new Set(findings.map(({ scenario }) => scenario))];
  return scenarios
    .map((scenario) => {
      const own = findings.filter((finding) => finding.scenario === scenario);
      const took = steps
        .filter((step) => step.scenario === scenario && !step.isPart)
        .reduce((sum, { ms }) => sum + ms, 0);
      return [`${scenario} (${seconds(took)})`, ...rows(own)].join('\n');
    })
    .join('\n\n');
}

/** Every step with its time, slowest first. */
export function renderTimes(steps: readonly StepTime[], most: number): string {
  return steps
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, most)
    .map(({ scenario, title, ms }) => `  ${seconds(ms).padStart(8)}  ${scenario}: ${title}`)
    .join('\n');
}

function rows(findings: readonly Finding[]): readonly string[] {
  const hasReboot = findings.some(({ moment }) => moment === 'rebooted');
  const whats = [...new Set(findings.map(({ what }) => what))];
  return whats.flatMap((what) => {
    const own = findings.filter((finding) => finding.what === what);
    const at = (moment: Moment): Finding | undefined => own.find((finding) => finding.moment === moment);
    const marks = [at('fresh'), ...(hasReboot ? [at('rebooted')] : [])].map((one) => (one ? MARKS[one.result] : ' '));
    const seen =
      own.find(({ result }) => result === 'failed') ?? own.find(({ result }) => result === 'skipped') ?? own[0];
    const row = `  ${marks.join(' ')}  ${what.padEnd(WIDTH)}  ${firstLine(seen?.seen ?? '')}`.trimEnd();
    const more = own.filter(({ result }) => result === 'failed').flatMap(({ seen: text }) => text.split('\n').slice(1));
    return [row, ...more.map((line) => `         ${line}`)];
  });
}

export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
