import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shellScripts } from './shell-scripts.ts';

let root: string;

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'shell-scripts-'));
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  put('.gitignore', 'ignored/\n');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the shell scripts of a repository', () => {
  it('are those with the ending, and those without whose first line says so', () => {
    put('docs/deploy.sh', '');
    put('.ci/run', '#!/usr/bin/env bash\n');
    put('docs/scripts/backup', '#!/bin/sh\n');
    put('docs/scripts/report', '#!/usr/bin/env node\n');
    put('ignored/x.sh', '');
    put('src/a.ts', '');
    expect(shellScripts(root).paths).toEqual(['.ci/run', 'docs/deploy.sh', 'docs/scripts/backup']);
  });

  it('need no shellcheck when there are none', () => {
    expect(shellScripts(root)).toEqual({ paths: [], cannotCheck: 'there is no shell script' });
  });
});
