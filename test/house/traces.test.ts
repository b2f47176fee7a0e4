import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFiles } from '../../tools/check/repository-files.ts';
import { ROOT } from './root.ts';

/** Joins what would be a trace if it stood here in one piece. */
const joined = (...parts: readonly string[]): string => parts.join('');

const REGISTRY_NAMES = [joined('arti', 'factory'), joined('verda', 'ccio'), 'nexus'].join('|');
const HOMES = [joined('wor', 'k'), joined('roo', 't'), joined('User', 's'), joined('work', 'space')].join('|');

/** Traces of the machine that a file was written on. */
const TRACES: readonly (readonly [string, RegExp])[] = [
  ['a registry host', new RegExp(String.raw`\bregistry\.[a-z0-9-]+\.[a-z]|[/.](?:${REGISTRY_NAMES})[/.:]`, 'i')],
  ['a path of somebody’s machine', new RegExp(String.raw`(?<![\w.~}/])/(?:${HOMES})/(?!\.ssh)[\w.-]`)],
  ['a file address of somebody’s machine', new RegExp(String.raw`file:///(?:${HOMES}|home)/`)],
];

const BINARY = /\.(?:png|jpe?g|gif|ico|woff2?|ttf|db|gz|zip)$/;

function tracesIn(path: string, text: string): string[] {
  const lines = text.split('\n');
  return TRACES.flatMap(([what, pattern]) =>
    lines.flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${what}`] : [])),
  );
}

describe('the repository', () => {
  it('holds no trace of the machine that it was written on', () => {
    const paths = repositoryFiles(ROOT).filter((path) => !BINARY.test(path));
    expect(paths.flatMap((path) => tracesIn(path, readFileSync(join(ROOT, path), 'utf8')))).toEqual([]);
  });

  it.each([
    [joined('npm install --registry https://registry.', 'example.com'), 'a registry host'],
    [joined('see /wor', 'k/notes.md'), 'a path of somebody’s machine'],
    [joined("readFileSync('/Use", "rs/ann/x')"), 'a path of somebody’s machine'],
  ])('would find %s', (line, what) => {
    expect(tracesIn('a.md', line)).toEqual([`a.md:1: ${what}`]);
  });

  it.each([
    'docs/work/plan.md',
    'https://example.org/work/plan',
    '/root/.ssh/authorized_keys',
    './work/x',
    '${BASE}/work/x',
  ])('does not mind %s', (line) => {
    expect(tracesIn('a.md', line)).toEqual([]);
  });
});
