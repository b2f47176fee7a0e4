import type { ImportLine, ImportTable } from './import-columns.ts';
import { importedPeople } from './import-people.ts';
import { importedRelations } from './import-relations.ts';
import { inferStateType } from './import-status.ts';
import { readDate, readIdentifier, readList, readMoment, readNumber, readPriority } from './import-values.ts';
import { isUuid, uuidOf } from './uuid.ts';
import { type CycleRow, type IssueRow, STATE_TYPES, type StateRow, type TeamRow, type Workspace } from './workspace.ts';
import { emptyWorkspace, labelRow, projectStatuses, stamps } from './workspace-parts.ts';

/** Makes the workspace of a table that has no problems. */
export function buildImported({ lines }: ImportTable, now: Date): Workspace {
  const founded = lines.reduce((min, line) => earlier(min, createdOf(line, now)), now.toISOString());
  const workspace = emptyWorkspace({ name: 'Imported workspace', urlKey: 'imported', createdAt: founded });
  workspace.users.push(...importedPeople(lines, founded));
  workspace.viewerId = workspace.users[0]?.id ?? '';
  workspace.projectStatuses.push(...projectStatuses(founded));
  const labels = new Set(lines.flatMap((line) => readList(line.cell('Labels'))));
  workspace.labels.push(...[...labels].map((name) => labelRow(name, null, founded)));
  for (const [key, own] of groupBy(lines, teamKeyOf)) addTeam(workspace, { key, lines: own }, founded);
  for (const [name, own] of groupBy(lines, (line) => line.cell('Project'))) addProject(workspace, name, own);
  workspace.issues.push(...lines.map((line) => issueRow(workspace, line, now)));
  const byIdentifier = new Map(lines.map((line, index) => [line.cell('ID'), workspace.issues[index]]));
  lines.forEach((line, index) => {
    const issue = workspace.issues[index];
    if (issue) issue.parentId = byIdentifier.get(line.cell('Parent issue'))?.id ?? null;
  });
  workspace.relations.push(...importedRelations(lines, byIdentifier));
  return workspace;
}

function addTeam(
  workspace: Workspace,
  { key, lines }: { key: string; lines: readonly ImportLine[] },
  at: string,
): void {
  const team: TeamRow = {
    ...stamps(`imported team ${key}`, at),
    key,
    name: lines.map((line) => line.cell('Team')).find(Boolean) ?? key,
    description: null,
    color: '#5e6ad2',
    memberIds: workspace.users
      .filter(({ name }) => lines.some((line) => line.cell('Assignee') === name || line.cell('Creator') === name))
      .map(({ id }) => id),
    defaultIssueEstimate: 1,
    cycleDurationWeeks: 2,
    triageEnabled: false,
  };
  workspace.teams.push(team);
  const states = [...groupBy(lines, (line) => line.cell('Status'))].map(([name, own]) => ({
    ...stamps(`imported state ${key} ${name}`, at),
    teamId: team.id,
    name,
    type: inferStateType(name, own),
    position: 0,
    color: '#bec2c8',
    description: null,
  }));
  states.sort((a, b) => STATE_TYPES.indexOf(a.type) - STATE_TYPES.indexOf(b.type));
  workspace.states.push(...states.map((state, position): StateRow => ({ ...state, position })));
  team.triageEnabled = states.some(({ type }) => type === 'triage');
  for (const [number, own] of groupBy(lines, (line) => line.cell('Cycle Number')))
    workspace.cycles.push(...cycleRows(team, number, own));
}

/** None when the file does not have the columns that say when a cycle is. */
function cycleRows(team: TeamRow, number: string, [line]: readonly ImportLine[]): readonly CycleRow[] {
  const startsAt = readMoment(line?.cell('Cycle Start') ?? '');
  const endsAt = readMoment(line?.cell('Cycle End') ?? '');
  if (!line || startsAt === null || endsAt === null) return [];
  const cycle: CycleRow = {
    ...stamps(`imported cycle ${team.key} ${Number(number)}`, startsAt),
    teamId: team.id,
    number: Number(number),
    name: line.cell('Cycle Name') || null,
    description: null,
    startsAt,
    endsAt,
    completedAt: null,
    uncompletedIssueIds: [],
  };
  return [cycle];
}

