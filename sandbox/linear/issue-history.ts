import type { Change } from './changes.ts';
import type { Resolvers } from './resolver.ts';
import type { HistoryRow, IssueRow } from './workspace.ts';

type What = Pick<Change, 'at' | 'actorId' | 'updatedFrom'> & { readonly id: string };

/** What Linear writes into the history of an issue after a change. */
export function historyRow(issue: IssueRow, { id, at, actorId, updatedFrom }: What): HistoryRow {
  const before = updatedFrom as Partial<IssueRow>;
  const labelsBefore = new Set(before.labelIds ?? issue.labelIds);
  const labelsAfter = new Set(issue.labelIds);
  const fromTo = <K extends keyof IssueRow>(key: K) =>
    key in before ? { from: before[key] ?? null, to: issue[key] } : { from: null, to: null };
  const [state, assignee, cycle, project] = [
    fromTo('stateId'),
    fromTo('assigneeId'),
    fromTo('cycleId'),
    fromTo('projectId'),
  ];
  const [priority, title] = [fromTo('priority'), fromTo('title')];
  return {
    id,
    createdAt: at,
    updatedAt: at,
    archivedAt: null,
    issueId: issue.id,
    actorId,
    fromStateId: state.from,
    toStateId: state.to,
    fromAssigneeId: assignee.from,
    toAssigneeId: assignee.to,
    fromCycleId: cycle.from,
    toCycleId: cycle.to,
    fromProjectId: project.from,
    toProjectId: project.to,
    fromPriority: priority.from,
    toPriority: priority.to,
    fromTitle: title.from,
    toTitle: title.to,
    addedLabelIds: issue.labelIds.filter((label) => !labelsBefore.has(label)),
    removedLabelIds: [...labelsBefore].filter((label) => !labelsAfter.has(label)),
    archived: 'archivedAt' in before ? issue.archivedAt !== null : null,
    trashed: 'archivedAt' in before && issue.trashed ? true : null,
    updatedDescription: 'description' in before ? true : null,
  };
}

export const HISTORY_RESOLVERS: Resolvers<HistoryRow> = {
  issue: ({ issueId }, _, { store }) => store.issue(issueId),
  actor: ({ actorId }, _, { store }) => store.user(actorId),
  fromState: ({ fromStateId }, _, { store }) => (fromStateId === null ? null : store.state(fromStateId)),
  toState: ({ toStateId }, _, { store }) => (toStateId === null ? null : store.state(toStateId)),
  fromAssignee: ({ fromAssigneeId }, _, { store }) => store.user(fromAssigneeId),
  toAssignee: ({ toAssigneeId }, _, { store }) => store.user(toAssigneeId),
};
