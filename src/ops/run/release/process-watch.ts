import { readFileSync } from 'node:fs';
import type { ServerPaths } from '../../../shared/paths.ts';
import { readSlotProcesses } from '../../facts/release/slot-processes.ts';
import type { SlotProcess } from '../../plans/release/release.ts';
import { pause } from './waiting.ts';

/** Asking PM2 costs half a second of a processor, which a small server does not have every second. */
const ASK_PM2_EVERY_MS = 5_000;
/** The kernel is asked so often: it costs nothing, and what is live must not be dead for long. */
const ASK_KERNEL_EVERY_MS = 50;

/** Watches the process of a release: the kernel is asked each time, PM2 when it has ended, and now and then. */
export class ProcessWatch {
  readonly #paths: ServerPaths;
  readonly #first: SlotProcess;
  #known: SlotProcess | null;
  #askedAtMs = performance.now();

  constructor(paths: ServerPaths, started: SlotProcess) {
    this.#paths = paths;
    this.#first = started;
    this.#known = started;
  }

  /** Whether the process that was started has ended, whatever PM2 has started in its place. */
  get hasEnded(): boolean {
    return residentBytes(this.#first.pid) === null;
  }

  /** Waits so long, or until the process that was started ends: true then. */
  async endsWithin(ms: number): Promise<boolean> {
    const deadline = performance.now() + ms;
    while (!this.hasEnded) {
      const left = deadline - performance.now();
      if (left <= 0) return false;
      await pause(Math.min(ASK_KERNEL_EVERY_MS, left));
    }
    return true;
  }

  /** How it is now; null when PM2 does not know it. */
  async look(): Promise<SlotProcess | null> {
    const bytes = this.#known === null ? null : residentBytes(this.#known.pid);
    const isRecent = performance.now() - this.#askedAtMs < ASK_PM2_EVERY_MS;
    if (this.#known !== null && bytes !== null && isRecent) return { ...this.#known, memoryBytes: bytes };
    const processes = await readSlotProcesses(this.#paths);
    this.#known = processes.find(({ pm2Id }) => pm2Id === this.#first.pm2Id) ?? null;
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
