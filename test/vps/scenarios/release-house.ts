import { resolve } from 'node:path';
import { repositoryFiles } from '../../../tools/check/repository-files.ts';
import { ADDRESSES, ATTACKERS, DOMAIN, SANDBOX_PORTS } from '../lab/addresses.ts';
import type { Ran } from '../lab/run.ts';
import type { LoadReport } from '../visitor/load.ts';
import type { Stage } from './stage.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
export const BASE = '/opt/devrel-integration';
export const APP = `${BASE}/devrel-integration`;
const LIMIT_MS = 590_000;
const STEADY_MS = 500;
const WEBHOOK_SECRET = 'sandbox-linear-webhook-secret-0123456789';

/** How much is asked per second; nginx allows 10 requests from each address. */
export const LOAD = {
  full: { http: 180, webhooks: 20, interactions: 20 },
  short: { http: 40, webhooks: 5, interactions: 3 },
} as const;

/** What makes the sandbox, inside the box, to be Discord and Linear. */
export const SANDBOX_SETTINGS: readonly string[] = [
  'DISCORD_BOT_TOKEN=sandbox-bot-token',
  `DISCORD_API_URL=http://127.0.0.1:${SANDBOX_PORTS.discord}/api`,
  'DISCORD_GUILD_ID=1214135245209600001',
  'LINEAR_API_TOKEN=lin_api_sandbox_only',
  `LINEAR_API_URL=http://127.0.0.1:${SANDBOX_PORTS.linear}/graphql`,
  'LINEAR_TEAM_ID=ENG',
  `LINEAR_WEBHOOK_SECRET=${WEBHOOK_SECRET}`,
];

/** The clone, the secrets and the configuration, as an operator has them before the first deployment. */
export async function bringClone(stage: Stage): Promise<void> {
  await stage.box.push(ROOT, repositoryFiles(ROOT), APP);
  await stage.box.write(`${BASE}/secrets/.env.local`, `${SANDBOX_SETTINGS.join('\n')}\n`, '600');
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
  const load = LOAD[stage.hall.isFull ? 'full' : 'short'];
  await visitor.do('startLoad', {
    host: ADDRESSES.box,
    name: DOMAIN,
    from: ATTACKERS,
    httpPerSecond: load.http,
    webhooksFrom: ADDRESSES.admin,
    webhookSecret: WEBHOOK_SECRET,
    webhooksPerSecond: load.webhooks,
    interactionsPerSecond: load.interactions,
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

/** The deliveries in the inbox whose id begins so, and how often each is there. */
export async function readInbox(stage: Stage, prefix: string): Promise<ReadonlyMap<string, number>> {
  const script = `const {DatabaseSync}=require('node:sqlite');const db=new DatabaseSync('${BASE}/data/onomancer.db',{readOnly:true});for (const r of db.prepare('select delivery_id id, count(*) n from inbox where delivery_id like ? group by delivery_id').all('${prefix}%')) console.log(r.id, r.n)`;
  const ran = stage.needsQuietly(
    'the inbox',
    await stage.box.sh(`runuser -u devrel -- node --no-warnings -e "${script}"`),
  );
  const rows = ran.out.trim().split('\n').filter(Boolean);
  return new Map(rows.map((row) => [row.split(' ')[0] ?? '', Number(row.split(' ')[1])]));
}

/** How many processes PM2 runs, of whatever name; none when it does not say. */
export async function countProcesses(stage: Stage): Promise<number> {
  const { out } = await stage.box.sh('runuser -u devrel -- pm2 jlist');
  const list = /^\[.*\]$/m.exec(out)?.[0] ?? '[]';
  return (JSON.parse(list) as readonly unknown[]).length;
}

/** How long the stages took that deploy told of. */
export function stageTimes({ out }: Ran): ReadonlyMap<string, number> {
  const told = [...out.matchAll(/^✓ (\S+) +([\d.]+) (ms|s) /gm)];
  return new Map(told.map(([, name = '', number, unit]) => [name, Number(number) * (unit === 's' ? 1_000 : 1)]));
}
