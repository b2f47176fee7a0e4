/**
 * Everything that we ask Linear, in its own language. Each document has one operation and stands alone.
 * Linear weighs a query before it runs it: a property 0.1, an object 1, and a connection multiplies what is below it by
 * `first`; more than 10,000 for one query is refused (https://linear.app/developers/rate-limiting). The page sizes are
 * chosen so that no document comes near that and a workspace with a busy sprint stays inside its hourly budget.
 */
export interface LinearDocument {
  readonly name: string;
  readonly text: string;
}

/** The first page of a sprint holds most sprints whole; those after it are larger, so that a large one needs few. */
export const FIRST_SPRINT_PAGE = 50;
export const NEXT_SPRINT_PAGE = 100;
/** How many labels and relations come with each issue of a list; `IssueEdges` brings the rest where there are more. */
const LABELS_PER_ISSUE = 5;
const RELATIONS_PER_ISSUE = 3;
/** How many issues one `IssueEdges` may complete. */
export const EDGE_BATCH = 10;

const STATE = 'state { name type position }';
const REF = `id identifier title url trashed ${STATE}`;
export const MORE = 'pageInfo { hasNextPage endCursor }';
/** `issue` is the one that blocks, and `relatedIssue` the one that waits: see `IssueRelation` in Linear's schema. */
const INVERSE_RELATION = `type issue { ${REF} }`;

const ISSUE_SCALARS = `${REF} priority estimate dueDate createdAt updatedAt startedAt completedAt addedToCycleAt
  team { key }
  assignee { id name displayName }
  project { name }
  cycle { id number name }`;

/** An issue as `issueFields` reads it, for documents that spread `...IssueFields`. */
export const ISSUE_FIELDS = `fragment IssueFields on Issue {
  ${ISSUE_SCALARS}
  labels(first: ${LABELS_PER_ISSUE}) { nodes { name } ${MORE} }
  inverseRelations(first: ${RELATIONS_PER_ISSUE}) { nodes { ${INVERSE_RELATION} } ${MORE} }
}`;

const CYCLE_FIELDS = `fragment CycleFields on Cycle {
  id number name startsAt endsAt completedAt isActive isFuture isNext isPrevious
}`;

export const VIEWER: LinearDocument = {
  name: 'Viewer',
  text: 'query Viewer { viewer { name displayName organization { name } } }',
};

export const TEAMS: LinearDocument = {
  name: 'Teams',
  text: `query Teams($after: String) {
  teams(first: 100, after: $after) { nodes { id key name } ${MORE} }
}`,
};

/** Disabled people are left out by Linear's default; what is left of them and the bots is taken out when it is read. */
export const PEOPLE: LinearDocument = {
  name: 'People',
  text: `query People($after: String) {
  users(first: 100, after: $after) { nodes { id name displayName email active app } ${MORE} }
}`,
};

export const CYCLES: LinearDocument = {
  name: 'Cycles',
  text: `query Cycles($teamId: String!, $after: String) {
  team(id: $teamId) {
    id key name
    cycles(first: 50, after: $after) { nodes { ...CycleFields } ${MORE} }
  }
}
${CYCLE_FIELDS}`,
};

/**
 * The archive belongs to it: Linear archives finished issues by itself after a while, and a past sprint would
 * otherwise lose its completed work.
 */
export const SPRINT: LinearDocument = {
  name: 'Sprint',
  text: `query Sprint($id: String!, $first: Int!, $after: String) {
  cycle(id: $id) {
    ...CycleFields
    scopeHistory completedScopeHistory inProgressScopeHistory issueCountHistory completedIssueCountHistory
    team { id key name }
    issues(first: $first, after: $after, includeArchived: true) { nodes { ...IssueFields } ${MORE} }
  }
}
${CYCLE_FIELDS}
${ISSUE_FIELDS}`,
};

export const ISSUES: LinearDocument = {
  name: 'Issues',
  text: `query Issues($filter: IssueFilter, $first: Int!, $after: String) {
  issues(filter: $filter, first: $first, after: $after, orderBy: updatedAt) { nodes { ...IssueFields } ${MORE} }
}
${ISSUE_FIELDS}`,
};

/** All labels and relations of the issues of a list that have more of them than the list brought. */
export const ISSUE_EDGES: LinearDocument = {
  name: 'IssueEdges',
  text: `query IssueEdges($ids: [ID!]!, $labels: String, $inverseRelations: String) {
  issues(filter: { id: { in: $ids } }, first: ${EDGE_BATCH}, includeArchived: true) {
    nodes {
      id
      labels(first: 50, after: $labels) { nodes { name } ${MORE} }
      inverseRelations(first: 50, after: $inverseRelations) { nodes { ${INVERSE_RELATION} } ${MORE} }
    }
  }
}`,
};

/** `issue(id:)` takes the identifier that people know, also one from before the issue moved to another team. */
export const ISSUE_DETAIL: LinearDocument = {
  name: 'IssueDetail',
  text: `query IssueDetail(
  $id: String!
  $labels: String, $inverseRelations: String, $relations: String
  $children: String, $attachments: String, $comments: String
) {
  issue(id: $id) {
    ${ISSUE_SCALARS}
    description
    creator { name displayName }
    parent { ${REF} }
    labels(first: 50, after: $labels) { nodes { name } ${MORE} }
    inverseRelations(first: 50, after: $inverseRelations) { nodes { ${INVERSE_RELATION} } ${MORE} }
    relations(first: 50, after: $relations) { nodes { type relatedIssue { ${REF} } } ${MORE} }
    children(first: 50, after: $children) { nodes { ${REF} } ${MORE} }
    attachments(first: 50, after: $attachments) { nodes { title url } ${MORE} }
    comments(first: 50, after: $comments) { nodes { body createdAt user { name displayName } } ${MORE} }
  }
}`,
};

/**
 * Not `searchIssues`: that is limited to 30 requests a minute (see its description in the schema), which a few people
 * who type in an autocomplete field use up.
 */
export const SUGGESTIONS: LinearDocument = {
  name: 'Suggestions',
  text: `query Suggestions($filter: IssueFilter, $first: Int!) {
  issues(filter: $filter, first: $first, orderBy: updatedAt) { nodes { ${REF} } }
}`,
};

export const NAMES: LinearDocument = {
  name: 'Names',
  text: `query Names($states: String, $labels: String, $projects: String) {
  workflowStates(first: 250, after: $states) { nodes { name type position } ${MORE} }
  issueLabels(first: 250, after: $labels) { nodes { name isGroup } ${MORE} }
  projects(first: 250, after: $projects) { nodes { name } ${MORE} }
}`,
};

export const STATES: LinearDocument = {
  name: 'States',
  text: `query States($after: String) {
  workflowStates(first: 250, after: $after) { nodes { id name type position } ${MORE} }
}`,
};
