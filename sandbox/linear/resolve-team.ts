import { connect } from './connection.ts';
import { historyOf, progressOf, snapshot } from './cycle-history.ts';
import { CYCLE, ISSUE, LABEL, STATE, USER } from './filter-fields.ts';
import type { Arguments, Resolvers } from './resolver.ts';
import type { LinearStore } from './store.ts';
import type { CycleRow, LabelRow, StateRow, TeamRow, UserRow } from './workspace.ts';

/** People who can be seen in lists: suspended ones only when asked for. */
export function usersFor(users: readonly UserRow[], args: Arguments): readonly UserRow[] {
  return args.includeDisabled === true ? users : users.filter(({ active }) => active);
}

export const TEAM_RESOLVERS: Resolvers<TeamRow> = {
  displayName: ({ name }) => name,
  icon: () => null,
  timezone: () => 'Etc/UTC',
  cyclesEnabled: () => true,
  cycleCooldownTime: () => 0,
  cycleDuration: ({ cycleDurationWeeks }) => cycleDurationWeeks,
  cycleStartDay: () => 1,
  upcomingCycleCount: () => 2,
  issueEstimationType: () => 'fibonacci',
  issueEstimationAllowZero: () => false,
  issueEstimationExtended: () => false,
  organization: (_team, _, { store }) => store.workspace.organization,
  activeCycle: ({ id }, _, { store }) => store.activeCycleOf(id),
  defaultIssueState: ({ id }, _, { store }) => defaultStateOf(store, id),
  triageIssueState: (team, _, { store }) =>
    team.triageEnabled ? (statesOf(store, team.id).find(({ type }) => type === 'triage') ?? null) : null,
  issueCount: ({ id }, args, { store }) =>
    store
      .referring(store.workspace.issues, 'teamId', id)
      .filter(({ archivedAt }) => args.includeArchived === true || archivedAt === null).length,
  issues: ({ id }, page, { store }) =>
    connect(store, { rows: store.referring(store.workspace.issues, 'teamId', id), fields: ISSUE }, page),
  states: ({ id }, page, { store }) => connect(store, { rows: statesOf(store, id), fields: STATE }, page),
  cycles: ({ id }, page, { store }) =>
    connect(store, { rows: store.referring(store.workspace.cycles, 'teamId', id), fields: CYCLE }, page),
  labels: ({ id }, page, { store }) =>
    connect(store, { rows: store.referring(store.workspace.labels, 'teamId', id), fields: LABEL }, page),
  members: ({ memberIds }, page, { store }) => {
    const members = memberIds.flatMap((id) => store.user(id) ?? []);
    return connect(store, { rows: usersFor(members, page), fields: USER }, page);
  },
};

/** The state of a new issue for which nobody named one: the team's backlog, otherwise its first state. */
export function defaultStateOf(store: LinearStore, teamId: string): StateRow | null {
  const states = [...statesOf(store, teamId)].sort((a, b) => a.position - b.position);
  return states.find(({ type }) => type === 'backlog') ?? states[0] ?? null;
}

function statesOf(store: LinearStore, teamId: string): readonly StateRow[] {
  return store.referring(store.workspace.states, 'teamId', teamId);
}

export const STATE_RESOLVERS: Resolvers<StateRow> = {
  team: ({ teamId }, _, { store }) => store.team(teamId),
  issues: ({ id }, page, { store }) =>
    connect(store, { rows: store.referring(store.workspace.issues, 'stateId', id), fields: ISSUE }, page),
};

export const LABEL_RESOLVERS: Resolvers<LabelRow> = {
  team: ({ teamId }, _, { store }) => store.byId(store.workspace.teams, teamId),
  parent: ({ parentId }, _, { store }) => store.byId(store.workspace.labels, parentId),
  creator: ({ creatorId }, _, { store }) => store.user(creatorId),
  children: ({ id }, page, { store }) =>
    connect(store, { rows: store.referring(store.workspace.labels, 'parentId', id), fields: LABEL }, page),
  issues: ({ id }, page, { store }) => {
    const rows = store.workspace.issues.filter(({ labelIds }) => labelIds.includes(id));
    return connect(store, { rows, fields: ISSUE }, page);
  },
};

export const CYCLE_RESOLVERS: Resolvers<CycleRow> = {
  team: ({ teamId }, _, { store }) => store.team(teamId),
  autoArchivedAt: () => null,
  completedAt: (cycle, _, { store }) => store.phaseOf(cycle).completedAt,
  isActive: (cycle, _, { store }) => store.phaseOf(cycle).isActive,
  isFuture: (cycle, _, { store }) => store.phaseOf(cycle).isFuture,
  isPast: (cycle, _, { store }) => store.phaseOf(cycle).isPast,
  isNext: (cycle, _, { store }) => store.phaseOf(cycle).isNext,
  isPrevious: (cycle, _, { store }) => store.phaseOf(cycle).isPrevious,
  progress: (cycle, _, { store }) => {
    const own = store.referring(store.workspace.issues, 'cycleId', cycle.id);
    return progressOf(
      snapshot(
        store,
        own.filter(({ archivedAt }) => archivedAt === null),
        store.now().toISOString(),
      ),
    );
  },
  scopeHistory: (cycle, _, { store }) => historyOf(store, cycle).scope,
  completedScopeHistory: (cycle, _, { store }) => historyOf(store, cycle).completedScope,
  inProgressScopeHistory: (cycle, _, { store }) => historyOf(store, cycle).inProgressScope,
  issueCountHistory: (cycle, _, { store }) => historyOf(store, cycle).issueCount,
  completedIssueCountHistory: (cycle, _, { store }) => historyOf(store, cycle).completedIssueCount,
  issues: ({ id }, page, { store }) =>
    connect(store, { rows: store.referring(store.workspace.issues, 'cycleId', id), fields: ISSUE }, page),
  uncompletedIssuesUponClose: ({ uncompletedIssueIds }, page, { store }) => {
    const rows = uncompletedIssueIds.flatMap((id) => store.issue(id) ?? []);
    return connect(store, { rows, fields: ISSUE }, page);
  },
};
