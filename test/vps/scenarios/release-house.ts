import { resolve } from 'node:path';
import { repositoryFiles } from '../../../tools/check/repository-files.ts';
import { ADDRESSES, ATTACKERS, DOMAIN, SANDBOX_PORTS } from '../lab/addresses.ts';
import type { Ran } from '../lab/run.ts';
import type { LoadReport, Tally } from '../visitor/load.ts';
import { expecting, type Stage, type Verdict } from './stage.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const BASE = '/opt/devrel-integration';
export const APP = `${BASE}/devrel-integration`;
const LIMIT_MS = 590_000;
const STEADY_MS = 500;
const WEBHOOK_SECRET = 'sandbox-linear-webhook-secret-0123456789';

/** The clone, the secrets and the configuration, as an operator has them before the first deployment. */
export async function bringClone(stage: Stage): Promise<void> {
  await stage.box.push(ROOT, repositoryFiles(ROOT), APP);
  const settings = [
    'DISCORD_BOT_TOKEN=sandbox-bot-token',
    `DISCORD_API_URL=http://127.0.0.1:${SANDBOX_PORTS.discord}/api`,
    'DISCORD_GUILD_ID=1214135245209600001',
    'LINEAR_API_TOKEN=lin_api_sandbox_only',
    `LINEAR_API_URL=http://127.0.0.1:${SANDBOX_PORTS.linear}/graphql`,
    'LINEAR_TEAM_ID=ENG',
    `LINEAR_WEBHOOK_SECRET=${WEBHOOK_SECRET}`,
  ];
  await stage.box.write(`${BASE}/secrets/.env.local`, `${settings.join('\n')}\n`, '600');
  const made = await stage.box.sh(
    `set -e
chown devrel:devrel ${BASE}/secrets/.env.local
install -d -o devrel -g devrel -m 750 ${BASE}/config
install -o devrel -g devrel -m 640 ${APP}/sandbox/onomancer.yml ${BASE}/config/onomancer.yml
chown -R devrel:devrel ${APP}
runuser -u devrel -- sh -c 'cd ${APP} && git init -q -b main && git config user.email operator@${DOMAIN} && git config user.name operator && git add -A && git commit -qm first'`,
    { timeoutMs: 120_000 },
  );
  stage.needs('the clone of the operator', made);
}

/** A line as the operator types it, logged in as the user of the bot, in the clone. */
export async function asOperator(stage: Stage, line: string): Promise<Ran> {
  const ran = await stage.box.run(['su', '-', 'devrel', '-c', `cd ${APP} && ${line}`], { timeoutMs: LIMIT_MS });
  stage.logRan(line, ran);
  return ran;
}

export const deploy = (stage: Stage, flags = '--soak 5'): Promise<Ran> =>
  asOperator(stage, `./docs/deployment/scripts/deploy.sh ${flags}`);

/** The release that the web answers with, as somebody outside sees it; null when it does not answer well. */
export async function served(stage: Stage): Promise<string | null> {
  const visitor = await stage.visitor();
  const seen = await visitor.do('visit', { host: ADDRESSES.box, from: ADDRESSES.admin, name: DOMAIN, path: '/health' });
  if (seen.status !== 200) return null;
  return /"version":"[^"+]*\+([^"]+)"/.exec(seen.body)?.[1] ?? 'unnamed';
}

/** Waits until the web answers again, and still does half a second later; how long it took, null when it did not. */
export async function untilServed(stage: Stage, limitMs: number): Promise<number | null> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < limitMs) {
    const since = performance.now();
    if ((await served(stage)) !== null) {
      await new Promise((done) => setTimeout(done, STEADY_MS));
      if ((await served(stage)) !== null) return since - startedAt;
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  return null;
}

/** Does something under load, and gives account of every request, delivery and interaction. */
export async function underLoad<T>(stage: Stage, act: () => Promise<T>): Promise<{ done: T; load: LoadReport }> {
  const visitor = await stage.visitor();
  const { isFull } = stage.hall;
  await visitor.do('startLoad', {
    host: ADDRESSES.box,
    name: DOMAIN,
    from: ATTACKERS,
    httpPerSecond: isFull ? 180 : 40,
    webhooksFrom: ADDRESSES.admin,
    webhookSecret: WEBHOOK_SECRET,
    webhooksPerSecond: isFull ? 20 : 5,
    interactionsPerSecond: isFull ? 20 : 3,
    controlPort: SANDBOX_PORTS.control,
  });
  let done: T;
  try {
    done = await act();
  } catch (error) {
    await visitor.do('endLoad');
    throw error;
  }
  return { done, load: await visitor.do('endLoad') };
}

/**
 * Nothing failed, nothing was lost, nothing answered twice: every one by its id. `mayFail`: a release that dies while it is
 * live takes what is asked of it in that moment with it; what was acknowledged has to be there all the same.
 */
export async function accountFor(stage: Stage, load: LoadReport, { mayFail = false } = {}): Promise<Verdict> {
  const rows = await stage.box.ask(
    `node --no-warnings -e "const {DatabaseSync}=require('node:sqlite');const db=new DatabaseSync('${BASE}/data/onomancer.db',{readOnly:true});for (const r of db.prepare('select delivery_id id, count(*) n from inbox where delivery_id like ? group by delivery_id').all('${load.prefix}%')) console.log(r.id, r.n)"`,
  );
  const found = new Map(rows.split('\n').map((line) => line.split(' ') as [string, string]));
  const lost = load.acknowledged.filter((id) => !found.has(id));
  const doubled = [...found].filter(([, count]) => count !== '1');
  const isFine =
    (mayFail ||
      [load.http, load.webhooks, load.interactions].every(({ failed }) => Object.keys(failed).length === 0)) &&
    lost.length === 0 &&
    doubled.length === 0 &&
    load.answeredTwice.length === 0;
  return expecting(
    isFine,
    `${told('requests', load.http)}; ${told('webhooks', load.webhooks)}, ${lost.length} lost, ${doubled.length} twice; ${told('interactions', load.interactions)}, ${load.answeredTwice.length} answered twice`,
  );
}

function told(what: string, { sent, failed, longestMs }: Tally): string {
  const bad = Object.entries(failed).map(([why, count]) => `${count} × ${why}`);
  return `${sent} ${what}, ${bad.length === 0 ? '0 failed' : `FAILED: ${bad.join(', ')}`}, longest ${longestMs} ms`;
}
