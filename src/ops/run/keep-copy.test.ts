import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepCopy } from './keep-copy.ts';

let dir: string;
let kept: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'keep-copy-'));
  kept = join(dir, 'kept');
});
afterEach(() => rmSync(dir, { recursive: true }));

const copyOf = (path: string): string => join(kept, path.replaceAll('/', '%'));

it('keeps what is in a file', () => {
  const file = join(dir, 'file');
  writeFileSync(file, 'before');
  keepCopy(file, kept);
  expect(readFileSync(copyOf(file), 'utf8')).toBe('before');
});

it.each(['a-directory', 'a-file', 'nothing'])('keeps where a link to %s leads', (target) => {
  mkdirSync(join(dir, 'a-directory'));
  writeFileSync(join(dir, 'a-file'), '');
  const link = join(dir, 'link');
  symlinkSync(target, link);
  keepCopy(link, kept);
  keepCopy(link, kept);
  expect(readlinkSync(copyOf(link))).toBe(target);
});
