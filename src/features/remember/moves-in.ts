import type { WorkflowState } from '../../ports/issue-tracker.ts';
import { isOpen } from '../../ports/issue-words.ts';
import type { Move } from '../../ports/movements.ts';
import type { IssueEvent } from '../../ports/work-event.ts';

const REVIEW = /review/i;

/** What an event about an issue means for somebody who was not there. `before`: the state that it left, if that is known. */
export function movesIn({ kind, issue, changes }: IssueEvent, before: WorkflowState | null): readonly Move[] {
  if (kind === 'issue-created') return ['created'];
  const { priority } = changes;
  const isRaised =
    priority !== undefined &&
    (issue.priority === 1 || issue.priority === 2) &&
    !isAsUrgent(priority.from, issue.priority);
  return [
    ...(changes.state === undefined ? [] : stateMoves(issue.state, before)),
    ...(isRaised ? (['raised'] as const) : []),
  ];
}

function stateMoves(state: WorkflowState, before: WorkflowState | null): readonly Move[] {
  switch (state.type) {
    case 'completed':
      return ['done'];
    case 'canceled':
    case 'duplicate':
      return ['dropped'];
    case 'started':
      if (REVIEW.test(state.name)) return before !== null && REVIEW.test(before.name) ? [] : ['review'];
      return before?.type === 'started' ? [] : ['started'];
    case 'triage':
    case 'backlog':
    case 'unstarted':
    case 'other':
      return before !== null && !isOpen(before) ? ['reopened'] : [];
  }
}

/** 1 is the most urgent, 0 is none. */
function isAsUrgent(from: number | null, to: number): boolean {
  return from !== null && from !== 0 && from <= to;
}
