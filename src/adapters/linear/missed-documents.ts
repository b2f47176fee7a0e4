import { type LinearDocument, MORE } from './documents.ts';

/** Small at first: usually nothing has changed that we do not know. */
export const FIRST_CHANGED_PAGE = 10;
export const NEXT_CHANGED_PAGE = 25;

/** Also what is in the archive or in the bin: that is a change as well. */
export const CHANGED_ISSUES: LinearDocument = {
  name: 'ChangedIssues',
  text: `query ChangedIssues($since: DateTimeOrDuration!, $first: Int!, $after: String) {
  issues(filter: { updatedAt: { gt: $since } }, first: $first, after: $after, orderBy: updatedAt, includeArchived: true) {
    nodes {
      id identifier title url priority createdAt updatedAt archivedAt trashed
      state { name type }
      team { key }
      assignee { id name }
      creator { id name }
      project { id name }
      cycle { id }
      labels(first: 10) { nodes { id name } }
      history(first: 10) {
        nodes {
          createdAt updatedAt archived trashed
          actor { id name }
          fromStateId fromAssigneeId toAssigneeId fromCycleId toCycleId fromPriority fromTitle
        }
      }
    }
    ${MORE}
  }
}`,
};

export const CREATED_COMMENTS: LinearDocument = {
  name: 'CreatedComments',
  text: `query CreatedComments($since: DateTimeOrDuration!, $first: Int!) {
  comments(filter: { createdAt: { gt: $since } }, first: $first) {
    nodes { id body createdAt url user { id name } issue { id identifier title url } }
    ${MORE}
  }
}`,
};
