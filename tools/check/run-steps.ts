import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Step } from './steps.ts';

export interface StepResult {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly seconds: number;
  /** Everything that it printed; for a skipped step, why. */
  readonly output: string;
}

/** Where the steps run, and who hears of each result as it comes. */
export interface RunContext {
  readonly root: string;
  readonly parallel: number;
  readonly tell: (result: StepResult) => void;
}

interface Run {
  readonly exitCode: number;
  readonly output: string;
}

/** A step that takes this long hangs: the whole check takes a few minutes. */
const LIMIT_MS = 10 * 60_000;

const running = new Set<ChildProcess>();

/** Ends whatever still runs, with everything that it started. */
export function endRunning(): void {
  for (const { pid } of running) if (pid !== undefined) endGroup(pid);
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

/**
 * Runs a command with the packages' programs in reach and collects what it prints. A program that is not there fails,
 * and so does one that does not end.
 */
export async function runCommand(root: string, command: readonly string[], limitMs = LIMIT_MS): Promise<Run> {
  const [program = '', ...args] = command;
  const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`, NO_COLOR: '1' };
  return await new Promise((done) => {
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    running.add(child);
    const chunks: Buffer[] = [];
    const limit = setTimeout(() => {
      chunks.push(Buffer.from(`\nIt did not end within ${limitMs / 1000} seconds, so it was ended.`));
      if (child.pid !== undefined) endGroup(child.pid);
    }, limitMs);
    const finish = (run: Run): void => {
      clearTimeout(limit);
      running.delete(child);
      done(run);
    };
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => finish({ exitCode: 127, output: error.message }));
    child.on('close', (code, signal) =>
      finish({
        exitCode: code ?? 1,
        output: Buffer.concat(chunks).toString('utf8') + (signal ? `\nended by ${signal}` : ''),
      }),
    );
  });
}

async function runStep(root: string, step: Step): Promise<StepResult> {
  const reason = step.skip?.() ?? null;
  if (reason !== null) return { name: step.name, outcome: 'skipped', seconds: 0, output: reason };
  const start = performance.now();
  const { exitCode, output } = await runCommand(root, step.command);
  const doubt = exitCode === 0 ? (step.doubt?.(output) ?? null) : null;
  const seconds = (performance.now() - start) / 1000;
  const outcome = exitCode === 0 && doubt === null ? 'passed' : 'failed';
  return { name: step.name, outcome, seconds, output: doubt === null ? output : `${output}\n${doubt}` };
}

async function runAll(steps: readonly Step[], parallel: number, context: RunContext): Promise<StepResult[]> {
  const waiting = [...steps];
  const results: StepResult[] = [];
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await runStep(context.root, step);
      results.push(result);
      context.tell(result);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return results;
}

/** Runs every step whatever the others say: first those that can share the machine, then the others one by one. */
export async function runSteps(steps: readonly Step[], context: RunContext): Promise<StepResult[]> {
  const shared = await runAll(
    steps.filter(({ isAlone }) => !isAlone),
    context.parallel,
    context,
  );
  const alone = await runAll(
    steps.filter(({ isAlone }) => isAlone),
    1,
    context,
  );
  const order = steps.map(({ name }) => name);
  return [...shared, ...alone].toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}
