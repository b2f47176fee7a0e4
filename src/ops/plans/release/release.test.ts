import { describe, expect, it } from 'vitest';
import { liveRelease, previousRelease, type Release, releasesToPrune, type Standing } from './release.ts';

const release = (id: string, is: 'good' | 'bad' | null): Release => ({
  id,
  version: '1.0.0',
  commit: null,
  asked: 'HEAD',
  builtAt: '2026-11-25T21:30:00.000Z',
  builtBy: 'devrel',
  node: 'v24.21.0',
  verdict: is && { is, at: '2026-11-25T21:31:00.000Z', why: 'watched for 30 s' },
});

const standing = (more: Partial<Standing> = {}): Standing => ({
  releases: [release('5', null), release('4', 'good'), release('3', 'bad'), release('2', 'good'), release('1', 'good')],
  unfinished: [],
  liveSlot: 'green',
  slots: { blue: '2', green: '4' },
  processes: [],
  ...more,
});

describe('which release is which', () => {
  it('is said by the link of the socket and the link of its slot', () => {
    expect(liveRelease(standing())?.id).toBe('4');
    expect(liveRelease(standing({ liveSlot: 'blue' }))?.id).toBe('2');
    expect(liveRelease(standing({ liveSlot: null }))).toBeNull();
  });

  it('goes back to the last good one before the live one, never to a bad one or to one that was only built', () => {
    expect(previousRelease(standing())?.id).toBe('2');
    expect(previousRelease(standing({ slots: { blue: '1', green: null }, liveSlot: 'blue' }))).toBeNull();
    expect(previousRelease(standing({ liveSlot: null }))?.id).toBe('4');
  });
});

describe('which releases go', () => {
  it('are the oldest, but never the live one or the one to go back to', () => {
    expect(releasesToPrune(standing(), 2)).toEqual(['5', '3', '1']);
    expect(releasesToPrune(standing(), 4)).toEqual(['1']);
    expect(releasesToPrune(standing(), 5)).toEqual([]);
  });

  it('are never ones that a process runs', () => {
    const process = { pm2Id: 1, slot: 'blue', release: '1', pid: 1, status: 'online' } as const;
    const running = { ...process, restarts: 0, memoryBytes: 0, startedAtMs: 0 };
    expect(releasesToPrune(standing({ processes: [running] }), 2)).toEqual(['5', '3']);
  });
});
