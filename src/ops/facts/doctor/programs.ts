import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerPaths } from '../../../shared/paths.ts';
import type { NodeFacts, ProcessFacts, RedisFacts } from '../../checks/doctor-facts.ts';
import { exec } from '../../run/exec.ts';
import { USER } from '../../steps/setup-input.ts';
import { asking } from '../../steps/step.ts';
import { CannotLook } from './cannot-look.ts';

/** The node that services and scripts find. */
export async function readNode(): Promise<NodeFacts> {
  const { exitCode, stdout } = await exec(asking('node', '--version'));
  return { version: exitCode === 0 ? stdout.trim().replace(/^v/, '') : null };
}

/** How systemd has a unit. */
async function readUnit(name: string): Promise<{ isKnown: boolean; isEnabled: boolean; isActive: boolean }> {
  const shown = await exec(asking('systemctl', 'show', name, '--property=LoadState,ActiveState,UnitFileState'));
  const has = (property: string, value: string): boolean => shown.stdout.split('\n').includes(`${property}=${value}`);
  return {
    isKnown: has('LoadState', 'loaded'),
    isEnabled: has('UnitFileState', 'enabled'),
    isActive: has('ActiveState', 'active'),
  };
}

export async function readRedis(): Promise<RedisFacts> {
  const { isKnown, isActive } = await readUnit('redis-server.service');
  return { isInstalled: isKnown, isActive };
}

/** Our own unit, and the names that `pm2 startup` gives. */
const PM2_UNITS = ['onomancer.service', `pm2-${USER}.service`, 'pm2.service'];
const PM2_PACKAGES = ['/usr/local/lib/node_modules/pm2', '/opt/pm2/node_modules/pm2'];

/**
 * PM2 and what it keeps. `pm2` itself starts a second daemon whenever it finds none, so it is only asked when its socket
 * is there, as the user that it belongs to.
 */
export async function readProcesses(paths: ServerPaths): Promise<ProcessFacts> {
  const units = await Promise.all(PM2_UNITS.map(async (name) => ({ name, ...(await readUnit(name)) })));
  const unit = units.find(({ isKnown }) => isKnown) ?? null;
  return { pm2Version: readPm2Version(), unit, processes: await readProcessList(paths) };
}

function readPm2Version(): string | null {
  const linked = [join(process.execPath, '../../lib/node_modules/pm2')];
  const manifest = [...linked, ...PM2_PACKAGES]
    .map((dir) => join(dir, 'package.json'))
    .find((path) => existsSync(path));
  return manifest === undefined ? null : (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

async function readProcessList({ pm2Home }: ServerPaths): Promise<ProcessFacts['processes']> {
  if (!existsSync(join(pm2Home, 'rpc.sock'))) return null;
  const ask = [
    'env',
    '-i',
    `PM2_HOME=${pm2Home}`,
    `HOME=${pm2Home}`,
    'PATH=/usr/local/bin:/usr/bin:/bin',
    'pm2',
    'jlist',
  ];
  const command = process.getuid?.() === 0 ? ['runuser', '-u', USER, '--', ...ask] : ask;
  const { exitCode, stdout, stderr } = await exec(asking(...(command as [string, ...string[]])));
  if (exitCode !== 0) throw new CannotLook(`pm2 says: ${stderr.trim().split('\n').at(-1) ?? ''}`, 'pm2 status');
  return parseProcessList(stdout);
}

interface Listed {
  readonly name?: string;
  readonly pm2_env?: { readonly status?: string; readonly restart_time?: number };
  readonly monit?: { readonly memory?: number };
}

/** What `pm2 jlist` prints; lines for people may stand before it. */
export function parseProcessList(text: string): NonNullable<ProcessFacts['processes']> {
  const list = JSON.parse(text.slice(Math.max(0, text.search(/^\[/m)))) as readonly Listed[];
  return list.map(({ name = '?', pm2_env: env = {}, monit = {} }) => ({
    name,
    status: env.status ?? 'unknown',
    restarts: env.restart_time ?? 0,
    memoryBytes: monit.memory ?? 0,
  }));
}

export async function readNginxUnit(): Promise<{ isKnown: boolean; isEnabled: boolean; isActive: boolean }> {
  return readUnit('nginx.service');
}

export async function isTimerActive(name: string): Promise<boolean> {
  return (await readUnit(name)).isActive;
}
