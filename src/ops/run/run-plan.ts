import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, toAppError } from '../../shared/errors/app-error.ts';
import { observeSteps } from '../facts/observe.ts';
import { isDue, type Plan, type PlannedStep, planStep } from '../plans/plan.ts';
import { isAsWanted, wantedInWords } from '../steps/expectation.ts';
import type { StepOutcome } from '../steps/outcome.ts';
import { resourceName, type SkippedStep, type Step } from '../steps/step.ts';
import { applyChange, lastLines, runAll, type Workshop } from './apply-change.ts';
import { exec } from './exec.ts';
import type { OperationsLog } from './operations-log.ts';
import { putBack, type Snapshot, takeSnapshot } from './snapshot.ts';
import { syncDirectory, writeFileAtomically } from './write-file.ts';

export interface RunSurroundings extends Workshop {
  readonly verb: string;
  readonly log: OperationsLog;
  /** A step that was begun and not finished has a file here, also after a crash. */
  readonly unfinishedDir: string;
  /** Called as things happen, for the terminal. */
  began(step: Step): void;
  ended(outcome: StepOutcome): void;
  /** Milliseconds of a clock that only moves forward. */
  nowMs(): number;
}

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
    const known = toAppError(error);
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

async function lookAgain(step: Step, isUnfinished: boolean): Promise<PlannedStep> {
  return planStep(step, await observeSteps([step]), isUnfinished);
}

async function change(planned: PlannedStep, surroundings: RunSurroundings): Promise<readonly string[]> {
  const { step } = planned;
  surroundings.log.append({ what: 'step-began', verb: surroundings.verb, step: step.id });
  markUnfinished(step, surroundings);
  const before = takeSnapshot(step);
  for (const due of planned.changes) {
    await applyChange(due, surroundings);
    surroundings.log.append({
      what: 'changed',
      verb: surroundings.verb,
      step: step.id,
      detail: resourceName(due.resource),
    });
  }
  await validate(step, before, surroundings);
  await runAll(step.activate ?? [], surroundings);
  await holdsNow(step);
  unmarkUnfinished(step, surroundings);
  return planned.changes.map(({ resource }) => resourceName(resource));
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
  for (const { title, probe, wants, hint } of step.verify ?? []) {
    const answer = await exec(probe);
    if (isAsWanted(answer, wants)) continue;
    const found = lastLines(`${answer.stdout}\n${answer.stderr}`);
    throw new AppError('VERIFY_FAILED', { facts: { what: title, wanted: wantedInWords(wants), found, hint } });
  }
}

function markUnfinished(step: Step, { unfinishedDir }: RunSurroundings): void {
  mkdirSync(unfinishedDir, { recursive: true, mode: 0o700 });
  writeFileAtomically(join(unfinishedDir, step.id), '', { mode: 0o600, uid: 0, gid: 0 });
}

function unmarkUnfinished(step: Step, { unfinishedDir }: RunSurroundings): void {
  rmSync(join(unfinishedDir, step.id), { force: true });
  syncDirectory(unfinishedDir);
}
