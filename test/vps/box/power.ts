import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findCgroups, killCgroups, pidsIn } from '../lab/cgroups.ts';
import { BRIDGE } from '../lab/network.ts';
import type { LabPlaces } from '../lab/places.ts';
import { run } from '../lab/run.ts';
import { readState } from '../lab/state.ts';
import { showSandboxInside } from '../lab/world.ts';
import { cutPower, mountImage, unmount } from './disk.ts';
import { leaderPid, nspawnPid, runInside } from './leader.ts';

const SUPERVISE = resolve(import.meta.dirname, 'supervise.sh');
const BOOT_WITHIN_MS = 60_000;
const HALT_WITHIN_MS = 45_000;
/** A box that is over sooner has not even begun to boot. */
const REFUSED_WITHIN_MS = 1_000;
const MOST_TRIES = 3;
const CONSOLE_LINES = 5;
/** systemd(1): halt, as from a provider's console. */
const SIGRTMIN_PLUS_4 = 38;

/** Switches a box on and waits until its systemd has finished starting; milliseconds. */
export async function boot(lab: LabPlaces): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const startedAt = performance.now();
    const child = supervise(lab);
    try {
      await waitUntilUp(lab, { before: null, isOver: () => child.exitCode !== null });
      return performance.now() - startedAt;
    } catch (error) {
      // What is left of the box before it can be in the way for a moment (its cable, its control group).
      const wasRefused = child.exitCode !== null && performance.now() - startedAt < REFUSED_WITHIN_MS;
      if (!wasRefused || tries === MOST_TRIES) throw error;
      await killBox(lab);
      await wait(REFUSED_WITHIN_MS);
    }
  }
}

function supervise(lab: LabPlaces): ChildProcess {
  const state = readState(lab);
  if (state === null) throw new Error(`There is no box "${lab.name}".`);
  const consoleLog = openSync(join(lab.logsDir, 'console.log'), 'a');
  const child = spawn('bash', [SUPERVISE], {
    detached: true,
    stdio: ['ignore', consoleLog, consoleLog],
    env: {
      PATH: process.env['PATH'] ?? '',
      VPS_NAME: lab.name,
      VPS_ROOT: lab.root,
      VPS_NETNS: lab.netns,
      VPS_CGROUP: lab.cgroup,
      VPS_PID_FILE: lab.nspawnPid,
      VPS_MEMORY: `${state.memoryBytes}`,
      VPS_CPUS: `${state.cpus}`,
    },
  });
  child.unref();
  closeSync(consoleLog);
  return child;
}

/** Reboots from inside, as an operator does; milliseconds until everything runs again. */
export async function reboot(lab: LabPlaces): Promise<number> {
  const before = leaderPid(lab);
  const startedAt = performance.now();
  await runInside(lab, ['systemctl', 'reboot'], { timeoutMs: 10_000 });
  await waitUntilUp(lab, { before, isOver: () => nspawnPid(lab) === null && !isSupervised(lab) });
  return performance.now() - startedAt;
}

/** Shuts down in good order. */
export async function halt(lab: LabPlaces): Promise<void> {
  const leader = leaderPid(lab);
  if (leader !== null) process.kill(leader, SIGRTMIN_PLUS_4);
  const until = performance.now() + HALT_WITHIN_MS;
  while (nspawnPid(lab) !== null && performance.now() < until) await wait(50);
  await killBox(lab);
}

/** Pulls the plug: the disk stops taking anything, then everything is gone. Only a disk of its own can show that. */
export async function unplug(lab: LabPlaces): Promise<void> {
  if (readState(lab)?.disk !== 'ext4') {
    throw new Error(`The box "${lab.name}" has no disk of its own; make one with: npm run vps -- up --disk ext4`);
  }
  await cutPower(lab);
  await killBox(lab);
  await unmount(lab.root);
  await mountImage(lab);
}

/** Ends every process of the box. */
export async function killBox(lab: LabPlaces): Promise<void> {
  await killCgroups(findCgroups((name) => name === lab.cgroup));
  // The kernel takes its time to remove the box's end of the cable; a new box would find the name taken.
  const { out } = await run(['ip', '-n', lab.netns, '-o', 'link', 'show', 'master', BRIDGE]);
  const cables = out.split('\n').flatMap((line) => /^\d+: ([^@:]+)/.exec(line)?.[1] ?? []);
  for (const cable of cables) await run(['ip', '-n', lab.netns, 'link', 'del', cable]);
}

function isSupervised(lab: LabPlaces): boolean {
  return findCgroups((name) => name === lab.cgroup).some((dir) => pidsIn(dir).length > 0);
}

interface Wait {
  /** The first process of the box that is going down. */
  readonly before: number | null;
  /** Nobody is left who could boot it. */
  readonly isOver: () => boolean;
}

async function waitUntilUp(lab: LabPlaces, { before, isOver }: Wait): Promise<void> {
  const until = performance.now() + BOOT_WITHIN_MS;
  let shown: number | null = null;
  for (;;) {
    const leader = leaderPid(lab);
    if (leader !== null && leader !== before) {
      const { out } = await runInside(lab, ['systemctl', 'is-system-running'], { timeoutMs: 5_000 });
      if (shown !== leader && /running|degraded|starting/.test(out)) {
        showSandboxInside(lab, leader);
        shown = leader;
      }
      if (/running|degraded/.test(out)) return;
    }
    if (isOver() || performance.now() > until) {
      const consoleLog = join(lab.logsDir, 'console.log');
      const lines = readFileSync(consoleLog, 'utf8').trim().split('\n').slice(-CONSOLE_LINES);
      throw new Error(
        `The box "${lab.name}" did not come up; its console (${consoleLog}) ends so:\n${lines.join('\n')}`,
      );
    }
    await wait(50);
  }
}
