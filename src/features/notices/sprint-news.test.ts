import { describe, expect, it } from 'vitest';
import { featurePorts, link } from '../../../test/fakes/feature-ports.ts';
import { bigWorkspace, hostileWorkspace, SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import { ENG, type Workspace } from '../../../test/fakes/workspace.ts';
import type { Sprint } from '../../ports/issue-tracker.ts';
import type { WatchedSprint } from '../../ports/sprint-watch.ts';
import { NOTICE_SELECTIONS } from '../../shared/notice-kinds.ts';
import { onSprintWatch } from './on-sprint-watch.ts';
import { lookAtSprint } from './sprint-news.ts';

const NOW = new Date('2026-08-12T10:00:00Z');
const CONTEXT = { inboxId: 7, reference: 'REF00001', attempts: 0, receivedAt: NOW };
const RULE = {
  channelId: 'c1',
  tells: NOTICE_SELECTIONS.leadership,
  only: { teams: [], projects: [], labels: [], branches: [] },
  captures: { team: null, project: null },
};

const watched = (more: Partial<WatchedSprint> = {}): WatchedSprint => ({
  teamId: 'team-eng',
  cycleId: 'cycle-eng-12',
  isRiskTold: false,
  blocked: [],
  ...more,
});

async function sprintOf(workspace: Workspace, id: string, more: Partial<Sprint> = {}): Promise<Sprint> {
  const { value } = await featurePorts(workspace).tracker.sprint(id);
  if (value === null) throw new Error(`There is no ${id}.`);
  return { ...value, ...more };
}

const lines = (look: ReturnType<typeof lookAtSprint>): readonly string[] =>
  look.news.map(({ kind, title, line }) => `${kind ?? 'people only'}: ${title}\n  ${line}`);

describe('a look at a cycle', () => {
  it('only remembers the first time', async () => {
    const active = await sprintOf(SAMPLE, 'cycle-eng-12');
    const look = lookAtSprint('team-eng', { active, ended: null, before: null }, NOW);
    expect(look.news).toEqual([]);
    expect(look.watched).toMatchObject({ cycleId: 'cycle-eng-12', isRiskTold: false, blocked: ['id-eng-4'] });
  });

  it('tells that one ended and the next one started', async () => {
    const active = await sprintOf(SAMPLE, 'cycle-eng-12');
    const ended = await sprintOf(SAMPLE, 'cycle-eng-11');
    const look = lookAtSprint('team-eng', { active, ended, before: watched({ cycleId: 'cycle-eng-11' }) }, NOW);
    expect(lines(look)).toMatchInlineSnapshot(`
      [
        "cycle-done: Engineering: Cycle 11
        🏆 **Ended** · 0 of 1 issue done (0 %) · 1 left open",
        "cycle-started: Engineering: Payments
        🏁 **Started** · 8 issues, 22 points · until <t:1786924740:D>",
        "issue-blocked: ENG-4 Webhook for disputes
        ⛔ **Blocked** · waits for [ENG-9](https://linear.app/acme/issue/ENG-9) Contract with the payment provider (Backlog)",
      ]
    `);
  });

  it('tells once that it is at risk, and why', async () => {
    const slow = { completedIssueCountHistory: [0, 0, 1, 1, 1, 1, 1, 2, 2] };
    const active = await sprintOf(SAMPLE, 'cycle-eng-12', slow);
    const first = lookAtSprint('team-eng', { active, ended: null, before: watched({ blocked: ['id-eng-4'] }) }, NOW);
    expect(lines(first)).toMatchInlineSnapshot(`
      [
        "cycle-at-risk: Engineering: Payments
        ⚠️ **At risk** · 2 of 8 issues done on day 10 of 14 · at the pace so far about 3 will be, hardly more than 4 · 1 blocked",
      ]
    `);
    expect(lookAtSprint('team-eng', { active, ended: null, before: first.watched }, NOW).news).toEqual([]);
    const quick = { ...active, completedIssueCountHistory: [1, 2, 3, 4, 5, 5, 5, 6, 7] };
    expect(
      lookAtSprint('team-eng', { active: quick, ended: null, before: watched({ blocked: ['id-eng-4'] }) }, NOW).news,
    ).toEqual([]);
  });

  it('tells what is blocked since, and its owner when it is free again', async () => {
    const active = await sprintOf(SAMPLE, 'cycle-eng-12');
    const look = lookAtSprint(
      'team-eng',
      { active, ended: null, before: watched({ blocked: ['id-eng-3'], isRiskTold: true }) },
      NOW,
    );
    expect(lines(look)).toMatchInlineSnapshot(`
      [
        "issue-blocked: ENG-4 Webhook for disputes
        ⛔ **Blocked** · waits for [ENG-9](https://linear.app/acme/issue/ENG-9) Contract with the payment provider (Backlog)",
        "people only: ENG-3 Refund a payment
        🟢 **Free again** · nothing blocks it any more",
      ]
    `);
  });

  it('tells in one sum when many are blocked at once, and each owner of theirs', async () => {
    const active = await sprintOf(bigWorkspace(60), 'cycle-eng-12');
    const look = lookAtSprint('team-eng', { active, ended: null, before: watched({ cycleId: 'cycle-eng-11' }) }, NOW);
    const [started, sum, ...personal] = look.news;
    expect([started?.kind, sum?.kind, new Set(personal.map(({ kind }) => kind))]).toEqual([
      'cycle-started',
      'issue-blocked',
      new Set([null]),
    ]);
    expect(sum?.line).toMatch(
      /^⛔ \*\*\d+ issues are blocked\*\* · (\[ENG-\d+\]\([^)]+\), ){4}\[ENG-\d+\]\([^)]+\) and \d+ more$/,
    );
    expect(personal.flatMap((news) => news.personal).length).toBeGreaterThan(3);
  });

  it('is harmless when names are hostile', async () => {
    const active = await sprintOf(hostileWorkspace(), 'cycle-eng-12');
    const look = lookAtSprint('team-eng', { active, ended: active, before: watched({ cycleId: 'x' }) }, NOW);
    expect(lines(look).join('\n')).not.toMatch(/@everyone|[^\\]<@1>|\u202E|[^\\]```/);
  });
});

describe('the watch over cycles', () => {
  const due = {
    kind: 'schedule-due',
    at: NOW,
    actor: null,
    schedule: 'sprint-watch',
    period: '2026-08-12T10:00',
  } as const;
  const house = (before: readonly WatchedSprint[]) =>
    featurePorts(SAMPLE, { channels: [RULE], watched: before, links: [link('100', 'grace', 'Grace Hopper')] });

  it('tells channels and people, and remembers for each team', async () => {
    const effects = await onSprintWatch.handle(house([watched({ cycleId: 'cycle-eng-11' })]), due, CONTEXT);
    expect(effects?.messages.map(({ destination }) => destination)).toEqual([
      { kind: 'channel', channelId: 'c1' },
      { kind: 'channel', channelId: 'c1' },
      { kind: 'member', userId: '100' },
    ]);
    expect(effects?.records).toEqual([
      {
        kind: 'sprint-watched',
        watched: { teamId: ENG.id, cycleId: 'cycle-eng-12', isRiskTold: false, blocked: ['id-eng-4'] },
      },
    ]);
  });

  it('looks at once at the team whose cycle is said to have changed', async () => {
    const changed = {
      kind: 'cycle-changed',
      at: NOW,
      actor: null,
      cycleId: 'cycle-eng-12',
      teamId: 'team-eng',
    } as const;
    const effects = await onSprintWatch.handle(house([watched({ cycleId: 'cycle-eng-11' })]), changed, CONTEXT);
    expect(effects?.messages.length).toBeGreaterThan(0);
    const elsewhere = await onSprintWatch.handle(house([]), { ...changed, teamId: 'team-other' }, CONTEXT);
    expect(elsewhere).toMatchObject({ messages: [], records: [] });
  });

  it('leaves a team alone whose tracker is away, and other plans to others', async () => {
    const ports = house([watched({ cycleId: 'cycle-eng-11' })]);
    ports.tracker.goStale('2026-08-12T08:00:00Z');
    expect(await onSprintWatch.handle(ports, due, CONTEXT)).toMatchObject({ messages: [], records: [] });
    expect(await onSprintWatch.handle(ports, { ...due, schedule: 'daily' }, CONTEXT)).toBeNull();
  });
});
