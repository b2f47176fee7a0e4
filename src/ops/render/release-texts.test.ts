import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Release, Standing } from '../plans/release/release.ts';
import { deployStages, restoreStages, rollbackStages } from '../plans/release/stages.ts';
import {
  DEPLOY_HELP,
  ROLLBACK_HELP,
  renderFailure,
  renderLive,
  renderReleases,
  renderStages,
} from './release-texts.ts';
import { parseServer, remoteDeploy } from './remote-deploy.ts';

const release = (id: string, more: Partial<Release> = {}): Release => ({
  id,
  version: '0.1.0',
  commit: 'b49154d0000000000000000000000000000000000',
  asked: 'HEAD',
  builtAt: '2026-11-25T21:30:00.000Z',
  builtBy: 'devrel from 198.51.100.11',
  node: 'v24.21.0',
  verdict: { is: 'good', at: '2026-11-25T21:31:00.000Z', why: 'watched for 30 s' },
  ...more,
});
const standing: Standing = {
  releases: [
    release('20261125-220000-0a1b2c3', { verdict: null }),
    release('20261125-213000-b49154d'),
    release('20261124-090000-1111111', { verdict: { is: 'bad', at: '', why: 'RELEASE_BAD' } }),
    release('20261123-090000-2222222'),
  ],
  unfinished: [],
  liveSlot: 'blue',
  slots: { blue: '20261125-213000-b49154d', green: null },
  processes: [],
};
const plan = (title: string, stages: Parameters<typeof renderStages>[0]): string =>
  renderStages(stages, { title, isColoured: false });

describe('what deploy and rollback say', () => {
  it('tells every kind of plan', async () => {
    const wishes = { isBuildOnly: false, hasBackup: true, hasSoak: true };
    const plans = [
      plan('Release 20261125-213000-b49154d (HEAD)', deployStages(wishes)),
      plan('Without a snapshot and a soak', deployStages({ ...wishes, hasBackup: false, hasSoak: false })),
      plan('Only build', deployStages({ ...wishes, isBuildOnly: true })),
      plan('Back to the code', rollbackStages({ hasSoak: false })),
      plan('Back to the data', restoreStages()),
    ];
    await expect(plans.join('\n\n')).toMatchFileSnapshot('golden/release-plans.txt');
  });

  it('tells how it ended, and how to go back', async () => {
    const error = new AppError('RELEASE_BAD', { facts: { says: 'its process is gone' } });
    const failure = {
      stage: 'soak',
      error,
      givenBack: '20261125-213000-b49154d has the traffic and the gateway again.',
    } as const;
    const texts = [
      renderLive(standing, { tookMs: 38_600, times: { toLiveMs: 8_600, buildMs: 2_100, beyondBuildMs: 6_500 } }),
      renderLive(standing, { tookMs: 2_600, times: { toLiveMs: 2_100, buildMs: 0, beyondBuildMs: 2_100 } }),
      renderFailure(failure, ['{"level":"error","msg":"broken"}']),
      renderReleases(standing),
      DEPLOY_HELP,
      ROLLBACK_HELP,
    ];
    await expect(texts.join('\n\n')).toMatchFileSnapshot('golden/release-texts.txt');
  });
});

describe('a deployment on another machine', () => {
  it('hands the flags over once, in quotes where the other shell would read them', () => {
    const argv = remoteDeploy(
      { target: 'devrel@bot.example.org', port: null },
      ['--host', 'devrel@bot.example.org', '--version', '$(id)'],
      '/app/bin/onomancer',
    );
    expect(argv.slice(-3)).toEqual(['--', 'devrel@bot.example.org', "/app/bin/onomancer deploy --version '$(id)'"]);
    expect(argv).toContain('StrictHostKeyChecking=yes');
  });

  it('keeps a line for the shell over there one word, whatever a branch is called', () => {
    const odd = `it's;$(reboot) && "x"\n\`id\``;
    const [line = ''] = remoteDeploy({ target: 'a@b', port: null }, [`--version=${odd}`], '/app/bin/onomancer').slice(
      -1,
    );
    expect(execFileSync('sh', ['-c', `set -- ${line}; printf '%s|' "$@"`], { encoding: 'utf8' })).toBe(
      `/app/bin/onomancer|deploy|--version=${odd}|`,
    );
  });

  it.each([
    ['devrel@bot.example.org', 'devrel@bot.example.org', null],
    ['bot', 'bot', null],
    ['devrel@198.51.100.80:2222', 'devrel@198.51.100.80', '2222'],
    ['devrel@[2001:db8::80]', 'devrel@2001:db8::80', null],
    ['devrel@[2001:db8::80]:2222', 'devrel@2001:db8::80', '2222'],
  ])('knows the server %s', (text, target, port) => {
    expect(parseServer(text)).toEqual({ target, port });
    const argv = remoteDeploy({ target, port }, [], '/app/bin/onomancer');
    expect(argv.slice(argv.indexOf('LogLevel=ERROR') + 1, -1)).toEqual([
      ...(port === null ? [] : ['-p', port]),
      '--',
      target,
    ]);
  });

  it.each([
    '-oProxyCommand=reboot',
    'devrel@-oProxyCommand=reboot',
    '-l@bot',
    'devrel@bot;reboot',
    'devrel@bot reboot',
    'devrel@$(reboot)',
    'devrel@bot\nreboot',
    'ssh://devrel@bot',
    'devrel@bot:ssh',
    'devrel@',
    '',
  ])('takes %j for no server', (text) => {
    expect(parseServer(text)).toBeNull();
  });
});
