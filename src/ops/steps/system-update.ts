import { apt } from './apt.ts';
import type { StepMaker } from './setup-input.ts';
import { asking, doing } from './step.ts';

/** Written when the lists were fetched: the files of apt itself keep the times of the mirror. */
const LISTS_STAMP = '/var/lib/onomancer/package-lists';

/** Newest packages of this release of the system, and what was left half installed is finished. */
export const systemUpdate: StepMaker = () => ({
  id: 'system-update',
  title: 'System update',
  checks: 'the age of the package lists, packages that are half installed, and packages with a newer version',
  undo: 'an update is not taken back; apt keeps the list of what it did in /var/log/apt/history.log',
  resources: [
    {
      kind: 'condition',
      title: 'no package is half installed',
      probe: asking('dpkg', '--audit'),
      wants: { stdout: '' },
      change: [
        {
          argv: ['dpkg', '--force-confdef', '--force-confold', '--configure', '-a'],
          limitSeconds: 900,
          environment: { DEBIAN_FRONTEND: 'noninteractive' },
        },
        apt('install', '--fix-broken'),
      ],
    },
    {
      kind: 'condition',
      title: 'the package lists are from the last 24 hours',
      probe: asking('find', LISTS_STAMP, '-mmin', '-1440'),
      wants: { stdout: LISTS_STAMP },
      change: [apt('update'), doing('install', '-D', '-m', '644', '/dev/null', LISTS_STAMP)],
    },
    {
      kind: 'condition',
      title: 'every package is the newest of this release',
      probe: asking('apt-get', '--simulate', '--quiet', 'upgrade'),
      wants: { lacks: /^Inst /m },
      change: [apt('upgrade')],
    },
  ],
});
