import { describe, expect, it } from 'vitest';
import { featurePorts, link } from '../../../test/fakes/feature-ports.ts';
import { bigWorkspace, NASTY, SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import type { Effects, EventContext, EventHandler } from '../../ports/effects.ts';
import type { OutboxMessage } from '../../ports/outbox.ts';
import { DEFAULT_PREFERENCES } from '../../ports/preferences.ts';
import type { IssueEvent, IssueSnapshot, WorkEvent } from '../../ports/work-event.ts';
import type { ChannelRule } from '../../shared/channel-rule.ts';
import { NOTICE_SELECTIONS } from '../../shared/notice-kinds.ts';
import { onCode } from './on-code.ts';
import { onIssue } from './on-issue.ts';

const CONTEXT: EventContext = {
  inboxId: 7,
  reference: 'REF00001',
  attempts: 0,
  receivedAt: new Date('2026-08-12T10:00:00Z'),
};
const AT = new Date('2026-08-12T09:59:58Z');
const ADA = { name: 'Ada Lovelace', trackerUserId: 'person-ada' };
const GRACE = { name: 'Grace Hopper', trackerUserId: 'person-grace' };

const state = (name: string, type: IssueSnapshot['state']['type']) => ({ name, type, position: 0 });

const issue = (more: Partial<IssueSnapshot> = {}): IssueSnapshot => ({
  id: 'issue-4',
  identifier: 'ENG-4',
  title: 'Webhook for disputes',
  url: 'https://linear.app/acme/issue/ENG-4/webhook-for-disputes',
  state: state('In Progress', 'started'),
  teamKey: 'ENG',
  priority: 2,
  assignee: { id: 'person-grace', name: 'Grace Hopper' },
  project: 'Payments',
  labels: ['Customer'],
  cycleId: null,
  ...more,
});

const changed = (changes: IssueEvent['changes'], more: Partial<IssueSnapshot> = {}, actor = ADA): IssueEvent => ({
  kind: 'issue-changed',
  at: AT,
  actor,
  issue: issue(more),
  changes,
});

const rule = (channelId: string, more: Partial<ChannelRule> = {}): ChannelRule => ({
  channelId,
  tells: NOTICE_SELECTIONS.everything,
  only: { teams: [], projects: [], labels: [], branches: [] },
  captures: { team: null, project: null },
  ...more,
});

const house = (channels: readonly ChannelRule[] = [rule('c1')]) =>
  featurePorts(SAMPLE, {
    channels,
    links: [link('100', 'grace', 'Grace Hopper'), link('200', 'ada', 'Ada Lovelace')],
  });

const handlerOf = (event: WorkEvent): EventHandler => (onIssue.kinds.includes(event.kind) ? onIssue : onCode);

async function told(event: WorkEvent, ports = house(), context = CONTEXT): Promise<Effects> {
  const effects = await handlerOf(event).handle(ports, event, context);
  return effects ?? { messages: [], records: [], followUps: [], note: 'not its business' };
}

/** Each message as its reader gets it. */
function messageText({ destination, content, notBefore }: OutboxMessage): string {
  const to = destination.kind === 'member' ? `to member ${destination.userId}` : `to channel ${destination.channelId}`;
  if (content.kind !== 'notice') return `${to}: a reply`;
  const { title, url, lines, tone } = content.notice;
  const when = notBefore === undefined ? '' : `, not before ${notBefore.toISOString()}`;
  return `${to}${when} [${tone}]\n  ${title}${url === undefined ? '' : ` <${url}>`}\n  ${lines.join('\n  ').replaceAll('\n', '\n  ')}`;
}

const text = ({ messages, note }: Effects): string => [...messages.map(messageText), `(${note})`].join('\n');

describe('what people read', () => {
  const events: readonly (readonly [string, WorkEvent])[] = [
    ['created, urgent, somebody has it', { ...changed({}, { priority: 1 }), kind: 'issue-created' }],
    ['created, nobody has it', { ...changed({}, { priority: 0, assignee: null }), kind: 'issue-created' }],
    ['started', changed({ state: { fromId: 'state-Todo' } })],
    ['in review', changed({ state: { fromId: 'state-In Progress' } }, { state: state('In Review', 'started') }, GRACE)],
    ['blocked', changed({ state: { fromId: 'state-In Progress' } }, { state: state('Blocked', 'started') })],
    ['going on', changed({ state: { fromId: 'state-Blocked' } })],
    [
      'done, by its owner',
      changed({ state: { fromId: 'state-In Review' } }, { state: state('Done', 'completed') }, GRACE),
    ],
    ['reopened', changed({ state: { fromId: 'state-Done' } })],
    ['canceled', changed({ state: { fromId: 'state-Todo' } }, { state: state('Canceled', 'canceled') })],
    [
      'moved within the backlog: for its owner only',
      changed({ state: { fromId: 'state-Todo' } }, { state: state('Backlog', 'backlog') }),
    ],
    [
      'reassigned',
      changed({ assignee: { fromId: 'person-ada' } }, {}, { name: 'Alan Turing', trackerUserId: 'person-alan' }),
    ],
    ['unassigned', changed({ assignee: { fromId: 'person-grace' } }, { assignee: null })],
    [
      'priority and state at once',
      changed({ priority: { from: 0 }, state: { fromId: 'state-Todo' } }, { priority: 1 }),
    ],
    ['only its title', changed({ title: { from: 'Webhooks' } })],
    [
      'a comment that names somebody',
      {
        kind: 'comment-created',
        at: AT,
        actor: { name: 'Alan Turing', trackerUserId: 'person-alan' },
        issue: {
          id: 'issue-4',
          identifier: 'ENG-4',
          title: 'Webhook for disputes',
          url: 'https://linear.app/acme/issue/ENG-4',
        },
        body: 'Could you look, @ada? The **signature** is wrong:\n\n```\nnope\n```',
        url: 'https://linear.app/acme/issue/ENG-4#comment-1',
      },
    ],
    [
      'a comment through the bot',
      {
        kind: 'comment-created',
        at: AT,
        actor: { name: 'Owner Of The Key', trackerUserId: 'person-owner' },
        issue: {
          id: 'issue-4',
          identifier: 'ENG-4',
          title: 'Webhook for disputes',
          url: 'https://linear.app/acme/issue/ENG-4',
        },
        body: '**Dana \\*D\\* Developer** in Discord:\n\nI can reproduce it.',
        url: null,
      },
    ],
    [
      'a build that failed last week',
      {
        kind: 'build',
        at: new Date('2026-08-05T09:00:00Z'),
        actor: null,
        repository: 'acme/arm',
        name: 'CI',
        buildId: '1',
        state: 'failed',
        branch: 'main',
        commit: 'abc',
        url: 'https://github.com/acme/arm/actions/runs/1',
      },
    ],
    ['a pull request that is ready', pullRequest({ action: 'opened' })],
    ['a draft', pullRequest({ action: 'opened', isDraft: true })],
    ['a merge', pullRequest({ action: 'merged' })],
    ['a preview', deployment({})],
    ['a failed deployment', deployment({ state: 'failed', environment: 'production', url: null, issues: [] })],
    ['production', deployment({ environment: 'production', branch: 'main', issues: [] })],
    ['a deployment under way', deployment({ state: 'building' })],
    [
      'a broken main branch',
      {
        kind: 'build',
        at: AT,
        actor: null,
        repository: 'acme/arm',
        name: 'CI',
        buildId: '1',
        state: 'failed',
        branch: 'main',
        commit: 'abc',
        url: 'https://github.com/acme/arm/actions/runs/1',
      },
    ],
    [
      'a broken branch of somebody',
      {
        kind: 'build',
        at: AT,
        actor: null,
        repository: 'acme/arm',
        name: 'CI',
        buildId: '1',
        state: 'failed',
        branch: 'ada/eng-4',
        commit: 'abc',
        url: 'https://github.com/acme/arm/actions/runs/1',
      },
    ],
  ];

  it('of everything that happens', async () => {
    const parts = [];
    for (const [name, event] of events) parts.push(`# ${name}\n${text(await told(event))}`);
    await expect(parts.join('\n\n')).toMatchFileSnapshot('./golden/everything.txt');
  });

  it('is harmless when the sender is hostile', async () => {
    const hostile = changed(
      { assignee: { fromId: 'nobody' }, state: { fromId: NASTY } },
      {
        title: NASTY.repeat(20),
        identifier: 'ENG-4',
        url: 'javascript:alert(1)',
        state: state(NASTY, 'completed'),
        assignee: { id: 'x', name: NASTY },
      },
      { name: NASTY, trackerUserId: 'y' },
    );
    const code = pullRequest({
      action: 'merged',
      title: NASTY.repeat(20),
      repository: NASTY,
      targetBranch: NASTY,
      url: 'javascript:alert(1)',
      author: NASTY,
    });
    const all = [
      text(await told(hostile)),
      text(await told(code)),
      text(await told(deployment({ project: NASTY, branch: NASTY, url: 'https://u:p@evil.example' }))),
    ].join('\n\n');
    expect(all).not.toMatch(/@everyone|[^\\]<@1>|\u202E|[^\\]```|\]\(javascript/);
    await expect(all).toMatchFileSnapshot('./golden/hostile.txt');
  });
});

function pullRequest(more: Partial<Extract<WorkEvent, { kind: 'pull-request' }>>): WorkEvent {
  return {
    kind: 'pull-request',
    at: AT,
    actor: { name: 'grace-h', trackerUserId: null },
    action: 'opened',
    repository: 'acme/arm',
    number: 41,
    title: 'Send a webhook for disputes (ENG-4)',
    url: 'https://github.com/acme/arm/pull/41',
    branch: 'grace/eng-4-webhook',
    targetBranch: 'main',
    commit: 'abc',
    author: 'grace-h',
    isDraft: false,
    issues: ['ENG-4'],
    ...more,
  };
}

function deployment(more: Partial<Extract<WorkEvent, { kind: 'deployment' }>>): WorkEvent {
  return {
    kind: 'deployment',
    at: AT,
    actor: null,
    provider: 'vercel',
    deploymentId: 'dpl_1',
    project: 'arm-console',
    environment: 'preview',
    state: 'ready',
    url: 'https://arm-console-git-eng-4.vercel.app',
    detailsUrl: 'https://vercel.com/acme/arm-console/dpl_1',
    branch: 'grace/eng-4-webhook',
    commit: 'abc',
    issues: ['ENG-4'],
    ...more,
  };
}

describe('who hears of it', () => {
  const channelsOf = ({ messages }: Effects): readonly string[] =>
    messages.flatMap(({ destination }) => (destination.kind === 'channel' ? [destination.channelId] : []));
  const done = changed({ state: { fromId: 'state-In Review' } }, { state: state('Done', 'completed') });
  const limited = (only: Partial<ChannelRule['only']>): ChannelRule['only'] => ({ ...rule('x').only, ...only });

  it('are the channels that ask for the kind and do not limit it away', async () => {
    const ports = house([
      rule('kind', { tells: ['issue-done'] }),
      rule('other-kind', { tells: ['issue-created'] }),
      rule('team', { only: limited({ teams: ['eng'] }) }),
      rule('other-team', { only: limited({ teams: ['WEB'] }) }),
      rule('label', { only: limited({ labels: ['bug', 'customer'] }) }),
      rule('other-label', { only: limited({ labels: ['bug'] }) }),
      rule('project', { only: limited({ projects: ['PAYMENTS'], branches: ['main'] }) }),
    ]);
    expect(channelsOf(await told(done, ports))).toEqual(['kind', 'team', 'label', 'project']);
  });

  it('are for code those of its issues’ teams, and of the branch', async () => {
    const ports = house([
      rule('main', { only: limited({ branches: ['main'] }) }),
      rule('release', { only: limited({ branches: ['release'] }) }),
      rule('web', { only: limited({ teams: ['WEB'] }) }),
      rule('labelled', { only: limited({ labels: ['Customer'] }) }),
    ]);
    expect(channelsOf(await told(pullRequest({ action: 'merged' }), ports))).toEqual(['main']);
  });

  it('is nobody when nobody asked, and the note says so', async () => {
    expect(text(await told(done, featurePorts(SAMPLE)))).toBe('(issue-done: nobody asked to know)');
  });

  it('is never who did it', async () => {
    const own = changed({ assignee: { fromId: null } }, {}, GRACE);
    expect((await told(own)).messages.map(({ destination }) => destination.kind)).toEqual(['channel']);
  });

  it('waits for the end of quiet hours, and for the summary, as each one likes', async () => {
    const ports = house([]);
    const quiet = { from: '09:00', until: '17:30' };
    await ports.preferences.save('100', { ...DEFAULT_PREFERENCES, quiet, timeZone: 'Europe/Berlin' });
    const assigned = await told(changed({ assignee: { fromId: null } }), ports);
    expect(assigned.messages.map(({ notBefore, mergeKey }) => [notBefore?.toISOString(), mergeKey])).toEqual([
      ['2026-08-12T15:30:00.000Z', 'issue:issue-4'],
    ]);
    const priority = await told(changed({ priority: { from: 0 } }), ports);
    expect(priority.messages.map(({ notBefore, mergeKey }) => [notBefore?.toISOString(), mergeKey])).toEqual([
      ['2026-08-13T07:00:00.000Z', 'summary:2026-08-13T07:00:00.000Z'],
    ]);
    const kinds = { ...DEFAULT_PREFERENCES.kinds, assigned: 'never' as const };
    await ports.preferences.save('100', { ...DEFAULT_PREFERENCES, kinds });
    expect((await told(changed({ assignee: { fromId: null } }), ports)).messages).toEqual([]);
  });
});

describe('when the tracker is away', () => {
  it('news waits for what it would add, and then goes out without it', async () => {
    const ports = house();
    ports.tracker.failWith('LINEAR_UNREACHABLE');
    const merge = pullRequest({ action: 'merged' });
    await expect(told(merge, ports)).rejects.toMatchObject({ code: 'LINEAR_UNREACHABLE' });
    const late = await told(merge, ports, { ...CONTEXT, attempts: 3 });
    expect(late.messages).toHaveLength(1);
    ports.tracker.failWith('LINEAR_OFF');
    expect((await told(merge, ports)).messages).toHaveLength(1);
  });

  it('asks nothing for what is no news', async () => {
    const ports = featurePorts(bigWorkspace(3), { channels: [rule('c')] });
    await told(pullRequest({ action: 'changed' }), ports);
    await told(changed({ title: { from: 'x' } }), ports);
    expect(ports.tracker.asked).toEqual([]);
  });
});
