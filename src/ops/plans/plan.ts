import { isAsWanted } from '../steps/expectation.ts';
import type { Observation, Observe } from '../steps/observation.ts';
import {
  isSkipped,
  type LinesResource,
  type PackagesResource,
  type Resource,
  type SkippedStep,
  type Step,
} from '../steps/step.ts';

/** One difference between the server and what it should be. */
export interface Change {
  readonly resource: Resource;
  /** What was found, to show the difference. */
  readonly found: Observation;
}

/** One step with all that it would change; nothing when it is right already. */
export interface PlannedStep {
  readonly step: Step;
  readonly changes: readonly Change[];
  /** An earlier run began this step and did not finish it, so what it activates is done again. */
  readonly isUnfinished: boolean;
}

export interface Plan {
  readonly steps: readonly (PlannedStep | SkippedStep)[];
}

/** Is there something to do in this step? */
export function isDue(planned: PlannedStep): boolean {
  return planned.changes.length > 0 || planned.isUnfinished;
}

export function plannedSteps(plan: Plan): readonly PlannedStep[] {
  return plan.steps.filter((step) => 'step' in step);
}

export function countChanges(plan: Plan): number {
  return plannedSteps(plan).reduce((sum, { changes }) => sum + changes.length, 0);
}

/** What has to be done so that everything is as the steps say. */
export function makePlan(
  steps: readonly (Step | SkippedStep)[],
  observe: Observe,
  unfinished: readonly string[],
): Plan {
  return {
    steps: steps.map((step) => (isSkipped(step) ? step : planStep(step, observe, unfinished.includes(step.id)))),
  };
}

/** What has to be done in one step. */
export function planStep(step: Step, observe: Observe, isUnfinished: boolean): PlannedStep {
  const changes = step.resources.flatMap((resource): Change[] => {
    const found = observe(resource);
    return isRight(resource, found) ? [] : [{ resource, found }];
  });
  return { step, changes, isUnfinished };
}

/** Is the resource as it should be? */
function isRight(resource: Resource, found: Observation): boolean {
  switch (resource.kind) {
    case 'file':
      return found.kind === 'file' && found.content === resource.content && hasRights(resource, found);
    case 'directory':
      return found.kind === 'directory' && hasRights(resource, found);
    case 'link':
      return found.kind === 'link' && found.target === resource.target;
    case 'absent':
      return found.kind === 'nothing';
    case 'lines':
      return found.kind === 'file' && hasRights(resource, found) && missingLines(resource, found).length === 0;
    case 'packages':
      return missingPackages(resource, found).length === 0;
    case 'condition':
      return found.kind === 'answer' && isAsWanted(found.answer, resource.wants);
  }
}

interface Rights {
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
}

function hasRights(wanted: Rights, found: Rights): boolean {
  return found.mode === wanted.mode && found.owner === wanted.owner && found.group === wanted.group;
}

/** Those of the packages that are not installed. */
export function missingPackages(resource: PackagesResource, found: Observation): readonly string[] {
  const installed = found.kind === 'installed' ? found.names : [];
  return resource.names.filter((name) => !installed.includes(name));
}

/** Those of the lines that do not stand in the file. */
export function missingLines(resource: LinesResource, found: Observation): readonly string[] {
  const lines = found.kind === 'file' ? found.content.split('\n').map((line) => line.trim()) : [];
  return resource.lines.filter((line) => !lines.includes(line));
}
