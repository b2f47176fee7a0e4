import { type Connection, connect, type PageArguments } from './connection.ts';
import { ISSUE } from './filter-fields.ts';
import type { LinearStore } from './store.ts';
import type { IssueRow } from './workspace.ts';

/** The arguments of `searchIssues`. */
export interface SearchArguments extends PageArguments {
  readonly term: string;
  readonly teamId?: string | null;
  readonly includeComments?: boolean | null;
}

/**
 * Issues that contain all words of the term, best match first (identifier, then title, then the rest); newest first among
 * equals. Linear also searches by meaning, which the sandbox cannot.
 */
export function searchIssues(store: LinearStore, args: SearchArguments): Connection<IssueRow> {
  const words = wordsOf(args.term);
  const team = args.teamId ? store.findTeam(args.teamId) : null;
  const ranked = store.workspace.issues
    .filter(({ teamId }) => !args.teamId || teamId === team?.id)
    .map((issue) => ({ issue, rank: rankOf(store, issue, { words, withComments: args.includeComments === true }) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || (a.issue.createdAt < b.issue.createdAt ? 1 : -1));
  return connect(store, { rows: ranked.map(({ issue }) => issue), fields: ISSUE, isRanked: true }, args);
}

function rankOf(
  store: LinearStore,
  issue: IssueRow,
  { words, withComments }: { words: readonly string[]; withComments: boolean },
): number {
  if (words.length === 0) return 0;
  const identifier = store.identifierOf(issue).toLowerCase();
  const title = issue.title.toLocaleLowerCase('en');
  const comments = withComments ? store.referring(store.workspace.comments, 'issueId', issue.id) : [];
  const rest = [issue.description ?? '', ...comments.map(({ body }) => body)].join('\n').toLocaleLowerCase('en');
  const ranks = words.map((word) => (identifier === word ? 9 : title.includes(word) ? 3 : rest.includes(word) ? 1 : 0));
  return ranks.includes(0) ? 0 : ranks.reduce((sum: number, rank) => sum + rank, 0);
}

function wordsOf(term: string): readonly string[] {
  return term.toLocaleLowerCase('en').split(/\s+/).filter(Boolean);
}
