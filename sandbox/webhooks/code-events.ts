import { type CodeChange, codeChange } from './code-change.ts';
import {
  type EventParts,
  type EventSpec,
  type OptionName,
  type Options,
  optionOf,
  refusedEvent,
} from './event-spec.ts';
import {
  deploymentStatusPayload,
  type PullRequestLook,
  pingPayload,
  pullRequestPayload,
  workflowRunPayload,
} from './github-payload.ts';
import { GITHUB_HOOK_ID, githubParcel } from './github-sender.ts';
import { issueOf } from './linear-events.ts';
import { pastRuns } from './past-runs.ts';
import { type DeploymentLook, vercelParcel } from './vercel-sender.ts';

const COMMON = ['issue', 'repo', 'author'] as const;

const PULL_REQUESTS: readonly { readonly name: string; readonly says: string; readonly look: PullRequestLook }[] = [
  { name: 'opened', says: 'a pull request is opened', look: { action: 'opened' } },
  { name: 'draft', says: 'a draft is opened', look: { action: 'opened', isDraft: true } },
  { name: 'ready_for_review', says: 'a draft becomes ready for review', look: { action: 'ready_for_review' } },
  { name: 'synchronize', says: 'new commits are pushed', look: { action: 'synchronize' } },
  { name: 'reopened', says: 'a closed pull request is opened again', look: { action: 'reopened' } },
  { name: 'closed', says: 'a pull request is closed without being merged', look: { action: 'closed' } },
  {
    name: 'merged',
    says: 'a pull request is merged (GitHub calls it closed)',
    look: { action: 'closed', isMerged: true },
  },
];

const DEPLOYMENTS: readonly (readonly [type: string, says: string])[] = [
  ['deployment.created', 'a deployment begins'],
  ['deployment.succeeded', 'a deployment is built'],
  ['deployment.ready', 'a deployment can be looked at'],
  ['deployment.promoted', 'a deployment serves production'],
  ['deployment.error', 'a deployment fails'],
  ['deployment.canceled', 'a deployment is canceled'],
];

/** What GitHub and Vercel tell; about the work on an issue of the sandbox's Linear. */
export const CODE_EVENTS: readonly EventSpec[] = [
  ...PULL_REQUESTS.map(({ name, says, look }): EventSpec => {
    const make = (change: CodeChange) => pullRequestPayload(change, look);
    return github({ name: `pull_request.${name}`, says, event: 'pull_request', options: [], make });
  }),
  github({
    name: 'workflow_run.in_progress',
    says: 'a workflow runs',
    event: 'workflow_run',
    options: ['workflow'],
    make: (change, options) =>
      workflowRunPayload(change, {
        action: 'in_progress',
        conclusion: null,
        workflow: optionOf(options, 'workflow', 'CI'),
      }),
  }),
  github({
    name: 'workflow_run.completed',
    says: 'a workflow has ended',
    event: 'workflow_run',
    options: ['workflow', 'result'],
    make: (change, options) => {
      const conclusion = optionOf(options, 'result', 'success');
      return workflowRunPayload(change, {
        action: 'completed',
        conclusion,
        workflow: optionOf(options, 'workflow', 'CI'),
      });
    },
  }),
  {
    name: 'github:workflow_run.week',
    says: 'a week of runs on main is told at once, so that there is something to look at',
    options: [],
    run: (parts, options) => {
      const runs = pastRuns(changeFor(parts, options));
      for (const { change, workflow, conclusion } of runs) {
        const payload = workflowRunPayload(change, { action: 'completed', conclusion, workflow });
        parts.couriers.github.send(githubParcel('workflow_run', payload, parts.secrets.github));
      }
      return `GitHub tells of ${runs.length} runs of workflows on main, a week of them.`;
    },
  },
  github({
    name: 'deployment_status.created',
    says: 'GitHub hears how a deployment goes',
    event: 'deployment_status',
    options: ['state', 'environment'],
    make: (change, options) => {
      const environment = optionOf(options, 'environment', 'Preview');
      return deploymentStatusPayload(change, { state: optionOf(options, 'state', 'success'), environment });
    },
  }),
  github({
    name: 'ping',
    says: 'GitHub asks whether somebody listens, as after making a webhook',
    event: 'ping',
    options: [],
    make: (change) => pingPayload(change, GITHUB_HOOK_ID),
  }),
  ...DEPLOYMENTS.map(([type, says]) => vercel(type, says)),
];

function github(spec: {
  readonly name: string;
  readonly says: string;
  readonly event: string;
  readonly options: readonly OptionName[];
  readonly make: (change: CodeChange, options: Options) => Readonly<Record<string, unknown>>;
}): EventSpec {
  return {
    name: `github:${spec.name}`,
    says: spec.says,
    options: [...COMMON, ...spec.options],
    run: (parts, options) => {
      const change = changeFor(parts, options);
      parts.couriers.github.send(githubParcel(spec.event, spec.make(change, options), parts.secrets.github));
      return `GitHub tells of ${spec.event} on ${change.repository}, branch ${change.branch}.`;
    },
  };
}

function vercel(type: string, says: string): EventSpec {
  return {
    name: `vercel:${type}`,
    says,
    options: [...COMMON, 'target'],
    run: (parts, options) => {
      const change = changeFor(parts, options);
      const look = { type, target: targetOf(type, options) };
      parts.couriers.vercel.send(vercelParcel(change, look, parts.secrets.vercel));
      return `Vercel tells of ${type} of ${change.repository.split('/')[1]}, branch ${change.branch}.`;
    },
  };
}

function targetOf(type: string, options: Options): DeploymentLook['target'] {
  const target = optionOf(options, 'target', type === 'deployment.promoted' ? 'production' : 'preview');
  if (target === 'preview') return null;
  if (target === 'production' || target === 'staging') return target;
  throw refusedEvent(`"${target}" is no target.`, 'Targets: preview, staging, production.');
}

function changeFor({ linear, clock }: EventParts, options: Options): CodeChange {
  const { repo: repository, author } = options;
  const change = codeChange(linear.store, linear.store.identifierOf(issueOf(linear, options)), {
    at: clock.now(),
    ...(repository === undefined ? {} : { repository }),
    ...(author === undefined ? {} : { author }),
  });
  if (!change) throw refusedEvent('There is no such issue.', 'Name one as ENG-12.');
  return change;
}
