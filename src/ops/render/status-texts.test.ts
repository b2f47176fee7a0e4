import { expect, it } from 'vitest';
import { renderStatus } from './status-texts.ts';

it('tells of a deployment that is at work, so that whoever lost the connection finds it again', () => {
  const text = renderStatus(
    {
      live: null,
      previous: null,
      slots: [],
      queues: null,
      running: {
        what: 'onomancer deploy 20261126-003209-ddf7cb9',
        who: 'devrel from 198.51.100.11',
        since: '2026-11-26T00:32:09.000Z',
        pid: 4711,
        stage: 'build',
      },
      deployments: [],
    },
    new Date('2026-11-26T00:32:21.000Z'),
  );
  expect(text).toContain(
    'Running   onomancer deploy 20261126-003209-ddf7cb9: in “build”, for 12.0 s, by devrel from 198.51.100.11, process 4711',
  );
});
