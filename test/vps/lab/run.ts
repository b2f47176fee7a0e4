import { spawn } from 'node:child_process';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly ms: number;
  readonly isTimeout: boolean;
}

export interface RunOptions {
  readonly timeoutMs?: number;
  readonly input?: string | Buffer;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Sees the output as it comes. */
  readonly onOutput?: (text: string) => void;
}

export type Command = readonly string[];

const DEFAULT_TIMEOUT_MS = 60_000;

/** Runs a program to its end, or kills its whole process group when it takes too long. */
export function run(command: Command, options: RunOptions = {}): Promise<Ran> {
  const [program = '', ...args] = command;
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own, so that a time limit ends what it started too.
      detached: true,
      ...(options.env ? { env: options.env } : {}),
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    const kept = { out: '', err: '' };
    let isTimeout = false;
    const timer = setTimeout(() => {
      isTimeout = true;
      if (child.pid !== undefined) killGroup(child.pid);
    }, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const keep = (stream: 'out' | 'err') => (chunk: Buffer) => {
      const text = chunk.toString('utf8');
      kept[stream] += text;
      options.onOutput?.(text);
    };
    child.stdout.on('data', keep('out'));
    child.stderr.on('data', keep('err'));
    const end = (code: number, more = ''): void => {
      clearTimeout(timer);
      resolve({ code, out: kept.out, err: kept.err + more, ms: performance.now() - startedAt, isTimeout });
    };
    child.on('error', (error) => end(127, error.message));
    child.on('close', (code) => end(code ?? 137));
    // The program may not want to read it all.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

/** The same for what has to work: throws with what the program said. */
export async function must(command: Command, options: RunOptions = {}): Promise<Ran> {
  const ran = await run(command, options);
  if (ran.code !== 0) throw new Error(failure(command, ran));
  return ran;
}

export async function mustAll(commands: readonly Command[]): Promise<void> {
  for (const command of commands) await must(command);
}

export function failure(command: Command, { code, out, err, isTimeout }: Ran): string {
  const how = isTimeout ? 'took too long' : `ended with exit code ${code}`;
  const said = `${err}\n${out}`.trim().split('\n').slice(-12).join('\n');
  return `${command.join(' ').slice(0, 300)} ${how}.\n${said}`;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
