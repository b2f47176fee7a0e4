import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFiles } from '../../tools/check/repository-files.ts';
import { steps } from '../../tools/check/steps.ts';
import { ROOT } from './root.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const source = repositoryFiles(ROOT).filter((path) => /^src\/.*\.ts$/.test(path) && !path.endsWith('.test.ts'));

/** The lines of our sources that match, as `path:line`. */
function linesWith(pattern: RegExp, paths: readonly string[]): string[] {
  return paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

describe('the sources', () => {
  it('ask the clock that they were given, so that tests are exact', () => {
    const elsewhere = source.filter((path) => path !== 'src/shared/clock.ts');
    expect(linesWith(/\bnew Date\(\s*\)|\bDate\.now\(/, elsewhere)).toEqual([]);
  });

  it('hold no barrel: no file only hands on what others export', () => {
    const handsOnOnly = source.filter((path) => {
      const code = read(path)
        .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
        .trim();
      return (
        code !== '' &&
        code.replaceAll(/export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s+from\s+'[^']+';?/g, '').trim() === ''
      );
    });
    expect(handsOnOnly).toEqual([]);
  });

  it('hold no unfinished work', () => {
    const marks = new RegExp(
      String.raw`(?://|\*|#).*\b(?:TO` + String.raw`DO|FIX` + String.raw`ME|X` + String.raw`XX|HA` + String.raw`CK)\b`,
    );
    expect(
      linesWith(marks, [
        ...source,
        ...repositoryFiles(ROOT).filter((path) => /^(?:sandbox|tools)\/.*\.ts$/.test(path)),
      ]),
    ).toEqual([]);
  });
});

describe('the check', () => {
  const manifest = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

  it('is what CI runs, and so are the tests', () => {
    const ci = read('.ci/run');
    expect(ci).toMatch(/^step 'npm run check' npm run --silent check$/m);
    expect(ci).toMatch(/^step 'npm test' npm test --silent$/m);
    expect(ci.indexOf('npm run --silent check')).toBeLessThan(ci.indexOf('npm test --silent'));
  });

  it('runs every suite that npm test runs', async () => {
    const { default: config } = (await import('../../vitest.config.ts')) as {
      readonly default: {
        readonly test: { readonly projects: readonly { readonly test: { readonly name: string } }[] };
      };
    };
    const suites = config.test.projects.map(({ test }) => test.name);
    const asked = steps(ROOT).flatMap(({ command }) => (command[0] === 'vitest' ? [command.at(-1)] : []));
    expect(asked).toEqual(suites);
    expect(manifest.scripts['test']).toBe('vitest run');
  });
});
