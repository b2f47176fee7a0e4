import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface BotProcessOptions {
  /** The built entrance: dist/bot.js or dist/register-commands.js. */
  readonly entrance: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** How far its clock is ahead of the machine's; without it, it goes by the machine's and cannot travel. */
  readonly aheadMs?: number;
  /** Gets each line of standard output and error. */
  readonly onLine?: (line: string) => void;
}

/** The bot as a process of its own, as in production. */
export interface BotProcess {
  readonly child: ChildProcess;
  /** Resolves on `process.send('ready')`; rejects with the last lines when the process ends before that. */
  readonly ready: Promise<void>;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  readonly lines: readonly string[];
  /** Sets its clock as far ahead; resolves when it goes by that, or has ended. */
  travel(aheadMs: number): Promise<void>;
}

const BOT_CLOCK = pathToFileURL(join(import.meta.dirname, 'time/bot-clock.mjs'));
const KEPT_LINES = 2_000;

/** Starts a built entrance with exactly the environment given (plus PATH), so that nothing of the host leaks in. */
export function startBotProcess({ entrance, args = [], env, aheadMs, onLine }: BotProcessOptions): BotProcess {
  const lines: string[] = [];
  const clock = aheadMs === undefined ? [] : [`--import=${BOT_CLOCK.href}?aheadMs=${aheadMs}`];
  const child = spawn(process.execPath, [...clock, entrance, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const take = (chunk: Buffer): void => {
    for (const line of chunk.toString('utf8').split('\n').filter(Boolean)) {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      onLine?.(line);
    }
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message) => {
      if (message === 'ready') resolve();
    });
    void exited.then(({ code, signal }) =>
      reject(
        new Error(
          `The bot ended before it was ready (${signal ?? `exit code ${code}`}).\n${lines.slice(-30).join('\n')}`,
        ),
      ),
    );
  });
  // Nobody has to wait for it: an early end shows in `exited` as well.
  ready.catch(() => undefined);
  return {
    child,
    ready,
    exited,
    lines,
    travel: (to) => Promise.race([travel(child, to), exited.then(() => undefined)]),
  };
}

function travel(child: ChildProcess, aheadMs: number): Promise<void> {
  return new Promise((resolve) => {
    const take = (message: unknown): void => {
      if (typeof message !== 'object' || message === null || !('aheadMs' in message)) return;
      if (message.aheadMs !== aheadMs) return;
      child.off('message', take);
      resolve();
    };
    child.on('message', take);
    // One that has just ended tells by its exit.
    child.send({ aheadMs }, () => undefined);
  });
}
