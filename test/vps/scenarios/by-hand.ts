import type { Ran } from '../lab/run.ts';
import { APP, BASE, untilServed } from './release-house.ts';
import type { Stage } from './stage.ts';

const PLACE = `${BASE}/by-hand`;
const CONFIG = 'by-hand.config.cjs';
const PORT = 3001;
const LIMIT_MS = 590_000;
const BACK_MS = 60_000;

export type Mode = 'fork' | 'cluster';

/**
 * The way a careful operator does it without us: the bot is built in one directory and kept by PM2, which is told to wait
 * until it says that it is ready and to give it more time to end than it needs; nginx leads to a port.
 */
const ecosystem = (mode: Mode): string => `module.exports = {
  apps: [
    {
      name: 'by-hand',
      script: 'dist/bot.js',
      cwd: '${PLACE}',
      exec_mode: '${mode}',
      instances: 1,
      wait_ready: true,
      listen_timeout: 30000,
      kill_timeout: 25000,
      exp_backoff_restart_delay: 100,
      node_args: '--max-old-space-size=384',
      env: { NODE_ENV: 'production', BASE_DIR: '${BASE}', LOG_DIR: '/var/log/devrel', HOST: '127.0.0.1', PORT: '${PORT}' },
    },
  ],
};
`;

const BUILD = 'npm ci --no-audit --no-fund --loglevel=error && npm run --silent build';

/** Leaves what deploy has made, clones and builds in one directory, and leads nginx to the port. */
export async function moveByHand(stage: Stage): Promise<void> {
  const steps = [
    ['a clone to build in', `git clone -q ${APP} ${PLACE}`],
    ['the first build', `cd ${PLACE} && ${BUILD}`],
    ['the slots end', 'pm2 delete all'],
  ] as const;
  for (const [title, line] of steps) stage.needs(title, await stage.step(title, () => asDevrel(stage, line)));
  stage.needs(
    'nginx leads to the port',
    await stage.box.sh(`set -e
conf=$(readlink -f "$(grep -rl 'run/current.sock' /etc/nginx/conf.d /etc/nginx/sites-enabled 2>/dev/null | head -1)")
sed -i -E '/server unix:.* backup/d; s#unix:${BASE}/run/current[.]sock:/#127.0.0.1:${PORT}/#g; s#unix:${BASE}/run/current[.]sock#127.0.0.1:${PORT}#g' "$conf"
! grep -q 'current.sock' "$conf"
nginx -t && systemctl reload nginx`),
  );
}

/** Starts the bot in this mode, instead of the other one. */
export async function startByHand(stage: Stage, mode: Mode): Promise<void> {
  await stage.box.write(`${PLACE}/${CONFIG}`, ecosystem(mode));
  stage.needs(
    `${mode} mode`,
    await asDevrel(stage, `cd ${PLACE} && { pm2 delete all || true; } && pm2 start ${CONFIG}`),
  );
  if ((await untilServed(stage, BACK_MS)) === null) throw new Error(`The bot does not answer in ${mode} mode.`);
}

/** What is typed for a new version. */
export function byHand(stage: Stage): Promise<Ran> {
  return asDevrel(stage, `cd ${PLACE} && git pull -q && ${BUILD} && pm2 reload ${CONFIG}`);
}

async function asDevrel(stage: Stage, line: string): Promise<Ran> {
  const ran = await stage.box.run(['su', '-', 'devrel', '-c', line], { timeoutMs: LIMIT_MS });
  stage.logRan(line, ran);
  return ran;
}
