import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BREAKS, type Break, CLEAN_TREE } from './import-rules-fixture.ts';

const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as IConfiguration;
const rules = config.forbidden ?? [];

let home: string;
let cleanTree: string;

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

async function look(root: string): Promise<ICruiseResult['summary']> {
  const { output } = await cruise(['src', 'sandbox', 'test', 'tools'], {
    ...config.options,
    ruleSet: { forbidden: rules },
    validate: true,
    baseDir: root,
  });
  return (output as ICruiseResult).summary;
}

function broken({ in: file, imports, files = {} }: Break): string {
  const root = mkdtempSync(join(home, 'broken-'));
  cpSync(cleanTree, root, { recursive: true });
  write(root, { ...files, [file]: `${CLEAN_TREE[file] ?? files[file] ?? ''}import '${imports}';\n` });
  return root;
}

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'import-rules-'));
  cleanTree = join(home, 'clean');
  write(cleanTree, CLEAN_TREE);
});

afterAll(() => rmSync(home, { recursive: true, force: true }), 60_000);

describe('the import rules', () => {
  it('let a tree pass that keeps them', async () => {
    const { violations, totalCruised } = await look(cleanTree);
    expect(violations).toEqual([]);
    expect(totalCruised).toBeGreaterThanOrEqual(Object.keys(CLEAN_TREE).filter((path) => path.endsWith('.ts')).length);
  });

  it.each(BREAKS.map((one) => [one.rule, one.in, one.imports, one] as const))(
    '%s bites when %s imports %s',
    async (rule, _file, _specifier, one) => {
      const { violations } = await look(broken(one));
      expect(violations.map((violation) => violation.rule.name)).toEqual([rule]);
      expect(violations[0]?.from).toBe(one.in);
    },
  );

  it('are each broken by a fixture here, and no fixture is for a rule that is gone', () => {
    const bitten = new Set(BREAKS.map(({ rule }) => rule));
    expect([...bitten].toSorted()).toEqual(rules.flatMap(({ name }) => name ?? []).toSorted());
  });

  it('each say why, in a sentence, and fail the check', () => {
    for (const rule of rules) {
      expect(rule.comment, rule.name).toMatch(/^.{20,}[.]$/);
      expect(rule.severity, rule.name).toBe('error');
    }
  });
});
