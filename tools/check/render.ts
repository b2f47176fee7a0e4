import type { StepResult } from './run-steps.ts';
import type { Step } from './steps.ts';

const MARKS = { passed: '✔', failed: '✘', skipped: '–' } as const;

function duration({ outcome, seconds }: StepResult): string {
  return outcome === 'skipped' ? '' : `${seconds.toFixed(1)} s`;
}

/** The line that appears when a step is through. */
export function progressLine(result: StepResult): string {
  const end = result.outcome === 'skipped' ? `skipped: ${result.output}` : duration(result);
  return `${MARKS[result.outcome]} ${result.name.padEnd(10)} ${end}`.trimEnd();
}

/** Everything that the failed steps printed, each under its name and with the command that runs it alone. */
export function failures(results: readonly StepResult[]): string {
  return results
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ name, output }) => `── ${name} ── again: npm run check -- --only ${name}\n\n${output.trim()}\n`)
    .join('\n');
}

/** The table at the end. */
export function summary(results: readonly StepResult[], totalSeconds: number): string {
  const rows = results.map((result) =>
    `  ${MARKS[result.outcome]} ${result.name.padEnd(10)} ${result.outcome.padEnd(8)} ${duration(result).padStart(8)}`.trimEnd(),
  );
  const count = (wanted: StepResult['outcome']): number => results.filter(({ outcome }) => outcome === wanted).length;
  const skipped = count('skipped') > 0 ? `, ${count('skipped')} skipped` : '';
  const verdict = count('failed') === 0 ? 'The check is green' : 'The check is red';
  return [
    ...rows,
    `${verdict}: ${count('passed')} of ${results.length} steps passed${skipped} in ${totalSeconds.toFixed(0)} s.`,
  ].join('\n');
}

/** What `--list` prints. */
export function list(steps: readonly Step[]): string {
  return steps.map(({ name, about, fix }) => `${name.padEnd(10)} ${about}${fix ? ' (--fix mends it)' : ''}`).join('\n');
}
