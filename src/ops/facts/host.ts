import { existsSync, readdirSync, readFileSync, statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { ServerPaths } from '../../shared/paths.ts';
import { exec } from '../run/exec.ts';
import type { HostFacts, SshFacts } from '../steps/setup-input.ts';
import { asking } from '../steps/step.ts';
import { readAccounts } from './accounts.ts';
import { readAddresses, readListeners, resolveDomain } from './network.ts';
import { readSsh } from './ssh.ts';

const NO_SSH: SshFacts = {
  ports: [],
  isSocketActivated: false,
  brokenBecause: null,
  includesDropIns: true,
  version: null,
  ownPort: null,
};
/** As `ufw show added` prints what the step `firewall` has added. */
const OUR_SSH_RULE = /^ufw allow (\d+)\/tcp comment 'onomancer: ssh'$/gm;
const TIME_SERVICES = ['chrony', 'ntpsec', 'ntp', 'openntpd', 'systemd-timesyncd'];

/** Reads what a plan needs to know of this server, in about a second. Changes nothing. */
export async function readHost(domain: string | null, paths: ServerPaths): Promise<HostFacts> {
  const [listeners, accounts, domainAddresses, wwwAddresses, virtual, ufw, rules] = await Promise.all([
    readListeners(),
    readAccounts(),
    domain === null ? [] : resolveDomain(domain),
    domain === null ? [] : resolveDomain(`www.${domain}`),
    exec(asking('systemd-detect-virt', '--container')),
    exec(asking('ufw', 'status')),
    exec(asking('ufw', 'show', 'added')),
  ]);
  const container = virtual.stdout.trim();
  const disk = statfsSync('/opt');
  return {
    ...readSystem(),
    isRoot: process.getuid?.() === 0,
    container: container === '' || container === 'none' ? null : container,
    hasSystemd: existsSync('/run/systemd/system'),
    cpus: availableParallelism(),
    ...readMemory(),
    freeDiskBytes: disk.bavail * disk.bsize,
    addresses: readAddresses(),
    domainAddresses,
    wwwAddresses,
    hasIpv6: existsSync('/proc/net/if_inet6'),
    listeners,
    ...accounts,
    caller: process.env['SUDO_USER'] ?? 'root',
    revertedAt: readReverted(paths),
    ssh: (await readSsh(listeners)) ?? NO_SSH,
    timeServices: TIME_SERVICES.filter((name) => existsSync(`/usr/lib/systemd/system/${name}.service`)),
    isUfwActive: /^Status: active$/m.test(ufw.stdout),
    openedForSsh: [...rules.stdout.matchAll(OUR_SSH_RULE)].map(([, port]) => Number(port)),
    checkout: resolve(import.meta.dirname, '../../..'),
    unfinishedSteps: readUnfinished(paths),
  };
}

/** The steps that were begun and not finished; only root may know. */
function readUnfinished(paths: ServerPaths): readonly string[] {
  try {
    return readdirSync(join(paths.stateDir, 'unfinished'));
  } catch (error) {
    if (['ENOENT', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

function readReverted(paths: ServerPaths): string | null {
  const file = join(paths.stateDir, 'dead-man', 'reverted');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

/** os-release(5). */
function readSystem(): Pick<HostFacts, 'system' | 'systemVersion' | 'systemName'> {
  const text = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const field = (name: string): string => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  return { system: field('ID'), systemVersion: field('VERSION_ID'), systemName: field('PRETTY_NAME') };
}

/** A container may be allowed less than the machine has (cgroup v2, memory.max). */
function readMemory(): Pick<HostFacts, 'memoryBytes' | 'swapBytes' | 'swapDevices'> {
  const text = readFileSync('/proc/meminfo', 'utf8');
  const kibibytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
  const limit = existsSync('/sys/fs/cgroup/memory.max')
    ? Number(readFileSync('/sys/fs/cgroup/memory.max', 'utf8'))
    : NaN;
  const total = kibibytes('MemTotal') * 1024;
  const devices = readFileSync('/proc/swaps', 'utf8').split('\n').slice(1);
  return {
    memoryBytes: Number.isNaN(limit) ? total : Math.min(limit, total),
    swapBytes: kibibytes('SwapTotal') * 1024,
    swapDevices: devices.map((line) => line.split(/\s/)[0] ?? '').filter((name) => name !== ''),
  };
}
