import type { Build, Deployment, PullRequest } from '../../ports/code-work.ts';
import type { FeaturePorts } from '../../ports/command.ts';
import type { EventHandler } from '../../ports/effects.ts';
import type { WorkflowState } from '../../ports/issue-tracker.ts';
import type { StoreRecord } from '../../ports/records.ts';
import type { BuildEvent, DeploymentEvent, IssueEvent, PullRequestEvent } from '../../ports/work-event.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { movesIn } from './moves-in.ts';

type Work = IssueEvent | PullRequestEvent | DeploymentEvent | BuildEvent;

/** Remembers what happens to issues and code, for digests, `/preview` and `/build-status`. Tells nobody. */
export const onWork: EventHandler = {
  name: 'remember',
  kinds: ['issue-created', 'issue-changed', 'pull-request', 'deployment', 'build'],
  async handle(ports, event) {
    const work = event as Work;
    const before = await stateBefore(ports, work);
    const records = recordsOf(work, before.state);
    return records.length === 0 ? null : { messages: [], records, followUps: [], note: before.note };
  },
};

/** The state that an issue left. Memory does not wait for a tracker that is away: then it is only not known. */
async function stateBefore(
  { tracker }: FeaturePorts,
  event: Work,
): Promise<{ state: WorkflowState | null; note: string }> {
  const fromId = event.kind === 'issue-changed' ? event.changes.state?.fromId : null;
  if (fromId === null || fromId === undefined) return { state: null, note: '' };
  try {
    return { state: (await tracker.states()).value.get(fromId) ?? null, note: '' };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { state: null, note: `the state before is not known (${error.code})` };
  }
}

function recordsOf(event: Work, before: WorkflowState | null): readonly StoreRecord[] {
  switch (event.kind) {
    case 'issue-created':
    case 'issue-changed':
      return movesIn(event, before).map((move) => ({ kind: 'movement-seen', movement: movementOf(event, move) }));
    case 'issue-removed':
      return [];
    case 'pull-request':
      return [{ kind: 'pull-request-seen', pullRequest: pullRequestOf(event) }];
    case 'deployment':
      return [{ kind: 'deployment-seen', deployment: deploymentOf(event) }];
    case 'build':
      return [{ kind: 'build-seen', build: buildOf(event) }];
  }
}

function movementOf({ at, actor, issue }: IssueEvent, move: ReturnType<typeof movesIn>[number]) {
  const { id: issueId, identifier, title, url, state, teamKey, project, labels, assignee } = issue;
  return {
    id: `${issueId} ${move} ${at.toISOString()}`,
    at,
    move,
    issueId,
    issue: { identifier, title, url, state },
    teamKey,
    project,
    labels,
    assignee: assignee?.name ?? null,
    actor: actor?.name ?? null,
  };
}

function pullRequestOf(event: PullRequestEvent): PullRequest {
  const { at, action, repository, number, title, url, branch, targetBranch, author, isDraft, issues } = event;
  const state = action === 'merged' || action === 'closed' ? action : 'open';
  return {
    repository,
    number,
    title,
    url,
    branch,
    targetBranch,
    author,
    isDraft,
    issues,
    state,
    openedAt: at,
    updatedAt: at,
  };
}

function deploymentOf(event: DeploymentEvent): Deployment {
  const { at, provider, deploymentId, project, environment, state, url, detailsUrl, branch, commit, issues } = event;
  return {
    provider,
    deploymentId,
    project,
    environment,
    state,
    url,
    detailsUrl,
    branch,
    commit,
    issues,
    updatedAt: at,
  };
}

function buildOf({ at, repository, name, buildId, state, branch, commit, url }: BuildEvent): Build {
  return { repository, name, buildId, state, branch, commit, url, updatedAt: at };
}
