import { setTimeout as wait } from 'node:timers/promises';
import { boot, unplug } from '../box/power.ts';
import { ADDRESSES, DOMAIN } from '../lab/addresses.ts';
import { readyBox } from './ready.ts';
import { expecting, type Scenario, type Stage } from './stage.ts';
import { lastWords, runSetup } from './watch-setup.ts';

/** In the long form: how far setup has come when the power goes. */
const CUT_AFTER = /^✓ (?:Node|PM2|Firewall)/m;

/** The power goes: what was not on the disk is lost. The server has to come back by itself. */
export const powerCut: Scenario = {
  name: 'power-cut',
  title: 'the power is cut on a server that is set up, and (in the long form) in the middle of setup',
  run: async (stage) => {
    await readyBox(stage, { disk: 'ext4' });
    await cut(stage);
    await isBack(stage, 'after a power cut');
    if (!stage.hall.isFull) return;
    await stage.newBox({ disk: 'ext4' });
    await stage.hall.setup.bring(stage.box);
    await stage.box.sh('sync');
    await cutInTheMiddle(stage);
    const again = await stage.step('setup again', () => runSetup(stage));
    await stage.check('power cut in the middle of setup: run again, it gets to its end', async () =>
      expecting(again.code === 0, lastWords(again)),
    );
    await isBack(stage, 'after a power cut in the middle of setup');
  },
};

async function cut(stage: Stage): Promise<void> {
  await stage.step('pull the plug and switch on again', async () => {
    await unplug(stage.box.lab);
    await boot(stage.box.lab);
  });
}

async function isBack(stage: Stage, when: string): Promise<void> {
  await stage.check(`${when} the key opens, the web answers, no unit has failed`, async () => {
    const login = await stage.box.ssh('id -un', { user: 'devrel' });
    const visitor = await stage.visitor();
    const web = await visitor.do('visit', { host: ADDRESSES.box, from: ADDRESSES.otherGuest, name: DOMAIN });
    const failed = await stage.box.ask('systemctl --failed --plain --no-legend | cut -d" " -f1');
    const isFine = login.code === 0 && web.status === 503 && failed === '';
    return expecting(
      isFine,
      `login ${login.code} ${login.err.trim()}, status ${web.status}, failed: ${failed || 'none'}`,
    );
  });
  const ran = await stage.step('setup looks at it', () => runSetup(stage));
  await stage.check(`${when} setup finds nothing to do`, async () =>
    expecting(ran.code === 0 && /\b0 changes\b/.test(ran.out), lastWords(ran, 2)),
  );
}

async function cutInTheMiddle(stage: Stage): Promise<void> {
  const death: { cutting: Promise<void> | null } = { cutting: null };
  let text = '';
  const running = stage.step('setup, until the power goes', () =>
    runSetup(stage, {
      onOutput: (more) => {
        text += more;
        if (death.cutting === null && CUT_AFTER.test(text)) death.cutting = wait(500).then(() => unplug(stage.box.lab));
      },
    }),
  );
  await running;
  await death.cutting;
  if (death.cutting === null) throw new Error(`setup never came to ${String(CUT_AFTER)}`);
  await boot(stage.box.lab);
}
