import { setTimeout as wait } from 'node:timers/promises';
import { boot, unplug } from '../box/power.ts';
import type { Ran } from '../lab/run.ts';
import { seconds } from '../report/summary.ts';
import { deployedBox } from './deployed-box.ts';
import { APP, countProcesses, deploy, served, untilServed } from './release-house.ts';
import { expecting, type Scenario, type Stage } from './stage.ts';
import { lastWords } from './watch-setup.ts';

const BOOT_MS = 60_000;
const DEPLOY_MS = 300_000;
/** Where deploy is killed: in what it says when the stage begins. */
const KILLS = ['snapshot', 'build', 'schema', 'start', 'gate', 'hand-over', 'soak', 'stop-old'];
const SHORT_KILLS = ['build', 'soak'];
/** Where the power goes, and how far into the stage. */
const CUTS = [
  { at: 'snapshot', afterMs: 200 },
  { at: 'build', afterMs: 1_500 },
  { at: 'start', afterMs: 300 },
  { at: 'swap', afterMs: 0 },
  { at: 'hand-over', afterMs: 50 },
  { at: 'soak', afterMs: 2_000 },
  { at: 'stop-old', afterMs: 100 },
] as const;

/** A deployment ends in the middle of each stage, by itself or with the whole machine. */
export const releasesInterrupted: Scenario = {
  name: 'releases-interrupted',
  title: 'deploy is killed in its stages and the server rebooted, and the power is cut in its stages',
  run: async (stage) => {
    await deployedBox(stage);
    const kills = stage.hall.isFull ? KILLS : SHORT_KILLS;
    const killed: boolean[] = [];
    for (const at of kills) killed.push(await interrupted(stage, at));
    stage.reached(row('kill -9', kills, killed), killed.every(Boolean));
    if (!stage.hall.isFull) return;
    await deployedBox(stage, { disk: 'ext4' });
    const cut: boolean[] = [];
    for (const at of CUTS) cut.push(await powerCutIn(stage, at));
    stage.reached(
      row(
        'power cut',
        CUTS.map(({ at }) => at),
        cut,
      ),
      cut.every(Boolean),
    );
  },
};

function row(how: string, stages: readonly string[], fine: readonly boolean[]) {
  const bad = stages.filter((_, index) => fine[index] !== true);
  return {
    what: `interrupted deploy: ${how} in ${stages.join(', ')}${how === 'kill -9' ? ', then a reboot' : ''}`,
    reach: 'one healthy release serving; the next deploy succeeds',
    seen: bad.length === 0 ? `so in all ${stages.length}` : `not in ${bad.join(', ')}`,
  };
}

/** kill -9 as soon as a stage has begun, then a reboot: one release serves, and the next deployment works. */
async function interrupted(stage: Stage, at: string): Promise<boolean> {
  const script = [
    `cd ${APP}`,
    './docs/deployment/scripts/deploy.sh --soak 8 > /tmp/killed.log 2>&1 & pid=$!',
    `until grep -q '^… ${at}$' /tmp/killed.log || ! kill -0 $pid 2>/dev/null; do sleep 0.02; done`,
    'sleep 0.1; kill -9 $pid; wait $pid; echo $?; tail -2 /tmp/killed.log',
  ].join('\n');
  const ran = await stage.step(`deploy, killed in ${at}`, () =>
    stage.box.run(['su', '-', 'devrel', '-c', script], { timeoutMs: DEPLOY_MS }),
  );
  stage.logRan(`deploy, killed in ${at}`, ran);
  const isKilled = await stage.check(`deploy is killed in ${at}`, async () =>
    expecting(/^137$/m.test(ran.out), lastWords(ran)),
  );
  const isServed = await stage.check(`killed in ${at}: one release serves at once`, async () =>
    expecting((await served(stage)) !== null, String(await served(stage))),
  );
  await stage.reboot();
  return (await isWellAfter(stage, `killed in ${at}, then a reboot`)) && isKilled && isServed;
}

/** The power goes in the middle of a stage. */
async function powerCutIn(stage: Stage, cut: { readonly at: string; readonly afterMs: number }): Promise<boolean> {
  const { at } = cut;
  const ran = await stage.step(`deploy, until the power goes in ${at}`, () => deployUntilCut(stage, cut));
  stage.logRan(`deploy, until the power goes in ${at}`, ran);
  const isCut = await stage.check(`the power goes in ${at}`, async () =>
    expecting(new RegExp(`^… ${at}$`, 'm').test(ran.out) && !/^Live: /m.test(ran.out), lastWords(ran, 2)),
  );
  await stage.step('switch on again', () => boot(stage.box.lab));
  return (await isWellAfter(stage, `a power cut in ${at}`)) && isCut;
}

async function deployUntilCut(
  stage: Stage,
  { at, afterMs }: { readonly at: string; readonly afterMs: number },
): Promise<Ran> {
  const death: { cutting: Promise<void> | null } = { cutting: null };
  const begins = new RegExp(`^… ${at}$`, 'm');
  let text = '';
  const ran = await stage.box.run(
    ['su', '-', 'devrel', '-c', `cd ${APP} && ./docs/deployment/scripts/deploy.sh --soak 8`],
    {
      timeoutMs: DEPLOY_MS,
      onOutput: (more) => {
        text += more;
        if (death.cutting === null && begins.test(text))
          death.cutting = wait(afterMs).then(() => unplug(stage.box.lab));
      },
    },
  );
  if (death.cutting === null) throw new Error(`deploy never came to ${at}:\n${lastWords(ran)}`);
  await death.cutting;
  return ran;
}

async function isWellAfter(stage: Stage, when: string): Promise<boolean> {
  const back = await untilServed(stage, BOOT_MS);
  const isServed = await stage.check(`${when}: one release serves`, async () => {
    const [release, count] = [await served(stage), await countProcesses(stage)];
    const ready = await stage.box.ask('curl -s -o /dev/null -w "%{http_code}" http://127.0.0.1:3000/health/ready');
    const isFine = back !== null && release !== null && count === 1 && ready === '200';
    return expecting(isFine, `${release}, ${count} processes, /health/ready ${ready}`);
  });
  const again = await stage.step('the next deployment', () => deploy(stage));
  const works = await stage.check(`${when}: the next deployment works`, async () =>
    expecting(again.code === 0, again.code === 0 ? seconds(again.ms) : lastWords(again)),
  );
  return isServed && works;
}
