import { type CodeChange, digest, numberOf } from './code-change.ts';

type Payload = Readonly<Record<string, unknown>>;

const API = 'https://api.github.com';
const WEB = 'https://github.com';

/** `draft` and the like: what happened to the pull request before. */
export interface PullRequestLook {
  readonly action: string;
  readonly isDraft?: boolean;
  readonly isMerged?: boolean;
}

/**
 * What GitHub sends, with the fields that people build on:
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads. A test holds them against GitHub's own examples.
 */
export function pullRequestPayload(change: CodeChange, { action, isDraft, isMerged }: PullRequestLook): Payload {
  const { repository, number, title, branch, commit, author } = change;
  const isClosed = action === 'closed';
  const at = instant(change.at);
  const url = `${API}/repos/${repository}/pulls/${number}`;
  const side = (ref: string, sha: string) => ({
    label: `${repository.split('/')[0]}:${ref}`,
    ref,
    sha,
    user: organizationUser(repository),
    repo: repositoryOf(repository),
  });
  return {
    action,
    number,
    pull_request: {
      url,
      id: numberOf(`pull request ${repository} ${number}`),
      node_id: nodeId('PR', `${repository} ${number}`),
      html_url: `${WEB}/${repository}/pull/${number}`,
      diff_url: `${WEB}/${repository}/pull/${number}.diff`,
      number,
      state: isClosed ? 'closed' : 'open',
      locked: false,
      title,
      user: userOf(author),
      body: `What the title says.\n\nFixes ${title.split(':')[0]}.`,
      created_at: instant(new Date(change.at.getTime() - 3_600_000)),
      updated_at: at,
      closed_at: isClosed ? at : null,
      merged_at: isMerged ? at : null,
      merge_commit_sha: isMerged ? digest(`merge ${commit}`).slice(0, 40) : null,
      assignee: null,
      assignees: [],
      requested_reviewers: [],
      requested_teams: [],
      labels: [],
      milestone: null,
      head: side(branch, commit),
      base: side('main', digest(`main of ${repository}`).slice(0, 40)),
      author_association: 'MEMBER',
      draft: isDraft ?? false,
      merged: isMerged ?? false,
      mergeable: null,
      rebaseable: null,
      mergeable_state: 'unknown',
      merged_by: isMerged ? userOf(author) : null,
      comments: 0,
      review_comments: 0,
      maintainer_can_modify: false,
      commits: 2,
      additions: 48,
      deletions: 12,
      changed_files: 5,
    },
    ...around(change),
  };
}

/** `conclusion` is null while it runs. */
export function workflowRunPayload(
  change: CodeChange,
  { action, conclusion, workflow }: { action: string; conclusion: string | null; workflow: string },
): Payload {
  const { repository, branch, commit, author, title } = change;
  const id = numberOf(`run ${workflow} ${repository} ${commit}`);
  const workflowId = numberOf(`workflow ${workflow} ${repository}`);
  const at = instant(change.at);
  const path = `.github/workflows/${workflow.toLowerCase().replaceAll(' ', '-')}.yml`;
  const person = { name: author, email: `${author}@acme-robotics.example` };
  return {
    action,
    workflow_run: {
      id,
      name: workflow,
      node_id: nodeId('WFR', String(id)),
      head_branch: branch,
      head_sha: commit,
      run_number: 7,
      run_attempt: 1,
      event: 'pull_request',
      status: action === 'completed' ? 'completed' : action === 'in_progress' ? 'in_progress' : 'queued',
      conclusion,
      workflow_id: workflowId,
      check_suite_id: numberOf(`suite ${commit}`),
      check_suite_node_id: nodeId('CS', commit),
      url: `${API}/repos/${repository}/actions/runs/${id}`,
      html_url: `${WEB}/${repository}/actions/runs/${id}`,
      pull_requests: [],
      created_at: at,
      updated_at: at,
      run_started_at: at,
      head_commit: {
        id: commit,
        tree_id: digest(`tree ${commit}`).slice(0, 40),
        message: title,
        timestamp: at,
        author: person,
        committer: person,
      },
    },
    workflow: {
      id: workflowId,
      node_id: nodeId('W', String(workflowId)),
      name: workflow,
      path,
      state: 'active',
      created_at: '2026-01-05T09:00:00Z',
      updated_at: '2026-01-05T09:00:00Z',
      url: `${API}/repos/${repository}/actions/workflows/${workflowId}`,
      html_url: `${WEB}/${repository}/blob/main/${path}`,
      badge_url: `${WEB}/${repository}/workflows/${encodeURIComponent(workflow)}/badge.svg`,
    },
    ...around(change),
  };
}

