import { readFileSync } from 'node:fs';
import type { ServerPaths } from '../../../shared/paths.ts';
import { readSlotProcesses } from '../../facts/release/slot-processes.ts';
import type { Slot, SlotProcess } from '../../plans/release/release.ts';

/** Asking PM2 costs half a second of a processor, which a small server does not have every second. */
const ASK_PM2_EVERY_MS = 5_000;

/** Watches the process of a release: the kernel is asked each time, PM2 when it has ended, and now and then. */
export class ProcessWatch {
  readonly #paths: ServerPaths;
  readonly #slot: Slot;
  readonly #releaseId: string;
  #known: SlotProcess | null = null;
  #askedAtMs = Number.NEGATIVE_INFINITY;

  constructor(paths: ServerPaths, slot: Slot, releaseId: string) {
    this.#paths = paths;
    this.#slot = slot;
    this.#releaseId = releaseId;
  }

  /** How it is now; null when PM2 does not know it. */
  async look(): Promise<SlotProcess | null> {
    const bytes = this.#known === null ? null : residentBytes(this.#known.pid);
    const isRecent = performance.now() - this.#askedAtMs < ASK_PM2_EVERY_MS;
    if (this.#known !== null && bytes !== null && isRecent) return { ...this.#known, memoryBytes: bytes };
    const processes = await readSlotProcesses(this.#paths);
    this.#known = processes.find((one) => one.slot === this.#slot && one.release === this.#releaseId) ?? null;
    this.#askedAtMs = performance.now();
    return this.#known;
  }
}

/** What a process has in memory, as the kernel counts it (proc_pid_status(5)); null when it has ended. */
function residentBytes(pid: number): number | null {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
