import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../shared/errors/app-error.ts';
import { observeSteps } from '../facts/observe.ts';
import { isDue, type Plan, type PlannedStep, planStep } from '../plans/plan.ts';
import { foundInWords, isAsWanted, wantedInWords } from '../steps/expectation.ts';
import type { Answer } from '../steps/observation.ts';
import type { StepOutcome } from '../steps/outcome.ts';
import { resourceName, type SkippedStep, type Step, type Verification } from '../steps/step.ts';
import { applyChange, lastLines, runAll, type Workshop } from './apply-change.ts';
import { underDeadMan } from './dead-man.ts';
import { exec } from './exec.ts';
import type { OperationsLog } from './operations-log.ts';
import { putBack, type Snapshot, takeSnapshot } from './snapshot.ts';
import { ownRights, syncDirectory, writeFileAtomically } from './write-file.ts';

export interface RunSurroundings extends Workshop {
  readonly verb: string;
  readonly log: OperationsLog;
  /** A step that was begun and not finished has a file here, also after a crash. */
  readonly unfinishedDir: string;
  /** Where the dead man's switch keeps what it would put back. */
  readonly deadManDir: string;
  /** Called as things happen, for the terminal. */
  began(step: Step): void;
  ended(outcome: StepOutcome): void;
  /** Milliseconds of a clock that only moves forward. */
  nowMs(): number;
}

const MAX_ROUNDS = 3;
const PAUSE_MS = 200;

/**
 * Does what the plan says, step by step. Each step is looked at again before it is done, because the steps before it
 * have changed the server, and looked at once more when it is done. The first step that fails ends the run, unless the
 * step says that one can go on without it.
 */
export async function runPlan(plan: Plan, surroundings: RunSurroundings): Promise<readonly StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  for (const planned of plan.steps) {
    const outcome = await runOne(planned, surroundings);
    outcomes.push(outcome);
    surroundings.ended(outcome);
    if (outcome.kind === 'failed' && outcome.step.goOnWithout === undefined) break;
  }
  return outcomes;
}

async function runOne(planned: PlannedStep | SkippedStep, surroundings: RunSurroundings): Promise<StepOutcome> {
  if (!('step' in planned)) return { kind: 'skipped', step: planned };
  const { step } = planned;
  const start = surroundings.nowMs();
  try {
    const now = await lookAgain(step, planned.isUnfinished);
    if (!isDue(now)) {
      await verify(step);
      return { kind: 'unchanged', step };
    }
    surroundings.began(step);
    const changes = await change(now, surroundings);
    const tookMs = Math.round(surroundings.nowMs() - start);
    surroundings.log.append({
      what: 'step-done',
      verb: surroundings.verb,
      step: step.id,
      changes: changes.length,
      tookMs,
    });
    return { kind: 'done', step, changes, tookMs };
  } catch (error) {
    const tookMs = Math.round(surroundings.nowMs() - start);
    const known = toKnown(error);
    surroundings.log.append({
      what: 'step-failed',
      verb: surroundings.verb,
      step: step.id,
      detail: known.code,
      tookMs,
    });
    return { kind: 'failed', step, error: known, tookMs };
  }
}

/** A defect of ours: whoever reads it needs its words, there is no other place where they stand. */
function toKnown(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const said = error instanceof Error ? error.message : String(error);
  return new AppError('OPERATION_BROKE', { cause: error, facts: { said } });
}

async function lookAgain(step: Step, isUnfinished: boolean): Promise<PlannedStep> {
  return planStep(step, await observeSteps([step]), isUnfinished);
}

async function change(planned: PlannedStep, surroundings: RunSurroundings): Promise<readonly string[]> {
  const { step } = planned;
  surroundings.log.append({ what: 'step-began', verb: surroundings.verb, step: step.id });
  markUnfinished(step, surroundings);
  const before = takeSnapshot(step);
  const work = (): Promise<readonly string[]> => carryOut(planned, before, surroundings);
  const done = await (step.deadMan === undefined ? work() : underDeadMan(step.deadMan, surroundings, work));
  unmarkUnfinished(step, surroundings);
  return done;
}

/**
 * One change can bring the next to light: only fresh package lists tell what is out of date. So it is looked at again
 * after each round, and what has come up since is done too.
 */
async function carryOut(
  planned: PlannedStep,
  before: Snapshot,
  surroundings: RunSurroundings,
): Promise<readonly string[]> {
  const { step } = planned;
  const done = new Set<string>();
  let due = planned.changes;
  for (let round = 0; due.length > 0 && round < MAX_ROUNDS; round += 1) {
    for (const one of due) {
      await applyChange(one, surroundings);
      const detail = resourceName(one.resource);
      done.add(detail);
      surroundings.log.append({ what: 'changed', verb: surroundings.verb, step: step.id, detail });
    }
    due = (await lookAgain(step, false)).changes.filter(({ resource }) => !done.has(resourceName(resource)));
  }
  await validate(step, before, surroundings);
  await runAll(step.activate ?? [], surroundings);
  await holdsNow(step);
  return [...done];
}

async function validate(step: Step, before: Snapshot, workshop: Workshop): Promise<void> {
  try {
    await runAll(step.validate ?? [], workshop);
  } catch (error) {
    putBack(before);
    throw error;
  }
}

/** Everything is as it should be now; otherwise the step promised what it does not do. */
async function holdsNow(step: Step): Promise<void> {
  const { changes } = await lookAgain(step, false);
  const [left] = changes;
  if (left !== undefined) {
    const found =
      left.found.kind === 'answer'
        ? lastLines(`${left.found.answer.stdout}\n${left.found.answer.stderr}`)
        : left.found.kind;
    throw new AppError('STEP_HAS_NO_EFFECT', { facts: { what: resourceName(left.resource), found } });
  }
  await verify(step);
}

async function verify(step: Step): Promise<void> {
  for (const verification of step.verify ?? []) {
    const { title, wants, hint } = verification;
    const answer = await askPatiently(verification);
    if (isAsWanted(answer, wants)) continue;
    const found = foundInWords(answer, wants);
    throw new AppError('VERIFY_FAILED', { facts: { what: title, wanted: wantedInWords(wants), found, hint } });
  }
}

async function askPatiently({ probe, wants, patienceSeconds = 0 }: Verification): Promise<Answer> {
  const end = performance.now() + patienceSeconds * 1000;
  for (;;) {
    const answer = await exec(probe);
    if (isAsWanted(answer, wants) || performance.now() >= end) return answer;
    await sleep(PAUSE_MS);
  }
}

function markUnfinished(step: Step, { unfinishedDir }: RunSurroundings): void {
  mkdirSync(unfinishedDir, { recursive: true, mode: 0o700 });
  writeFileAtomically(join(unfinishedDir, step.id), '', ownRights(0o600));
}

function unmarkUnfinished(step: Step, { unfinishedDir }: RunSurroundings): void {
  rmSync(join(unfinishedDir, step.id), { force: true });
  syncDirectory(unfinishedDir);
}
