import { createHash } from 'node:crypto';
import { slugOf } from '../linear/resolve-issue.ts';
import type { LinearStore } from '../linear/store.ts';

/** What the code host and the preview host of the sandbox tell about: the work on one issue in one repository. */
export interface CodeChange {
  readonly repository: string;
  /** Everything here follows from the issue, so that the same issue always has the same pull request. */
  readonly number: number;
  readonly title: string;
  readonly branch: string;
  readonly commit: string;
  readonly author: string;
  readonly at: Date;
}

const ORGANIZATION = 'acme-robotics';

/** The change for an issue of the sandbox's Linear; its assignee wrote it. */
export function codeChange(
  store: LinearStore,
  identifier: string,
  more: { readonly repository?: string; readonly author?: string; readonly at: Date },
): CodeChange | null {
  const issue = store.findIssue(identifier.toUpperCase());
  if (!issue) return null;
  const key = store.identifierOf(issue);
  const author = more.author ?? store.user(issue.assigneeId)?.displayName ?? 'devon';
  const branch = `${author}/${key.toLowerCase()}-${slugOf(issue.title, 40)}`;
  return {
    repository: `${ORGANIZATION}/${more.repository ?? 'fleet-dashboard'}`,
    number: 400 + issue.number,
    title: `${key}: ${issue.title}`,
    branch,
    commit: digest(`${branch} ${more.at.toISOString().slice(0, 13)}`).slice(0, 40),
    author,
    at: more.at,
  };
}

/** Hex digits that are always the same for the same text. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A number that is always the same for the same text: 9 digits, as ids of GitHub are. */
export function numberOf(text: string): number {
  return 100_000_000 + (Number.parseInt(digest(text).slice(0, 8), 16) % 900_000_000);
}
