import type { Ran } from '../lab/run.ts';
import { deployedBox } from './deployed-box.ts';
import { accountOf, isKept, tell, visits } from './load-account.ts';
import { APP, BASE, countProcesses, deploy, served, underLoad, untilServed } from './release-house.ts';
import { expecting, type Scenario, type Stage } from './stage.ts';
import { lastWords } from './watch-setup.ts';

const LIMIT_MS = 300_000;
const BACK_MS = 30_000;

interface Fullness {
  readonly what: string;
  /** The stage in which the disk fills up; null: before the command. */
  readonly at: string | null;
  /** What is left: enough for the live release for a while, or nothing at all. */
  readonly leftBytes: number;
  readonly flags: string;
  readonly exit: readonly number[];
  readonly says: RegExp;
}

const CASES: readonly Fullness[] = [
  { what: 'is full before', at: null, leftBytes: 50e6, flags: '', exit: [69], says: /[Dd]isk/ },
  {
    what: 'is full when the snapshot is made',
    at: null,
    leftBytes: 2e6,
    flags: '--force',
    exit: [69, 78],
    says: /disk|space/i,
  },
  {
    what: 'fills up in the build',
    at: 'build',
    leftBytes: 3e6,
    flags: '',
    exit: [65, 70, 69],
    says: /no space|disk|ENOSPC/i,
  },
  {
    what: 'fills up while the new release is watched',
    at: 'soak',
    leftBytes: 0,
    flags: '',
    exit: [70],
    says: /full|no space|database/i,
  },
];

/** The disk is full at every moment of a deployment; what serves goes on, and a deployment works when there is room again. */
export const releasesFullDisk: Scenario = {
  name: 'releases-full-disk',
  title: 'the disk is full before, at the snapshot, in the build, and while a new release is watched',
  run: async (stage) => {
    if (!stage.hall.isFull) return;
    await deployedBox(stage, { disk: 'ext4' });
    const seen: string[] = [];
    let isMet = true;
    for (const one of CASES) {
      const outcome = await tryFull(stage, one);
      seen.push(outcome.seen);
      isMet &&= outcome.isFine;
    }
    const reach = 'never serves, or is back out; the old release never stops serving; the reason is printed';
    stage.reached({ what: 'bad releases: disk full', reach, seen: seen.join('\n') }, isMet);
  },
};

async function tryFull(stage: Stage, one: Fullness): Promise<{ readonly seen: string; readonly isFine: boolean }> {
  const { what, exit, says } = one;
  const before = await served(stage);
  const { done: ran, load } = await stage.step(`the disk ${what}`, () =>
    underLoad(stage, () => deployWhileFull(stage, one)),
  );
  const now = await served(stage);
  const said = `${ran.out}${ran.err}`;
  const isRefused = await stage.check(
    `the disk ${what}: the deployment ends, says why, and the old release serves`,
    async () =>
      expecting(
        exit.includes(ran.code) && says.test(said) && now === before && now !== null,
        `exit ${ran.code}, ${before} → ${now}\n${lastWords(ran)}`,
      ),
  );
  await stage.box.sh(`rm -f ${BASE}/ballast`);
  const isBack = (await untilServed(stage, BACK_MS)) !== null;
  const account = await accountOf(stage, load);
  const { failed, sent } = visits(load);
  const isKeptUp = await stage.check(
    `the disk ${what}: no request fails, nothing that was acknowledged is lost`,
    async () => expecting(isKept(account) && failed === 0, tell(account)),
  );
  const again = await stage.step('the next deployment, with room again', () => deploy(stage));
  const count = await countProcesses(stage);
  const works = await stage.check(`the disk ${what}: with room again the next deployment works`, async () =>
    expecting(again.code === 0 && count === 1 && isBack, `exit ${again.code}, ${count} processes\n${lastWords(again)}`),
  );
  const seen = `${what}: exit code ${ran.code}; ${failed} of ${sent} requests failed, ${account.lost} acknowledged webhooks lost`;
  return { seen, isFine: isRefused && isKeptUp && works };
}

async function deployWhileFull(stage: Stage, { at, leftBytes, flags }: Fullness): Promise<Ran> {
  if (at === null) await fill(stage, leftBytes);
  const filling: { done: Promise<void> | null } = { done: null };
  const begins = new RegExp(`^… ${at ?? 'never'}$`, 'm');
  let text = '';
  const line = `cd ${APP} && ./docs/deployment/scripts/deploy.sh --soak 15 ${flags}`;
  const ran = await stage.box.run(['su', '-', 'devrel', '-c', line], {
    timeoutMs: LIMIT_MS,
    onOutput: (more) => {
      text += more;
      if (filling.done === null && begins.test(text)) filling.done = fill(stage, leftBytes);
    },
  });
  await filling.done;
  stage.logRan(line, ran);
  if (at !== null && filling.done === null) throw new Error(`deploy never came to ${at}:\n${lastWords(ran)}`);
  return ran;
}

/** Takes what is free on the disk, as the user of the bot: some of it is set aside for root. */
async function fill(stage: Stage, leftBytes: number): Promise<void> {
  const line = `free=$(df --output=avail -B1 ${BASE} | tail -1)
fallocate -l $((free - ${leftBytes} - 1)) ${BASE}/ballast || true
if [ ${leftBytes} -eq 0 ]; then dd if=/dev/zero of=${BASE}/ballast bs=4k oflag=append conv=notrunc status=none || true; fi
df --output=avail -B1 ${BASE} | tail -1`;
  const ran = await stage.box.run(['runuser', '-u', 'devrel', '--', 'bash', '-c', line]);
  stage.needs('fill the disk', ran);
  if (Number(ran.out.trim()) > leftBytes + 1e6) throw new Error(`The disk is not full: ${ran.out}${ran.err}`);
}
