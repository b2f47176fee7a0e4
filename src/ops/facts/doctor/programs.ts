import { existsSync, readdirSync } from 'node:fs';
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

const PM2_UNIT = `pm2-${USER}.service`;
/** Where setup puts versions of PM2 beside each other. */
const PM2_HOME_OF_VERSIONS = '/opt/pm2';
const PM2_COMMAND = '/usr/local/bin/pm2';

/** PM2 and what it keeps. It is only asked when its unit runs: PM2 itself would start a second, empty one. */
export async function readProcesses(): Promise<ProcessFacts> {
  const { isKnown, isEnabled, isActive } = await readUnit(PM2_UNIT);
  return {
    pm2Version: existsSync(PM2_COMMAND) ? newestPm2() : null,
    unit: isKnown ? { name: PM2_UNIT, isEnabled, isActive } : null,
    processes: isActive && existsSync(PM2_COMMAND) ? await readProcessList() : null,
  };
}

function newestPm2(): string | null {
  const found = existsSync(PM2_HOME_OF_VERSIONS) ? readdirSync(PM2_HOME_OF_VERSIONS) : [];
  return (
    found
      .filter((name) => /^v\d+\.\d+\.\d+$/.test(name))
      .toSorted()
      .at(-1)
      ?.slice(1) ?? null
  );
}

async function readProcessList(): Promise<ProcessFacts['processes']> {
  const { exitCode, stdout, stderr } = await exec(asking(PM2_COMMAND, 'jlist'));
  if (exitCode !== 0) throw new CannotLook(`pm2 says: ${stderr.trim().split('\n').at(-1) ?? ''}`, 'sudo pm2 status');
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
