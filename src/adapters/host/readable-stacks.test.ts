import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MODULE = pathToFileURL(join(import.meta.dirname, 'readable-stacks.ts')).href;
/** Line 3, column 9 of the bundle is line 11, column 5 of src/deep/real.ts; everything from column 30 on is nobody's. */
const MAP = { version: 3, sources: ['../src/deep/real.ts'], names: [], mappings: ';;QAUI,qB' };
const BUNDLE = `// line 1
export const say = (make) => {
  throw make();    /* nobody's */ };
`;

let dir: string;

/** Runs in a process of its own, because a process has one way to write its stacks. */
function stackOf(expression: string): string {
  const script = `
    import { say } from ${JSON.stringify(pathToFileURL(join(dir, 'bundle.js')).href)};
    import { showSourcesInStacks } from ${JSON.stringify(MODULE)};
    showSourcesInStacks();
    try { say(() => ${expression}); } catch (error) { console.log(error.stack); }`;
  writeFileSync(join(dir, 'run.mjs'), script);
  return execFileSync(process.execPath, ['--import', 'tsx', join(dir, 'run.mjs')], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  });
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'stacks-'));
  writeFileSync(join(dir, 'bundle.js'), BUNDLE);
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('a stack trace', () => {
  it('names the source file where there is a map', () => {
    writeFileSync(join(dir, 'bundle.js.map'), JSON.stringify(MAP));
    const lines = stackOf('new TypeError("of a kind")').split('\n');
    expect(lines[0]).toBe('TypeError: of a kind');
    expect(lines[2]).toMatch(/^ {4}at say \(src\/deep\/real\.ts:11:5\)$/);
  });

  it('stays as it is where there is none, or one that cannot be read', () => {
    expect(stackOf('new Error("x")')).toMatch(/at say \(file:\/\/\S+\/bundle\.js:3:9\)/);
    writeFileSync(join(dir, 'bundle.js.map'), '{ "vers');
    expect(stackOf('new Error("x")')).toMatch(/at say \(file:\/\/\S+\/bundle\.js:3:9\)/);
  });

  it('is also there for an error that cannot be written as text', () => {
    const hostile = 'Object.assign(new Error(), { toString() { throw new Error("no") } })';
    expect(stackOf(hostile)).toMatch(/^Error\n {4}at /);
  });
});
