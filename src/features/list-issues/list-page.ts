import type { Dated, Issue, IssueFilter, IssueTracker } from '../../ports/issue-tracker.ts';
import { datedBy } from '../../ports/issue-words.ts';

export const PAGE_SIZE = 10;
/** What is asked for at once: five of our pages. */
const FETCH_SIZE = 50;
/** 500 issues: further back is reached by a narrower filter, not by ten more requests. */
const MAX_PAGES = 50;

export interface ListPage {
  readonly issues: readonly Issue[];
  readonly page: number;
  /** Null while Linear has more than was read. */
  readonly total: number | null;
  readonly hasNext: boolean;
  /** There is more, but not by paging. */
  readonly isEndOfPaging: boolean;
}

/** The page as it is now, found by walking from the start (the tracker's cache makes that cheap). Past the end: the last page. */
export async function readPage(
  tracker: IssueTracker,
  filter: IssueFilter,
  wantedPage: number,
): Promise<Dated<ListPage>> {
  const wanted = Math.min(Math.max(1, wantedPage), MAX_PAGES);
  const sources = [];
  const issues = new Map<string, Issue>();
  let after: string | null = null;
  do {
    const chunk: Awaited<ReturnType<IssueTracker['issues']>> = await tracker.issues(
      filter,
      after === null ? { pageSize: FETCH_SIZE } : { pageSize: FETCH_SIZE, after },
    );
    sources.push(chunk);
    // Activity between two requests can move an issue into both.
    for (const issue of chunk.value.issues) issues.set(issue.id, issue);
    after = chunk.value.nextCursor;
  } while (after !== null && issues.size < wanted * PAGE_SIZE);
  const isAll = after === null;
  const last = Math.max(1, Math.ceil(issues.size / PAGE_SIZE));
  const page = isAll ? Math.min(wanted, last) : wanted;
  const hasMore = !isAll || page < last;
  return datedBy(sources, {
    issues: [...issues.values()].slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
    page,
    total: isAll ? issues.size : null,
    hasNext: hasMore && page < MAX_PAGES,
    isEndOfPaging: hasMore && page >= MAX_PAGES,
  });
}
