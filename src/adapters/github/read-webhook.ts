import * as z from 'zod/mini';
import type { KeptDelivery, ReadDelivery } from '../../ports/webhook-sender.ts';
import { unreadable } from '../../ports/webhook-sender.ts';
import type { BuildEvent, DeploymentEvent, PullRequestEvent } from '../../ports/work-event.ts';
import { issueIdentifiers } from '../../shared/text/issue-identifiers.ts';
import { secureUrl } from '../../shared/text/secure-url.ts';

/**
 * What GitHub's webhooks look like, as far as we read them:
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
const login = z.object({ login: z.string() });
const common = z.object({
  action: z.optional(z.string()),
  repository: z.object({ full_name: z.string(), html_url: z.string() }),
  sender: z.nullish(login),
});

const pullRequest = z.object({
  pull_request: z.object({
    number: z.number(),
    title: z.string(),
    html_url: z.string(),
    body: z.nullish(z.string()),
    draft: z.optional(z.boolean()),
    merged: z.nullish(z.boolean()),
    updated_at: z.optional(z.string()),
    user: z.nullish(login),
    head: z.object({ ref: z.string(), sha: z.string() }),
    base: z.object({ ref: z.string() }),
  }),
});

const deployment = z.object({
  deployment_status: z.object({
    state: z.string(),
    created_at: z.optional(z.string()),
    description: z.nullish(z.string()),
    environment_url: z.nullish(z.string()),
    target_url: z.nullish(z.string()),
    log_url: z.nullish(z.string()),
  }),
  deployment: z.object({
    id: z.number(),
    ref: z.string(),
    sha: z.string(),
    environment: z.string(),
    description: z.nullish(z.string()),
    production_environment: z.nullish(z.boolean()),
    transient_environment: z.nullish(z.boolean()),
  }),
});

const run = z.object({
  id: z.number(),
  head_branch: z.nullish(z.string()),
  head_sha: z.string(),
  status: z.nullish(z.string()),
  conclusion: z.nullish(z.string()),
  updated_at: z.optional(z.string()),
});
const workflowRun = z.object({ workflow_run: z.extend(run, { name: z.nullish(z.string()), html_url: z.string() }) });
const checkSuite = z.object({
  check_suite: z.extend(run, { app: z.nullish(z.object({ name: z.string(), slug: z.optional(z.string()) })) }),
});

/** Reads a delivery of GitHub that was kept. Throws `EVENT_UNREADABLE`. */
export function readGithubEvent(delivery: KeptDelivery): ReadDelivery {
  const body = json(delivery.payload);
  const whole = { ...parse(common, body), body, receivedAt: delivery.receivedAt };
  switch (delivery.type.split('.')[0]) {
    case 'pull_request':
      return readPullRequest(whole);
    case 'deployment_status':
      return readDeployment(whole);
    case 'workflow_run':
      return readWorkflowRun(whole);
    case 'check_suite':
      return readCheckSuite(whole);
    default:
      return nothing(`nothing to do for ${delivery.type}`);
  }
}

interface Whole extends z.infer<typeof common> {
  readonly body: unknown;
  readonly receivedAt: Date;
}

const nothing = (why: string): ReadDelivery => ({ kind: 'ignored', why });
const actorOf = ({ sender }: Whole) => (sender ? { name: sender.login, trackerUserId: null } : null);

const ACTIONS: ReadonlyMap<string, PullRequestEvent['action']> = new Map([
  ['opened', 'opened'],
  ['ready_for_review', 'ready'],
  ['reopened', 'reopened'],
  ['synchronize', 'changed'],
  ['edited', 'changed'],
  ['converted_to_draft', 'changed'],
]);

function readPullRequest(whole: Whole): ReadDelivery {
  const { pull_request: found } = parse(pullRequest, whole.body);
  const closed = found.merged === true ? 'merged' : 'closed';
  const action = whole.action === 'closed' ? closed : ACTIONS.get(whole.action ?? '');
  if (action === undefined) return nothing(`nothing to do for ${whole.action ?? 'no action'} of a pull request`);
  const { head, base, title, number, html_url: url, user, draft } = found;
  const event: PullRequestEvent = {
    kind: 'pull-request',
    at: timeOf(found.updated_at, whole),
    actor: actorOf(whole),
    action,
    repository: whole.repository.full_name,
    number,
    title,
    url,
    branch: head.ref,
    targetBranch: base.ref,
    commit: head.sha,
    author: user?.login ?? 'ghost',
    isDraft: draft ?? false,
    issues: issueIdentifiers({ branch: head.ref, texts: [title, found.body ?? null] }),
  };
  return { kind: 'event', event };
}

