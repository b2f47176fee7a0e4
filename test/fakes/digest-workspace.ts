import type { Build, Deployment, PullRequest } from '../../src/ports/code-work.ts';
import type { Movement } from '../../src/ports/movements.ts';
import { bigWorkspace, hostileWorkspace, NASTY, SAMPLE } from './sample-workspaces.ts';
import { ENG, type IssueSeed, STATES, type Workspace } from './workspace.ts';

/** The sample company as it is on a Wednesday, after two days of work. */
const BUSY: Readonly<Record<string, Partial<IssueSeed>>> = {
  'ENG-1': {
    updatedAt: '2026-08-12T08:00:00Z',
    completedAt: '2026-08-12T08:00:00Z',
    startedAt: '2026-08-10T08:00:00Z',
    project: 'Checkout',
    labels: ['Feature'],
    priority: 1,
  },
  'ENG-2': {
    updatedAt: '2026-08-11T15:00:00Z',
    completedAt: '2026-08-11T15:00:00Z',
    startedAt: '2026-08-07T08:00:00Z',
    project: 'Checkout',
    labels: ['Infra', 'Improvement'],
  },
  'ENG-3': {
    updatedAt: '2026-08-11T11:00:00Z',
    startedAt: '2026-08-05T08:00:00Z',
    project: 'Checkout',
    labels: ['Feature'],
  },
  'ENG-4': {
    updatedAt: '2026-08-11T18:00:00Z',
    startedAt: '2026-08-11T18:00:00Z',
    project: 'Developer API',
    labels: ['Feature', 'Webhook'],
  },
  'ENG-5': { updatedAt: '2026-08-05T08:00:00Z', startedAt: '2026-08-04T08:00:00Z', labels: ['Bug'] },
  'ENG-6': { project: 'Checkout', labels: ['Improvement'] },
  'ENG-7': {
    project: 'Developer API',
    labels: ['Feature'],
    createdAt: '2026-08-11T12:00:00Z',
    updatedAt: '2026-08-11T12:00:00Z',
  },
  'ENG-8': { project: 'Developer API', labels: ['Docs'] },
};

export const DIGEST_WORKSPACE: Workspace = {
  ...SAMPLE,
  issues: SAMPLE.issues.map((seed) => ({ ...seed, ...BUSY[seed.identifier] })),
};

export const QUIET_WORKSPACE: Workspace = {
  ...SAMPLE,
  issues: SAMPLE.issues.map((seed) => ({ ...seed, updatedAt: '2026-08-03T00:00:00Z', completedAt: null })),
};

export const EMPTY_WORKSPACE: Workspace = { teams: [ENG], people: [], cycles: [], issues: [] };

const recently = <T extends Workspace>(workspace: T): T => ({
  ...workspace,
  issues: workspace.issues.map((seed) => ({
    ...seed,
    updatedAt: '2026-08-12T09:00:00Z',
    completedAt: '2026-08-12T09:00:00Z',
    startedAt: '2026-08-12T08:00:00Z',
    createdAt: '2026-08-12T07:00:00Z',
  })),
});

export const BIG_DIGEST_WORKSPACE = recently(bigWorkspace(300));
export const HOSTILE_DIGEST_WORKSPACE = recently(hostileWorkspace());

export const MOVEMENTS: readonly Movement[] = [
  {
    id: 'm1',
    at: new Date('2026-08-11T11:00:00Z'),
    move: 'review',
    issueId: 'id-eng-3',
    issue: {
      identifier: 'ENG-3',
      title: 'Refund a payment',
      url: 'https://linear.app/acme/issue/ENG-3',
      state: STATES['In Review'],
    },
    teamKey: 'ENG',
    project: 'Checkout',
    labels: ['Feature'],
    assignee: 'Ada Lovelace',
    actor: 'Ada Lovelace',
  },
];

export const PULL_REQUESTS: readonly PullRequest[] = [
  {
    repository: 'acme/shop',
    number: 41,
    title: 'ENG-3: refund a payment',
    url: 'https://github.com/acme/shop/pull/41',
    branch: 'eng-3-refund',
    targetBranch: 'main',
    author: 'ada',
    isDraft: false,
    issues: ['ENG-3'],
    state: 'open',
    openedAt: new Date('2026-08-10T09:00:00Z'),
    updatedAt: new Date('2026-08-11T09:00:00Z'),
  },
  {
    repository: 'acme/shop',
    number: 40,
    title: 'ENG-1: take card payments',
    url: 'https://github.com/acme/shop/pull/40',
    branch: 'eng-1-cards',
    targetBranch: 'main',
    author: 'ada',
    isDraft: false,
    issues: ['ENG-1'],
    state: 'merged',
    openedAt: new Date('2026-08-07T09:00:00Z'),
    updatedAt: new Date('2026-08-12T07:55:00Z'),
  },
];

export const DEPLOYMENTS: readonly Deployment[] = [
  {
    provider: 'vercel',
    deploymentId: 'd2',
    project: 'shop',
    environment: 'production',
    state: 'ready',
    url: 'https://shop.example',
    detailsUrl: 'https://vercel.com/acme/shop/d2',
    branch: 'main',
    commit: 'c0ffee',
    issues: [],
    updatedAt: new Date('2026-08-12T08:10:00Z'),
  },
  {
    provider: 'vercel',
    deploymentId: 'd1',
    project: 'shop',
    environment: 'preview',
    state: 'ready',
    url: 'https://shop-eng-3.example',
    detailsUrl: 'https://vercel.com/acme/shop/d1',
    branch: 'eng-3-refund',
    commit: 'beef',
    issues: [],
    updatedAt: new Date('2026-08-11T09:10:00Z'),
  },
];

const build = (minute: number, state: Build['state'], more: Partial<Build> = {}): Build => ({
  repository: 'acme/shop',
  name: 'CI',
  buildId: `${more.name ?? 'CI'}-${minute}`,
  state,
  branch: 'main',
  commit: 'c0ffee',
  url: `https://github.com/acme/shop/actions/runs/${minute}`,
  updatedAt: new Date(Date.UTC(2026, 7, 12, 8, minute)),
  ...more,
});

export const BUILDS_SEEN: readonly Build[] = [
  ...['passed', 'passed', 'failed', 'passed', 'canceled', 'passed', 'failed'].map((state, index) =>
    build(index, state as Build['state']),
  ),
  build(20, 'passed', { name: 'Deploy' }),
  build(30, 'running', { name: 'Deploy' }),
  build(40, 'failed', { branch: 'eng-3-refund' }),
  build(45, 'passed', { repository: 'acme/docs', name: 'Publish' }),
];

export const NASTY_MEMORY = {
  prs: PULL_REQUESTS.map((one) => ({
    ...one,
    title: NASTY.repeat(9),
    author: NASTY,
    repository: NASTY,
    url: 'javascript:alert(1)',
  })),
  deployed: DEPLOYMENTS.map((one) => ({
    ...one,
    project: NASTY.repeat(9),
    url: 'javascript:alert(1)',
    detailsUrl: 'file:///etc/passwd',
  })),
  built: BUILDS_SEEN.map((one) => ({
    ...one,
    repository: `${NASTY}`,
    name: NASTY.repeat(9),
    branch: 'main',
    url: 'javascript:alert(1)',
  })),
};
