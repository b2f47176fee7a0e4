import { uuidOf } from './uuid.ts';
import type { LabelRow, ProjectStatusRow, StateRow, StateType, UserRow, Workspace } from './workspace.ts';

/** A workspace without anything. */
export function emptyWorkspace(about: { name: string; urlKey: string; createdAt: string }): Workspace {
  return {
    organization: { id: uuidOf(`organization ${about.urlKey}`), ...about },
    viewerId: '',
    users: [],
    teams: [],
    states: [],
    labels: [],
    projectStatuses: [],
    projects: [],
    cycles: [],
    issues: [],
    relations: [],
    comments: [],
    attachments: [],
    history: [],
  };
}

/** Id and times of something that was made at `createdAt` and not changed since. */
export function stamps(name: string, createdAt: string) {
  return { id: uuidOf(name), createdAt, updatedAt: createdAt, archivedAt: null };
}

export function userRow(about: {
  displayName: string;
  name: string;
  title: string | null;
  email: string;
  joined: string;
}): UserRow {
  const { joined, ...rest } = about;
  const flags = { active: true, admin: false, app: false, timezone: 'Europe/Berlin' };
  return { ...stamps(`user ${about.displayName}`, joined), ...rest, ...flags };
}

export function labelRow(name: string, team: { key: string; id: string } | null, createdAt: string): LabelRow {
  return {
    ...stamps(`label ${team?.key ?? ''} ${name}`, createdAt),
    teamId: team?.id ?? null,
    name,
    color: '#bec2c8',
    description: null,
    isGroup: false,
    parentId: null,
    creatorId: null,
  };
}

/** The states that Linear gives to a new team, plus triage when the team uses it. */
export function teamStates(team: { key: string; id: string }, hasTriage: boolean, createdAt: string): StateRow[] {
  const names: readonly (readonly [string, StateType, string])[] = [
    ...(hasTriage ? [['Triage', 'triage', '#fc7840'] as const] : []),
    ['Backlog', 'backlog', '#bec2c8'],
    ['Todo', 'unstarted', '#e2e2e2'],
    ['In Progress', 'started', '#f2c94c'],
    ['In Review', 'started', '#0f783c'],
    ['Done', 'completed', '#5e6ad2'],
    ['Canceled', 'canceled', '#95a2b3'],
    ['Duplicate', 'duplicate', '#95a2b3'],
  ];
  return names.map(([name, type, color], position) => ({
    ...stamps(`state ${team.key} ${name}`, createdAt),
    teamId: team.id,
    name,
    type,
    position,
    color,
    description: null,
  }));
}

export function projectStatuses(createdAt: string): ProjectStatusRow[] {
  const names = [
    ['Backlog', 'backlog'],
    ['Planned', 'planned'],
    ['In Progress', 'started'],
    ['Completed', 'completed'],
    ['Canceled', 'canceled'],
  ] as const;
  return names.map(([name, type], position) => ({
    ...stamps(`project status ${name}`, createdAt),
    name,
    type,
    position,
    color: '#bec2c8',
  }));
}

export interface ProjectPlan {
  readonly name: string;
  readonly status: string;
  /** Display name of a user. */
  readonly lead: string | null;
  /** Keys of teams. */
  readonly teams: readonly string[];
  readonly startDay: number;
  readonly targetDay: number;
}

/** Adds a project; `dayToTime` says when a day of the plan is. */
export function addProject(workspace: Workspace, plan: ProjectPlan, dayToTime: (day: number) => string): void {
  const status = workspace.projectStatuses.find(({ name }) => name === plan.status);
  if (!status) throw new Error(`There is no project status ${plan.status}.`);
  const startedAt = dayToTime(plan.startDay);
  workspace.projects.push({
    ...stamps(`project ${plan.name}`, dayToTime(plan.startDay - 7)),
    name: plan.name,
    description: '',
    statusId: status.id,
    leadId: workspace.users.find(({ displayName }) => displayName === plan.lead)?.id ?? null,
    creatorId: workspace.viewerId,
    teamIds: plan.teams.map((key) => uuidOf(`team ${key}`)),
    priority: 0,
    color: '#5e6ad2',
    startDate: startedAt.slice(0, 10),
    targetDate: dayToTime(plan.targetDay).slice(0, 10),
    startedAt,
    completedAt: status.type === 'completed' ? dayToTime(plan.targetDay) : null,
    canceledAt: null,
  });
}
