import type { BuildEvent, DeploymentEvent, PullRequestEvent } from './work-event.ts';

/** A pull request as we last heard of it. */
export interface PullRequest
  extends Pick<
    PullRequestEvent,
    'repository' | 'number' | 'title' | 'url' | 'branch' | 'targetBranch' | 'author' | 'isDraft' | 'issues'
  > {
  readonly state: 'open' | 'merged' | 'closed';
  readonly openedAt: Date;
  readonly updatedAt: Date;
}

/** A deployment as we last heard of it. */
export interface Deployment
  extends Pick<
    DeploymentEvent,
    | 'provider'
    | 'deploymentId'
    | 'project'
    | 'environment'
    | 'state'
    | 'url'
    | 'detailsUrl'
    | 'branch'
    | 'commit'
    | 'issues'
  > {
  readonly updatedAt: Date;
}

/** A run of a workflow or check as we last heard of it. */
export interface Build
  extends Pick<BuildEvent, 'repository' | 'name' | 'buildId' | 'state' | 'branch' | 'commit' | 'url'> {
  readonly updatedAt: Date;
}

/** What happened to code, as the events of its hosts told us. Newest first everywhere. Throws `STORE_…`. */
export interface CodeWork {
  /** Deployments and pull requests that name the issue in branch, title or text, or whose branch one of those pull requests has. */
  ofIssue(
    identifier: string,
  ): Promise<{ readonly deployments: readonly Deployment[]; readonly pullRequests: readonly PullRequest[] }>;
  /** Of each workflow of each repository, its newest runs on the branches that count: the ones that pull requests go to. */
  builds(options: { readonly since: Date; readonly limit: number }): Promise<readonly Build[]>;
  deployments(options: { readonly since: Date; readonly limit: number }): Promise<readonly Deployment[]>;
  pullRequests(options: { readonly since: Date; readonly limit: number }): Promise<readonly PullRequest[]>;
  openPullRequests(limit: number): Promise<readonly PullRequest[]>;
  /** True when anything at all was ever reported: otherwise "none" means that nobody tells us. */
  hasHeard(): Promise<{ readonly deployments: boolean; readonly pullRequests: boolean; readonly builds: boolean }>;
  /** Forgets what has not changed since; open pull requests stay. Returns how many. */
  purge(before: Date): Promise<number>;
}
