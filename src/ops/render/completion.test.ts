import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERBS } from '../commands/registry.ts';
import { renderCompletion } from './completion.ts';

describe('what bash completes', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'onomancer-completion-'));
    mkdirSync(join(home, 'releases/20261126-003209-ddf7cb9'), { recursive: true });
    mkdirSync(join(home, 'releases/20261125-090000-1111111'));
    mkdirSync(join(home, 'backups'));
    for (const name of ['onomancer-1.db', 'onomancer-1.db.json']) writeFileSync(join(home, 'backups', name), '');
    mkdirSync(join(home, 'app'));
    const git = (...args: string[]): void =>
      void execFileSync('git', ['-C', join(home, 'app'), '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
    git('init', '--quiet', '--initial-branch=main');
    git('commit', '--quiet', '--allow-empty', '-m', 'first');
    git('branch', '$(touch pwned)'.replace(' ', '${IFS}'));
  });
  afterAll(() => rmSync(home, { recursive: true }));

  /** What bash offers when Tab is pressed at the end of these words. */
  function completed(...words: string[]): readonly string[] {
    const script = renderCompletion(VERBS, {
      appDir: join(home, 'app'),
      releasesDir: join(home, 'releases'),
      backupDir: join(home, 'backups'),
    });
    const asked = `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _onomancer; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', asked, 'bash', ...words], { encoding: 'utf8', cwd: home })
      .trim()
      .split('\n');
  }

  it.each([
    [['onomancer', 'sta'], ['status']],
    [['onomancer', 'help', 'ro'], ['rollback']],
    [['onomancer', 'deploy', '--so'], ['--soak']],
    [['onomancer', 'deploy', '--co'], ['']],
    [['onomancer', 'setup', '--tls'], ['--tls-1.2']],
    [
      ['onomancer', 'status', '--'],
      ['--help', '--json'],
    ],
    [['onomancer', 'events', 'r'], ['replay']],
    [['docs/deployment/scripts/rollback.sh', '--to'], ['--to-previous']],
    [
      ['onomancer', 'rollback', '--code', ''],
      ['20261126-003209-ddf7cb9', '20261125-090000-1111111'],
    ],
    [['onomancer', 'rollback', '--db-only', 'onom'], ['onomancer-1.db']],
    [['./deploy.sh', '--version', 'ma'], ['main']],
  ])('%j → %j', (words, offered) => {
    expect(completed(...words)).toEqual(offered);
  });

  it('offers a branch with an odd name so that nothing of it is run', () => {
    expect(completed('onomancer', 'deploy', '--version', '$')).toEqual(['\\$\\(touch\\$\\{IFS\\}pwned\\)']);
    expect(execFileSync('ls', [home], { encoding: 'utf8' })).not.toContain('pwned');
  });
});
