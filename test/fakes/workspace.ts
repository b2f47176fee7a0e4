import type { Cycle, Person, Priority, StateType, Team, WorkflowState } from '../../src/ports/issue-tracker.ts';

/** An issue as a test writes it: only what matters to it. Others are named by identifier or short name. */
export interface IssueSeed {
  readonly id?: string;
  readonly identifier: string;
  readonly title?: string;
  readonly url?: string;
  /** `Todo` and the like, from `STATES`, or a whole state. */
  readonly state?: keyof typeof STATES | WorkflowState;
  readonly priority?: Priority;
  readonly estimate?: number | null;
  /** The short name of a person. */
  readonly assignee?: string | null;
  readonly project?: string | null;
  readonly labels?: readonly string[];
  readonly dueDate?: string | null;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly startedAt?: string | null;
  readonly completedAt?: string | null;
  readonly addedToCycleAt?: string | null;
  /** The number of a cycle of its team. */
  readonly cycle?: number | null;
  readonly blockedBy?: readonly string[];
  readonly description?: string | null;
  readonly creator?: string | null;
  readonly parent?: string | null;
  readonly attachments?: readonly { readonly title: string; readonly url: string }[];
  readonly comments?: readonly { readonly author: string; readonly body: string; readonly at: string }[];
}

export interface CycleSeed {
  readonly cycle: Cycle;
  readonly scopeHistory?: readonly number[];
  readonly completedScopeHistory?: readonly number[];
  readonly inProgressScopeHistory?: readonly number[];
  readonly issueCountHistory?: readonly number[];
  readonly completedIssueCountHistory?: readonly number[];
}

export interface Workspace {
  readonly teams: readonly Team[];
  readonly people: readonly Person[];
  readonly cycles: readonly CycleSeed[];
  readonly issues: readonly IssueSeed[];
}

const state = (name: string, type: StateType, position: number): WorkflowState => ({ name, type, position });

export const STATES = {
  Triage: state('Triage', 'triage', 0),
  Backlog: state('Backlog', 'backlog', 0),
  Todo: state('Todo', 'unstarted', 0),
  'In Progress': state('In Progress', 'started', 0),
  'In Review': state('In Review', 'started', 1),
  Done: state('Done', 'completed', 0),
  Canceled: state('Canceled', 'canceled', 0),
  Duplicate: state('Duplicate', 'duplicate', 0),
  Parked: state('Parked', 'other', 0),
} as const;

export const ENG: Team = { id: 'team-eng', key: 'ENG', name: 'Engineering' };
export const WEB: Team = { id: 'team-web', key: 'WEB', name: 'Website' };

/** A person whose id, short name and e-mail address come from the first name. */
export function person(name: string, more: Partial<Person> = {}): Person {
  const short = (name.split(' ')[0] ?? name).toLowerCase();
  return { id: `person-${short}`, name, displayName: short, email: `${short}@example.com`, isActive: true, ...more };
}

/** A cycle of two weeks; its place in time comes from `when`. */
export function cycle(team: Team, number: number, startsAt: string, more: Partial<Cycle> = {}): Cycle {
  const start = new Date(startsAt);
  return {
    id: `cycle-${team.key.toLowerCase()}-${number}`,
    number,
    name: null,
    startsAt: start,
    endsAt: new Date(start.getTime() + 14 * 86_400_000),
    completedAt: null,
    when: 'active',
    isNext: false,
    isPrevious: false,
    team,
    ...more,
  };
}
