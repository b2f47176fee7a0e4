import { describe, expect, it } from 'vitest';
import { githubExample, githubExamples } from '../../../test/fakes/github-examples.ts';
import { SECRET, signed } from '../../../test/fakes/signed-webhooks.ts';
import type { ReadDelivery } from '../../ports/webhook-sender.ts';
import { readGithubEvent } from './read-webhook.ts';
import { githubWebhooks } from './webhook.ts';
import { GITHUB_KINDS } from './webhook-kinds.ts';

const RECEIVED = new Date('2026-11-25T09:00:00Z');

function read(event: string, body: object): ReadDelivery {
  const action = 'action' in body && typeof body.action === 'string' ? `.${body.action}` : '';
  return readGithubEvent({ type: `${event}${action}`, payload: JSON.stringify(body), receivedAt: RECEIVED });
}

function changed(event: string, action: string, path: string, value: unknown): object {
  const body = structuredClone(githubExample(event, action)) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() ?? '';
  let place = body;
  for (const name of names) place = place[name] as Record<string, unknown>;
  place[last] = value;
  return body;
}

describe('every example of GitHub', () => {
  it('is accepted, and either told or knowingly nothing to do', async () => {
    const sender = githubWebhooks([SECRET]);
    const outcomes = new Map<string, number>();
    for (const { place, event, body } of githubExamples()) {
      const opened = await sender.open(signed('github', body, { event }));
      const name = `${place} ${event}.${body.action ?? ''}`;
      if (opened.kind === 'nothing') expect(opened, name).toMatchObject({ isKnown: true });
      else expect(['delivery', 'ping'], name).toContain(opened.kind);
      const outcome = opened.kind === 'delivery' ? read(event, body).kind : opened.kind;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    // All kinds occur, so that the sentences above were tried.
    expect([...outcomes.keys()].toSorted()).toEqual(['event', 'ignored', 'nothing', 'ping']);
    expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(githubExamples().length);
    expect(githubExamples().length).toBeGreaterThan(500);
  });

  it('has its row in the table, under a name that GitHub knows', () => {
    const known = new Set(githubExamples().map(({ event }) => event));
    const rows = new Set(Object.keys(GITHUB_KINDS).map((name) => name.split('.')[0] ?? ''));
    expect([...known].filter((name) => !rows.has(name) && name !== 'ping')).toEqual([]);
    expect([...rows].filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('a pull request', () => {
  it('is read as a whole', () => {
    const body = changed('pull_request', 'opened', 'pull_request.head.ref', 'ada/eng-12-door');
    expect(read('pull_request', { ...body })).toEqual({
      kind: 'event',
      event: {
        kind: 'pull-request',
        at: new Date('2019-05-15T15:20:33.000Z'),
        actor: { name: 'Codertocat', trackerUserId: null },
        action: 'opened',
        repository: 'Codertocat/Hello-World',
        number: 2,
        title: 'Update the README with new information.',
        url: 'https://github.com/Codertocat/Hello-World/pull/2',
        branch: 'ada/eng-12-door',
        targetBranch: 'master',
        commit: 'ec26c3e57ca3a959ca5aad62de7213c562f8c821',
        author: 'Codertocat',
        isDraft: false,
        issues: ['ENG-12'],
      },
    });
  });

  it.each([
    ['closed', 'pull_request.merged', true, 'merged'],
    ['closed', 'pull_request.merged', false, 'closed'],
    ['ready_for_review', 'pull_request.draft', false, 'ready'],
    ['reopened', 'pull_request.draft', false, 'reopened'],
    ['synchronize', 'pull_request.draft', false, 'changed'],
  ] as const)('that is %s with %s %s is %s', (action, path, value, wanted) => {
    const got = read('pull_request', changed('pull_request', action, path, value));
    expect(got).toMatchObject({ kind: 'event', event: { action: wanted } });
  });

  it('names the issues of title and text, and a ghost where the author is gone', () => {
    const body = changed('pull_request', 'opened', 'pull_request.body', 'Fixes WEB-7.') as {
      pull_request: { user: unknown };
    };
    body.pull_request.user = null;
    expect(read('pull_request', body)).toMatchObject({ event: { issues: ['WEB-7'], author: 'ghost' } });
  });
});

describe('a deployment', () => {
  it.each([
    ['success', 'ready'],
    ['in_progress', 'building'],
    ['queued', 'building'],
    ['failure', 'failed'],
    ['error', 'failed'],
  ])('that is %s is %s', (state, wanted) => {
    const got = read('deployment_status', changed('deployment_status', 'created', 'deployment_status.state', state));
    expect(got).toMatchObject({ kind: 'event', event: { kind: 'deployment', provider: 'github', state: wanted } });
  });

  it('that made room for a newer one is nothing to do', () => {
    const got = read(
      'deployment_status',
      changed('deployment_status', 'created', 'deployment_status.state', 'inactive'),
    );
    expect(got).toEqual({ kind: 'ignored', why: 'nothing to do for a deployment that is inactive' });
  });

  it.each([
    ['production', 'production'],
    ['Preview – web', 'preview'],
    ['github-pages', 'other'],
  ])('to %s is to %s', (environment, wanted) => {
    const got = read(
      'deployment_status',
      changed('deployment_status', 'created', 'deployment.environment', environment),
    );
    expect(got).toMatchObject({ event: { environment: wanted } });
  });

  it.each([
    ['https://web.example.com/', 'https://web.example.com/'],
    ['http://web.example.com/', null],
    ['javascript:alert(1)', null],
    ['https://', null],
    ['', null],
    [null, null],
  ])('at %s can be looked at at %s', (url, wanted) => {
    const body = changed('deployment_status', 'created', 'deployment_status.environment_url', url);
    expect(read('deployment_status', body)).toMatchObject({ event: { url: wanted } });
  });

  it('of a commit belongs to no branch', () => {
    const { deployment } = githubExample('deployment_status') as unknown as { deployment: { sha: string } };
    const body = changed('deployment_status', 'created', 'deployment.ref', deployment.sha);
    expect(read('deployment_status', body)).toMatchObject({ event: { branch: null, commit: deployment.sha } });
  });
});

describe('a build', () => {
  it.each([
    ['success', 'passed'],
    ['failure', 'failed'],
    ['timed_out', 'failed'],
    ['cancelled', 'canceled'],
    [null, 'running'],
  ])('that ended as %s is %s', (conclusion, wanted) => {
    const got = read('workflow_run', changed('workflow_run', 'completed', 'workflow_run.conclusion', conclusion));
    expect(got).toMatchObject({ kind: 'event', event: { kind: 'build', state: wanted } });
  });

  it.each(['skipped', 'neutral', 'stale', '__proto__'])('that ended as %s is nothing to do', (conclusion) => {
    const got = read('workflow_run', changed('workflow_run', 'completed', 'workflow_run.conclusion', conclusion));
    expect(got).toEqual({ kind: 'ignored', why: `nothing to do for a build that ended as ${conclusion}` });
  });

  it('of GitHub Actions is told by its workflow, not by its suite', () => {
    const app = { name: 'GitHub Actions', slug: 'github-actions' };
    const got = read('check_suite', changed('check_suite', 'completed', 'check_suite.app', app));
    expect(got).toEqual({ kind: 'ignored', why: 'the run of the workflow tells it' });
  });

  it('of another service is told by its suite', () => {
    const app = { name: 'Octo CI', slug: 'octo-ci' };
    const got = read('check_suite', changed('check_suite', 'completed', 'check_suite.app', app));
    expect(got).toMatchObject({
      event: {
        kind: 'build',
        name: 'Octo CI',
        state: 'passed',
        url: expect.stringMatching(
          /^https:\/\/github\.com\/Codertocat\/Hello-World\/commit\/\w{40}\/checks$/,
        ) as string,
      },
    });
  });
});

describe('what is not as GitHub documents it', () => {
  it('is said to be unreadable, with the place', () => {
    const body = changed('pull_request', 'opened', 'pull_request.head.ref', 7);
    expect(() => read('pull_request', body)).toThrow(
      expect.objectContaining({
        code: 'EVENT_UNREADABLE',
        facts: { where: 'pull_request.head.ref', problem: 'invalid_type' },
      }),
    );
    expect(() => readGithubEvent({ type: 'pull_request.opened', payload: '{', receivedAt: RECEIVED })).toThrow(
      expect.objectContaining({ code: 'EVENT_UNREADABLE', facts: { where: 'the payload', problem: 'it is not JSON' } }),
    );
  });
});
