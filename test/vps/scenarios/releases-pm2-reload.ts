import { setTimeout as wait } from 'node:timers/promises';
import type { Ran } from '../lab/run.ts';
import type { Comparison } from '../report/reach.ts';
import { seconds } from '../report/summary.ts';
import { first } from './bad-releases.ts';
import { byHand, type Mode, moveByHand, startByHand } from './by-hand.ts';
import { deployedBox } from './deployed-box.ts';
import { type Account, accountOf, failures, tell, visits } from './load-account.ts';
import { asOperator, deploy, LOAD, served, underLoad } from './release-house.ts';
import { expecting, type Scenario, type Stage } from './stage.ts';
import { lastWords } from './watch-setup.ts';

const DEPLOYMENTS = 3;
/** Until somebody would have noticed that nothing answers. */
const LEFT_ALONE_MS = 10_000;

/** How one way of deploying came through the same load. */
interface Way {
  readonly name: string;
  readonly longestMs: number;
  readonly account: Account;
  readonly bad: { readonly ran: Ran; readonly account: Account; readonly isServing: boolean };
}

/** What people use now, under the same load, on the same box, behind the same nginx. */
export const releasesPm2Reload: Scenario = {
  name: 'releases-pm2-reload',
  title: 'onomancer deploy beside pm2 reload in fork and in cluster mode, under the same load',
  run: async (stage) => {
    if (!stage.hall.isFull) return;
    await deployedBox(stage);
    const ways = [await ours(stage)];
    await moveByHand(stage);
    for (const mode of ['fork', 'cluster'] as const) ways.push(await theirs(stage, mode));
    stage.hall.comparisons.push(compare(ways));
    const [own] = ways;
    const total = (way: Way | undefined): number =>
      way === undefined ? 0 : allFailures(way.account) + way.account.lost;
    await stage.check('onomancer deploy fails no more than pm2 reload in either mode', async () =>
      expecting(
        ways.every((way) => total(own) <= total(way)),
        ways.map((way) => `${way.name}: ${total(way)}`).join('; '),
      ),
    );
  },
};

async function ours(stage: Stage): Promise<Way> {
  return await measure(stage, 'onomancer deploy', () => deploy(stage));
}

async function theirs(stage: Stage, mode: Mode): Promise<Way> {
  await startByHand(stage, mode);
  return await measure(stage, `pm2 reload, ${mode}`, () => byHand(stage));
}

async function measure(stage: Stage, name: string, act: () => Promise<Ran>): Promise<Way> {
  const { done, load } = await stage.step(`${DEPLOYMENTS} × ${name} under load`, () =>
    underLoad(stage, async () => {
      let longestMs = 0;
      for (let number = 0; number < DEPLOYMENTS; number += 1) {
        await asOperator(stage, 'git commit -q --allow-empty -m next');
        longestMs = Math.max(longestMs, stage.needsQuietly(name, await act()).ms);
      }
      return longestMs;
    }),
  );
  const account = await accountOf(stage, load);
  stage.log(`${name}: ${tell(account)}`);
  return { name, longestMs: done, account, bad: await measureBad(stage, name, act) };
}

/** A release that throws at its start; afterwards everything is as it was before. */
async function measureBad(stage: Stage, name: string, act: () => Promise<Ran>): Promise<Way['bad']> {
  stage.needs(
    name,
    await asOperator(stage, `${first('throw new Error("broken on purpose");')} && git commit -qam bad`),
  );
  const { done, load } = await stage.step(`${name} of a release that throws at its start, under load`, () =>
    underLoad(stage, async () => {
      const ran = await act();
      await wait(LEFT_ALONE_MS);
      return { ran, isServing: (await served(stage)) !== null };
    }),
  );
  const account = await accountOf(stage, load);
  stage.log(`${name}, bad release: ${tell(account)}\n${lastWords(done.ran)}`);
  stage.needs(name, await asOperator(stage, 'git revert --no-edit HEAD > /dev/null'));
  stage.needsQuietly(`${name}, mended`, await act());
  return { ...done, account };
}

function allFailures({ load }: Account): number {
  return visits(load).failed + failures(load.webhooks) + failures(load.interactions);
}

function compare(ways: readonly Way[]): Comparison {
  const { http, webhooks, interactions } = LOAD.full;
  const row = (what: string, cellOf: (way: Way) => string) => ({ what, cells: ways.map(cellOf) });
  return {
    title: `${DEPLOYMENTS} deployments each, under ${http} requests, ${webhooks} webhooks and ${interactions} interactions a second, through nginx with TLS`,
    columns: ways.map(({ name }) => name),
    rows: [
      row('requests failed', ({ account }) => of(visits(account.load).failed, visits(account.load).sent)),
      row('webhooks refused', ({ account }) => of(failures(account.load.webhooks), account.load.webhooks.sent)),
      row('webhooks acknowledged and lost', ({ account }) => String(account.lost)),
      row('interactions missed', ({ account }) =>
        of(failures(account.load.interactions), account.load.interactions.sent),
      ),
      row('interactions answered twice', ({ account }) => String(account.load.answeredTwice.length)),
      row('longest wait of a request', ({ account }) => seconds(visits(account.load).longestMs)),
      row('longest time without an answer', ({ account }) => seconds(visits(account.load).gapMs)),
      row('longest command', ({ longestMs }) => seconds(longestMs)),
      row('a release that throws: exit code', ({ bad }) => String(bad.ran.code)),
      row('a release that throws: failed meanwhile', ({ bad }) =>
        of(
          allFailures(bad.account),
          visits(bad.account.load).sent + bad.account.load.webhooks.sent + bad.account.load.interactions.sent,
        ),
      ),
      row('a release that throws: serving 10 s later', ({ bad }) => (bad.isServing ? 'yes' : 'NO')),
    ],
    notes: [
      'pm2 reload: the same bot, built in one directory by git pull && npm ci && npm run build && pm2 reload, on a port behind the same',
      'nginx; wait_ready, listen_timeout 30 s, kill_timeout 25 s, one instance. A lease in its database keeps this bot to one session',
      'at Discord while two processes run in cluster mode: one without it would answer twice then.',
    ],
  };
}

function of(count: number, all: number): string {
  return `${count.toLocaleString('en')} of ${all.toLocaleString('en')}`;
}
