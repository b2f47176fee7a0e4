/** `npm run test:vps`: every promise about the server, looked at on a machine that boots. */
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeMachine, lookAtMachine, tellBusyness } from '../bench/machine.ts';
import { ensureImage } from './lab/image.ts';
import { closeLab, dropLayers, thisMachine } from './lab/lab.ts';
import { preflight } from './lab/preflight.ts';
import { closingLine, totals } from './report/finding.ts';
import { renderComparison, renderReaches } from './report/reach.ts';
import { renderSummary, renderTimes, seconds } from './report/summary.ts';
import { SCENARIOS } from './scenarios/scenarios.ts';
import { type Hall, type Scenario, Stage } from './scenarios/stage.ts';
import { hasProductSetup, productSetup, referenceSetup } from './setup/setup-program.ts';
import { isAsked, parseTestArguments, TEST_HELP, type TestArguments } from './test-arguments.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SHOWN_TIMES = 25;
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(): Promise<number> {
  const args = parseTestArguments(
    process.argv.slice(2),
    SCENARIOS.map(({ name }) => name),
  );
  switch (args.kind) {
    case 'problem':
      say(`${args.problem}\n\n${TEST_HELP}`);
      return 64;
    case 'help':
      print(TEST_HELP);
      return 0;
    case 'list':
      print(SCENARIOS.map(({ name, title }) => `${name.padEnd(22)} ${title}`).join('\n'));
      return 0;
    case 'run':
      return await test(args);
  }
}

async function test(args: TestArguments): Promise<number> {
  const cannot = noSetup(args) ?? (await preflight(say)) ?? (await noImage());
  const scenarios = SCENARIOS.filter(({ name }) => isAsked(args.only, name));
  if (cannot !== null) {
    print(`SKIPPED: npm run test:vps ${cannot}`);
    const skipped = args.isRequired ? 0 : scenarios.length;
    print(closingLine({ passed: 0, failed: args.isRequired ? scenarios.length : 0, skipped }));
    return args.isRequired ? 1 : 0;
  }
  dropOldLayers();
  const ending = new AbortController();
  const hall = openHall(args, ending.signal);
  const before = tellBusyness(await lookAtMachine());
  say(before);
  const end = endOnSignal(hall, ending);
  try {
    for (const scenario of scenarios) await perform(scenario, hall);
  } finally {
    if (!args.isKept) await end();
  }
  print(`\n${describeMachine()}\nBefore: ${before}\nAfter: ${tellBusyness(await lookAtMachine())}`);
  return report(hall);
}

function noSetup({ setup }: TestArguments): string | null {
  return setup === 'reference' || hasProductSetup() ? null : 'needs docs/deployment/scripts/server-setup.sh.';
}

/** Without the registries of packages there is nothing to boot. */
async function noImage(): Promise<string | null> {
  try {
    await ensureImage(thisMachine().cache, say);
    return null;
  } catch (error) {
    return `could not make its root file system: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What a run left that was killed. */
function dropOldLayers(): void {
  const isOld = (name: string): boolean => {
    const pid = /^test-(\d+)-/.exec(name)?.[1];
    return pid !== undefined && !existsSync(`/proc/${pid}`);
  };
  dropLayers(thisMachine(), isOld);
}

function openHall(args: TestArguments, ending: AbortSignal): Hall {
  const logsDir = join(ROOT, '.tmp', 'test-vps');
  rmSync(logsDir, { recursive: true, force: true });
  return {
    machine: thisMachine(),
    labName: `test-${process.pid}`,
    setup: args.setup === 'reference' ? referenceSetup : productSetup,
    isFull: args.isFull,
    logsDir,
    say,
    ending,
    findings: [],
    steps: [],
    reaches: [],
    comparisons: [],
  };
}

/** A scenario that breaks has failed, and the next one begins all the same. */
async function perform(scenario: Scenario, hall: Hall): Promise<void> {
  say(`\n${scenario.name}: ${scenario.title}`);
  const stage = new Stage(hall, scenario.name);
  try {
    await scenario.run(stage);
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error);
    stage.broke(seen);
  } finally {
    stage.close();
  }
}

function endOnSignal({ machine, labName }: Hall, ending: AbortController): () => Promise<void> {
  const end = async (): Promise<void> => {
    await closeLab(machine, labName);
    dropLayers(machine, (name) => name.startsWith(`${labName}-`));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      say(`${signal}: removing the box …`);
      ending.abort(new Error(signal));
      void end().finally(() => process.exit(130));
    });
  }
  return end;
}

function report({ findings, steps, reaches, comparisons, setup, logsDir }: Hall): number {
  const total = totals(findings);
  const took = steps.filter(({ isPart }) => !isPart).reduce((sum, { ms }) => sum + ms, 0);
  print(`\nThe server that ${setup.name === 'product' ? 'server-setup.sh' : 'the minimal script'} makes`);
  print('✔ holds   ✘ does not   – not looked at; the second mark: after a reboot\n');
  print(renderSummary(findings, steps));
  print(`\nThe longest steps:\n${renderTimes(steps, SHOWN_TIMES)}`);
  if (reaches.length > 0) print(`\nHow far it came:\n${renderReaches(reaches)}`);
  for (const comparison of comparisons) print(`\n${renderComparison(comparison)}`);
  print(`\nA log of every step: ${logsDir}. It took ${seconds(took)}.`);
  print(closingLine(total));
  return total.failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
