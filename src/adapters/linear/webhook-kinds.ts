import type { DeliveryKind, DeliveryKinds } from '../../ports/webhook-sender.ts';

const nothing = (says: string): DeliveryKind => ({ becomes: null, says });

/**
 * What Linear sends. The types are those of `LinearWebhookEventType` in `@linear/sdk/webhooks`; the actions are `create`,
 * `update` and `remove` (https://linear.app/developers/webhooks). Relations between issues have no webhook.
 */
export const LINEAR_KINDS: DeliveryKinds = {
  'Issue.create': { becomes: 'issue-created', says: 'An issue was created.' },
  'Issue.update': {
    becomes: 'issue-changed',
    says: 'State, assignee, priority, title or cycle of an issue changed, or it was archived. Other changes are nothing to do.',
  },
  'Issue.remove': { becomes: 'issue-removed', says: 'An issue was deleted.' },
  'Comment.create': {
    becomes: 'comment-created',
    says: 'Somebody commented on an issue. Other comments are nothing to do.',
  },
  Comment: nothing('Edited and deleted comments: what was said first was told.'),
  'Cycle.create': { becomes: 'cycle-changed', says: 'A cycle was planned.' },
  'Cycle.update': { becomes: 'cycle-changed', says: 'A cycle changed, was completed or got other dates.' },
  Cycle: nothing('A cycle was deleted: its issues tell where they went.'),
  IssueLabel: nothing('Labels themselves; an issue brings its own.'),
  Attachment: nothing('Attachments of issues; pull requests come from GitHub.'),
  Reaction: nothing('Emoji on comments and updates.'),
  IssueSLA: nothing('Deadlines of service levels.'),
  Project: nothing('Projects; the digests look at them when they are due.'),
  ProjectUpdate: nothing('Updates of projects; the digests look at them when they are due.'),
  ProjectLabel: nothing('Labels of projects.'),
  Document: nothing('Documents of Linear.'),
  Initiative: nothing('Initiatives.'),
  InitiativeUpdate: nothing('Updates of initiatives.'),
  Customer: nothing('Customers.'),
  CustomerNeed: nothing('Requests of customers.'),
  Release: nothing('Releases of Linear.'),
  ReleaseNote: nothing('Notes of releases.'),
  User: nothing('People; they are asked for when they are needed.'),
  AuditEntry: nothing('The audit log of Linear.'),
  OAuthApp: nothing('An application was taken off the workspace.'),
  AppUserNotification: nothing('Only for applications that act as agents.'),
  PermissionChange: nothing('Only for applications that act as agents.'),
  AgentSessionEvent: nothing('Only for applications that act as agents.'),
};
