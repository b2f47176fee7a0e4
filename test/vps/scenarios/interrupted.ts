import { setTimeout as wait } from 'node:timers/promises';
import { runInside } from '../box/leader.ts';
import { DOMAIN } from '../lab/addresses.ts';
import { expecting, type Scenario, type Stage } from './stage.ts';
import { lastWords, runSetup, SETUP_UNIT } from './watch-setup.ts';

/** How setup says that a step is done that changed something. */
const DONE = /^✓ (.+?): \d+ changes?, /gm;
/** More steps than there are. */
const MOST_KILLS = 40;
const SHORT_KILLS = [1, 4, 8, 12];

/**
 * Kills setup after a step, starts it again, kills it after the next one, and so on. In the short form only some of the
 * runs are killed. Every second time it is killed in the middle of what comes next rather than right after the step.
 */
export const interrupted: Scenario = {
  name: 'interrupted',
  title: 'setup is killed (kill -9) after its steps and run again, until nothing is left to do',
  run: async (stage) => {
    await stage.newBox();
    await stage.hall.setup.bring(stage.box);
    const killed = await killAgainAndAgain(stage);
    const last = await stage.step('the run that may end', () => runSetup(stage));
    await stage.check(`killed ${killed.length} times, it gets to its end all the same`, async () =>
      expecting(last.code === 0, last.code === 0 ? `after ${killed.join(', ')}` : lastWords(last)),
    );
    const again = await stage.step('setup again', () => runSetup(stage));
    await stage.check('then there is nothing left to do', async () =>
      expecting(again.code === 0 && /\b0 changes\b/.test(again.out), lastWords(again, 2)),
    );
    await stage.check('nobody is locked out, and the web server answers', async () => {
      const login = await stage.box.ssh('id -un', { user: 'devrel' });
      const visitor = await stage.visitor();
      const { status } = await visitor.do('visit', { host: '198.51.100.80', from: '198.51.100.12', name: DOMAIN });
      return expecting(login.code === 0 && status > 0, `login ${login.code}, status ${status}`);
    });
    await stage.check('no timer is left armed that would put things back', async () => {
      const timers = await stage.box.ask(
        'systemctl list-timers --all --plain --no-legend | grep -c onomancer-dead-man || true',
      );
      return expecting(timers === '0', `${timers} armed`);
    });
  },
};

async function killAgainAndAgain(stage: Stage): Promise<readonly string[]> {
  const killed: string[] = [];
  const seen = new Set<string>();
  for (let round = 1; round <= MOST_KILLS; round += 1) {
    const wanted = stage.hall.isFull ? 1 : (SHORT_KILLS[round - 1] ?? 0) - (SHORT_KILLS[round - 2] ?? 0);
    if (wanted <= 0) break;
    const step = await stage.step(`run ${round}, to be killed`, () =>
      runAndKill(stage, { wanted, seen, isLate: round % 2 === 0 }),
    );
    if (step === null) break;
    killed.push(`“${step}”`);
  }
  return killed;
}

interface Kill {
  /** After how many steps that no earlier run has done. */
  readonly wanted: number;
  readonly seen: Set<string>;
  /** A moment into the next step. */
  readonly isLate: boolean;
}

/** The step after which it was killed, or null when it came to its end first. */
async function runAndKill(stage: Stage, { wanted, seen, isLate }: Kill): Promise<string | null> {
  let text = '';
  const death: { killing: Promise<void> | null; after: string | null } = { killing: null, after: null };
  const before = new Set(seen);
  const ran = await runSetup(stage, {
    onOutput: (more) => {
      text += more;
      if (death.killing) return;
      const done = [...text.matchAll(DONE)].flatMap(([, title]) => title ?? []);
      for (const title of done) seen.add(title);
      const fresh = done.filter((title) => !before.has(title));
      if (fresh.length < wanted) return;
      death.after = fresh.at(-1) ?? null;
      death.killing = kill(stage, isLate);
    },
  });
  await death.killing;
  if (ran.isTimeout) throw new Error(`setup neither ended nor could be killed:\n${lastWords(ran)}`);
  if (death.killing === null && ran.code !== 0) throw new Error(`setup failed by itself:\n${lastWords(ran)}`);
  return death.after;
}

/** By turns everything that belongs to the run, as when a session dies, or only setup itself, so that apt goes on. */
async function kill(stage: Stage, isLate: boolean): Promise<void> {
  if (isLate) await wait(400);
  const whom = isLate ? 'main' : 'all';
  await runInside(stage.box.lab, ['systemctl', 'kill', '-s', 'KILL', `--kill-who=${whom}`, SETUP_UNIT]);
}
