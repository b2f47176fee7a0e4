import type { GraphQLFieldResolver } from 'graphql';
import { HISTORY_RESOLVERS } from './issue-history.ts';
import { CONTENT_MUTATIONS } from './mutate-content.ts';
import { ISSUE_MUTATIONS } from './mutate-issue.ts';
import { ATTACHMENT_RESOLVERS, COMMENT_RESOLVERS, ISSUE_RESOLVERS, RELATION_RESOLVERS } from './resolve-issue.ts';
import { QUERY_RESOLVERS } from './resolve-query.ts';
import { CYCLE_RESOLVERS, LABEL_RESOLVERS, STATE_RESOLVERS, TEAM_RESOLVERS } from './resolve-team.ts';
import {
  ORGANIZATION_RESOLVERS,
  PROJECT_RESOLVERS,
  PROJECT_STATUS_RESOLVERS,
  USER_RESOLVERS,
} from './resolve-workspace.ts';
import type { Answering, AnyResolvers, Arguments, Resolve } from './resolver.ts';

const BY_TYPE: Readonly<Record<string, AnyResolvers>> = {
  Query: QUERY_RESOLVERS,
  Mutation: { ...ISSUE_MUTATIONS, ...CONTENT_MUTATIONS },
  Organization: ORGANIZATION_RESOLVERS,
  User: USER_RESOLVERS,
  Team: TEAM_RESOLVERS,
  WorkflowState: STATE_RESOLVERS,
  IssueLabel: LABEL_RESOLVERS,
  Project: PROJECT_RESOLVERS,
  ProjectStatus: PROJECT_STATUS_RESOLVERS,
  Cycle: CYCLE_RESOLVERS,
  Issue: ISSUE_RESOLVERS,
  IssueSearchResult: ISSUE_RESOLVERS,
  IssueRelation: RELATION_RESOLVERS,
  IssueHistory: HISTORY_RESOLVERS,
  Comment: COMMENT_RESOLVERS,
  Attachment: ATTACHMENT_RESOLVERS,
};

/** Finds the value of any field: by the table of its type, otherwise the property of that name. */
export const resolveField: GraphQLFieldResolver<unknown, Answering, Arguments> = (source, args, answering, info) => {
  const resolve = BY_TYPE[info.parentType.name]?.[info.fieldName] as Resolve<unknown> | undefined;
  if (resolve) return resolve(source, args, answering);
  return (source as Readonly<Record<string, unknown>> | undefined)?.[info.fieldName];
};
