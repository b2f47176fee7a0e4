import { uuidOf } from './uuid.ts';
import type { CycleRow, IssueRow, StateRow, TeamRow, Workspace } from './workspace.ts';
import { labelRow, stamps, teamStates } from './workspace-parts.ts';
import { type IssueLine, readIssueTable } from './workspace-table.ts';

/** A cycle of two weeks and its issues. */
export interface CyclePlan {
  readonly number: number;
  readonly name: string | null;
  /** Counted from the start of the running cycle. */
  readonly startDay: number;
  /** See `readIssueTable`. */
  readonly table: string;
  /** Keys of issues that were open when it closed and now are in the next one. */
  readonly carriedOver: readonly string[];
}

export interface TeamPlan {
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly color: string;
  /** Display names. */
  readonly members: readonly string[];
  readonly labels: readonly string[];
  readonly hasTriage: boolean;
  /** The number of its oldest issue. */
  readonly firstNumber: number;
  readonly cycles: readonly CyclePlan[];
  /** Issues outside of cycles. */
  readonly others: string;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const CYCLE_DAYS = 14;

interface Building {
  readonly workspace: Workspace;
  readonly team: TeamRow;
  /** When the running cycle began, epoch milliseconds. */
  readonly start: number;
}

/** Adds a team with its states, labels, cycles and issues. Numbers follow the order in which issues were made. */
export function buildTeam(workspace: Workspace, plan: TeamPlan, start: number): void {
  const founded = new Date(start - 380 * DAY_MS).toISOString();
  const team: TeamRow = {
    ...stamps(`team ${plan.key}`, founded),
    key: plan.key,
    name: plan.name,
    description: plan.description,
    color: plan.color,
    memberIds: plan.members.map((displayName) => userId(workspace, displayName)),
    defaultIssueEstimate: 1,
    cycleDurationWeeks: CYCLE_DAYS / 7,
    triageEnabled: plan.hasTriage,
  };
  workspace.teams.push(team);
  workspace.states.push(...teamStates(team, plan.hasTriage, founded));
  workspace.labels.push(...plan.labels.map((name) => labelRow(name, team, founded)));
  const building = { workspace, team, start };
  const issues = [
    ...plan.cycles.flatMap((cycle) => addCycle(building, cycle)),
    ...readIssueTable(plan.others).map((line) => issueRow(building, line, null)),
  ];
  issues.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  issues.forEach((issue, index) => {
    issue.number = plan.firstNumber + index;
    issue.sortOrder = -index;
  });
  workspace.issues.push(...issues);
}

function addCycle(building: Building, plan: CyclePlan): IssueRow[] {
  const { workspace, team, start } = building;
  const startsAt = start + plan.startDay * DAY_MS;
  const cycle: CycleRow = {
    ...stamps(`cycle ${team.key} ${plan.number}`, new Date(Math.min(startsAt, start) - 28 * DAY_MS).toISOString()),
    teamId: team.id,
    number: plan.number,
    name: plan.name,
    description: null,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + CYCLE_DAYS * DAY_MS).toISOString(),
    completedAt: null,
    uncompletedIssueIds: plan.carriedOver.map((key) => issueId(key)),
  };
  workspace.cycles.push(cycle);
  return readIssueTable(plan.table).map((line) => issueRow(building, line, cycle));
}

/** The id of the issue with this key of a table. */
export function issueId(key: string): string {
  return uuidOf(`issue ${key}`);
}

function issueRow(building: Building, line: IssueLine, cycle: CycleRow | null): IssueRow {
  const { workspace, team } = building;
  const state = stateNamed(workspace, team, line.state);
  const times = timesOf(building, line, state);
  const isEnded = state.type === 'canceled' || state.type === 'duplicate';
  const latest = Object.values(times).reduce<string>((max, time) => (time !== null && time > max ? time : max), '');
  return {
    id: issueId(line.key),
    archivedAt: null,
    ...times,
    updatedAt: latest,
    teamId: team.id,
    number: 0,
    title: line.title,
    description: line.description?.replaceAll('\\n', '\n') ?? null,
    stateId: state.id,
    priority: line.priority,
    estimate: line.estimate,
    assigneeId: line.assignee === null ? null : userId(workspace, line.assignee),
    creatorId: creatorOf(workspace, team, line),
    projectId: line.project === null ? null : named(workspace.projects, line.project).id,
    cycleId: cycle?.id ?? null,
    parentId: null,
    labelIds: line.labels.map((name) => labelId(workspace, team, name)),
    dueDate: line.dueDay === null ? null : new Date(building.start + line.dueDay * DAY_MS).toISOString().slice(0, 10),
    canceledAt: isEnded ? times.canceledAt : null,
    trashed: false,
    sortOrder: 0,
  };
}

/** The times of a line: one hour of the day for each kind, so that they are in order, and some minutes of its own. */
function timesOf({ start }: Building, line: IssueLine, state: StateRow) {
  const minutes = Number.parseInt(issueId(line.key).slice(0, 4), 16) % 60;
  const time = (day: number | null, hour: number): string | null =>
    day === null ? null : new Date(start + day * DAY_MS + hour * HOUR_MS + minutes * MINUTE_MS).toISOString();
  const isCarriedOver = line.addedDay === 0 && line.createdDay < 0;
  return {
    createdAt: time(line.createdDay, 8) ?? '',
    // What a closed cycle hands on arrives in the moment that the next one begins.
    addedToCycleAt: isCarriedOver ? new Date(start).toISOString() : time(line.addedDay, 9),
    startedAt: time(line.startedDay, 10),
    completedAt: state.type === 'completed' ? time(line.endedDay, 16) : null,
    canceledAt: state.type === 'completed' ? null : time(line.endedDay, 16),
    startedTriageAt: state.type === 'triage' ? time(line.createdDay, 8) : null,
    triagedAt: null,
  };
}

function creatorOf(workspace: Workspace, team: TeamRow, line: IssueLine): string | null {
  const creators = team.key === 'DES' ? ['yuki', 'omar', 'priya'] : ['ada', 'priya', 'deepa', 'devon', 'lea'];
  const creator = creators[Number.parseInt(issueId(line.key).slice(4, 8), 16) % creators.length];
  return creator === undefined ? null : userId(workspace, creator);
}

function userId(workspace: Workspace, displayName: string): string {
  const user = workspace.users.find((row) => row.displayName === displayName);
  if (!user) throw new Error(`There is no user ${displayName}.`);
  return user.id;
}

function stateNamed(workspace: Workspace, team: TeamRow, name: string): StateRow {
  return named(
    workspace.states.filter(({ teamId }) => teamId === team.id),
    name,
  );
}

function labelId(workspace: Workspace, team: TeamRow, name: string): string {
  return named(
    workspace.labels.filter(({ teamId }) => teamId === null || teamId === team.id),
    name,
  ).id;
}

function named<T extends { readonly name: string }>(rows: readonly T[], name: string): T {
  const row = rows.find((one) => one.name === name);
  if (!row) throw new Error(`There is no ${name}.`);
  return row;
}
