import { configDefaults, defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './tools/closing-line-reporter.ts';

const SUITES = {
  /** Each part by itself, beside its code. */
  unit: { include: ['{src,sandbox,tools,test/bench,test/vps}/**/*.test.ts'], testTimeout: 30_000 },
  /** What ports, adapters, fakes and whole texts promise. */
  contracts: { include: ['test/{contracts,gallery,golden}/**/*.test.ts'], testTimeout: 30_000 },
  /** Rules of this repository that no other tool knows. */
  house: { include: ['test/house/**/*.test.ts'], testTimeout: 120_000 },
  /** Through the front door; one at a time, because the bot's deadlines are real. */
  journeys: {
    include: ['test/journeys/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    // After the others: they would take the processor from under those deadlines.
    sequence: { groupOrder: 1 },
  },
  /** The page of the demo, in a browser of the machine; skipped where there is none. */
  browser: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    sequence: { groupOrder: 2 },
  },
};

export default defineConfig({
  test: {
    reporters: ['default', new ClosingLineReporter()],
    projects: Object.entries(SUITES).map(([name, suite]) => ({
      test: { name, exclude: [...configDefaults.exclude, '.tmp/**'], ...suite },
    })),
  },
});
