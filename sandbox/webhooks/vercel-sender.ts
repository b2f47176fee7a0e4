import { createHmac, randomUUID } from 'node:crypto';
import { slugOf } from '../linear/resolve-issue.ts';
import { type CodeChange, digest, numberOf } from './code-change.ts';
import type { CourierPolicy, Parcel } from './courier.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Doubling from one minute on, until a day is over. */
function growingWaits(): readonly number[] {
  const waits: number[] = [];
  let passedMs = 0;
  for (let waitMs = MINUTE_MS; passedMs + waitMs <= DAY_MS; waitMs *= 2) {
    waits.push(waitMs);
    passedMs += waitMs;
  }
  return waits;
}

/**
 * https://vercel.com/docs/webhooks: 2xx, else tried again with growing waits for up to 24 hours. Where the waits begin
 * and how long Vercel is ready to wait for an answer, it does not say: a minute and 30 seconds are ours.
 */
export const VERCEL_POLICY: CourierPolicy = {
  timeoutMs: 30_000,
  retryAfterMs: growingWaits(),
  isAccepted: (status) => status >= 200 && status < 300,
  disableAfter: null,
};

export interface DeploymentLook {
  /** `deployment.ready` and the like. */
  readonly type: string;
  readonly target: 'production' | 'staging' | null;
}

/** https://vercel.com/docs/webhooks/webhooks-api */
export function vercelParcel(change: CodeChange, look: DeploymentLook, secret: string): Parcel {
  const deliveryId = randomUUID().replaceAll('-', '');
  const body = JSON.stringify(deploymentPayload(change, look, deliveryId));
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': 'Vercel Webhooks 1.0',
    'x-vercel-signature': createHmac('sha1', secret).update(body).digest('hex'),
  };
  return { deliveryId, event: look.type, pack: () => ({ headers, body }) };
}

/** The deployment of a commit keeps its id from its creation on. */
function deploymentPayload(change: CodeChange, { type, target }: DeploymentLook, id: string): unknown {
  const { branch, commit, author, title } = change;
  const [organization = '', name = ''] = change.repository.split('/');
  const deploymentId = `dpl_${digest(`${name} ${commit} ${target}`).slice(0, 24)}`;
  const host = target === 'production' ? `${name}.vercel.app` : `${name}-${digest(commit).slice(0, 9)}-acme.vercel.app`;
  const dashboard = `https://vercel.com/acme/${name}`;
  return {
    type,
    id,
    createdAt: change.at.getTime(),
    region: 'fra1',
    payload: {
      team: { id: 'team_acmerobotics' },
      user: { id: 'user_devon' },
      ...(type === 'deployment.created' && { alias: [`${name}-git-${slugOf(branch, 30)}-acme.vercel.app`] }),
      deployment: {
        id: deploymentId,
        meta: {
          githubCommitAuthorName: author,
          githubCommitAuthorLogin: author,
          githubCommitMessage: title,
          githubCommitOrg: organization,
          githubCommitRef: target === 'production' ? 'main' : branch,
          githubCommitRepo: name,
          githubCommitRepoId: String(numberOf(`repository ${change.repository}`)),
          githubCommitSha: commit,
          githubDeployment: '1',
          githubOrg: organization,
          githubRepo: name,
          githubRepoOwnerType: 'Organization',
        },
        url: host,
        name,
      },
      links: { deployment: `${dashboard}/${deploymentId.slice(4)}`, project: dashboard },
      target,
      project: { id: `prj_${digest(name).slice(0, 24)}` },
      plan: 'pro',
      regions: ['fra1'],
    },
  };
}
