import { existsSync, readFileSync } from 'node:fs';
import type { LabPlaces } from '../lab/places.ts';
import { type Command, type Ran, type RunOptions, run } from '../lab/run.ts';

/** Capabilities that a command inside must not have: they would reach the whole machine, its clock first of all. */
const TAKEN = [
  'sys_time',
  'sys_module',
  'sys_rawio',
  'mac_admin',
  'mac_override',
  'syslog',
  'wake_alarm',
  'block_suspend',
  'bpf',
  'perfmon',
  'audit_read',
];
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const NAMESPACES = ['-m', '-u', '-i', '-n', '-p', '-r', '-w', '-C'];

export interface UnitOptions extends RunOptions {
  /** Options of systemd-run(1) for the unit. */
  readonly unit?: readonly string[];
}

/** The process of systemd-nspawn, or null while the box is off. */
export function nspawnPid(lab: LabPlaces): number | null {
  if (!existsSync(lab.nspawnPid)) return null;
  const pid = Number(readFileSync(lab.nspawnPid, 'utf8'));
  return pid > 0 && existsSync(`/proc/${pid}`) ? pid : null;
}

/** The box's own first process as the machine sees it, or null while it is off. */
export function leaderPid(lab: LabPlaces): number | null {
  const nspawn = nspawnPid(lab);
  if (nspawn === null) return null;
  for (const child of childrenOf(nspawn)) {
    const name = read(`/proc/${child}/comm`).trim();
    if (name !== 'systemd-nspawn' && !name.startsWith('(sd-')) return child;
    const grandchild = childrenOf(child)[0];
    if (grandchild !== undefined) return grandchild;
  }
  return null;
}

/**
 * A command in the namespaces of a box, for control only: it runs outside of the box's limits and of its system call
 * filter. What is under test goes through `throughInit` or ssh.
 */
export function inside(leader: number, command: Command): Command {
  const bounds = `--bounding-set=${TAKEN.map((name) => `-${name}`).join(',')}`;
  const environment = ['HOME=/root', 'TERM=dumb', 'LANG=C.UTF-8', `PATH=${PATH}`];
  const enter = ['nsenter', '-t', `${leader}`, ...NAMESPACES, '--'];
  return [...enter, '/usr/bin/setpriv', bounds, '--inh-caps=-all', '/usr/bin/env', '-i', ...environment, ...command];
}

/** A command that the box's own init starts: with the capabilities, the filter and the limits of the box. */
export function throughInit(leader: number, command: Command, options: Command = []): Command {
  const unit = ['systemd-run', '--wait', '--pipe', '--quiet', '--collect'];
  // systemd puts in variables of its own, also where they were meant for the shell (systemd.service(5)).
  const literal = command.map((word) => word.replaceAll('$', () => '$$'));
  return inside(leader, [...unit, `--setenv=PATH=${PATH}`, '--setenv=HOME=/root', ...options, '--', ...literal]);
}

/** Runs a control command in the box; code 125 when the box is off. */
export async function runInside(lab: LabPlaces, command: Command, options: RunOptions = {}): Promise<Ran> {
  return await withLeader(lab, (leader) => run(inside(leader, command), options));
}

/** Runs a command through the box's init; code 125 when the box is off. */
export async function runThroughInit(lab: LabPlaces, command: Command, options: UnitOptions = {}): Promise<Ran> {
  return await withLeader(lab, (leader) => run(throughInit(leader, command, options.unit), options));
}

async function withLeader(lab: LabPlaces, act: (leader: number) => Promise<Ran>): Promise<Ran> {
  const leader = leaderPid(lab);
  return leader === null ? { code: 125, out: '', err: 'The box is off.', ms: 0, isTimeout: false } : await act(leader);
}

function childrenOf(pid: number): readonly number[] {
  return read(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .flatMap((text) => (Number(text) > 0 ? [Number(text)] : []));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
