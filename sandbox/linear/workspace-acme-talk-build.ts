import { uuidOf } from './uuid.ts';
import type { IssueRow, RelationRow, Workspace } from './workspace.ts';
import { COMMENTS, PARENTS, RELATIONS } from './workspace-acme-talk.ts';
import { issueId } from './workspace-build.ts';
import { stamps } from './workspace-parts.ts';
import { readTable } from './workspace-table.ts';

const DAY_MS = 86_400_000;

/** Adds what connects the issues: relations, parents, comments and attachments. `starts` tells when each team's cycle began. */
export function addTalk(workspace: Workspace, starts: Readonly<Record<string, number>>): void {
  const issues = new Map(workspace.issues.map((issue) => [issue.id, issue]));
  const issue = (key: string): IssueRow => {
    const row = issues.get(issueId(key));
    if (!row) throw new Error(`There is no issue ${key}.`);
    return row;
  };
  const startOf = ({ teamId }: IssueRow): number =>
    starts[workspace.teams.find(({ id }) => id === teamId)?.key ?? ''] ?? 0;
  addRelations(workspace, issue);
  for (const [key = '', parent = ''] of readTable(PARENTS, 2)) issue(key).parentId = issue(parent).id;
  readTable(COMMENTS, 4).forEach(([key = '', who = '', day = '', body = ''], index) => {
    const row = issue(key);
    const minute = 60_000 * (17 * 60 + index);
    const at = new Date(startOf(row) + Number(day) * DAY_MS + minute).toISOString();
    workspace.comments.push({
      ...stamps(`comment ${index}`, at),
      issueId: row.id,
      userId: uuidOf(`user ${who}`),
      body,
      parentId: null,
      editedAt: null,
      resolvedAt: null,
    });
    if (at > row.updatedAt) row.updatedAt = at;
  });
  addAttachment(workspace, issue('battery-card'));
}

function addRelations(workspace: Workspace, issue: (key: string) => IssueRow): void {
  for (const [key = '', type = '', other = ''] of readTable(RELATIONS, 3)) {
    const [from, to] = [issue(key), issue(other)];
    const later = from.createdAt > to.createdAt ? from.createdAt : to.createdAt;
    workspace.relations.push({
      ...stamps(`relation ${key} ${other}`, later),
      type: type as RelationRow['type'],
      issueId: from.id,
      relatedIssueId: to.id,
    });
  }
}

function addAttachment(workspace: Workspace, issue: IssueRow): void {
  workspace.attachments.push({
    ...stamps('attachment 1', issue.startedAt ?? issue.createdAt),
    issueId: issue.id,
    creatorId: uuidOf('user devon'),
    title: '#412 Battery health card',
    subtitle: 'acme-robotics/dashboard',
    url: 'https://github.com/acme-robotics/dashboard/pull/412',
    metadata: { status: 'open' },
    sourceType: 'github',
  });
}
