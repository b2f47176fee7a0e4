import { join } from 'node:path';
import { systemClock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { type ServerPaths, serverPaths } from '../../shared/paths.ts';
import { BEFORE_SETUP } from '../checks/before-setup.ts';
import { blockers, judgeAll } from '../checks/check.ts';
import { readGivenKeys } from '../facts/given-keys.ts';
import { readHost } from '../facts/host.ts';
import { observeSteps } from '../facts/observe.ts';
import { readRememberedSetup } from '../facts/remembered-setup.ts';
import { isDue, makePlan, type Plan, plannedSteps } from '../plans/plan.ts';
import { checkSetupFlags, type SetupFlags } from '../plans/setup-options.ts';
import { renderFindings } from '../render/findings.ts';
import { renderPlan } from '../render/plan.ts';
import {
  renderOptionProblems,
  renderOutcome,
  renderReverted,
  renderTotal,
  SETUP_HELP,
  setupTitle,
  todoOf,
} from '../render/setup-texts.ts';
import { newRunId, ownVersion, whoIsThis } from '../run/identity.ts';
import { takeLock } from '../run/lock.ts';
import { openOperationsLog } from '../run/operations-log.ts';
import { rememberSetup } from '../run/remember-setup.ts';
import { runPlan } from '../run/run-plan.ts';
import type { Terminal } from '../run/terminal.ts';
import type { StepOutcome } from '../steps/outcome.ts';
import type { SetupInput } from '../steps/setup-input.ts';
import { setupSteps } from '../steps/setup-steps.ts';
import { sayHowTheServerIs } from './after-setup.ts';
import { parseFlags } from './parse-flags.ts';
import type { Verb } from './verb.ts';

const VERB = 'setup';
const EXIT_USAGE = 64;
const EXIT_REFUSED = 69;
const EXIT_FAILED = 70;

const FLAGS = {
  domain: { type: 'string' },
  email: { type: 'string' },
  'skip-nginx': { type: 'boolean' },
  'skip-redis': { type: 'boolean' },
  'ssh-key': { type: 'string' },
  'ssh-port': { type: 'string' },
  'acme-server': { type: 'string' },
  'tls-1.2': { type: 'boolean' },
  swap: { type: 'string' },
  node: { type: 'string' },
  'node-from': { type: 'string' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean' },
  resume: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Makes a bare server ready: facts, plan, show, ask, run, verify. */
export const setup: Verb = {
  name: VERB,
  summary: 'make this server ready for Onomancer, and keep it so',
  help: SETUP_HELP,
  run: async (args, terminal) => {
    const flags = parseFlags(VERB, args, FLAGS);
    if (flags.help === true) {
      terminal.say(SETUP_HELP);
      return 0;
    }
    const paths = serverPaths();
    const wishes = flags.resume === true ? wishesOfLastRun(paths, flags) : wishesOf(flags);
    const checked = checkSetupFlags(wishes.flags, wishes.keys);
    if (checked.kind === 'wrong') {
      terminal.complain(renderOptionProblems(checked.problems));
      return EXIT_USAGE;
    }
    if (!mayAsk(flags, terminal)) return EXIT_USAGE;
    const input: SetupInput = { options: checked.options, host: await readHost(checked.options.domain, paths), paths };
    if (isRefused(input, terminal)) return EXIT_REFUSED;
    if (flags['dry-run'] === true) return showOnly(input, terminal);
    return underLock(paths, terminal, (lockFd) =>
      showAndRun({ input, wishes, lockFd, isAgreed: flags.yes === true }, terminal),
    );
  },
};

type Given = ReturnType<typeof parseFlags<typeof FLAGS>>;

/** What was asked for, as it is remembered on the server for `--resume`. */
interface Wishes {
  readonly flags: SetupFlags;
  readonly keys: string | null;
}

function wishesOf(given: Given): Wishes {
  const { 'ssh-key': file, 'dry-run': _dryRun, yes: _yes, resume: _resume, help: _help, ...flags } = given;
  return { flags, keys: file === undefined ? null : readGivenKeys(file) };
}

function wishesOfLastRun(paths: ServerPaths, given: Given): Wishes {
  const others = Object.keys(wishesOf(given).flags).filter((name) => !name.startsWith('node'));
  if (others.length > 0) {
    const named = others.map((name) => `--${name}`).join(', ');
    throw new AppError('INPUT_INVALID', {
      facts: {
        problem: `--resume goes on with the flags of the last run; ${named} cannot be given with it.`,
        wanted: 'Leave out --resume to run with other flags: what is done stays done.',
      },
    });
  }
  const remembered = readRememberedSetup(paths);
  if (remembered === null || remembered.isDone) {
    const why =
      remembered === null ? 'setup was never run on this server' : `the last run got to its end at ${remembered.at}`;
    throw new AppError('INPUT_INVALID', {
      facts: {
        problem: `There is no interrupted run to go on with: ${why}.`,
        wanted: 'Run it without --resume, with the flags that you want.',
      },
    });
  }
  const { node, 'node-from': nodeFrom } = given;
  return {
    flags: {
      ...remembered.flags,
      ...(node === undefined ? {} : { node }),
      ...(nodeFrom === undefined ? {} : { 'node-from': nodeFrom }),
    },
    keys: remembered.keys,
  };
}

/** Without a terminal there is nobody to ask, so the answer has to be on the command line. */
function mayAsk(flags: Given, terminal: Terminal): boolean {
  if (flags['dry-run'] === true || flags.yes === true || terminal.isInteractive) return true;
  terminal.complain(
    'There is no terminal to ask you on, and --yes was not given. Nothing was changed.\nLook at the plan with --dry-run; then run it again with --yes.',
  );
  return false;
}

function isRefused(input: SetupInput, terminal: Terminal): boolean {
  const findings = judgeAll(BEFORE_SETUP, input);
  const wrong = findings.filter(({ verdict }) => verdict.kind === 'wrong');
  const isBlocked = blockers(findings).length > 0;
  if (isBlocked) {
    terminal.complain(`${renderFindings(wrong, terminal.isColoured)}\nNothing was changed.`);
  } else if (wrong.length > 0) terminal.say(`${renderFindings(wrong, terminal.isColoured)}\n`);
  return isBlocked;
}

async function planFor(input: SetupInput): Promise<Plan> {
  const steps = setupSteps(input);
  const observe = await observeSteps(steps);
  return makePlan(steps, observe, input.host.unfinishedSteps);
}

async function showOnly(input: SetupInput, terminal: Terminal): Promise<number> {
  if (input.host.revertedAt !== null) terminal.say(renderReverted(input.host.revertedAt));
  const plan = await planFor(input);
  terminal.say(renderPlan(plan, { title: setupTitle(input), isColoured: terminal.isColoured, isWhole: true }));
  terminal.say('\nThis was a dry run: nothing was changed.');
  return 0;
}

async function underLock(
  paths: ServerPaths,
  terminal: Terminal,
  work: (lockFd: number) => Promise<number>,
): Promise<number> {
  const me = { who: whoIsThis(), what: `onomancer ${VERB}`, since: systemClock.now().toISOString() };
  const lock = takeLock(paths.lockFile, me, (line) => terminal.say(line));
  try {
    return await work(lock.fd);
  } finally {
    lock.release();
  }
}

interface Run {
  readonly input: SetupInput;
  readonly wishes: Wishes;
  readonly lockFd: number;
  readonly isAgreed: boolean;
}

async function showAndRun(run: Run, terminal: Terminal): Promise<number> {
  const plan = await planFor(run.input);
  if (run.input.host.revertedAt !== null) terminal.say(renderReverted(run.input.host.revertedAt));
  terminal.say(renderPlan(plan, { title: setupTitle(run.input), isColoured: terminal.isColoured, isWhole: false }));
  const isNothingDue = !plannedSteps(plan).some(isDue);
  if (!isNothingDue && !run.isAgreed && !/^y(?:es)?$/i.test((await terminal.ask('\nGo ahead? [y/N] ')).trim())) {
    terminal.say('Nothing was changed.');
    return 0;
  }
  if (!isNothingDue) terminal.say('');
  const start = performance.now();
  const outcomes = await carryOut(plan, run, terminal);
  terminal.say(`\n${renderTotal(outcomes, performance.now() - start)}`);
  if (outcomes.some(({ kind }) => kind === 'failed')) return EXIT_FAILED;
  await sayHowTheServerIs(run.input.paths, terminal);
  return 0;
}

async function carryOut(
  plan: Plan,
  { input, wishes, lockFd }: Run,
  terminal: Terminal,
): Promise<readonly StepOutcome[]> {
  const { paths } = input;
  const isNothingDue = !plannedSteps(plan).some(isDue);
  const run = newRunId();
  const log = openOperationsLog(paths.operationsLog, { run, who: whoIsThis(), version: ownVersion() }, systemClock);
  const start = performance.now();
  log.append({ what: 'run-began', verb: VERB });
  const remembered = { flags: wishes.flags, keys: wishes.keys };
  rememberSetup(paths, { ...remembered, isDone: false, at: systemClock.now().toISOString() });
  const outcomes = await runPlan(plan, {
    verb: VERB,
    log,
    lockFd,
    unfinishedDir: join(paths.stateDir, 'unfinished'),
    keepDir: join(paths.stateDir, 'replaced', run),
    deadManDir: join(paths.stateDir, 'dead-man'),
    nowMs: () => performance.now(),
    began: (step) => terminal.say(`… ${step.title}`),
    ended: (outcome) => {
      // The plan has listed what is right already; when that is everything, it is not said twice.
      const isNews = outcome.kind === 'done' || outcome.kind === 'failed' || todoOf(outcome) !== undefined;
      if (isNews || !isNothingDue) terminal.say(renderOutcome(outcome, terminal.isColoured));
    },
  });
  const isFailed = outcomes.some(({ kind }) => kind === 'failed');
  const changes = outcomes.reduce((sum, outcome) => sum + (outcome.kind === 'done' ? outcome.changes.length : 0), 0);
  log.append({
    what: 'run-ended',
    verb: VERB,
    changes,
    outcome: isFailed ? 'failed' : changes === 0 ? 'unchanged' : 'done',
    tookMs: Math.round(performance.now() - start),
  });
  rememberSetup(paths, { ...remembered, isDone: !isFailed, at: systemClock.now().toISOString() });
  return outcomes;
}
