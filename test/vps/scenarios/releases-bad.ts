import type { Ran } from '../lab/run.ts';
import { seconds } from '../report/summary.ts';
import { BAD_RELEASES, type BadRelease, DEAF, first } from './bad-releases.ts';
import { deployedBox } from './deployed-box.ts';
import { type Account, accountOf, isClean, isKept, tell, visits } from './load-account.ts';
import { asOperator, countProcesses, deploy, served, underLoad } from './release-house.ts';
import { expecting, type Scenario, type Stage } from './stage.ts';
import { lastWords } from './watch-setup.ts';

/** Releases that are bad, each in its own way, deployed under load. */
export const releasesBad: Scenario = {
  name: 'releases-bad',
  title: 'bad releases of every kind, deployed under load: none serves, or is back out at once',
  run: async (stage) => {
    await deployedBox(stage);
    const outcomes: Outcome[] = [];
    for (const bad of BAD_RELEASES.filter(({ isShort }) => isShort || stage.hall.isFull))
      outcomes.push(await badOne(stage, bad));
    if (stage.hall.isFull) outcomes.push(await deafOne(stage));
    stage.reached(
      {
        what: 'bad releases',
        reach:
          'never serve, or are back out within the soak; the old release never stops serving; the reason is printed',
        seen: outcomes.map(({ seen }) => seen).join('\n'),
      },
      outcomes.every(({ isFine }) => isFine),
    );
  },
};

interface Outcome {
  readonly seen: string;
  readonly isFine: boolean;
}

async function badOne(stage: Stage, bad: BadRelease): Promise<Outcome> {
  const before = await served(stage);
  const made = await asOperator(
    stage,
    `${bad.make} && git commit -qam 'bad on purpose' && git diff --name-only HEAD~1`,
  );
  const changed = made.out.trim().split('\n').toSorted();
  await stage.check(`a release that ${bad.what} is another one than before`, async () =>
    expecting(
      made.code === 0 && changed.join() === bad.changes.toSorted().join(),
      `changed: ${changed.join(', ')} ${made.err}`,
    ),
  );
  const obstacle = (await bad.prepare?.(stage)) ?? null;
  if (obstacle === null) {
    const outcome = await tryIt(stage, bad, before);
    await asOperator(stage, 'git reset -q --hard HEAD~1');
    return outcome;
  }
  stage.skip(`a release that ${bad.what} is refused, and the one before serves`, obstacle);
  await asOperator(stage, 'git reset -q --hard HEAD~1');
  return { seen: `${bad.what}: not tried, ${obstacle}`, isFine: true };
}

async function tryIt(stage: Stage, bad: BadRelease, before: string | null): Promise<Outcome> {
  const { done: ran, load } = await stage.step(`a release that ${bad.what}`, () =>
    underLoad(stage, () => deploy(stage, `--soak ${bad.soak}`)),
  );
  const now = await served(stage);
  const said = `${ran.out}${ran.err}`;
  const isRefused = await stage.check(`a release that ${bad.what} is refused, and the one before serves`, async () => {
    const isFine = ran.code === bad.exit && bad.says.test(said) && now === before && before !== null;
    return expecting(
      isFine,
      isFine ? `exit code ${ran.code}` : `exit ${ran.code}, ${before} → ${now}\n${lastWords(ran)}`,
    );
  });
  const isTold = await stage.check(`a release that ${bad.what}: the reason is printed`, async () =>
    expecting(bad.reason.test(said), bad.reason.exec(said)?.[0] ?? `not ${String(bad.reason)}\n${lastWords(ran, 20)}`),
  );
  const isAlone = await stage.check(`a release that ${bad.what} leaves nothing running`, async () => {
    const count = await countProcesses(stage);
    return expecting(count === 1, `${count} processes`);
  });
  const account = await accountOf(stage, load);
  const isServed = await stage.check(
    `while a release that ${bad.what} comes and goes nothing fails or is lost`,
    async () => expecting(isStopFirst(bad) ? isKept(account) : isClean(account), tell(account)),
  );
  return { seen: inShort(bad.what, ran, account), isFine: isRefused && isTold && isAlone && isServed };
}

/** A migration that old code cannot live with: nothing serves while it is made, as the plan says. */
function isStopFirst({ says }: BadRelease): boolean {
  return says.source.includes('with the database');
}

function inShort(what: string, ran: Ran, account: Account): string {
  const { sent, failed } = visits(account.load);
  const { webhooks, interactions } = account.load;
  const all = sent + webhooks.sent + interactions.sent;
  const others = [webhooks, interactions].flatMap((tally) => Object.values(tally.failed)).reduce((a, b) => a + b, 0);
  return `${what}: exit code ${ran.code} after ${seconds(ran.ms)}; ${failed + others} of ${all} asked in that time failed, ${account.lost} lost`;
}

/** It is good while it serves, and does not hear when it is to end: the next deployment has to end it all the same. */
async function deafOne(stage: Stage): Promise<Outcome> {
  const what = 'ignores that it is to end when its time has come';
  const make = `${first(DEAF)} && git commit -qam 'deaf on purpose'`;
  stage.needs(make, await asOperator(stage, make));
  const deaf = await stage.step('a release that ignores signals is deployed', () => deploy(stage));
  stage.needs('a release that ignores signals is deployed', deaf);
  await asOperator(stage, 'git reset -q --hard HEAD~1');
  const before = await served(stage);
  const { done: ran, load } = await stage.step('the release after it', () => underLoad(stage, () => deploy(stage)));
  const now = await served(stage);
  const left = await countProcesses(stage);
  const isReplaced = await stage.check(`a release that ${what} is killed, and the next one serves`, async () =>
    expecting(
      ran.code === 0 && now !== before && now !== null && left === 1,
      `exit ${ran.code}, ${before} → ${now}, ${left} processes\n${lastWords(ran)}`,
    ),
  );
  const account = await accountOf(stage, load);
  const isServed = await stage.check(`while a release that ${what} is killed nothing fails`, async () =>
    expecting(isClean(account), tell(account)),
  );
  return { seen: inShort(what, ran, account), isFine: isReplaced && isServed };
}
