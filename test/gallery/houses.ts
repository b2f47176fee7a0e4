import { COMMANDS } from '../../src/features/registry.ts';
import type { Link } from '../../src/ports/store.ts';
import type { ServiceHealth, ServiceState } from '../../src/shared/health-board.ts';
import {
  BUILDS_SEEN,
  DEPLOYMENTS,
  DIGEST_WORKSPACE,
  MOVEMENTS,
  NASTY_MEMORY,
  PULL_REQUESTS,
} from '../fakes/digest-workspace.ts';
import { featurePorts, link } from '../fakes/feature-ports.ts';
import { bigWorkspace } from '../fakes/sample-workspaces.ts';
import { cycle, ENG, type IssueSeed, person, type Workspace } from '../fakes/workspace.ts';
import { CAPTURES } from './captures.ts';
import type { DataClass } from './entry.ts';
import { ENDLESS, SPECIMENS, specimen, UNBROKEN } from './nasty.ts';

export type House = ReturnType<typeof featurePorts>;

/** An issue with everything that an issue can have. */
const WHOLE: Partial<IssueSeed> = {
  project: 'Payments',
  labels: ['Backend', 'Risk'],
  dueDate: '2026-08-20',
  createdAt: '2026-07-30T08:00:00Z',
  creator: 'Ada Lovelace',
  parent: 'ENG-2',
  description:
    '## Why\n\nBanks **call us** back: see [the docs](https://example.com/docs_v1).\n\n- [x] sign\n- [ ] verify\n\n![shot](https://x.test/a.png)',
  attachments: [{ title: 'PR #12: dispute webhook', url: 'https://github.com/acme/app/pull/12' }],
  comments: [
    { author: 'Alan Turing', body: 'First', at: '2026-08-06T08:00:00Z' },
    { author: 'Ada Lovelace', body: 'Waiting for *legal*.', at: '2026-08-11T08:00:00Z' },
  ],
};

const TYPICAL: Workspace = {
  ...DIGEST_WORKSPACE,
  issues: [
    ...DIGEST_WORKSPACE.issues.map((issue) => (issue.identifier === 'ENG-4' ? { ...issue, ...WHOLE } : issue)),
    { identifier: 'ENG-30', title: 'Sign payloads', state: 'Done', parent: 'ENG-4' },
    {
      identifier: 'ENG-32',
      title: 'Document disputes',
      state: 'Todo',
      labels: ['Docs'],
      blockedBy: ['ENG-4'],
      cycle: 12,
    },
    { identifier: 'ENG-31', title: 'Verify payloads', state: 'Todo', parent: 'ENG-4', blockedBy: ['ENG-4'] },
  ],
};

const EMPTY: Workspace = {
  ...DIGEST_WORKSPACE,
  cycles: DIGEST_WORKSPACE.cycles.map(({ cycle: bare }) => ({ cycle: bare })),
  issues: [{ identifier: 'WEB-1', title: '', state: 'Parked' }],
};

/** Labels by which digests know whom an issue is for. */
const TOLD = ['Feature', 'Docs', 'API', 'Improvement'];

/** 500 issues in a cycle of 60 days, each with as much as there can be. */
function extreme(): Workspace {
  const big = bigWorkspace(500);
  const days = 46;
  const long = {
    ...cycle(ENG, 12, '2026-06-28T00:00:00Z', { name: 'The long march to a release that everybody waits for' }),
    endsAt: new Date('2026-08-27T00:00:00Z'),
  };
  const grow = (from: number, step: number) => Array.from({ length: days }, (_, index) => from + index * step);
  const histories = {
    scopeHistory: grow(900, 11),
    completedScopeHistory: grow(0, 14.5),
    inProgressScopeHistory: grow(80, 3),
    issueCountHistory: grow(300, 4),
    completedIssueCountHistory: grow(0, 3),
  };
  const comments = Array.from({ length: 200 }, (_, index) => ({
    author: `Person${index} Of The Team`,
    body: ENDLESS,
    at: '2026-08-11T00:00:00Z',
  }));
  const much: Partial<IssueSeed> = {
    title: ENDLESS,
    description: `${UNBROKEN}\n\n${ENDLESS.repeat(10)}`,
    labels: Array.from({ length: 60 }, (_, index) => `Label number ${index}`),
    blockedBy: Array.from({ length: 40 }, (_, index) => `ENG-${index + 10}`),
    attachments: Array.from({ length: 40 }, (_, index) => ({ title: ENDLESS, url: `https://example.com/${index}` })),
    comments,
    dueDate: '1999-01-01',
    estimate: 1_000_000,
  };
  return {
    ...big,
    cycles: [{ cycle: long, ...histories }],
    issues: big.issues.map((issue, index) => ({
      ...issue,
      labels: [TOLD[index % TOLD.length] ?? ''],
      ...(index === 3 ? much : {}),
      ...(index > 400 ? { parent: 'ENG-4' } : {}),
      ...(index % 3 === 0 ? { startedAt: '2026-07-01T08:00:00Z', updatedAt: '2026-08-12T09:00:00Z' } : {}),
      ...(issue.state === 'Done' ? { completedAt: '2026-08-12T08:30:00Z', updatedAt: '2026-08-12T08:30:00Z' } : {}),
      ...(issue.estimate === 0 ? { estimate: -3 } : {}),
      project: `Project ${index % 30}`,
    })),
  };
}

