import type { findIssue } from '../../ports/find-issue.ts';
import type { Dated } from '../../ports/issue-tracker.ts';

type Found = Awaited<ReturnType<typeof findIssue>>['value'];

/** No issue was found by what was typed. */
export interface IssueNotFound {
  readonly kind: 'not-found';
  readonly found: Dated<Extract<Found, { kind: 'not-found' }>>;
}

/** It was there a moment ago. */
export interface IssueGone {
  readonly kind: 'gone';
  readonly identifier: string;
}
