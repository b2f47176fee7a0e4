import { type Busyness, lookAtMachine } from '../../bench/machine.ts';
import { acmeRoot } from '../lab/world.ts';
import type { Moment } from '../report/finding.ts';
import { seconds } from '../report/summary.ts';
import { LAB_FLAGS, referenceSetup } from '../setup/setup-program.ts';
import { ACCESS_PROMISES } from './promises-access.ts';
import { DOCTOR_PROMISES } from './promises-doctor.ts';
import { HOUSE_PROMISES } from './promises-house.ts';
import { WEB_PROMISES } from './promises-web.ts';
import { isReadyKept, keepReady, readyBox } from './ready.ts';
import { expecting, type Scenario, type Stage } from './stage.ts';
import { lastWords, runSetup } from './watch-setup.ts';

const REACH_MS = 120_000;
const REACH_RATIO = 2;
const SECOND_RUN_MS = 10_000;

/** Every promise about the server, as setup leaves it and once more after a reboot. */
export const promises: Scenario = {
  name: 'promises',
  title: 'what the server promises, after setup and after a reboot',
  run: async (stage) => {
    await readyBox(stage);
    await lookAtAll(stage, 'fresh');
    await stage.reboot();
    await lookAtAll(stage, 'rebooted');
    stage.skip('swap on a small machine', 'a container has no swap of its own; needs a virtual machine');
  },
};

async function lookAtAll(stage: Stage, moment: Moment): Promise<void> {
  const sight = { box: stage.box, visitor: await stage.visitor(), ca: await acmeRoot(stage.box.lab), moment };
  await stage.step(`look at every promise (${moment})`, async () => {
    for (const promised of [...ACCESS_PROMISES, ...WEB_PROMISES, ...HOUSE_PROMISES, ...DOCTOR_PROMISES]) {
      await stage.check(promised.what, () => promised.look(sight));
    }
  });
}

/** How long setup takes, beside the shortest script that installs the same; and what a second run does. */
export const setupTime: Scenario = {
  name: 'setup',
  title: 'setup’s time beside a minimal script, and a second run that changes nothing',
  run: async (stage) => {
    await stage.newBox();
    await stage.hall.setup.bring(stage.box);
    const busyness = await lookAtMachine();
    const first = await stage.step('setup', () => runSetup(stage));
    await stage.check('setup on a bare machine ends well', async () =>
      expecting(first.code === 0, first.code === 0 ? seconds(first.ms) : lastWords(first)),
    );
    if (first.code !== 0) return;
    const isQuick = expecting(first.ms <= REACH_MS, seconds(first.ms));
    await stage.checkTime('setup takes at most 2 minutes', busyness, isQuick);
    await secondRun(stage, busyness);
    if (!isReadyKept(stage)) await keepReady(stage);
    await besideReference(stage, busyness, first.ms);
  },
};

/** Second, so that what the registries had to be asked for is at hand for both, or for the reference only. */
async function besideReference(stage: Stage, busyness: Busyness, firstMs: number): Promise<void> {
  await stage.newBox();
  await referenceSetup.bring(stage.box);
  const command = referenceSetup.command(LAB_FLAGS);
  const reference = await stage.step('the minimal script', () => stage.box.run(command, { timeoutMs: 600_000 }));
  stage.needs('the minimal script', reference);
  const ratio = firstMs / reference.ms;
  const seen = `${seconds(firstMs)} beside ${seconds(reference.ms)} = ${ratio.toFixed(2)} ×`;
  const verdict = expecting(ratio <= REACH_RATIO, seen);
  await stage.checkTime('setup takes at most twice the time of a minimal script', busyness, verdict);
}

async function secondRun(stage: Stage, busyness: Busyness): Promise<void> {
  const second = await stage.step('setup again', () => runSetup(stage));
  const says = second.out.trim().split('\n').at(-1) ?? '';
  await stage.check('a second run changes nothing and says so', async () =>
    expecting(second.code === 0 && /\b0 changes\b/.test(second.out), second.code === 0 ? says : lastWords(second)),
  );
  const isQuick = expecting(second.ms <= SECOND_RUN_MS, seconds(second.ms));
  await stage.checkTime('a second run takes at most 10 s', busyness, isQuick);
}
