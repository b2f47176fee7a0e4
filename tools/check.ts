/**
 * `npm run check`: the whole truth about this repository, word for word what CI runs. Every step runs, also when
 * another one failed. `--only lint,types` asks some steps, `--list` names them, `--fix` mends first what a tool can mend.
 */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { failures, list, progressLine, summary } from './check/render.ts';
import { endRunning, runCommand, runSteps } from './check/run-steps.ts';
import { type Step, steps } from './check/steps.ts';

const ROOT = resolve(import.meta.dirname, '..');

function chosen(all: readonly Step[], only: string | undefined): readonly Step[] {
  if (only === undefined) return all;
  const names = only.split(',');
  const unknown = names.filter((name) => !all.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new Error(`There is no step ${unknown.join(', ')}. There are: ${all.map(({ name }) => name).join(', ')}.`);
  }
  return all.filter(({ name }) => names.includes(name));
}

async function mend(todo: readonly Step[]): Promise<void> {
  for (const { name, fix } of todo) {
    if (!fix) continue;
    const { exitCode, output } = await runCommand(ROOT, fix);
    console.log(exitCode === 0 ? `mended ${name}` : `could not mend ${name}:\n${output}`);
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, list: { type: 'boolean' }, fix: { type: 'boolean' } },
  });
  const todo = chosen(steps(ROOT), values.only);
  if (values.list) {
    console.log(list(todo));
    return 0;
  }
  if (values.fix) await mend(todo);
  const start = performance.now();
  const parallel = Math.max(1, Math.min(4, availableParallelism()));
  const results = await runSteps(todo, {
    root: ROOT,
    parallel,
    tell: (result) => console.log(progressLine(result)),
  });
  console.log(`\n${failures(results)}`);
  console.log(summary(results, (performance.now() - start) / 1000));
  return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    endRunning();
    process.exit(130);
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 64;
}
