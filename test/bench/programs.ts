import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { House } from '../../sandbox/house.ts';
import type { Exchange, Recorder } from '../../sandbox/record.ts';
import type { Bench } from './finding.ts';

const STOP_WITHIN_MS = 8_000;

/** The two programs that are measured side by side. */
export type Which = 'bot' | 'bare';

/** A program under measurement, on a house of its own. */
export interface Program {
  readonly child: ChildProcess;
  /** When it was started, by the clock of `performance.now()`. */
  readonly startedAtMs: number;
  readonly ready: Promise<void>;
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** Starts the bot as its operators do, or the bare client with plain node. */
export function startProgram(which: Which, house: House, bench: Pick<Bench, 'botEntrance'>, more = {}): Program {
  const startedAtMs = performance.now();
  if (which === 'bot') {
    const { child, ready, lines, exited } = house.startBot({ entrance: bench.botEntrance, env: more });
    return { child, startedAtMs, ready, lines, stop: () => stop(child, exited) };
  }
  const { child, exited, lines } = run('bare-client.mjs', house.env(more));
  const ready = nextMessage<'ready'>(child).then(() => undefined);
  return { child, startedAtMs, ready, lines, stop: () => stop(child, exited) };
}

/** Where the bot serves HTTP, from its own log. */
export function listeningAt({ lines }: Program): string {
  const line = lines.find((text) => text.includes('"event":"http.listening"'));
  if (line === undefined) throw new Error('The bot did not say where it serves HTTP.');
  return (JSON.parse(line) as { address: string }).address;
}

/** A reference program of this directory, with nothing of our environment but PATH. */
export function run(
  name: string,
  env: Readonly<Record<string, string>> = {},
): { readonly child: ChildProcess; readonly exited: Promise<unknown>; readonly lines: readonly string[] } {
  const lines: string[] = [];
  // Ours are TypeScript, which Node 20 does not run by itself.
  const loader = name.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(process.execPath, [...loader, join(import.meta.dirname, name)], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => lines.push(String(chunk)));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  return { child, exited, lines };
}

/** What a program says next through its channel; rejects when it ends instead. */
export function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`A program ended with exit code ${code}.`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });
}

export async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await exited;
  clearTimeout(timer);
}

/** Calls back the moment the sandbox's gateway sends an event of this name. */
export function onGatewayEvent(names: readonly string[], listener: () => void): Recorder {
  const paths = new Set(names.map((name) => `op 0 ${name}`));
  return {
    record: ({ path }: Exchange) => {
      if (paths.has(path)) listener();
    },
  };
}

/** What a process holds of the machine's memory, in MB (proc_pid_status(5)). */
export function memoryOf(child: ChildProcess): { readonly nowMb: number; readonly peakMb: number } {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const read = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6;
  return { nowMb: read('VmRSS'), peakMb: read('VmHWM') };
}

/** Processor time of all threads so far, in milliseconds: says what a start costs also on a busy machine. */
export function processorMsOf({ pid }: ChildProcess): number {
  const ofThread = (thread: string): number =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + ofThread(thread), 0);
}
