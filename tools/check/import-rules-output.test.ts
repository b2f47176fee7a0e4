import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countModules } from './import-rules-output.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'count-modules-'));
  mkdirSync(join(root, 'src/deep'), { recursive: true });
  for (const path of ['src/a.ts', 'src/deep/b.ts', 'src/deep/c.sql']) writeFileSync(join(root, path), '');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a green run of the import rules', () => {
  it('is believed when it saw every file', () => {
    const doubt = countModules(root, ['src', 'not-there']);
    expect(doubt('✔ no dependency violations found (2 modules, 1 dependencies cruised)')).toBeNull();
  });

  it.each([
    '✔ no dependency violations found (0 modules, 0 dependencies cruised)',
    '✔ no dependency violations found (1 modules, 0 dependencies cruised)',
    '',
  ])('is doubted when it says %j', (output) => {
    expect(countModules(root, ['src'])(output)).toMatch(/saw [01] modules, but there are 2 files/);
  });
});
