import { describe, expect, it } from 'vitest';
import { parseSlotProcesses } from './slot-processes.ts';

const LIVE = {
  pm_id: 3,
  name: 'onomancer-bot',
  pid: 4711,
  monit: { memory: 98_000_000, cpu: 1 },
  pm2_env: { namespace: 'blue', status: 'online', restart_time: 2, pm_uptime: 1_764_000_000_000, RELEASE_ID: 'r1' },
};

describe('what PM2 says of our processes', () => {
  it('is read also when lines for people stand before the list', () => {
    const said = `\n>>>> In-memory PM2 is out-of-date, do:\n[PM2] note\n${JSON.stringify([LIVE, { pm_id: 1, name: 'other', pid: 2 }])}`;
    expect(parseSlotProcesses(said)).toEqual([
      {
        pm2Id: 3,
        slot: 'blue',
        release: 'r1',
        pid: 4711,
        status: 'online',
        restarts: 2,
        memoryBytes: 98_000_000,
        startedAtMs: 1_764_000_000_000,
      },
    ]);
  });

  it('names no slot for a process that somebody started by hand', () => {
    const [process] = parseSlotProcesses(JSON.stringify([{ ...LIVE, pm2_env: { namespace: 'default' } }])) ?? [];
    expect(process).toMatchObject({ slot: null, release: null, status: 'unknown', restarts: 0 });
  });

  it('tells an empty list from no list at all: a PM2 that does not answer runs something all the same', () => {
    expect(parseSlotProcesses('[]')).toEqual([]);
    expect(parseSlotProcesses('[PM2][ERROR] Permission denied')).toBeNull();
  });
});
