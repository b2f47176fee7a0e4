import { connect } from './connection.ts';
import { notFound, refusedArgument } from './errors.ts';
import type { FilterFields } from './filter.ts';
import { ATTACHMENT, COMMENT, CYCLE, ISSUE, LABEL, PROJECT, STATE, slugIdOf, TEAM, USER } from './filter-fields.ts';
import { usersFor } from './resolve-team.ts';
import { rateLimitStatus } from './resolve-workspace.ts';
import type { Answering, Arguments, Resolvers } from './resolver.ts';
import { type SearchArguments, searchIssues } from './search.ts';
import type { Row, Workspace } from './workspace.ts';

type Collection =
  | 'relations'
  | 'cycles'
  | 'issues'
  | 'states'
  | 'labels'
  | 'projects'
  | 'comments'
  | 'attachments'
  | 'teams';

const list =
  (collection: Collection, fields: FilterFields | null) =>
  (_root: unknown, page: Arguments, { store }: Answering): unknown =>
    connect<Row>(store, { rows: store.workspace[collection], fields }, page);

function found<T>(row: T | null, entity: string): T {
  if (row === null) throw notFound(entity);
  return row;
}

const byId =
  (collection: keyof Workspace & Collection, entity: string) =>
  (_root: unknown, args: Arguments, { store }: Answering): unknown =>
    found(store.byId(store.workspace[collection] as readonly Row[], String(args.id)), entity);

/** The root of all questions. What is not found is an error, because Linear's fields here are not nullable. */
export const QUERY_RESOLVERS: Resolvers<unknown> = {
  viewer: (_root, _, { store }) => found(store.user(store.workspace.viewerId), 'User'),
  organization: (_root, _, { store }) => store.workspace.organization,
  rateLimitStatus: (_root, _, answering) => rateLimitStatus(answering),
  user: (_root, { id }, { store }) => found(store.user(id === 'me' ? store.workspace.viewerId : String(id)), 'User'),
  users: (_root, page, { store }) =>
    connect(store, { rows: usersFor(store.workspace.users, page), fields: USER }, page),
  team: (_root, { id }, { store }) => found(store.findTeam(String(id)), 'Team'),
  teams: list('teams', TEAM),
  cycle: byId('cycles', 'Cycle'),
  cycles: list('cycles', CYCLE),
  issue: (_root, { id }, { store }) => found(store.findIssue(String(id)), 'Issue'),
  issues: list('issues', ISSUE),
  issueRelations: list('relations', null),
  searchIssues: (_root, args, { store }) => searchIssues(store, args as unknown as SearchArguments),
  workflowState: byId('states', 'WorkflowState'),
  workflowStates: list('states', STATE),
  issueLabel: byId('labels', 'IssueLabel'),
  issueLabels: list('labels', LABEL),
  project: (_root, { id }, { store }) => {
    const bySlug = store.workspace.projects.find((project) => slugIdOf(project.id) === id);
    return found(store.project(String(id)) ?? bySlug ?? null, 'Project');
  },
  projects: list('projects', PROJECT),
  comment: (_root, { id }, { store }) => {
    if (typeof id !== 'string') throw refusedArgument(['id'], 'isDefined', 'id should not be null or undefined');
    return found(store.byId(store.workspace.comments, id), 'Comment');
  },
  comments: list('comments', COMMENT),
  attachment: byId('attachments', 'Attachment'),
  attachments: list('attachments', ATTACHMENT),
  attachmentsForURL: (_root, page, { store }) => {
    const rows = store.workspace.attachments.filter(({ url }) => url === page.url);
    return connect(store, { rows, fields: ATTACHMENT }, page);
  },
};
