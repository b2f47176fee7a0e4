import { describe, expect, it } from 'vitest';
import { featurePorts, request, typing } from '../../../test/fakes/feature-ports.ts';
import { limitProblems, replyText } from '../../../test/fakes/reply-text.ts';
import { hostileWorkspace, SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import type { IssueSeed, Workspace } from '../../../test/fakes/workspace.ts';
import { identifierIn } from '../../ports/find-issue.ts';
import { showIssue } from './show-issue.command.ts';

const FULL: IssueSeed = {
  identifier: 'ENG-4',
  title: 'Webhook for disputes',
  state: 'In Progress',
  estimate: 5,
  assignee: 'grace',
  priority: 1,
  cycle: 12,
  project: 'Payments',
  labels: ['Backend', 'Risk'],
  dueDate: '2026-08-20',
  createdAt: '2026-07-30T08:00:00Z',
  updatedAt: '2026-08-12T07:00:00Z',
  startedAt: '2026-08-05T08:00:00Z',
  blockedBy: ['ENG-9', 'ENG-1'],
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

const WORKSPACE: Workspace = {
  ...SAMPLE,
  issues: [
    ...SAMPLE.issues.filter((issue) => issue.identifier !== 'ENG-4'),
    FULL,
    { identifier: 'ENG-30', title: 'Sign payloads', state: 'Done', parent: 'ENG-4' },
    { identifier: 'ENG-31', title: 'Verify payloads', state: 'Todo', parent: 'ENG-4', blockedBy: ['ENG-4'] },
  ],
};

const ask = (issue: string, workspace = WORKSPACE) => showIssue.run(featurePorts(workspace), request({ issue }));
const golden = async (text: string, name: string) => expect(text).toMatchFileSnapshot(`./golden/${name}.txt`);

describe('/show-issue', () => {
  it('shows one issue whole', async () => {
    const reply = await ask('ENG-4');
    expect(limitProblems(reply)).toEqual([]);
    await golden(replyText(reply), 'typical');
  });

  it('says what is not known instead of leaving it out', async () => {
    const bare: Workspace = { ...SAMPLE, issues: [{ identifier: 'ENG-8', title: '', state: 'Parked' }] };
    await golden(replyText(await ask('ENG-8', bare)), 'empty');
  });

  it('shows hostile text as text and keeps to the limits', async () => {
    for (const identifier of ['ENG-1', 'ENG-2', 'ENG-120']) {
      const reply = await ask(identifier, hostileWorkspace());
      expect(limitProblems(reply), identifier).toEqual([]);
      expect(replyText(reply), identifier).not.toMatch(/@everyone|[^\\]<@1>|javascript:|file:|\u202E|[^\\]```/);
    }
    await golden(replyText(await ask('ENG-2', hostileWorkspace())), 'hostile');
  });

  it('names what comes close when there is no such issue', async () => {
    const texts = await Promise.all(
      ['WEB-4', 'refund', 'ENG-777', '@everyone `x`'].map(async (typed) => replyText(await ask(typed))),
    );
    await golden(texts.join('\n\n'), 'not-found');
  });

  it('does not ask Linear for an issue that cannot be one', async () => {
    const ports = featurePorts(WORKSPACE);
    await showIssue.run(ports, request({ issue: 'login page' }));
    expect(ports.tracker.asked).toEqual(['suggestIssues']);
  });

  it('warns when Linear does not answer and the issue is an old one', async () => {
    const ports = featurePorts(WORKSPACE);
    ports.tracker.goStale('2026-08-12T08:00:00Z');
    expect(replyText(await showIssue.run(ports, request({ issue: 'eng-1' })))).toContain(
      'this is from <t:1786521600:R>',
    );
  });
});

describe('the identifier in what somebody typed', () => {
  it.each([
    ['ENG-12', 'ENG-12'],
    [' eng-12 ', 'ENG-12'],
    ['eng12', 'ENG-12'],
    ['eng 12', 'ENG-12'],
    ['#ENG-12', 'ENG-12'],
    ['https://linear.app/acme/issue/ENG-12/some-title-99', 'ENG-12'],
    ['https://linear.app/acme/issue/ENG-12', 'ENG-12'],
    ['A2B-7', 'A2B-7'],
    ['login page', null],
    ['12', null],
    ['', null],
  ])('%j is %j', (typed, identifier) => {
    expect(identifierIn(typed)).toBe(identifier);
  });
});

describe('the suggestions of /show-issue', () => {
  it('offers issues by number and words, with their state', async () => {
    const ports = featurePorts(WORKSPACE);
    expect(await showIssue.suggest?.(ports, typing('issue', 'payloads'))).toEqual([
      { name: 'ENG-30 · Sign payloads · Done', value: 'ENG-30' },
      { name: 'ENG-31 · Verify payloads · Todo', value: 'ENG-31' },
    ]);
  });

  it('keeps to the limits of Discord with hostile titles', async () => {
    const choices = (await showIssue.suggest?.(featurePorts(hostileWorkspace()), typing('issue', ''))) ?? [];
    expect(choices).toHaveLength(25);
    for (const { name, value } of choices) {
      expect(name.length).toBeGreaterThan(0);
      expect(name.length).toBeLessThanOrEqual(100);
      expect(value.length).toBeLessThanOrEqual(100);
    }
  });

  it('says that Linear is off when it is', async () => {
    const ports = featurePorts(WORKSPACE);
    ports.tracker.failWith('LINEAR_OFF');
    expect(await showIssue.suggest?.(ports, typing('issue', ''))).toEqual([
      { name: 'Linear is not connected to this bot yet.', value: '?' },
    ]);
  });
});