/** https://docs.github.com/en/rest/deployments/statuses: `inactive` comes when a newer deployment took its place. */
const DEPLOYMENT_STATES: ReadonlyMap<string, DeploymentEvent['state']> = new Map([
  ['queued', 'building'],
  ['pending', 'building'],
  ['waiting', 'building'],
  ['in_progress', 'building'],
  ['success', 'ready'],
  ['failure', 'failed'],
  ['error', 'failed'],
]);

function readDeployment(whole: Whole): ReadDelivery {
  const { deployment_status: status, deployment: found } = parse(deployment, whole.body);
  const state = DEPLOYMENT_STATES.get(status.state);
  if (state === undefined) return nothing(`nothing to do for a deployment that is ${status.state}`);
  // A deployment of a commit names the commit where others name the branch.
  const branch = found.ref === found.sha ? null : found.ref;
  const event: DeploymentEvent = {
    kind: 'deployment',
    at: timeOf(status.created_at, whole),
    actor: actorOf(whole),
    provider: 'github',
    deploymentId: String(found.id),
    project: whole.repository.full_name,
    environment: environmentOf(found),
    state,
    url: secureUrl(status.environment_url),
    detailsUrl: secureUrl(status.log_url) ?? secureUrl(status.target_url),
    branch,
    commit: found.sha,
    issues: issueIdentifiers({ branch, texts: [found.description ?? null, status.description ?? null] }),
  };
  return { kind: 'event', event };
}

function environmentOf(found: z.infer<typeof deployment>['deployment']): DeploymentEvent['environment'] {
  if (found.production_environment === true || /^prod(uction)?$/i.test(found.environment)) return 'production';
  return found.transient_environment === true || /preview|review/i.test(found.environment) ? 'preview' : 'other';
}

function readWorkflowRun(whole: Whole): ReadDelivery {
  const { workflow_run: found } = parse(workflowRun, whole.body);
  return readBuild(whole, { ...found, name: found.name || 'workflow', url: found.html_url });
}

function readCheckSuite(whole: Whole): ReadDelivery {
  const { check_suite: found } = parse(checkSuite, whole.body);
  if (found.app?.slug === 'github-actions') return nothing('the run of the workflow tells it');
  const url = `${whole.repository.html_url}/commit/${found.head_sha}/checks`;
  return readBuild(whole, { ...found, name: found.app?.name ?? 'checks', url });
}

/** https://docs.github.com/en/rest/checks/suites: conclusions that are neither success nor a reason to look are nothing. */
const CONCLUSIONS: ReadonlyMap<string, BuildEvent['state']> = new Map([
  ['success', 'passed'],
  ['failure', 'failed'],
  ['timed_out', 'failed'],
  ['startup_failure', 'failed'],
  ['action_required', 'failed'],
  ['cancelled', 'canceled'],
]);

function readBuild(
  whole: Whole,
  found: z.infer<typeof run> & { readonly name: string; readonly url: string },
): ReadDelivery {
  if (!found.head_branch) return nothing('the build belongs to no branch');
  const { conclusion } = found;
  const state = found.status === 'completed' || conclusion ? CONCLUSIONS.get(conclusion ?? '') : 'running';
  if (state === undefined) return nothing(`nothing to do for a build that ended as ${conclusion ?? 'nothing'}`);
  const event: BuildEvent = {
    kind: 'build',
    at: timeOf(found.updated_at, whole),
    actor: actorOf(whole),
    repository: whole.repository.full_name,
    name: found.name,
    buildId: String(found.id),
    state,
    branch: found.head_branch,
    commit: found.head_sha,
    url: found.url,
  };
  return { kind: 'event', event };
}

function timeOf(text: string | undefined, { receivedAt }: Whole): Date {
  const at = new Date(text ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? receivedAt : at;
}

function json(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    throw unreadable('', 'it is not JSON');
  }
}

function parse<T extends z.ZodMiniType>(schema: T, value: unknown): z.infer<T> {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw unreadable(issue?.path.join('.') ?? '', issue?.code ?? 'it does not fit');
}
