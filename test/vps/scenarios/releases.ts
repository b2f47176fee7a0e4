import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { lookAtMachine } from '../../bench/machine.ts';
import { seconds } from '../report/summary.ts';
import { BAD_RELEASES, type BadRelease } from './bad-releases.ts';
import { readyBox } from './ready.ts';
import { APP, accountFor, asOperator, bringClone, deploy, served, underLoad, untilServed } from './release-house.ts';
import { expecting, type Scenario, type Stage, wrong } from './stage.ts';
import { lastWords } from './watch-setup.ts';

const RUNBOOK = join(resolve(import.meta.dirname, '../../..'), 'docs/deployment/runbooks/deployment-runbook.md');
const SHORT_DEPLOYS = 3;
const FULL_DEPLOYS = 30;
const ROLLBACK_MS = 5_000;
const PROCESS_MS = 3_000;
const PM2_MS = 15_000;
const BOOT_MS = 30_000;
/** Where deploy is killed: in what it says when the stage begins. */
const KILLS = ['snapshot', 'build', 'schema', 'start', 'gate', 'hand-over', 'soak', 'stop-old'];
const SHORT_KILLS = ['build', 'soak'];

/** Deployments and ways back, under load, with everything that goes wrong. */
export const releases: Scenario = {
  name: 'releases',
  title: 'deploy, roll back, bad releases, crashes and interrupted deployments, under load',
  run: async (stage) => {
    await readyBox(stage);
    await bringClone(stage);
    const first = await stage.step('the first deployment', () => deploy(stage));
    await stage.check('the first deployment works', async () => expecting(first.code === 0, lastWords(first)));
    if (first.code !== 0) return;
    await asOperator(stage, 'onomancer register-commands');
    await inARow(stage);
    await rollback(stage);
    await runbook(stage);
    for (const bad of BAD_RELEASES.filter(({ isShort }) => isShort || stage.hall.isFull)) await badOne(stage, bad);
    await twoAtOnce(stage);
    await crashes(stage);
    for (const at of stage.hall.isFull ? KILLS : SHORT_KILLS) await interrupted(stage, at);
  },
};

async function inARow(stage: Stage): Promise<void> {
  const count = stage.hall.isFull ? FULL_DEPLOYS : SHORT_DEPLOYS;
  const { done: failed, load } = await stage.step(`${count} deployments in a row under load`, () =>
    underLoad(stage, async () => {
      const bad: string[] = [];
      for (let number = 0; number < count; number += 1) {
        const ran = await deploy(stage);
        if (ran.code !== 0) bad.push(lastWords(ran));
      }
      return bad;
    }),
  );
  await stage.check(`${count} deployments in a row work`, async () =>
    expecting(failed.length === 0, failed.join('\n')),
  );
  await stage.check('under load nothing failed, was lost or was answered twice', () => accountFor(stage, load));
}

async function rollback(stage: Stage): Promise<void> {
  const before = await served(stage);
  const busyness = await lookAtMachine();
  const { done: ran, load } = await stage.step('rollback --to-previous under load', () =>
    underLoad(stage, () => asOperator(stage, './docs/deployment/scripts/rollback.sh --to-previous --confirm')),
  );
  const now = await served(stage);
  await stage.check('rollback brings the release before it back', async () =>
    expecting(ran.code === 0 && now !== before && now !== null, `${before} → ${now}\n${lastWords(ran)}`),
  );
  await stage.check('during the rollback nothing failed', () => accountFor(stage, load));
  const isQuick = expecting(ran.ms <= ROLLBACK_MS, seconds(ran.ms));
  await stage.checkTime('rollback takes at most 5 s', busyness, isQuick);
}

async function badOne(stage: Stage, bad: BadRelease): Promise<void> {
  const before = await served(stage);
  await asOperator(stage, `${bad.make} && git commit -qam 'bad on purpose'`);
  const { done: ran, load } = await stage.step(`a release that ${bad.what}`, () =>
    underLoad(stage, () => deploy(stage, `--soak ${bad.soak}`)),
  );
  const now = await served(stage);
  await stage.check(`a release that ${bad.what} is refused, and the one before serves`, async () => {
    const said = `${ran.out}${ran.err}`;
    const isFine = ran.code === bad.exit && bad.says.test(said) && now === before && before !== null;
    return expecting(
      isFine,
      isFine ? `exit code ${ran.code}` : `exit ${ran.code}, ${before} → ${now}\n${lastWords(ran)}`,
    );
  });
  const mayFail = bad.says.source !== 'could not be built' && bad.says.source !== 'did not get ready';
  const what = mayFail ? 'nothing that was acknowledged is lost' : 'nothing fails';
  await stage.check(`while a release that ${bad.what} comes and goes ${what}`, () =>
    accountFor(stage, load, { mayFail }),
  );
  await asOperator(stage, 'git reset -q --hard HEAD~1');
}

