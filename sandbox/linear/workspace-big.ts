import { uuidOf } from './uuid.ts';
import type { IssueRow, Workspace } from './workspace.ts';
import { emptyWorkspace, labelRow, projectStatuses, stamps, teamStates, userRow } from './workspace-parts.ts';

const DAY_MS = 86_400_000;

/** A workspace for benchmarks: one team, one running cycle with `issues` issues, in all states and with blockers. */
export function bigWorkspace({ issues, now }: { readonly issues: number; readonly now: Date }): Workspace {
  const start = Math.floor(now.getTime() / DAY_MS) * DAY_MS - 7 * DAY_MS;
  const founded = new Date(start - 100 * DAY_MS).toISOString();
  const workspace = emptyWorkspace({ name: 'Big Company', urlKey: 'big-company', createdAt: founded });
  const team = {
    ...stamps('team BIG', founded),
    key: 'BIG',
    name: 'Big Team',
    description: null,
    color: '#5e6ad2',
    memberIds: [] as string[],
    defaultIssueEstimate: 1,
    cycleDurationWeeks: 2,
    triageEnabled: false,
  };
  for (let number = 1; number <= 20; number += 1) {
    const [displayName, name] = [`member${number}`, `Member ${number}`];
    workspace.users.push(
      userRow({ displayName, name, title: null, email: `${displayName}@big.example`, joined: founded }),
    );
  }
  workspace.viewerId = uuidOf('user member1');
  team.memberIds.push(...workspace.users.map(({ id }) => id));
  workspace.teams.push(team);
  workspace.states.push(...teamStates(team, false, founded));
  workspace.labels.push(...['Bug', 'Feature', 'Improvement'].map((name) => labelRow(name, null, founded)));
  workspace.projectStatuses.push(...projectStatuses(founded));
  const cycle = {
    ...stamps('cycle BIG 1', founded),
    teamId: team.id,
    number: 1,
    name: null,
    description: null,
    startsAt: new Date(start).toISOString(),
    endsAt: new Date(start + 14 * DAY_MS).toISOString(),
    completedAt: null,
    uncompletedIssueIds: [],
  };
  workspace.cycles.push(cycle);
  for (let number = 1; number <= issues; number += 1)
    workspace.issues.push(bigIssue(workspace, { number, start, cycleId: cycle.id }));
  addBlockers(workspace);
  return workspace;
}

function bigIssue(
  workspace: Workspace,
  { number, start, cycleId }: { number: number; start: number; cycleId: string },
): IssueRow {
  const state = pick(workspace.states, number);
  const at = (day: number): string => new Date(start + day * DAY_MS + number * 1000).toISOString();
  const isStarted = state.type === 'started' || state.type === 'completed';
  const isEnded = state.type === 'canceled' || state.type === 'duplicate';
  return {
    ...stamps(`issue BIG ${number}`, at(-20)),
    updatedAt: at(6),
    teamId: state.teamId,
    number,
    title: `Issue ${number}: make part ${number % 17} of the product better`,
    description: `The ${number}th of many.`,
    stateId: state.id,
    priority: number % 5,
    estimate: number % 7 === 0 ? null : pick([1, 2, 3, 5, 8], number),
    assigneeId: number % 9 === 0 ? null : pick(workspace.users, number).id,
    creatorId: pick(workspace.users, number + 3).id,
    projectId: null,
    cycleId,
    parentId: null,
    labelIds: [pick(workspace.labels, number).id],
    dueDate: null,
    startedAt: isStarted ? at(number % 3) : null,
    completedAt: state.type === 'completed' ? at(3 + (number % 3)) : null,
    canceledAt: isEnded ? at(3) : null,
    startedTriageAt: null,
    triagedAt: null,
    addedToCycleAt: at(number % 10 === 0 ? 2 : -1),
    trashed: false,
    sortOrder: -number,
  };
}

function addBlockers(workspace: Workspace): void {
  workspace.issues.forEach((issue, index) => {
    const blocker = workspace.issues[index - 3];
    if (index % 8 !== 0 || !blocker) return;
    workspace.relations.push({
      ...stamps(`relation BIG ${index}`, issue.createdAt),
      type: 'blocks',
      issueId: blocker.id,
      relatedIssueId: issue.id,
    });
  });
}

function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}
