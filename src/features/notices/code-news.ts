import type { Tone } from '../../ports/chat.ts';
import type { IssueDetail } from '../../ports/issue-tracker.ts';
import type { BuildEvent, DeploymentEvent, PullRequestEvent } from '../../ports/work-event.ts';
import { NOTICE_KINDS, type NoticeKind } from '../../shared/notice-kinds.ts';
import { markdownLink, oneLine, safeLine } from '../../shared/text/markdown.ts';
import { clip, list } from '../../shared/text/words.ts';
import { actorName } from './issue-news.ts';
import { type About, type News, NO_LIMITS, type PersonalNews } from './news.ts';

/** Issues that an event of the code names, as far as the tracker knows them. */
export type LinkedIssues = readonly Pick<
  IssueDetail,
  'identifier' | 'title' | 'url' | 'project' | 'labels' | 'assignee' | 'teamKey'
>[];

const MAX_TITLE_CHARS = 120;
const MAX_NAME_CHARS = 60;
const MAX_ISSUES = 3;

/** What a pull request tells: that it can be reviewed, and that it is merged. Its other steps are for the code host. */
export function pullRequestNews(event: PullRequestEvent, issues: LinkedIssues): News | null {
  const isNew = event.action === 'opened' || event.action === 'ready' || event.action === 'reopened';
  if (isNew && !event.isDraft) return opened(event, issues);
  return event.action === 'merged' ? merged(event, issues) : null;
}

function opened(event: PullRequestEvent, issues: LinkedIssues): News {
  const word = event.action === 'reopened' ? 'Open again' : 'Ready for review';
  const author = safeLine(clip(oneLine(event.author), MAX_NAME_CHARS)) || 'somebody';
  const line = `${mark('pull-request-opened')} **${word}** from ${author}${forIssues(event, issues)}`;
  return pullRequest(event, issues, { kind: 'pull-request-opened', line, tone: 'neutral', personal: [] });
}

function merged(event: PullRequestEvent, issues: LinkedIssues): News {
  const into = safeLine(clip(event.targetBranch, MAX_NAME_CHARS));
  const line = `${mark('pull-request-merged')} **Merged** into ${into} by ${actorName(event)}${forIssues(event, issues)}`;
  return pullRequest(event, issues, {
    kind: 'pull-request-merged',
    line,
    tone: 'good',
    personal: ownersOf(issues).map((trackerUserId) => ({ trackerUserId, kind: 'merged', line })),
  });
}

function pullRequest(
  event: PullRequestEvent,
  issues: LinkedIssues,
  told: Pick<News, 'kind' | 'line' | 'tone' | 'personal'>,
): News {
  const name = `${safeLine(event.repository)} #${event.number}`;
  return {
    topic: `pull-request:${event.repository}#${event.number}`,
    title: `${name} ${safeLine(clip(oneLine(event.title), MAX_TITLE_CHARS)) || '(no title)'}`,
    url: event.url,
    about: { ...aboutIssues(event.issues, issues), branches: [event.targetBranch] },
    actorId: null,
    ...told,
  };
}

/** What a deployment tells: where it can be looked at, or that it failed. */
export function deploymentNews(event: DeploymentEvent, issues: LinkedIssues): News | null {
  if (event.state === 'failed') return failed(event, issues);
  if (event.state !== 'ready' || event.environment === 'other') return null;
  const isPreview = event.environment === 'preview';
  const kind: NoticeKind = isPreview ? 'preview-deployed' : 'production-deployed';
  const what = isPreview ? 'Preview ready' : 'In production';
  const where = event.url === null ? '' : ` · ${markdownLink('Open', event.url)}`;
  const line = `${mark(kind)} **${what}**${branchWords(event)}${where}${forIssues(event, issues)}`;
  const personal: readonly PersonalNews[] = isPreview
    ? ownersOf(issues).map((trackerUserId) => ({ trackerUserId, kind: 'preview', line }))
    : [];
  return deployment(event, issues, { kind, line, tone: 'good', personal });
}

