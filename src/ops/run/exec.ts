import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Answer } from '../steps/observation.ts';
import type { Command } from '../steps/step.ts';
import { systemEnvironment } from './system-environment.ts';

/** What every command may know of the environment that we were started in: proxies, certificates, npm's settings. */
const HANDED_ON = /^(?:https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|npm_config_.*)$/i;
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
/** How long a program may go on after it was asked to end. */
const GRACE_MS = 5000;

function environmentOf(command: Command): Record<string, string> {
  const handedOn = Object.entries({ ...systemEnvironment(), ...process.env }).flatMap(
    ([name, value]): [string, string][] => (value !== undefined && HANDED_ON.test(name) ? [[name, value]] : []),
  );
  return {
    ...Object.fromEntries(handedOn),
    PATH,
    HOME: '/root',
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    ...command.environment,
  };
}

/** Keeps the first megabytes of a stream and reads the rest, so that the program is not held up. */
function collect(stream: NodeJS.ReadableStream): { text(): string } {
  const parts: Buffer[] = [];
  let size = 0;
  stream.on('data', (part: Buffer) => {
    if (size < MAX_OUTPUT_BYTES) parts.push(part);
    size += part.length;
  });
  return { text: () => Buffer.concat(parts).toString('utf8') };
}

export interface ExecOptions {
  /** What the program reads; nothing when absent. */
  readonly input?: string;
  /** A file that stays open in the program: the lock, so that it is held until what we started has ended too. */
  readonly holding?: number;
  /** Aborted: the program and what it started are ended. */
  readonly signal?: AbortSignal;
}

/** Runs a program without a shell, with a minimal environment and a limit of time. Never throws. */
export async function exec(command: Command, options: ExecOptions = {}): Promise<Answer> {
  const [program, ...args] = command.argv;
  const child = spawn(program, args, {
    env: environmentOf(command),
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe', options.holding ?? 'ignore'],
    // A group of its own, so that what it started ends with it when its time is over.
    detached: true,
    // The first three are pipes; the types of Node only know that for lists of three.
  }) as ChildProcessWithoutNullStreams;
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  // It may end without having read everything; its exit code says whether that was an error.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const timing = endInTime(child.pid, command.limitSeconds, options.signal);
  const ended = await new Promise<{ exitCode: number; trouble: string }>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ exitCode: error.code === 'ENOENT' ? 127 : 126, trouble: `${program}: ${error.message}` }),
    );
    child.once('close', (code, signal) =>
      resolve({ exitCode: code ?? 128, trouble: signal ? `ended by ${signal}` : '' }),
    );
  });
  timing.stop();
  if (timing.isOver()) {
    const trouble = `took longer than ${command.limitSeconds} s and was ended`;
    return { exitCode: 124, stdout: stdout.text(), stderr: `${stderr.text()}\n${trouble}`.trim() };
  }
  return { exitCode: ended.exitCode, stdout: stdout.text(), stderr: `${stderr.text()}${ended.trouble}` };
}

function endInTime(
  pid: number | undefined,
  limitSeconds: number,
  aborted?: AbortSignal,
): { stop(): void; isOver(): boolean } {
  let isOver = false;
  let hard: NodeJS.Timeout | undefined;
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (pid !== undefined) process.kill(-pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  const end = (): void => {
    signal('SIGTERM');
    hard ??= setTimeout(() => signal('SIGKILL'), GRACE_MS);
  };
  const soft = setTimeout(() => {
    isOver = true;
    end();
  }, limitSeconds * 1000);
  aborted?.addEventListener('abort', end);
  return {
    stop: () => {
      clearTimeout(soft);
      clearTimeout(hard);
      aborted?.removeEventListener('abort', end);
    },
    isOver: () => isOver,
  };
}
