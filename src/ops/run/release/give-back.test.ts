import { lstatSync, mkdirSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServerPaths, serverPaths } from '../../../shared/paths.ts';
import type { Release } from '../../plans/release/release.ts';
import { giveBack } from './give-back.ts';
import type { Progress } from './progress.ts';
import { assignSlot, makeLive, standBy } from './swap.ts';
import { sweep } from './sweep.ts';

// PM2 does not run below this directory, as after a power cut: nothing but the links says what is live.
let paths: ServerPaths;
beforeEach(() => {
  paths = serverPaths(mkdtempSync(join(tmpdir(), 'onomancer-release-')));
  for (const dir of ['run', 'releases/old', 'releases/new']) mkdirSync(join(paths.baseDir, dir), { recursive: true });
  assignSlot(paths, 'blue', 'old');
  assignSlot(paths, 'green', 'new');
});
afterEach(() => rmSync(paths.baseDir, { recursive: true, force: true }));

const old: Release = {
  id: 'old',
  version: '1.0.0',
  commit: null,
  asked: 'HEAD',
  builtAt: '',
  builtBy: '',
  node: '',
  verdict: null,
};

function progress(more: Partial<Progress> = {}): Progress {
  return {
    was: { releases: [old], unfinished: [], liveSlot: 'blue', slots: { blue: 'old', green: null }, processes: [] },
    before: { isReady: true, hasGateway: true },
    slot: 'green',
    release: { ...old, id: 'new' },
    started: null,
    snapshot: null,
    undo: null,
    isSwapped: true,
    isStoppedFirst: false,
    isCommitted: false,
    ...more,
  };
}

const leadsTo = (link: string): string | null =>
  lstatSync(link, { throwIfNoEntry: false }) === undefined ? null : readlinkSync(link);

describe('what a run that failed takes back', () => {
  it('is the traffic first of all', async () => {
    standBy(paths, 'blue');
    makeLive(paths, 'green', 'new');
    expect(await giveBack(paths, progress())).toBe('old has the traffic and the gateway again.');
    expect([paths.currentSocket, paths.standbySocket].map(leadsTo)).toEqual(['blue.sock', 'blue.sock']);
    expect(leadsTo(paths.currentRelease)).toBe('releases/old');
  });

  it('leaves nothing live when there was nothing: the start of the server must not start a bad first release', async () => {
    makeLive(paths, 'green', 'new');
    const was = { ...progress().was, releases: [], liveSlot: null, slots: { blue: null, green: null } };
    expect(await giveBack(paths, progress({ was }))).toBe('Nothing serves: there was no release before it.');
    expect([paths.currentSocket, paths.standbySocket, paths.currentRelease].map(leadsTo)).toEqual([null, null, null]);
  });

  it('is nothing once the new one has proved itself: the old one is stopped by then', async () => {
    makeLive(paths, 'green', 'new');
    expect(await giveBack(paths, progress({ isCommitted: true }))).toMatch(/^new is live and stays/);
    expect(leadsTo(paths.currentSocket)).toBe('green.sock');
  });

  it('does not say that something served which did not', async () => {
    const before = { isReady: false, hasGateway: false };
    makeLive(paths, 'blue', 'old');
    expect(await giveBack(paths, progress({ before, isSwapped: false }))).toBe(
      'old was not well before, and is as it was.',
    );
  });
});

describe('what a run that was killed leaves', () => {
  it('is put in order by the next one: half a swap, half a build, half a removal, but never what is live', async () => {
    makeLive(paths, 'blue', 'old');
    makeLive(paths, 'green', 'old');
    mkdirSync(join(paths.releasesDir, '.going-older/dist'), { recursive: true });
    standBy(paths, 'blue');
    const standing = await sweep(paths, () => undefined);
    expect(standing.liveSlot).toBe('green');
    // The next release is started in blue, and must prove itself before anybody asks it anything.
    expect(leadsTo(paths.standbySocket)).toBe('green.sock');
    expect(leadsTo(paths.currentRelease)).toBe('releases/new');
    const left = ['old', 'new', '.going-older'].map((name) =>
      lstatSync(join(paths.releasesDir, name), { throwIfNoEntry: false }),
    );
    expect(left.map((found) => found !== undefined)).toEqual([false, true, false]);
  });
});
