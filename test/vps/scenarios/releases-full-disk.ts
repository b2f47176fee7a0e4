import type { Ran } from '../lab/run.ts';
import { deployedBox } from './deployed-box.ts';
import { accountOf, isClean, isKept, tell, visits } from './load-account.ts';
import { APP, BASE, countProcesses, deploy, served, underLoad, untilServed } from './release-house.ts';
import { expecting, type Scenario, type Stage } from './stage.ts';
import { lastWords } from './watch-setup.ts';

const LIMIT_MS = 300_000;
const BACK_MS = 30_000;

interface Fullness {
  readonly what: string;
  /** The stage in which the disk fills up; null: before the command. */
  readonly at: string | null;
  /** Makes it full, and gives room again. */
  readonly fill: string;
  readonly empty: string;
  readonly exit: readonly number[];
  readonly says: RegExp;
  /** Nobody can write, so what serves says that it cannot take webhooks, until there is room again. */
  readonly isForAll: boolean;
}

/** Takes what is free but for this much, as the user of the bot: some of a disk is set aside for root. */
const ballast = (leftBytes: number): string => `runuser -u devrel -- bash -c '
free=$(df --output=avail -B1 ${BASE} | tail -1)
fallocate -l $((free - ${leftBytes} - 1)) ${BASE}/ballast || true
${leftBytes === 0 ? `dd if=/dev/zero of=${BASE}/ballast bs=4k oflag=append conv=notrunc status=none || true` : ''}
test $(df --output=avail -B1 ${BASE} | tail -1) -le ${leftBytes + 1e6}'`;
const NO_BALLAST = `rm -f ${BASE}/ballast`;

const CASES: readonly Fullness[] = [
  {
    what: 'is full before',
    at: null,
    fill: ballast(50e6),
    empty: NO_BALLAST,
    exit: [69],
    says: /enough disk is free: \/ 100 %/,
    isForAll: false,
  },
  {
    what: 'for snapshots, which is one of its own, is full',
    at: null,
    fill: `mount -t tmpfs -o size=64k,mode=770,uid=devrel,gid=devrel tmpfs ${BASE}/backups`,
    empty: `umount ${BASE}/backups`,
    exit: [69],
    says: /disk is full/,
    isForAll: false,
  },
  {
    what: 'fills up in the build',
    at: 'build',
    fill: ballast(3e6),
    empty: NO_BALLAST,
    exit: [65],
    says: /[Nn]o space left on device/,
    isForAll: true,
  },
  {
    what: 'fills up while the new release is watched',
    at: 'soak',
    fill: ballast(0),
    empty: NO_BALLAST,
    // Which of the two depends on who writes first: the bot that is watched, or who watches.
    exit: [69, 70],
    says: /disk is full|STORE_FULL/,
    isForAll: true,
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
  const { what, exit, says, isForAll } = one;
  const before = await served(stage);
  const { done: ran, load } = await stage.step(`the disk ${what}`, () =>
    underLoad(stage, () => deployWhileFull(stage, one)),
  );
  const isBack = (await untilServed(stage, BACK_MS)) !== null;
  const now = await served(stage);
  const said = `${ran.out}${ran.err}`;
  const isRefused = await stage.check(
    `the disk ${what}: the deployment ends and says why, the old release serves`,
    async () =>
      expecting(
        exit.includes(ran.code) && says.test(said) && isBack && now === before && now !== null,
        `exit ${ran.code}, ${before} → ${now}\n${lastWords(ran)}`,
      ),
  );
  const account = await accountOf(stage, load);
  const { failed, sent } = visits(load);
  const promise = isForAll ? 'nothing that was acknowledged is lost' : 'nothing fails or is lost';
  const isKeptUp = await stage.check(`the disk ${what}: ${promise}`, async () =>
    expecting(isForAll ? isKept(account) : isClean(account), tell(account)),
  );
  const again = await stage.step('the next deployment, with room again', () => deploy(stage));
  const works = await stage.check(`the disk ${what}: with room again the next deployment works`, async () => {
    const count = await countProcesses(stage);
    return expecting(again.code === 0 && count === 1, `exit ${again.code}, ${count} processes\n${lastWords(again)}`);
  });
  const meanwhile = isForAll ? ' while nobody could write' : '';
  const seen = `${what}: exit code ${ran.code}; ${failed} of ${sent} requests failed${meanwhile}, ${account.lost} acknowledged webhooks lost`;
  return { seen, isFine: isRefused && isKeptUp && works };
}

async function deployWhileFull(stage: Stage, { at, fill, empty }: Fullness): Promise<Ran> {
  const filling: { done: Promise<Ran> | null } = { done: at === null ? stage.box.sh(fill) : null };
  if (filling.done !== null) stage.needs('fill the disk', await filling.done);
  const begins = new RegExp(`^… ${at ?? 'never'}$`, 'm');
  let text = '';
  const line = `cd ${APP} && ./docs/deployment/scripts/deploy.sh --soak 15`;
  const ran = await stage.box.run(['su', '-', 'devrel', '-c', line], {
    timeoutMs: LIMIT_MS,
    onOutput: (more) => {
      text += more;
      if (filling.done === null && begins.test(text)) filling.done = stage.box.sh(fill);
    },
  });
  stage.logRan(line, ran);
  if (filling.done === null) throw new Error(`deploy never came to ${at}:\n${lastWords(ran)}`);
  stage.needs('fill the disk', await filling.done);
  stage.needs('there is room again', await stage.box.sh(empty));
  return ran;
}
