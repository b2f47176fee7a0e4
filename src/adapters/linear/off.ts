import type { IssueTracker } from '../../ports/issue-tracker.ts';
import { AppError } from '../../shared/errors/app-error.ts';

/** The issue tracker of a bot without a Linear token: everything rejects with `LINEAR_OFF`, which says how to set one. */
export function offIssueTracker(): IssueTracker {
  const off = () => Promise.reject(new AppError('LINEAR_OFF'));
  const writes = { createIssue: off, update: off, comment: off, linkMessage: off, trash: off };
  const reads = {
    teams: off,
    people: off,
    cycles: off,
    sprint: off,
    issue: off,
    issues: off,
    suggestIssues: off,
    names: off,
    states: off,
  };
  return { ...reads, ...writes };
}
