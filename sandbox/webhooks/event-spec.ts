import type { Clock } from '../../src/shared/clock.ts';
import { AppError } from '../../src/shared/errors/app-error.ts';
import type { LinearSandbox } from '../linear/start-linear.ts';
import type { Courier, SenderName } from './courier.ts';

export type Options = Readonly<Record<string, string>>;

/** What an event needs to happen. */
export interface EventParts {
  readonly linear: LinearSandbox;
  readonly clock: Clock;
  readonly secrets: Readonly<Record<SenderName, string>>;
  readonly couriers: Readonly<Record<SenderName, Courier>>;
}

/** An event that can be made to happen by its name, for people and scripts. */
export interface EventSpec {
  /** `linear:issue.update`. */
  readonly name: string;
  /** What happens: `somebody changes an issue`. */
  readonly says: string;
  readonly options: readonly OptionName[];
  /** Lets it happen; says what has happened. Throws what cannot be. */
  readonly run: (parts: EventParts, options: Options) => string;
}

/** What each option takes. */
export const OPTIONS = {
  issue: 'an identifier such as ENG-12; without it one of the running cycle that is not done',
  by: 'short name of who does it in Linear; without it the owner of the API key',
  title: 'title of the issue',
  state: 'name of a workflow state; of a deployment on GitHub: success, failure, in_progress …',
  assignee: 'short name of a person in Linear, or nobody',
  priority: 'urgent, high, medium, low, none, or 0 to 4',
  label: 'a label to add',
  team: 'key of a team',
  on: 'the issue that it waits for',
  text: 'words of a comment, or of a description',
  name: 'the new name',
  project: 'name of a project',
  repo: 'name of the repository',
  author: 'short name of who wrote the code; without it the assignee of the issue',
  workflow: 'name of the workflow',
  result: 'success, failure, cancelled …',
  environment: 'Preview or Production',
  target: 'preview, staging or production',
} as const;

export type OptionName = keyof typeof OPTIONS;

export function optionOf(options: Options, name: string, otherwise: string): string {
  return options[name] ?? otherwise;
}

export function refusedEvent(problem: string, wanted: string): AppError {
  return new AppError('INPUT_INVALID', { facts: { problem, wanted } });
}
