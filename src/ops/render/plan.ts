import { countChanges, isDue, type Plan, type PlannedStep } from '../plans/plan.ts';
import type { DeadMan, SkippedStep } from '../steps/step.ts';
import { type ChangeLook, renderChange } from './change.ts';
import { commandLine } from './command-line.ts';
import { type Paint, painter } from './paint.ts';
import { wrap } from './wrap.ts';

export interface PlanLook {
  readonly isColoured: boolean;
  /** The first line: what, where. */
  readonly title: string;
  /** New files are shown to their last line; otherwise only their beginning is. */
  readonly isWhole: boolean;
}

const INDENT = '    ';

/** The whole plan as people read it before they agree: each step, what it looks at, what it would do, how it is undone. */
export function renderPlan(plan: Plan, look: PlanLook): string {
  const paint = painter(look.isColoured);
  const change = { paint, isWhole: look.isWhole };
  const steps = plan.steps.map((step, index) => renderStep(step, index + 1, change));
  return `${paint.strong(look.title)}\n\n${steps.join('\n')}\n\n${summary(plan, paint)}`;
}

function summary(plan: Plan, paint: Paint): string {
  const changes = countChanges(plan);
  const due = plan.steps.filter((step) => 'step' in step && isDue(step)).length;
  if (due === 0) return paint.good('0 changes: this server is as it should be.');
  return paint.strong(`${count(changes, 'change')} in ${count(due, 'step')}.`);
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

function renderStep(step: PlannedStep | SkippedStep, number: number, look: ChangeLook): string {
  const { paint } = look;
  const place = `${String(number).padStart(2)}. `;
  if (!('step' in step)) return renderSkipped(step, place, paint);
  if (!isDue(step)) return `${paint.good('✓')} ${place}${step.step.title}: nothing to do`;
  const { title, checks, undo, deadMan } = step.step;
  const found = step.isUnfinished ? 'an earlier run did not finish it' : count(step.changes.length, 'change');
  const activate = (step.step.activate ?? []).map((command) => `${INDENT}  $ ${commandLine(command)}`);
  return [
    `${paint.warn('●')} ${place}${paint.strong(title)}: ${found}`,
    paint.faint(`${INDENT}looks at ${checks}`),
    ...step.changes.map((change) => renderChange(change, look)),
    ...(activate.length === 0 ? [] : [`${INDENT}then it takes effect:`, ...activate]),
    ...(deadMan === undefined ? [] : [`${INDENT}${deadManInWords(deadMan)}`]),
    paint.faint(`${INDENT}undo: ${undo}`),
  ].join('\n');
}

function deadManInWords({ proof, revertAfterSeconds }: DeadMan): string {
  const what = proof.kind === 'login' ? `a new login as ${proof.user} with a key` : 'a new connection to ssh';
  return `it stays only when ${what} succeeds; otherwise it is put back at once, and after ${revertAfterSeconds / 60} minutes whatever happens`;
}

function renderSkipped({ title, skipped, todo }: SkippedStep, place: string, paint: Paint): string {
  const first = wrap(`${title}: ${skipped}`, `${INDENT}  `, `${todo === undefined ? '–' : paint.warn('!')} ${place}`);
  return todo === undefined ? first : `${first}\n${wrap(todo, `${INDENT}  `)}`;
}
