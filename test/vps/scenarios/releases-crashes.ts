import { setTimeout as wait } from 'node:timers/promises';
import { lookAtMachine } from '../../bench/machine.ts';
import { boot, unplug } from '../box/power.ts';
import { seconds } from '../report/summary.ts';
import { deployedBox } from './deployed-box.ts';
import { accountOf, awayMs, isKept, tell } from './load-account.ts';
import { countProcesses, served, underLoad, untilServed } from './release-house.ts';
import { expecting, type Scenario, type Stage } from './stage.ts';

const PROCESS_MS = 3_000;
const PM2_MS = 15_000;
const BOOT_MS = 30_000;
const PATIENCE_MS = 60_000;
/** How long everything goes its usual way before, and again afterwards. */
const CALM_MS = 3_000;

/** The process, PM2 and the whole machine die under load while nothing is deployed. */
export const releasesCrashes: Scenario = {
  name: 'releases-crashes',
  title: 'the process, PM2 and the machine die under load: all come back by themselves, nothing acknowledged is lost',
  run: async (stage) => {
    await deployedBox(stage);
    const pid = `$(runuser -u devrel -- pm2 jlist | grep -o '"pid":[0-9]*' | head -1 | cut -d: -f2)`;
    await kill(stage, { what: 'the process', line: `kill -9 ${pid}`, reachMs: PROCESS_MS });
    await kill(stage, { what: 'PM2', line: 'systemctl kill -s KILL pm2-devrel', reachMs: PM2_MS });
    await start(stage, 'a reboot', async () => {
      await stage.reboot();
      return null;
    });
    if (!stage.hall.isFull) return;
    await deployedBox(stage, { disk: 'ext4' });
    await start(stage, 'a power cut', async () => {
      await unplug(stage.box.lab);
      const bootedAt = performance.now();
      await boot(stage.box.lab);
      return bootedAt;
    });
  },
};

interface Kill {
  readonly what: string;
  readonly line: string;
  readonly reachMs: number;
}

async function kill(stage: Stage, { what, line, reachMs }: Kill): Promise<void> {
  const before = await served(stage);
  const busyness = await lookAtMachine();
  const { load } = await stage.step(`kill -9 of ${what} under load`, () =>
    underLoad(stage, async () => {
      await wait(CALM_MS);
      stage.needs(line, await stage.box.sh(line));
      await untilServed(stage, PATIENCE_MS);
      await wait(CALM_MS);
    }),
  );
  const now = await served(stage);
  const left = await countProcesses(stage);
  const isBack = await stage.check(`when ${what} is killed, the same release is back by itself`, async () =>
    expecting(now === before && now !== null && left === 1, `${before} → ${now}, ${left} processes`),
  );
  const account = await accountOf(stage, load);
  const isAllThere = await stage.check(`when ${what} is killed, nothing that was acknowledged is lost`, async () =>
    expecting(isKept(account), tell(account)),
  );
  const away = awayMs(load);
  const isQuick = await stage.checkTime(
    `when ${what} is killed, it serves again in ${seconds(reachMs)}`,
    busyness,
    expecting(away <= reachMs, seconds(away)),
  );
  stage.reached(
    {
      what: `crash of ${what}, killed under load`,
      reach: `serving again in ≤ ${seconds(reachMs)}; no acknowledged webhook lost`,
      seen: `away for ${seconds(away)}; ${load.acknowledged.length} webhooks acknowledged, ${account.lost} lost, ${account.doubled} twice`,
    },
    isBack && isAllThere && isQuick,
  );
}

/** The machine goes down and starts again; `act` gives the moment it was switched on, null for that of the call. */
async function start(stage: Stage, what: string, act: () => Promise<number | null>): Promise<void> {
  const before = await served(stage);
  const busyness = await lookAtMachine();
  const { done: tookMs, load } = await stage.step(`${what} under load`, () =>
    underLoad(stage, async () => {
      await wait(CALM_MS);
      const beganAt = performance.now();
      const bootedAt = (await act()) ?? beganAt;
      const back = await untilServed(stage, PATIENCE_MS);
      const took = performance.now() - bootedAt;
      await wait(CALM_MS);
      return back === null ? null : took;
    }),
  );
  const now = await served(stage);
  const isBack = await stage.check(`after ${what} the same release serves`, async () =>
    expecting(now === before && now !== null, `${before} → ${now}`),
  );
  const account = await accountOf(stage, load);
  const isAllThere = await stage.check(`after ${what} nothing that was acknowledged is lost`, async () =>
    expecting(isKept(account), tell(account)),
  );
  const seen = tookMs === null ? 'it did not come back' : seconds(tookMs);
  const isQuick = await stage.checkTime(
    `after ${what} it serves within 30 s`,
    busyness,
    expecting(tookMs !== null && tookMs <= BOOT_MS, seen),
  );
  stage.reached(
    {
      what: `crash of the machine: ${what} under load`,
      reach: 'serving again ≤ 30 s after boot; no acknowledged webhook lost',
      seen: `${seen}; ${load.acknowledged.length} webhooks acknowledged, ${account.lost} lost, ${account.doubled} twice`,
    },
    isBack && isAllThere && isQuick,
  );
}
