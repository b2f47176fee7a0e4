import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** How a run ended. A file that could not be loaded and an error outside any test count as failed, too. */
interface Totals {
  readonly passed: number;
  readonly failed: number;
  /** Full names of the tests that did not run, with the reason where they gave one. */
  readonly skipped: readonly string[];
}

function nameOf(test: TestCase): string {
  const result = test.result();
  const reason = result.state === 'skipped' && result.note ? `: ${result.note}` : '';
  return `${test.fullName}${reason}`;
}

/** Counts what vitest reports. */
function countTotals(modules: readonly TestModule[], errorsOutside: number): Totals {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state: string): TestCase[] => tests.filter((test) => test.result().state === state);
  const brokenModules = modules.filter((module) => module.errors().length > 0).length;
  return {
    passed: inState('passed').length,
    failed: inState('failed').length + inState('pending').length + brokenModules + errorsOutside,
    skipped: inState('skipped').map(nameOf),
  };
}

/** The last lines of a run: loudly what was skipped, then the totals alone on a line, for people and for CI to find. */
function closingLines({ passed, failed, skipped }: Totals): string {
  return [...skipped.map((name) => `skipped: ${name}`), `${passed} passed, ${failed} failed`].join('\n');
}

/** Prints the closing lines after everything that other reporters print. */
export class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    console.log(`\n${closingLines(countTotals(modules, errors.length))}`);
  }
}
