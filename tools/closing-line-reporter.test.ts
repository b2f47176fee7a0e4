import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const REPORTER = join(ROOT, 'tools/closing-line-reporter.ts');

let folder: string;

beforeEach(() => {
  // Inside the checkout, so that the small suites here find vitest.
  mkdirSync(join(ROOT, '.tmp'), { recursive: true });
  folder = mkdtempSync(join(ROOT, '.tmp/closing-line-'));
  put(
    'vitest.config.ts',
    `import { ClosingLineReporter } from ${JSON.stringify(REPORTER)};
     export default { test: { reporters: [new ClosingLineReporter()] } };`,
  );
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string): void {
  writeFileSync(join(folder, path), text);
}

function run(): { lines: string[]; status: number | null } {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const { stdout, status } = spawnSync(process.execPath, [vitest, 'run', '--root', folder], { encoding: 'utf8' });
  return { lines: stdout.trim().split('\n'), status };
}

const IMPORT = "import { expect, it } from 'vitest';\n";

describe('the closing line', () => {
  it('counts what passed', () => {
    put('a.test.ts', `${IMPORT}it('a', () => expect(1).toBe(1)); it('b', () => expect(1).toBe(1));`);
    expect(run()).toEqual({ lines: ['2 passed, 0 failed'], status: 0 });
  });

  it('counts failed tests, files that do not load and errors outside any test', () => {
    put('a.test.ts', `${IMPORT}it('a', () => expect(1).toBe(2)); it('b', () => expect(1).toBe(1));`);
    put('b.test.ts', "import './gone.ts';");
    put(
      'c.test.ts',
      `${IMPORT}it('c', async () => { setTimeout(() => { throw new Error('late'); }); await new Promise((done) => setTimeout(done, 50)); });`,
    );
    const { lines, status } = run();
    expect(lines.at(-1)).toBe('2 passed, 3 failed');
    expect(status).toBe(1);
  });

  it('comes after the names of skipped tests, with what they need', () => {
    put('a.test.ts', `${IMPORT}it('a', () => expect(1).toBe(1)); it('flies', (test) => test.skip('needs a moon'));`);
    expect(run().lines).toEqual(['skipped: flies: needs a moon', '1 passed, 0 failed']);
  });
});
