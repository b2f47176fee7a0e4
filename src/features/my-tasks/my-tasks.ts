import type { FeaturePorts } from '../../ports/command.ts';
import type { Dated, Issue } from '../../ports/issue-tracker.ts';
import { compareImportance, datedBy, isOverdue } from '../../ports/issue-words.ts';

const PAGE_SIZE = 50;
/** 500 open issues: more than anybody reads. The view says when there are more. */
const MAX_PAGES = 10;

export interface Tasks {
  readonly issues: readonly Issue[];
  /** More are open than were read; the ones read are those with the newest activity. */
  readonly hasMore: boolean;
}

/** All open issues of a person. */
export async function readTasks(ports: FeaturePorts, personId: string): Promise<Dated<Tasks>> {
  const pages = [];
  let after: string | null = null;
  do {
    const page = await ports.tracker.issues(
      { assigneeId: personId, state: 'open' },
      after === null ? { pageSize: PAGE_SIZE } : { pageSize: PAGE_SIZE, after },
    );
    pages.push(page);
    after = page.value.nextCursor;
  } while (after !== null && pages.length < MAX_PAGES);
  // Activity between two pages can move an issue onto both.
  const byId = new Map(pages.flatMap((page) => page.value.issues).map((issue) => [issue.id, issue]));
  return datedBy(pages, { issues: [...byId.values()], hasMore: after !== null });
}

export type TaskGroupName = 'blocked' | 'in-progress' | 'next' | 'later' | 'other';

export interface TaskGroup {
  readonly name: TaskGroupName;
  readonly issues: readonly Issue[];
}

/** What to look at first: what is blocked, what is in progress, what is ready to start, what waits in backlog or triage. */
export function groupTasks(issues: readonly Issue[], now: Date): readonly TaskGroup[] {
  const order: readonly TaskGroupName[] = ['blocked', 'in-progress', 'next', 'other', 'later'];
  return order
    .map((name) => ({
      name,
      issues: issues.filter((issue) => groupOf(issue) === name).sort(compareImportance(now)),
    }))
    .filter((group) => group.issues.length > 0);
}

export function overdueCount(issues: readonly Issue[], now: Date): number {
  return issues.filter((issue) => isOverdue(issue, now)).length;
}

function groupOf(issue: Issue): TaskGroupName {
  if (issue.blockedBy.length > 0) return 'blocked';
  switch (issue.state.type) {
    case 'started':
      return 'in-progress';
    case 'unstarted':
      return 'next';
    case 'triage':
    case 'backlog':
      return 'later';
    default:
      return 'other';
  }
}