async function twoAtOnce(stage: Stage): Promise<void> {
  const [first, second] = await stage.step('two deployments at once', () =>
    Promise.all([deploy(stage), wait(2_000).then(() => deploy(stage))]),
  );
  await stage.check('of two deployments at once the second is refused and names the first', async () => {
    const isFine =
      first.code === 0 && second.code === 75 && /running already: started by .+ process \d+/.test(second.err);
    return expecting(isFine, `exit codes ${first.code} and ${second.code}: ${lastWords(second, 2)}`);
  });
}

async function crashes(stage: Stage): Promise<void> {
  const before = await served(stage);
  const pid = `$(runuser -u devrel -- pm2 jlist | grep -o '"pid":[0-9]*' | head -1 | cut -d: -f2)`;
  await crash(stage, { what: 'the process', line: `kill -9 ${pid}`, reachMs: PROCESS_MS, before });
  await crash(stage, { what: 'PM2', line: 'systemctl kill -s KILL pm2-devrel', reachMs: PM2_MS, before });
  await stage.reboot();
  const back = await untilServed(stage, BOOT_MS * 2);
  const now = await served(stage);
  await stage.check('after a reboot the same release serves', async () =>
    back === null ? wrong('it did not come back') : expecting(now === before, `${before} → ${now} in ${seconds(back)}`),
  );
}

async function crash(
  stage: Stage,
  { what, line, reachMs, before }: { what: string; line: string; reachMs: number; before: string | null },
): Promise<void> {
  const busyness = await lookAtMachine();
  stage.needs(line, await stage.box.sh(line));
  const back = await stage.step(`kill -9 of ${what}`, () => untilServed(stage, 60_000));
  const now = await served(stage);
  await stage.check(`when ${what} is killed, the same release is back by itself`, async () =>
    back === null ? wrong('it did not come back') : expecting(now === before, `${before} → ${now}`),
  );
  if (back !== null)
    await stage.checkTime(`when ${what} is killed, it serves again in ${seconds(reachMs)}`, busyness, {
      isFine: back <= reachMs,
      seen: seconds(back),
    });
}

/** kill -9 as soon as a stage has begun, then a reboot: one release serves, and the next deployment works. */
async function interrupted(stage: Stage, at: string): Promise<void> {
  const script = [
    `cd ${APP}`,
    './docs/deployment/scripts/deploy.sh --soak 8 > /tmp/killed.log 2>&1 & pid=$!',
    `until grep -q '^… ${at}$' /tmp/killed.log || ! kill -0 $pid 2>/dev/null; do sleep 0.02; done`,
    'sleep 0.1; kill -9 $pid; wait $pid; echo $?; tail -2 /tmp/killed.log',
  ].join('\n');
  const ran = await stage.step(`deploy, killed in ${at}`, () =>
    stage.box.run(['su', '-', 'devrel', '-c', script], { timeoutMs: 300_000 }),
  );
  stage.logRan(`deploy, killed in ${at}`, ran);
  await stage.check(`deploy is killed in ${at}`, async () => expecting(/^137$/m.test(ran.out), lastWords(ran)));
  await stage.check(`killed in ${at}: one release serves at once`, async () =>
    expecting((await served(stage)) !== null, String(await served(stage))),
  );
  await stage.reboot();
  const back = await untilServed(stage, BOOT_MS * 2);
  await stage.check(`killed in ${at}, then a reboot: one release serves`, async () =>
    expecting(back !== null, `${await served(stage)}`),
  );
  const again = await stage.step('the next deployment', () => deploy(stage));
  await stage.check(`killed in ${at}, then a reboot: the next deployment works`, async () =>
    expecting(again.code === 0, again.code === 0 ? seconds(again.ms) : lastWords(again)),
  );
}

/** Every block of commands of the runbook, word for word. */
async function runbook(stage: Stage): Promise<void> {
  const blocks = [...readFileSync(RUNBOOK, 'utf8').matchAll(/^```bash\n([\s\S]*?)^```$/gm)].map(
    ([, block = '']) => block,
  );
  for (const line of blocks.flatMap((block) => block.trim().split('\n'))) {
    const snapshot = await stage.box.ask("ls -t /opt/devrel-integration/backups | grep '[.]db$' | head -1");
    const ran = await stage.step(line, () => asOperator(stage, line.replace('SNAPSHOT', snapshot)));
    await stage.check(`the runbook’s line works: ${line}`, async () => expecting(ran.code === 0, lastWords(ran)));
  }
  await stage.check('after the whole runbook a release serves', async () =>
    expecting((await served(stage)) !== null, String(await served(stage))),
  );
}
