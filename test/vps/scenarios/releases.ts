import { setTimeout as wait } from 'node:timers/promises';
import { lookAtMachine } from '../../bench/machine.ts';
import type { Ran } from '../lab/run.ts';
import { seconds } from '../report/summary.ts';
import { deployedBox } from './deployed-box.ts';
import { accountOf, checkWaits, isClean, tell } from './load-account.ts';
import { asOperator, deploy, LOAD, served, stageTimes, underLoad } from './release-house.ts';
import { expecting, type Scenario, type Stage } from './stage.ts';
import { lastWords } from './watch-setup.ts';

const SHORT_DEPLOYS = 3;
const FULL_DEPLOYS = 30;
const ROLLBACK_MS = 5_000;
const LIVE_MS = 45_000;
const BEYOND_BUILD_MS = 10_000;
/** What comes after a release is live. */
const AFTER_LIVE = ['soak', 'stop-old', 'commands', 'prune'];

/** Deployments and ways back under load. */
export const releases: Scenario = {
  name: 'releases',
  title: 'deployments in a row and ways back under load, two at once',
  run: async (stage) => {
    await deployedBox(stage);
    await inARow(stage);
    await rollback(stage);
    await twoAtOnce(stage);
  },
};

async function inARow(stage: Stage): Promise<void> {
  const { isFull } = stage.hall;
  const count = isFull ? FULL_DEPLOYS : SHORT_DEPLOYS;
  const busyness = await lookAtMachine();
  const { done: deployments, load } = await stage.step(`${count} deployments in a row under load`, () =>
    underLoad(stage, async () => {
      const all: Ran[] = [];
      for (let number = 0; number < count; number += 1) all.push(await deploy(stage));
      return all;
    }),
  );
  const failed = deployments.filter(({ code }) => code !== 0).map((ran) => lastWords(ran));
  const work = await stage.check(`${count} deployments in a row work`, async () =>
    expecting(failed.length === 0, failed.join('\n')),
  );
  const account = await accountOf(stage, load);
  const clean = await stage.check('under load nothing failed, was lost or was answered twice', async () =>
    expecting(isClean(account), tell(account)),
  );
  const quick = await checkWaits(stage, load, { busyness, during: `in ${count} deployments` });
  const { http, webhooks, interactions } = LOAD[isFull ? 'full' : 'short'];
  stage.reached(
    {
      what: `${count} deployments in a row, under ${http} requests, ${webhooks} webhooks and ${interactions} interactions a second`,
      reach: '0 failed, 0 lost, 0 answered twice; longest wait of any request ≤ 1 s, of any interaction ≤ 2.5 s',
      seen: `${count - failed.length} of ${count} work\n${tell(account).replaceAll('; ', '\n')}`,
    },
    work && clean && quick,
  );
  const times = deployments.filter(({ code }) => code === 0).map(timesOf);
  const live = Math.max(...times.map(({ liveMs }) => liveMs));
  const beyond = Math.max(...times.map(({ beyondBuildMs }) => beyondBuildMs));
  const isLive = await stage.checkTime(
    'a deployment with the lock file as before is live in 45 s',
    busyness,
    expecting(live <= LIVE_MS, seconds(live)),
  );
  const isBeyond = await stage.checkTime(
    '…and at most 10 s of that are not the build',
    busyness,
    expecting(beyond <= BEYOND_BUILD_MS, seconds(beyond)),
  );
  stage.reached(
    {
      what: 'deploy, lock file unchanged: command to live, without the soak, under that load',
      reach: '≤ 45 s; ≤ 10 s beyond the build',
      seen: `longest of ${times.length}: ${seconds(live)}; beyond the build ${seconds(beyond)}`,
    },
    isLive && isBeyond && times.length > 0,
  );
}

/** From the command to the moment from which on it is live and has the gateway. */
function timesOf(ran: Ran): { readonly liveMs: number; readonly beyondBuildMs: number } {
  const times = stageTimes(ran);
  const after = AFTER_LIVE.reduce((sum, name) => sum + (times.get(name) ?? 0), 0);
  const buildMs = times.get('build');
  if (buildMs === undefined) throw new Error(`deploy does not tell how long the build took:\n${lastWords(ran)}`);
  return { liveMs: ran.ms - after, beyondBuildMs: ran.ms - after - buildMs };
}

async function rollback(stage: Stage): Promise<void> {
  const before = await served(stage);
  const busyness = await lookAtMachine();
  const { done: ran, load } = await stage.step('rollback --to-previous under load', () =>
    underLoad(stage, () => asOperator(stage, './docs/deployment/scripts/rollback.sh --to-previous --confirm')),
  );
  const now = await served(stage);
  const works = await stage.check('rollback brings the release before it back', async () =>
    expecting(ran.code === 0 && now !== before && now !== null, `${before} → ${now}\n${lastWords(ran)}`),
  );
  const account = await accountOf(stage, load);
  const clean = await stage.check('during the rollback nothing failed', async () =>
    expecting(isClean(account), tell(account)),
  );
  const quick = await stage.checkTime(
    'rollback takes at most 5 s',
    busyness,
    expecting(ran.ms <= ROLLBACK_MS, seconds(ran.ms)),
  );
  stage.reached(
    {
      what: 'rollback: command to healthy, under that load',
      reach: '≤ 5 s, 0 failed requests',
      seen: `${seconds(ran.ms)}; ${tell(account)}`,
    },
    works && clean && quick,
  );
}

async function twoAtOnce(stage: Stage): Promise<void> {
  const [first, second] = await stage.step('two deployments at once', () =>
    Promise.all([deploy(stage), wait(2_000).then(() => deploy(stage))]),
  );
  const isFine =
    first.code === 0 && second.code === 75 && /running already: started by .+ process \d+/.test(second.err);
  const seen = `exit codes ${first.code} and ${second.code}: ${lastWords(second, 2)}`;
  await stage.check('of two deployments at once the second is refused and names the first', async () =>
    expecting(isFine, seen),
  );
  stage.reached({ what: 'two deployments at once', reach: 'the second is refused and names the first', seen }, isFine);
}
