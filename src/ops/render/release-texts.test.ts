import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Release, Standing } from '../plans/release/release.ts';
import { deployStages, restoreStages, rollbackStages } from '../plans/release/stages.ts';
import { renderCompletion } from './completion.ts';
import {
  DEPLOY_HELP,
  ROLLBACK_HELP,
  renderFailure,
  renderLive,
  renderReleases,
  renderStages,
} from './release-texts.ts';
import { remoteDeploy } from './remote-deploy.ts';

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
      renderLive(standing, 16_600),
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
      'devrel@bot.example.org',
      ['--host', 'devrel@bot.example.org', '--version', '$(id)'],
      '/app/bin/onomancer',
    );
    expect(argv.slice(-3)).toEqual(['--', 'devrel@bot.example.org', "/app/bin/onomancer deploy --version '$(id)'"]);
    expect(argv).toContain('StrictHostKeyChecking=yes');
  });
});

it('completes verbs and the flags that their help names', () => {
  const text = renderCompletion([{ name: 'deploy', help: 'onomancer deploy [--soak SECONDS] [--json]' }]);
  expect(text).toContain("deploy) words='--json --soak' ;;");
});
