import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readGatewayState } from '../../src/ops/facts/release/bot-state.ts';
import { slotSocket } from '../../src/ops/facts/release/standing.ts';
import type { Release } from '../../src/ops/plans/release/release.ts';
import type { StageId } from '../../src/ops/plans/release/stages.ts';
import type { OperationEntry } from '../../src/ops/run/operations-log.ts';
import type { Failure, ReleaseOrder } from '../../src/ops/run/release/release-order.ts';
import { ReleaseRun } from '../../src/ops/run/release/release-run.ts';
import { type ServerPaths, serverPaths } from '../../src/shared/paths.ts';
import { FakePm2 } from '../fakes/pm2.ts';
import { beginJourney, type Journey, until } from './journey.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FIRST: readonly StageId[] = ['start', 'gate', 'swap', 'hand-over', 'stop-old'];
const NEXT: readonly StageId[] = ['snapshot', 'schema', 'start', 'gate', 'swap', 'hand-over', 'soak', 'stop-old'];

let journey: Journey;
let paths: ServerPaths;
let pm2: FakePm2;
let interrupt: AbortController;
/** The stages that began, and what was told. */
let told: string[];

beforeAll(async () => {
  journey = await beginJourney();
  const base = mkdtempSync(join(tmpdir(), 'onomancer-house-'));
  paths = { ...serverPaths(base), logDir: join(base, 'log'), pm2Places: join(base, 'pm2') };
  for (const dir of [paths.runDir, paths.logDir, paths.releasesDir]) mkdirSync(dir, { recursive: true });
  mkdirSync(paths.secretsDir, { mode: 0o700 });
  const secrets = Object.entries(journey.env({})).filter(([name]) => name !== 'BASE_DIR');
  writeFileSync(paths.envFile, secrets.map(([name, value]) => `${name}=${value}\n`).join(''), { mode: 0o600 });
  pm2 = await FakePm2.at(paths);
  begin();
  makeRelease('20261126-010000-a', '');
  const failure = await run('20261126-010000-a', FIRST);
  if (failure !== null) throw failure.error;
}, 120_000);

afterAll(async () => {
  await pm2?.close();
  await journey?.close();
  rmSync(paths.baseDir, { recursive: true, force: true });
});

function begin(): void {
  interrupt = new AbortController();
  told = [];
}
beforeEach(begin);

/** The built bot as a release, with something that it does before all else. */
function makeRelease(id: string, first: string): void {
  const dir = join(paths.releasesDir, id);
  cpSync(join(ROOT, 'dist'), join(dir, 'dist'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
  cpSync(join(ROOT, 'package.json'), join(dir, 'package.json'));
  const entrance = join(dir, 'dist/bot.js');
  writeFileSync(entrance, `${first}\n${readFileSync(entrance, 'utf8')}`);
  const at = '2026-11-26T01:00:00.000Z';
  const release: Release = {
    id,
    version: '0.1.0',
    commit: null,
    asked: 'HEAD',
    builtAt: at,
    builtBy: 'test',
    node: process.version,
    verdict: { is: 'good', at, why: 'test' },
  };
  writeFileSync(join(dir, 'release.json'), JSON.stringify(release));
}

function run(releaseId: string, stages: readonly StageId[], soakSeconds = 2): Promise<Failure | null> {
  const order: ReleaseOrder = {
    verb: 'rollback',
    stages,
    releaseId,
    source: null,
    restoreFrom: null,
    soakSeconds,
    keep: 5,
    who: 'test',
  };
  const lockFd = 0;
  return new ReleaseRun(paths, order, {
    log: { append: (_entry: OperationEntry) => undefined },
    now: () => new Date(),
    nowMs: () => performance.now(),
    signal: interrupt.signal,
    lockFd,
    check: async () => '',
    began: (stage) => void told.push(stage),
    ended: () => undefined,
    tell: (line) => void told.push(line),
  }).run();
}

const linkOf = (path: string): string => basename(readlinkSync(path));
const standing = () => ({
  live: linkOf(paths.currentRelease),
  socket: linkOf(paths.currentSocket),
  standby: linkOf(paths.standbySocket),
  processes: pm2.pids.length,
});
const hasGateway = async (slot: 'blue' | 'green'): Promise<boolean> =>
  (await readGatewayState(slotSocket(paths, slot))).isOurs;

const A_LIVE = { live: '20261126-010000-a', socket: 'blue.sock', standby: 'blue.sock', processes: 1 };

describe('a release run, with real processes', () => {
  it('lets the one before stand by while the next one is watched, and gives it everything back when that dies', async () => {
    makeRelease('20261126-020000-b', '');
    const running = run('20261126-020000-b', NEXT, 20);
    await until('it is watched', () => told.at(-1) === 'soak');
    expect(standing()).toMatchObject({ socket: 'green.sock', standby: 'blue.sock', processes: 2 });
    process.kill(pm2.pids.at(-1) ?? 0, 'SIGKILL');
    await until('the link leads back', () => linkOf(paths.currentSocket) === 'blue.sock', 5_000);
    const failure = await running;
    expect([failure?.stage, failure?.error.code, failure?.givenBack]).toEqual([
      'soak',
      'RELEASE_BAD',
      '20261126-010000-a has the traffic and the gateway again.',
    ]);
    expect(standing()).toEqual(A_LIVE);
    await until('it has the gateway again', () => hasGateway('blue'), 10_000);
  }, 60_000);

  it('does not wait for one that throws at its start', async () => {
    makeRelease('20261126-020000-c', 'throw new Error("broken on purpose");');
    const failure = await run('20261126-020000-c', NEXT);
    expect([failure?.stage, failure?.error.code]).toEqual(['gate', 'RELEASE_NOT_READY']);
    expect(standing()).toEqual(A_LIVE);
    expect(await hasGateway('blue')).toBe(true);
  }, 50_000);

  it('gives everything back when it is broken off while it watches', async () => {
    makeRelease('20261126-020000-d', '');
    const running = run('20261126-020000-d', NEXT, 20);
    await until('it is watched', () => told.at(-1) === 'soak');
    interrupt.abort();
    const failure = await running;
    expect([failure?.stage, failure?.error.code]).toEqual(['soak', 'INTERRUPTED']);
    expect(standing()).toEqual(A_LIVE);
  }, 60_000);

  it('puts the next one into service, with the gateway, and leaves one process', async () => {
    makeRelease('20261126-020000-e', '');
    expect(await run('20261126-020000-e', NEXT)).toBeNull();
    expect(standing()).toEqual({
      live: '20261126-020000-e',
      socket: 'green.sock',
      standby: 'green.sock',
      processes: 1,
    });
    expect(await hasGateway('green')).toBe(true);
    // One before each of the four runs; none of it was needed.
    expect(readdirSync(paths.backupDir).filter((name) => name.endsWith('.db'))).toHaveLength(4);
  }, 60_000);
});
