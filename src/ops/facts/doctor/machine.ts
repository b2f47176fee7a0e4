import { existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { DiskFacts, MachineFacts } from '../../checks/doctor-facts.ts';
import { exec } from '../../run/exec.ts';
import { asking } from '../../steps/step.ts';

const KIBIBYTE = 1024;
/** Where the system, the installation and its logs and packages grow. */
const PLACES = ['/', '/opt', '/var', '/var/log', '/tmp'];

/** How the machine itself is. */
export async function readMachine(): Promise<MachineFacts> {
  const [time, units, kills] = await Promise.all([
    exec(asking('timedatectl', 'show', '--property=NTPSynchronized', '--property=Timezone')),
    exec(asking('systemctl', 'list-units', '--failed', '--plain', '--no-legend', '--full')),
    exec(asking('journalctl', '--dmesg', '--since=-24h', '--grep=Killed process', '--output=cat', '--no-pager')),
  ]);
  const property = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(time.stdout)?.[1] ?? '';
  return {
    ...readMemory(),
    loadPerCpu: Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[2]) / availableParallelism(),
    disks: readDisks(),
    isTimeSynchronized: property('NTPSynchronized') === 'yes',
    timeZone: property('Timezone'),
    failedUnits: units.stdout.split('\n').flatMap((line) => line.trim().split(/\s+/)[0] || []),
    needsRestart: existsSync('/var/run/reboot-required'),
    killedForMemory: namesOfKilled(kills.stdout),
  };
}

/** Lines like `Out of memory: Killed process 812 (node) total-vm:…`. */
export function namesOfKilled(journal: string): readonly string[] {
  return [...new Set([...journal.matchAll(/Killed process \d+ \(([^)]+)\)/g)].flatMap(([, name]) => name ?? []))];
}

type Memory = Pick<MachineFacts, 'availableMemoryBytes' | 'totalMemoryBytes' | 'freeSwapBytes' | 'totalSwapBytes'>;

/** A container may be allowed less than the machine has (cgroup v2, memory.max and memory.current). */
function readMemory(): Memory {
  const text = readFileSync('/proc/meminfo', 'utf8');
  const bytes = (name: string): number =>
    KIBIBYTE * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
  const total = bytes('MemTotal');
  const limit = readNumber('/sys/fs/cgroup/memory.max');
  const used = readNumber('/sys/fs/cgroup/memory.current');
  const isLimited = limit !== null && used !== null && limit < total;
  return {
    totalMemoryBytes: isLimited ? limit : total,
    availableMemoryBytes: isLimited ? limit - used : bytes('MemAvailable'),
    totalSwapBytes: bytes('SwapTotal'),
    freeSwapBytes: bytes('SwapFree'),
  };
}

function readNumber(path: string): number | null {
  if (!existsSync(path)) return null;
  const value = Number(readFileSync(path, 'utf8'));
  return Number.isFinite(value) ? value : null;
}

/** Each file system once, under the first of the names by which it is known. */
function readDisks(): readonly DiskFacts[] {
  const seen = new Set<number>();
  return PLACES.flatMap((path): DiskFacts[] => {
    const device = existsSync(path) ? statSync(path).dev : null;
    if (device === null || seen.has(device)) return [];
    seen.add(device);
    const { bsize, blocks, bavail, files, ffree } = statfsSync(path);
    return [{ path, freeBytes: bavail * bsize, totalBytes: blocks * bsize, freeInodes: ffree, totalInodes: files }];
  });
}