/** Every name, title and text is one that wants to break the message that shows it. */
function hostile(): Workspace {
  const states = ['unstarted', 'started', 'started', 'completed', 'backlog', 'canceled', 'other'] as const;
  const people = SPECIMENS.map((words, index) => person(`nasty${index}`, { name: `P${index} ${words}` }));
  const urls = ['javascript:alert(1)', 'https://linear.app/a/(x)[y]<z>', `https://linear.app/${'(x)'.repeat(200)}`];
  const issues = Array.from({ length: 60 }, (_, index): IssueSeed => {
    const type = states[index % states.length] ?? 'other';
    return {
      identifier: `ENG-${index + 1}`,
      title: index === 5 ? ENDLESS : index === 6 ? '' : specimen(index),
      url: urls[index % 4] ?? `https://linear.app/a/issue/ENG-${index + 1}`,
      state: { name: `${type} ${specimen(index % 5)}`, type, position: index % 9 },
      priority: ([0, 1, 2, 3, 4] as const)[index % 5] ?? 0,
      estimate: [0.1, -5, null, 1e9][index % 4] ?? null,
      assignee: index % 9 === 8 ? null : (people[index % people.length]?.displayName ?? null),
      dueDate: ['2026-08-01', '9999-12-31', null][index % 3] ?? null,
      labels: [specimen(index), specimen(index + 5), TOLD[index % TOLD.length] ?? ''],
      project: specimen(index),
      description: SPECIMENS.join('\n\n'),
      creator: specimen(index),
      blockedBy: index % 4 === 0 ? [`ENG-${index + 2}`, `ENG-${index + 5}`] : [],
      attachments: SPECIMENS.map((title, at) => ({
        title,
        url: at % 2 ? 'file:///etc/passwd' : 'https://example.com',
      })),
      comments: [{ author: specimen(index), body: SPECIMENS.join('\n'), at: '2026-08-11T00:00:00Z' }],
      cycle: 12,
      updatedAt: '2026-08-12T09:00:00Z',
      startedAt: type === 'started' ? '2026-08-05T08:00:00Z' : null,
      completedAt: type === 'completed' ? '2026-08-12T08:30:00Z' : null,
      ...(index > 50 ? { parent: 'ENG-2' } : {}),
    };
  });
  const team = { ...ENG, name: specimen(0) };
  const active = cycle(team, 12, '2026-08-03T00:00:00Z', { name: `${specimen(1)} ${specimen(8)}` });
  return { teams: [team], people, cycles: [{ cycle: active, scopeHistory: [1, Number.NaN, -4] }], issues };
}

const WORKSPACES: Readonly<Record<DataClass, () => Workspace>> = {
  typical: () => TYPICAL,
  empty: () => EMPTY,
  extreme,
  hostile,
};

export const workspaceOf = (data: DataClass): Workspace => WORKSPACES[data]();

const service = (name: string, state: ServiceState, detail: string): ServiceHealth => ({
  name,
  state,
  detail,
  since: new Date('2026-08-12T09:00:00Z'),
});

const SERVICES: Readonly<Record<DataClass, readonly ServiceHealth[]>> = {
  typical: [
    service('database', 'on', 'Writes are durable.'),
    service('discord', 'on', 'Connected.'),
    service('linear', 'degraded', 'Linear asks us to slow down.'),
    service('webhooks of vercel', 'off', 'VERCEL_WEBHOOK_SECRET is not set.'),
  ],
  empty: [],
  extreme: Array.from({ length: 60 }, (_, index) => service(`service ${index}`, 'down', ENDLESS)),
  hostile: SPECIMENS.map((words, index) => service(`${index} ${words}`, index % 2 ? 'down' : 'starting', words)),
};

/** Whoever asks in the gallery is connected, as the first person of its workspace. */
function linksOf({ people }: Workspace): readonly Link[] {
  const first = people[0];
  return first === undefined ? [] : [{ ...link('1001', 'x', first.name), trackerUserId: first.id }];
}

/** Everything that a feature can reach, with this kind of data in it. */
export function houseOf(
  data: DataClass,
  more: Parameters<typeof featurePorts>[1] = {},
  workspace: Workspace = workspaceOf(data),
): House {
  const house = featurePorts(workspace, {
    links: linksOf(workspace),
    commands: COMMANDS.map(({ spec }) => spec),
    services: SERVICES[data],
    captures: CAPTURES[data],
    defaultTeam: 'ENG',
    ...more,
  });
  if (data === 'typical') {
    house.movements.all.push(...MOVEMENTS);
    house.codeWork.prs.push(...PULL_REQUESTS);
    house.codeWork.deployed.push(...DEPLOYMENTS);
    house.codeWork.built.push(...BUILDS_SEEN);
  }
  if (data === 'extreme') {
    const many = <T>(all: readonly T[], each: (one: T, index: number) => T): T[] =>
      Array.from({ length: 40 }, (_, index) => all.map((one) => each(one, index))).flat();
    house.codeWork.prs.push(...many(PULL_REQUESTS, (one, index) => ({ ...one, number: index, title: ENDLESS })));
    house.codeWork.deployed.push(
      ...many(DEPLOYMENTS, (one, index) => ({ ...one, deploymentId: `${one.deploymentId}-${index}` })),
    );
    house.codeWork.built.push(
      ...many(BUILDS_SEEN, (one, index) => ({
        ...one,
        name: `${one.name} ${index}`,
        buildId: `${one.buildId}-${index}`,
      })),
    );
  }
  if (data === 'hostile') {
    house.codeWork.prs.push(...NASTY_MEMORY.prs);
    house.codeWork.deployed.push(...NASTY_MEMORY.deployed);
    house.codeWork.built.push(...NASTY_MEMORY.built);
  }
  return house;
}