function failed(event: DeploymentEvent, issues: LinkedIssues): News {
  const what = event.environment === 'production' ? 'Deployment to production failed' : 'Deployment failed';
  const logs = event.detailsUrl === null ? '' : ` · ${markdownLink('Logs', event.detailsUrl)}`;
  const line = `${mark('deployment-failed')} **${what}**${branchWords(event)}${logs}${forIssues(event, issues)}`;
  const personal: readonly PersonalNews[] = ownersOf(issues).map((trackerUserId) => ({
    trackerUserId,
    kind: 'preview',
    line,
  }));
  return deployment(event, issues, { kind: 'deployment-failed', line, tone: 'bad', personal });
}

function deployment(
  event: DeploymentEvent,
  issues: LinkedIssues,
  told: Pick<News, 'kind' | 'line' | 'tone' | 'personal'>,
): News {
  return {
    topic: `deployment:${event.provider}:${event.project}:${event.branch ?? event.deploymentId}`,
    title: `${safeLine(clip(oneLine(event.project), MAX_NAME_CHARS)) || 'Deployment'}`,
    url: event.url ?? event.detailsUrl,
    about: { ...aboutIssues(event.issues, issues), branches: event.branch === null ? null : [event.branch] },
    actorId: null,
    ...told,
  };
}

/** Branches on which a failed build concerns everybody; on others its author sees it at the code host. */
const MAIN_BRANCHES = new Set(['main', 'master', 'trunk', 'develop']);

/** What a build tells: that a branch which everybody builds on is broken. */
export function buildNews(event: BuildEvent): News | null {
  if (event.state !== 'failed' || !MAIN_BRANCHES.has(event.branch)) return null;
  const branch = safeLine(clip(event.branch, MAX_NAME_CHARS));
  const name = safeLine(clip(oneLine(event.name), MAX_NAME_CHARS)) || 'A build';
  const line = `${mark('build-failed')} **${name} failed** on ${branch} · ${markdownLink('Logs', event.url)}`;
  return {
    kind: 'build-failed',
    topic: `build:${event.repository}:${event.branch}`,
    title: safeLine(clip(event.repository, MAX_TITLE_CHARS)),
    url: event.url,
    line,
    tone: 'bad' satisfies Tone,
    about: { ...NO_LIMITS, branches: [event.branch] },
    personal: [],
    actorId: null,
  };
}

function mark(kind: NoticeKind): string {
  return NOTICE_KINDS[kind].mark;
}

function branchWords({ branch }: DeploymentEvent): string {
  return branch === null ? '' : ` · ${safeLine(clip(oneLine(branch), MAX_NAME_CHARS))}`;
}

/** ` · for ENG-12 and ENG-13`: linked where the tracker knows them. */
function forIssues({ issues }: { readonly issues: readonly string[] }, known: LinkedIssues): string {
  if (issues.length === 0) return '';
  const named = issues.slice(0, MAX_ISSUES).map((identifier) => {
    const issue = known.find((one) => one.identifier === identifier);
    return issue === undefined ? safeLine(identifier) : markdownLink(identifier, issue.url);
  });
  const left = issues.length - named.length;
  return ` · for ${list([...named, ...(left > 0 ? [`${left} more`] : [])])}`;
}

function ownersOf(issues: LinkedIssues): readonly string[] {
  return [...new Set(issues.flatMap(({ assignee }) => (assignee === null ? [] : [assignee.id])))];
}

/** The team stands in the identifier; projects and labels are known where the tracker told them. */
function aboutIssues(identifiers: readonly string[], issues: LinkedIssues): Omit<About, 'branches'> {
  return {
    teams: [...new Set(identifiers.map((identifier) => identifier.replace(/-\d+$/, '')))],
    projects: issues.flatMap(({ project }) => project ?? []),
    labels: issues.flatMap(({ labels }) => labels),
  };
}