export function deploymentStatusPayload(
  change: CodeChange,
  { state, environment }: { state: string; environment: string },
): Payload {
  const { repository, branch, commit, author } = change;
  const id = numberOf(`deployment ${environment} ${repository} ${commit}`);
  const url = `${API}/repos/${repository}/deployments/${id}`;
  const at = instant(change.at);
  const statusId = numberOf(`status ${state} ${id} ${at}`);
  const preview = `https://fleet-dashboard-${commit.slice(0, 9)}.preview.acme-robotics.example`;
  return {
    action: 'created',
    deployment_status: {
      url: `${url}/statuses/${statusId}`,
      id: statusId,
      node_id: nodeId('DS', String(statusId)),
      state,
      creator: userOf(author),
      description: '',
      environment,
      target_url: `https://ci.acme-robotics.example/deployments/${id}`,
      created_at: at,
      updated_at: at,
      deployment_url: url,
      repository_url: `${API}/repos/${repository}`,
      environment_url: state === 'success' ? preview : '',
      log_url: `https://ci.acme-robotics.example/deployments/${id}/log`,
    },
    deployment: {
      url,
      id,
      node_id: nodeId('DE', String(id)),
      sha: commit,
      ref: branch,
      task: 'deploy',
      payload: {},
      original_environment: environment,
      environment,
      description: null,
      creator: userOf(author),
      created_at: at,
      updated_at: at,
      statuses_url: `${url}/statuses`,
      repository_url: `${API}/repos/${repository}`,
    },
    ...around(change),
  };
}

export function pingPayload(change: CodeChange, hookId: number): Payload {
  const { repository } = change;
  return {
    zen: 'Keep it logically awesome.',
    hook_id: hookId,
    hook: {
      type: 'Repository',
      id: hookId,
      name: 'web',
      active: true,
      events: ['check_suite', 'deployment_status', 'pull_request', 'workflow_run'],
      config: { content_type: 'json', insecure_ssl: '0' },
      updated_at: instant(change.at),
      created_at: instant(change.at),
      url: `${API}/repos/${repository}/hooks/${hookId}`,
    },
    ...around(change),
  };
}

function around({ repository, author }: CodeChange): Payload {
  return { repository: repositoryOf(repository), sender: userOf(author) };
}

function repositoryOf(fullName: string): Payload {
  return {
    id: numberOf(`repository ${fullName}`),
    node_id: nodeId('R', fullName),
    name: fullName.split('/')[1],
    full_name: fullName,
    private: true,
    owner: organizationUser(fullName),
    html_url: `${WEB}/${fullName}`,
    description: null,
    fork: false,
    url: `${API}/repos/${fullName}`,
    created_at: '2025-02-03T09:00:00Z',
    updated_at: '2026-02-03T09:00:00Z',
    pushed_at: '2026-02-03T09:00:00Z',
    homepage: null,
    default_branch: 'main',
  };
}

function organizationUser(fullName: string): Payload {
  return { ...userOf(fullName.split('/')[0] ?? ''), type: 'Organization' };
}

function userOf(login: string): Payload {
  return {
    login,
    id: numberOf(`user ${login}`),
    node_id: nodeId('U', login),
    avatar_url: `https://avatars.githubusercontent.com/u/${numberOf(`user ${login}`)}?v=4`,
    gravatar_id: '',
    url: `${API}/users/${login}`,
    html_url: `${WEB}/${login}`,
    type: 'User',
    site_admin: false,
  };
}

function nodeId(kind: string, text: string): string {
  return `${kind}_${Buffer.from(digest(text).slice(0, 18)).toString('base64url')}`;
}

/** GitHub writes times without milliseconds. */
function instant(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
