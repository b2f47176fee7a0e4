import { ISSUE_FIELDS, type LinearDocument, MORE } from './documents.ts';

/** What we change in Linear, and what has to be looked up for it. */

export const ISSUE_CREATE: LinearDocument = {
  name: 'IssueCreate',
  text: `mutation IssueCreate($input: IssueCreateInput!) {
  issueCreate(input: $input) { success issue { ...IssueFields } }
}
${ISSUE_FIELDS}`,
};

export const ISSUE_UPDATE: LinearDocument = {
  name: 'IssueUpdate',
  text: `mutation IssueUpdate($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success issue { ...IssueFields } }
}
${ISSUE_FIELDS}`,
};

/** Without \`permanentlyDelete\` it is the bin, with its grace period of 30 days. */
export const ISSUE_DELETE: LinearDocument = {
  name: 'IssueDelete',
  text: 'mutation IssueDelete($id: String!) { issueDelete(id: $id) { success } }',
};

export const COMMENT_CREATE: LinearDocument = {
  name: 'CommentCreate',
  text: `mutation CommentCreate($input: CommentCreateInput!) {
  commentCreate(input: $input) { success comment { url } }
}`,
};

export const LABEL_CREATE: LinearDocument = {
  name: 'LabelCreate',
  text: `mutation LabelCreate($input: IssueLabelCreateInput!) {
  issueLabelCreate(input: $input) { success issueLabel { id } }
}`,
};

/**
 * Not \`attachmentLinkDiscord\`: that one works only in workspaces that have installed Linear's own Discord integration.
 * With the same URL on the same issue it updates what is there.
 */
export const ATTACHMENT_CREATE: LinearDocument = {
  name: 'AttachmentCreate',
  text: `mutation AttachmentCreate($input: AttachmentCreateInput!) {
  attachmentCreate(input: $input) { success }
}`,
};

/** What an own id that is taken stands for. */
export const ISSUE_BY_ID: LinearDocument = {
  name: 'IssueById',
  text: `query IssueById($id: String!) { issue(id: $id) { ...IssueFields } }
${ISSUE_FIELDS}`,
};

export const COMMENT_BY_ID: LinearDocument = {
  name: 'CommentById',
  text: 'query CommentById($id: String!) { comment(id: $id) { url } }',
};

/** The labels with these names that issues of a team can have: its own and those of the whole workspace. */
export const LABELS_BY_NAME: LinearDocument = {
  name: 'LabelsByName',
  text: `query LabelsByName($filter: IssueLabelFilter!) {
  issueLabels(filter: $filter, first: 100) { nodes { id name isGroup team { id } } ${MORE} }
}`,
};

/** Names of projects are not unique; a project can belong to several teams. */
export const PROJECTS_BY_NAME: LinearDocument = {
  name: 'ProjectsByName',
  text: `query ProjectsByName($name: String!) {
  projects(filter: { name: { eqIgnoreCase: $name } }, first: 20) {
    nodes { id teams(first: 50) { nodes { id } ${MORE} } }
    ${MORE}
  }
}`,
};

/** What an issue can become: the states of its team, and the labels that it has. */
export const ISSUE_PLACE: LinearDocument = {
  name: 'IssuePlace',
  text: `query IssuePlace($id: String!) {
  issue(id: $id) {
    team { id states(first: 100) { nodes { id name type position } ${MORE} } }
    labels(first: 100) { nodes { id name } ${MORE} }
  }
}`,
};
