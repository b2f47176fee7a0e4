import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

/** More than this, and others take what the measurements need. */
const BUSY_PART = 0.2;
const LOOK_MS = 1_000;

/** What else happens on the machine while we do nothing. */
export interface Busyness {
  /** 0 to 1 of all cores. */
  readonly part: number;
  readonly isBusy: boolean;
}

export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return `${availableParallelism()} cores (${model}), ${memory}, ${process.platform} ${process.arch}, Node ${process.version}`;
}

/** Looks for a second at how much of the processors others use. To be asked while nothing of ours runs. */
export async function lookAtMachine(): Promise<Busyness> {
  const before = processorTimes();
  await wait(LOOK_MS);
  const after = processorTimes();
  const part = 1 - (after.idle - before.idle) / Math.max(1, after.total - before.total);
  return { part, isBusy: part > BUSY_PART };
}

export function tellBusyness({ part, isBusy }: Busyness): string {
  const load = `${Math.round(part * 100)} % of the processors are used by others, load average ${loadavg()[0]?.toFixed(1)}`;
  return isBusy ? `BUSY MACHINE: ${load}. Times are longer than they would be; ratios say more.` : `Quiet: ${load}.`;
}

function processorTimes(): { readonly idle: number; readonly total: number } {
  const all = cpus().map(({ times }) => times);
  const sum = (of: (times: (typeof all)[number]) => number): number =>
    all.reduce((total, times) => total + of(times), 0);
  return {
    idle: sum(({ idle }) => idle),
    total: sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq),
  };
}
