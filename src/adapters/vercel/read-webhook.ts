import * as z from 'zod/mini';
import type { KeptDelivery, ReadDelivery } from '../../ports/webhook-sender.ts';
import { unreadable } from '../../ports/webhook-sender.ts';
import type { DeploymentEvent } from '../../ports/work-event.ts';
import { issueIdentifiers } from '../../shared/text/issue-identifiers.ts';
import { secureUrl } from '../../shared/text/secure-url.ts';

/** What Vercel's webhooks look like, as far as we read them: https://vercel.com/docs/webhooks/webhooks-api */
const body = z.object({
  createdAt: z.optional(z.union([z.number(), z.string()])),
  payload: z.object({
    deployment: z.object({
      id: z.string(),
      name: z.string(),
      url: z.nullish(z.string()),
      meta: z.nullish(z.record(z.string(), z.unknown())),
    }),
    links: z.nullish(z.object({ deployment: z.nullish(z.string()) })),
    target: z.nullish(z.string()),
  }),
});

const STATES: ReadonlyMap<string, DeploymentEvent['state']> = new Map([
  ['deployment.created', 'building'],
  ['deployment.succeeded', 'ready'],
  ['deployment.ready', 'ready'],
  ['deployment.promoted', 'ready'],
  ['deployment.error', 'failed'],
  ['deployment.canceled', 'canceled'],
]);

/** Reads a delivery of Vercel that was kept. Throws `EVENT_UNREADABLE`. */
export function readVercelEvent(delivery: KeptDelivery): ReadDelivery {
  const state = STATES.get(delivery.type);
  if (state === undefined) return { kind: 'ignored', why: `nothing to do for ${delivery.type}` };
  const { createdAt, payload } = parse(delivery.payload);
  const { deployment, links, target } = payload;
  const fromGit = gitOf(deployment.meta ?? {});
  const event: DeploymentEvent = {
    kind: 'deployment',
    at: timeOf(createdAt, delivery),
    actor: fromGit.author === null ? null : { name: fromGit.author, trackerUserId: null },
    provider: 'vercel',
    deploymentId: deployment.id,
    project: deployment.name,
    environment: delivery.type === 'deployment.promoted' ? 'production' : environmentOf(target),
    state,
    url: deployment.url ? secureUrl(`https://${deployment.url.replace(/^https:\/\//, '')}`) : null,
    detailsUrl: secureUrl(links?.deployment),
    branch: fromGit.branch,
    commit: fromGit.commit,
    issues: issueIdentifiers({ branch: fromGit.branch, texts: [fromGit.message] }),
  };
  return { kind: 'event', event };
}

/** Without a target it is a preview; other targets are environments that the team named itself. */
function environmentOf(target: string | null | undefined): DeploymentEvent['environment'] {
  if (!target || target === 'preview') return 'preview';
  return target === 'production' ? 'production' : 'other';
}

/** The metadata are strings under the name of the host of the code: `githubCommitRef`, `gitlabCommitRef` … */
function gitOf(
  meta: Readonly<Record<string, unknown>>,
): Record<'branch' | 'commit' | 'message' | 'author', string | null> {
  const find = (name: string): string | null => {
    const found = ['github', 'gitlab', 'bitbucket'].map((host) => meta[`${host}Commit${name}`]);
    return found.find((value): value is string => typeof value === 'string' && value !== '') ?? null;
  };
  return {
    branch: find('Ref'),
    commit: find('Sha'),
    message: find('Message'),
    author: find('AuthorLogin') ?? find('AuthorName'),
  };
}

function timeOf(createdAt: number | string | undefined, { receivedAt }: KeptDelivery): Date {
  const at = new Date(createdAt ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? receivedAt : at;
}

function parse(payload: string): z.infer<typeof body> {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    throw unreadable('', 'it is not JSON');
  }
  const result = z.safeParse(body, value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw unreadable(issue?.path.join('.') ?? '', issue?.code ?? 'it does not fit');
}
