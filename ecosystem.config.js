/**
 * What PM2 keeps running, as `pm2 start ecosystem.config.js` reads it: after a restart of the server, or by hand. It is the
 * live release in the live slot, as the links say that deploy and rollback swap; on a server where nothing was deployed,
 * or on a laptop, it is the build of this checkout. Secrets stand in no environment: the bot reads them itself.
 */
import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BASE_DIR = process.env.BASE_DIR ?? '/opt/devrel-integration';
const LOG_DIR = process.env.LOG_DIR ?? '/var/log/devrel';
const runDir = join(BASE_DIR, 'run');

/**
 * Where a link leads; null when there is none.
 * @param {string} path
 */
function target(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true ? readlinkSync(path) : null;
}

const liveSocket = target(join(runDir, 'current.sock'));
const slot = liveSocket === null ? null : basename(liveSocket, '.sock');
const dir = slot === null ? dirname(fileURLToPath(import.meta.url)) : realpathSync(join(runDir, `${slot}.release`));

const slotEnvironment = {
  BASE_DIR,
  SOCKET_PATH: join(runDir, `${slot}.sock`),
  RELEASE_ID: basename(dir),
  LOG_DIR,
};

/** One process, never a cluster: Discord allows one useful gateway session per bot. */
export const apps = [
  {
    name: 'onomancer-bot',
    namespace: slot ?? 'default',
    script: join(dir, 'dist/bot.js'),
    cwd: dir,
    exec_mode: 'fork',
    instances: 1,
    node_args: '--max-old-space-size=384',
    max_memory_restart: '512M',
    // Longer than the bot takes to hand over and stop.
    kill_timeout: 25_000,
    exp_backoff_restart_delay: 100,
    // How the bot ends a crash loop. PM2's own bound (max_restarts) only counts in the first seconds after the first start.
    stop_exit_codes: [76],
    vizion: false,
    // What PM2 puts into the process swallows an error at import: the process would stay, and do nothing.
    pmx: false,
    merge_logs: true,
    ...(slot === null
      ? { env: { NODE_ENV: 'production' } }
      : {
          out_file: join(LOG_DIR, 'onomancer-bot.out.log'),
          error_file: join(LOG_DIR, 'onomancer-bot.error.log'),
          env: { NODE_ENV: 'production', ...slotEnvironment },
        }),
  },
];
