import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildNow, ensureBuilt } from './ensure-built.ts';

const ENTRANCES = ['src/bot.ts', 'src/register-commands.ts'];

let root: string;

function put(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

function dist(of = root): Record<string, string> {
  const entries = readdirSync(join(of, 'dist'), { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.toSorted().map((path) => [path.slice(of.length), readFileSync(path, 'utf8')]));
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'build-'));
  put('package.json', '{ "name": "fixture", "version": "1.2.3", "type": "module" }');
  put('package-lock.json', '{}');
  put('tsconfig.json', '{}');
  put('tools/build/bundle.ts', '');
  put('src/shared/word.ts', "export const word: string = 'hello';\n");
  put('src/bot.ts', "import { word } from './shared/word.ts';\nconsole.log(word, 'bot');\n");
  put(
    'src/register-commands.ts',
    "import { word } from './shared/word.ts';\nconst old = require('node:path') as { sep: string };\nconsole.log(word, old.sep);\n",
  );
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the build', () => {
  it('makes entrances that run, share their chunks and can use CommonJS packages', async () => {
    await buildNow({ root, entrances: ENTRANCES });
    const run = (name: string) => execFileSync(process.execPath, [join(root, 'dist', name)], { encoding: 'utf8' });
    expect(run('bot.js')).toBe('hello bot\n');
    expect(run('register-commands.js')).toBe('hello /\n');
    expect(readdirSync(join(root, 'dist/chunks')).some((name) => name.endsWith('.js'))).toBe(true);
    expect(existsSync(join(root, 'dist/bot.js.map'))).toBe(true);
  });

  it('says in build.json what it was made from', async () => {
    const { stamp } = await buildNow({ root, entrances: ENTRANCES });
    expect(JSON.parse(readFileSync(join(root, 'dist/build.json'), 'utf8'))).toEqual(stamp);
    expect(stamp).toEqual({ version: '1.2.3', commit: null, sources: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('gives the same bytes for the same sources, wherever they lie', async () => {
    await buildNow({ root, entrances: ENTRANCES });
    const elsewhere = mkdtempSync(join(tmpdir(), 'build-elsewhere-'));
    try {
      cpSync(root, elsewhere, { recursive: true, filter: (path) => !path.startsWith(join(root, 'dist')) });
      await buildNow({ root: elsewhere, entrances: ENTRANCES });
      expect(dist(elsewhere)).toEqual(dist());
    } finally {
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });

  it('is not repeated while nothing changed, and is when a source does', async () => {
    expect((await ensureBuilt({ root, entrances: ENTRANCES })).kind).toBe('built');
    expect((await ensureBuilt({ root, entrances: ENTRANCES })).kind).toBe('up-to-date');
    put('src/shared/word.ts', "export const word: string = 'bye';\n");
    expect((await ensureBuilt({ root, entrances: ENTRANCES })).kind).toBe('built');
  });

  it('is not repeated when only a test changed', async () => {
    await ensureBuilt({ root, entrances: ENTRANCES });
    put('src/shared/word.test.ts', '// new\n');
    expect((await ensureBuilt({ root, entrances: ENTRANCES })).kind).toBe('up-to-date');
  });

  it('leaves no file of an earlier build behind', async () => {
    await buildNow({ root, entrances: ENTRANCES });
    put('dist/chunks/old-ABC.js', '');
    await buildNow({ root, entrances: ENTRANCES });
    expect(existsSync(join(root, 'dist/chunks/old-ABC.js'))).toBe(false);
  });

  it('fails when esbuild warns, and leaves the last good build as it was', async () => {
    await buildNow({ root, entrances: ENTRANCES });
    const before = dist();
    put('src/shared/word.ts', 'export const word = "a" === -0 ? "x" : { b: 1, b: 2 };\n');
    await expect(buildNow({ root, entrances: ENTRANCES })).rejects.toThrow(/esbuild warns:\nsrc\/shared\/word.ts:1: /);
    expect(dist()).toEqual(before);
  });

  it('names the entrance that is not there', async () => {
    await expect(buildNow({ root, entrances: ['src/gone.ts'] })).rejects.toThrow(
      'There is nothing to build at src/gone.ts.',
    );
  });

  it('is done once when several processes ask at the same time, even after one died while building', async () => {
    mkdirSync(join(root, '.tmp'), { recursive: true });
    const dead = spawnSync(process.execPath, ['--version']);
    writeFileSync(join(root, '.tmp/build.lock'), String(dead.pid));
    const kinds = await Promise.all(
      [1, 2, 3].map(async () => (await ensureBuilt({ root, entrances: ENTRANCES })).kind),
    );
    expect(kinds.toSorted()).toEqual(['built', 'up-to-date', 'up-to-date']);
  });
});
