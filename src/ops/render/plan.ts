import {
  type Change,
  countChanges,
  isDue,
  missingLines,
  missingPackages,
  type Plan,
  type PlannedStep,
} from '../plans/plan.ts';
import { installing } from '../steps/apt.ts';
import type { Command, FileResource, SkippedStep } from '../steps/step.ts';
import { commandLine } from './command-line.ts';
import { diffLines } from './diff.ts';
import { type Paint, painter } from './paint.ts';
import { wrap } from './wrap.ts';

export interface PlanLook {
  readonly isColoured: boolean;
  /** The first line: what, where. */
  readonly title: string;
}

const INDENT = '    ';

/** The whole plan as people read it before they agree: each step, what it looks at, what it would do, how it is undone. */
export function renderPlan(plan: Plan, look: PlanLook): string {
  const paint = painter(look.isColoured);
  const steps = plan.steps.map((step, index) => renderStep(step, index + 1, paint));
  return `${paint.strong(look.title)}\n\n${steps.join('\n')}\n\n${summary(plan, paint)}`;
}

function summary(plan: Plan, paint: Paint): string {
  const changes = countChanges(plan);
  const due = plan.steps.filter((step) => 'step' in step && isDue(step)).length;
  if (due === 0) return paint.good('0 changes: this server is as it should be.');
  return paint.strong(`${count(changes, 'change')} in ${count(due, 'step')}.`);
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

function renderStep(step: PlannedStep | SkippedStep, number: number, paint: Paint): string {
  const place = `${String(number).padStart(2)}. `;
  if (!('step' in step)) return renderSkipped(step, place, paint);
  if (!isDue(step)) return `${paint.good('✓')} ${place}${step.step.title}: nothing to do`;
  const { title, checks, undo } = step.step;
  const found = step.isUnfinished ? 'an earlier run did not finish it' : count(step.changes.length, 'change');
  const activate = (step.step.activate ?? []).map((command) => `${INDENT}  $ ${commandLine(command)}`);
  return [
    `${paint.warn('●')} ${place}${paint.strong(title)}: ${found}`,
    paint.faint(`${INDENT}looks at ${checks}`),
    ...step.changes.map((change) => renderChange(change, paint)),
    ...(activate.length === 0 ? [] : [`${INDENT}then it takes effect:`, ...activate]),
    paint.faint(`${INDENT}undo: ${undo}`),
  ].join('\n');
}

function renderSkipped({ title, skipped, todo }: SkippedStep, place: string, paint: Paint): string {
  const first = wrap(`${title}: ${skipped}`, `${INDENT}  `, `${todo === undefined ? '–' : paint.warn('!')} ${place}`);
  return todo === undefined ? first : `${first}\n${wrap(todo, `${INDENT}  `)}`;
}

function renderChange({ resource, found }: Change, paint: Paint): string {
  switch (resource.kind) {
    case 'file':
      return renderFile(resource, found, paint);
    case 'directory':
      return `${INDENT}${sign(found.kind)} directory ${resource.path} ${rights(resource)}${before(found)}`;
    case 'link':
      return `${INDENT}${sign(found.kind)} link ${resource.path} → ${resource.target}${found.kind === 'link' ? ` (now → ${found.target})` : ''}`;
    case 'absent':
      return `${INDENT}- remove ${resource.path} (a copy is kept)`;
    case 'lines': {
      const head = `${INDENT}${sign(found.kind)} in file ${resource.path} ${rights(resource)}${differingRights(resource, found)}`;
      return [head, ...missingLines(resource, found).map((line) => paint.good(`${INDENT}  + ${line}`))].join('\n');
    }
    case 'packages':
      return commands([installing(missingPackages(resource, found))]);
    case 'condition':
      return `${INDENT}● ${resource.title}\n${commands(resource.change)}`;
  }
}

const sign = (kind: string): string => (kind === 'nothing' ? '+' : '~');

const rights = ({ owner, group, mode }: { owner: string; group: string; mode: number }): string =>
  `(${owner}:${group} ${mode.toString(8)})`;

function before(found: Change['found']): string {
  return found.kind === 'file' || found.kind === 'directory' ? ` (now ${rights(found).slice(1)}` : '';
}

function differingRights(resource: Parameters<typeof rights>[0], found: Change['found']): string {
  return found.kind === 'file' && rights(found) !== rights(resource) ? before(found) : '';
}

function commands(list: readonly Command[]): string {
  return list.map((command) => `${INDENT}  $ ${commandLine(command)}`).join('\n');
}

function renderFile(resource: FileResource, found: Change['found'], paint: Paint): string {
  const old = found.kind === 'file' ? found.content : '';
  const head = `${INDENT}${sign(found.kind)} file ${resource.path} ${rights(resource)}`;
  const title = `${head}${differingRights(resource, found)}`;
  if (resource.isSecret) return `${title}, content not shown`;
  const lines = diffLines(old, resource.content).map((line) => {
    const shown = `${INDENT}  ${line}`.trimEnd();
    if (line.startsWith('+')) return paint.good(shown);
    return line.startsWith('-') ? paint.bad(shown) : shown;
  });
  return [title, ...lines].join('\n');
}
