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

it('says that a crash loop was ended, why to look and how to start it again', () => {
  const process = { pm2Id: 3, slot: 'blue', release: 'r1', pid: 0, status: 'waiting restart', restarts: 20 } as const;
  const text = renderStatus(
    {
      live: null,
      previous: null,
      slots: [
        {
          slot: 'blue',
          isLive: true,
          release: 'r1',
          process: { ...process, memoryBytes: 0, startedAtMs: 0 },
          state: { kind: 'silent', why: 'nobody listens' },
          gateway: null,
          gaveUpAt: '2026-11-26T00:32:09.000Z',
        },
      ],
      queues: null,
      running: null,
      deployments: [],
    },
    new Date('2026-11-26T00:40:00.000Z'),
  );
  expect(text).toContain(`● blue    GAVE UP after 20 starts within 20 minutes, at 2026-11-26T00:32:09.000Z
          why: pm2 logs onomancer-bot --lines 50 --nostream · start it again: pm2 restart onomancer-bot`);
});
