import { describe, expect, it } from 'vitest';
import { effectsText } from '../../../test/fakes/effects-text.ts';
import { featurePorts } from '../../../test/fakes/feature-ports.ts';
import { SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import type { Capture } from '../../ports/captures.ts';
import type { Effects } from '../../ports/effects.ts';
import type { StateType } from '../../ports/issue-tracker.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../../ports/preferences.ts';
import type { IssueEvent } from '../../ports/work-event.ts';
import { onIssueChanged } from './on-issue-changed.ts';

const CAPTURE: Capture = {
  id: 'c1',
  message: { id: '77', channelId: '2', url: 'https://discord.com/channels/1/2/77' },
  author: { id: '12', name: 'Nia' },
  capturedBy: '10',
  capturedAt: new Date('2026-08-12T09:00:00Z'),
  state: 'created',
  draft: null,
  issue: {
    identifier: 'ENG-21',
    title: 'Login is slow',
    url: 'https://linear.app/acme/issue/ENG-21',
    state: { name: 'Triage', type: 'triage' },
  },
  priority: 0,
  writtenAt: null,
  attempts: 0,
  tellsAuthor: null,
  lastNews: null,
  reference: 'REF00001',
};

function house(capture: Partial<Capture> = {}) {
  const ports = featurePorts(SAMPLE, { captures: [{ ...CAPTURE, ...capture }] });
  const change = async (state: string, type: StateType, more: Partial<IssueEvent> = {}): Promise<Effects | null> => {
    const event: IssueEvent = {
      kind: 'issue-changed',
      at: ports.clock.now(),
      actor: null,
      issue: {
        id: 'c1',
        identifier: 'ENG-21',
        title: 'Login is *slow*',
        url: 'https://linear.app/acme/issue/ENG-21',
        state: { name: state, type, position: 0 },
        teamKey: 'ENG',
        priority: 0,
        assignee: null,
        project: null,
        labels: [],
        cycleId: null,
      },
      changes: { state: { fromId: 'state-Todo' } },
      ...more,
    };
    const effects = await onIssueChanged.handle(ports, event, {
      inboxId: 5,
      reference: 'REF00002',
      attempts: 0,
      receivedAt: event.at,
    });
    for (const record of effects?.records ?? [])
      if (record.kind === 'capture-changed') await ports.captures.change(record.id, record.change);
    return effects;
  };
  const choose = (more: Partial<Preferences>) =>
    ports.preferences.save('12', { ...DEFAULT_PREFERENCES, ...more }, ports.clock.now());
  return { ports, change, choose };
}
const golden = async (effects: Effects | null, name: string) =>
  expect(`${effectsText(effects)}\n`).toMatchFileSnapshot(`./golden/news-${name}.txt`);

describe('the author of feedback', () => {
  it('is told once when it is planned, done and declined', async () => {
    const { change, ports } = house();
    await golden(await change('Todo', 'unstarted'), 'planned');
    expect((await change('In Progress', 'started'))?.messages).toEqual([]);
    await golden(await change('Done', 'completed'), 'done');
    await golden(await change('Won’t do', 'canceled'), 'declined');
    expect(ports.captures.all[0]).toMatchObject({ lastNews: 'declined', issue: { state: { name: 'Won’t do' } } });
  });

  it('is told that it is planned when it comes into a cycle, and declined when it is removed', async () => {
    const { change } = house();
    const issue = { ...(await snapshot()), cycleId: 'cycle-1' };
    expect((await change('Backlog', 'backlog', { issue, changes: { cycle: { fromId: null } } }))?.note).toBe(
      'told its author: planned',
    );
    expect((await change('Backlog', 'backlog', { kind: 'issue-removed', changes: {} }))?.note).toBe(
      'told its author: declined',
    );
  });

  it('is not told of anything else, nor of what is not captured or was undone', async () => {
    const { change } = house();
    expect((await change('Backlog', 'backlog', { changes: { title: { from: 'x' } } }))?.messages).toEqual([]);
    expect(await house({ id: 'other' }).change('Done', 'completed')).toBeNull();
    expect(await house({ state: 'undone' }).change('Done', 'completed')).toBeNull();
  });

  it('decides: about all of it, about this one, and when', async () => {
    const never = { kinds: { ...DEFAULT_PREFERENCES.kinds, feedback: 'never' as const } };
    const quiet = { quiet: { from: '09:00', until: '12:30' } };
    const off = house();
    await off.choose(never);
    expect((await off.change('Done', 'completed'))?.messages).toEqual([]);
    const on = house({ tellsAuthor: true });
    await on.choose({ ...never, ...quiet });
    expect((await on.change('Done', 'completed'))?.messages[0]?.notBefore?.toISOString()).toBe(
      '2026-08-12T12:30:00.000Z',
    );
    expect((await house({ tellsAuthor: false }).change('Done', 'completed'))?.messages).toEqual([]);
  });
});

async function snapshot(): Promise<IssueEvent['issue']> {
  const state = { name: 'Backlog', type: 'backlog' as const, position: 0 };
  return {
    id: 'c1',
    identifier: 'ENG-21',
    title: 't',
    url: 'https://linear.app/x',
    state,
    teamKey: 'ENG',
    priority: 0,
    assignee: null,
    project: null,
    labels: [],
    cycleId: null,
  };
}