function addProject(workspace: Workspace, name: string, lines: readonly ImportLine[]): void {
  const started = workspace.projectStatuses.find(({ type }) => type === 'started');
  const id = lines.map((line) => line.cell('Project ID').toLowerCase()).find(isUuid);
  const row = stamps(`imported project ${name}`, workspace.organization.createdAt);
  workspace.projects.push({
    ...row,
    id: id ?? row.id,
    name,
    description: '',
    statusId: started?.id ?? '',
    leadId: null,
    creatorId: null,
    teamIds: [...groupBy(lines, teamKeyOf).keys()].map((key) => uuidOf(`imported team ${key}`)),
    priority: 0,
    color: '#5e6ad2',
    startDate: null,
    targetDate: null,
    startedAt: null,
    completedAt: null,
    canceledAt: null,
  });
}

function issueRow(workspace: Workspace, line: ImportLine, now: Date): IssueRow {
  const { key, number } = readIdentifier(line.cell('ID')) ?? { key: '', number: 0 };
  const teamId = uuidOf(`imported team ${key}`);
  const createdAt = createdOf(line, now);
  const uuid = line.cell('UUID').toLowerCase();
  const cycleNumber = readNumber(line.cell('Cycle Number'));
  const userId = (name: string): string | null => workspace.users.find((user) => user.name === name)?.id ?? null;
  return {
    ...stamps(`imported issue ${line.cell('ID')}`, createdAt),
    ...(isUuid(uuid) ? { id: uuid } : {}),
    updatedAt: readMoment(line.cell('Updated')) ?? createdAt,
    archivedAt: readMoment(line.cell('Archived')),
    teamId,
    number,
    title: line.cell('Title'),
    description: line.cell('Description') || null,
    stateId: uuidOf(`imported state ${key} ${line.cell('Status')}`),
    priority: readPriority(line.cell('Priority')) ?? 0,
    estimate: readNumber(line.cell('Estimate')),
    assigneeId: userId(line.cell('Assignee')),
    creatorId: userId(line.cell('Creator')),
    projectId: workspace.projects.find(({ name }) => name === line.cell('Project'))?.id ?? null,
    cycleId: workspace.cycles.find((cycle) => cycle.teamId === teamId && cycle.number === cycleNumber)?.id ?? null,
    parentId: null,
    labelIds: [...new Set(readList(line.cell('Labels')))].map((name) => uuidOf(`label  ${name}`)),
    dueDate: readDate(line.cell('Due Date')),
    startedAt: readMoment(line.cell('Started')),
    completedAt: readMoment(line.cell('Completed')),
    canceledAt: readMoment(line.cell('Canceled')),
    startedTriageAt: null,
    triagedAt: readMoment(line.cell('Triaged')),
    addedToCycleAt: null,
    trashed: false,
    sortOrder: -number,
  };
}

function createdOf(line: ImportLine, now: Date): string {
  return readMoment(line.cell('Created')) ?? now.toISOString();
}

function teamKeyOf(line: ImportLine): string {
  return readIdentifier(line.cell('ID'))?.key ?? '';
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

/** Groups by a text; lines where it is empty belong to no group. */
function groupBy(lines: readonly ImportLine[], textOf: (line: ImportLine) => string): Map<string, ImportLine[]> {
  const groups = new Map<string, ImportLine[]>();
  for (const line of lines) {
    const text = textOf(line);
    if (text === '') continue;
    const group = groups.get(text);
    if (group) group.push(line);
    else groups.set(text, [line]);
  }
  return groups;
}
