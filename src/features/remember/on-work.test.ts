import { describe, expect, it } from 'vitest';
import { featurePorts } from '../../../test/fakes/feature-ports.ts';
import { SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import { STATES } from '../../../test/fakes/workspace.ts';
import type { IssueChanges, IssueEvent, WorkEvent } from '../../ports/work-event.ts';
import { onWork } from './on-work.ts';

const at = new Date('2026-08-12T09:00:00Z');
const context = { inboxId: 1, reference: 'REF00001', attempts: 0, receivedAt: at };

function issueEvent(state: keyof typeof STATES, changes: IssueChanges, more: Partial<IssueEvent> = {}): IssueEvent {
  return {
    kind: 'issue-changed',
    at,
    actor: { name: 'Ada', trackerUserId: 'person-ada' },
    changes,
    issue: {
      id: 'id-eng-1',
      identifier: 'ENG-1',
      title: 'Take card payments',
      url: 'https://linear.app/acme/issue/ENG-1',
      state: STATES[state],
      teamKey: 'ENG',
      priority: 2,
      assignee: { id: 'person-ada', name: 'Ada Lovelace' },
      project: 'Checkout',
      labels: ['Feature'],
      cycleId: null,
    },
    ...more,
  };
}

const remembered = async (event: WorkEvent) =>
  (await onWork.handle(featurePorts(SAMPLE), event, context))?.records ?? [];
const moves = async (event: IssueEvent) =>
  (await remembered(event)).map((record) => (record.kind === 'movement-seen' ? record.movement.move : record.kind));
const from = (name: keyof typeof STATES) => ({ state: { fromId: `state-${name}` } });

describe('what is remembered of an issue', () => {
  it.each([
    ['Done', 'In Progress', ['done']],
    ['Canceled', 'Todo', ['dropped']],
    ['In Progress', 'Todo', ['started']],
    ['In Review', 'In Progress', ['review']],
    ['In Progress', 'In Review', []],
    ['Todo', 'Done', ['reopened']],
    ['Todo', 'Backlog', []],
  ] as const)('%s after %s', async (state, before, expected) => {
    expect(await moves(issueEvent(state, from(before)))).toEqual(expected);
  });

  it('also when Linear cannot say from which state it came', async () => {
    const ports = featurePorts(SAMPLE);
    ports.tracker.failWith('LINEAR_UNREACHABLE');
    const effects = await onWork.handle(ports, issueEvent('Done', from('Todo')), context);
    expect(effects).toMatchObject({ note: 'the state before is not known (LINEAR_UNREACHABLE)', records: [{}] });
  });

  it('a raised priority, not one that was as urgent before', async () => {
    expect(await moves(issueEvent('Todo', { priority: { from: 3 } }))).toEqual(['raised']);
    expect(await moves(issueEvent('Todo', { priority: { from: 0 } }))).toEqual(['raised']);
    expect(await moves(issueEvent('Todo', { priority: { from: 1 }, assignee: { fromId: 'person-grace' } }))).toEqual(
      [],
    );
  });

  it('the issue as it was then, under an id that is the same for the same event', async () => {
    const event = issueEvent('Todo', {}, { kind: 'issue-created' });
    const records = await remembered(event);
    expect(records).toEqual(await remembered(event));
    expect(records).toMatchObject([{ movement: { move: 'created', assignee: 'Ada Lovelace', actor: 'Ada', at } }]);
  });
});

describe('what is remembered of code', () => {
  it('a pull request by its state now', async () => {
    const event = {
      kind: 'pull-request',
      at,
      actor: null,
      repository: 'acme/shop',
      number: 7,
      title: 'ENG-1',
      url: 'https://github.com/acme/shop/pull/7',
      branch: 'eng-1',
      targetBranch: 'main',
      commit: 'c0ffee',
      author: 'ada',
      isDraft: true,
      issues: ['ENG-1'],
    } as const;
    for (const [action, state] of [
      ['opened', 'open'],
      ['changed', 'open'],
      ['closed', 'closed'],
      ['merged', 'merged'],
    ] as const) {
      expect(await remembered({ ...event, action })).toMatchObject([
        { kind: 'pull-request-seen', pullRequest: { state, isDraft: true } },
      ]);
    }
  });
});
