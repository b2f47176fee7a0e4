import { describe, expect, it } from 'vitest';
import { linearIssue } from '../../../test/fakes/signed-webhooks.ts';
import type { ReadDelivery } from '../../ports/webhook-sender.ts';
import { readLinearEvent } from './read-webhook.ts';

const RECEIVED = new Date('2026-11-25T09:30:00Z');

function read(body: { readonly type: unknown; readonly action: unknown }): ReadDelivery {
  return readLinearEvent({
    type: `${String(body.type)}.${String(body.action)}`,
    payload: JSON.stringify(body),
    receivedAt: RECEIVED,
  });
}

const changed = (updatedFrom: object, data: Record<string, unknown> = {}): ReadDelivery =>
  read(linearIssue({ updatedFrom }, data));

describe('an issue of Linear', () => {
  it('that changed is read as a whole', () => {
    expect(read(linearIssue())).toEqual({
      kind: 'event',
      event: {
        kind: 'issue-changed',
        at: new Date('2026-11-25T09:00:00Z'),
        actor: { name: 'Ada', trackerUserId: 'user-ada' },
        issue: {
          id: 'issue-12',
          identifier: 'ENG-12',
          title: 'A new door',
          url: 'https://linear.app/acme/issue/ENG-12/a-new-door',
          state: { name: 'In Progress', type: 'started', position: 0 },
          teamKey: 'ENG',
          priority: 2,
          assignee: { id: 'user-bob', name: 'Bob' },
          project: 'House',
          labels: ['bug'],
          cycleId: 'cycle-3',
        },
        changes: { state: { fromId: 'state-todo' } },
      },
    });
  });

  it.each([
    ['create', 'issue-created'],
    ['remove', 'issue-removed'],
  ])('with the action %s is %s', (action, kind) => {
    expect(read(linearIssue({ action }))).toMatchObject({ event: { kind, changes: {} } });
  });

  it.each([
    ['its assignee', { assigneeId: null }, { assignee: { fromId: null } }],
    ['its assignee', { assigneeId: 'user-eve' }, { assignee: { fromId: 'user-eve' } }],
    ['its priority', { priority: 4 }, { priority: { from: 4 } }],
    ['its title', { title: 'A door' }, { title: { from: 'A door' } }],
    ['its cycle', { cycleId: 'cycle-2' }, { cycle: { fromId: 'cycle-2' } }],
  ])('tells %s before', (_, updatedFrom, changes) => {
    expect(changed(updatedFrom)).toMatchObject({ event: { changes } });
  });

  it('that was archived says so; one that came back does not', () => {
    const archivedAt = '2026-11-25T09:00:00.000Z';
    expect(changed({ archivedAt: null }, { archivedAt })).toMatchObject({ event: { changes: { isArchived: true } } });
    expect(changed({ archivedAt }, { archivedAt: null })).toEqual({
      kind: 'ignored',
      why: 'nothing changed that is told',
    });
  });

  it('that changed in a way that is not told is nothing to do', () => {
    const wanted = { kind: 'ignored', why: 'nothing changed that is told' };
    expect(changed({ updatedAt: 'x', sortOrder: 1.5, description: 'before' })).toEqual(wanted);
    expect(read(linearIssue({ updatedFrom: null }))).toEqual(wanted);
  });

  it('with nothing that may be missing is read, too', () => {
    const bare = { assignee: null, project: null, labels: undefined, cycleId: null, url: undefined, priority: 9 };
    const got = read(linearIssue({ actor: null, createdAt: 'soon' }, { ...bare, state: { name: 'Odd', type: 'odd' } }));
    expect(got).toMatchObject({
      event: {
        at: RECEIVED,
        actor: null,
        issue: { assignee: null, project: null, labels: [], cycleId: null, priority: 0, state: { type: 'other' } },
      },
    });
  });

  it.each([
    [
      { id: 'x', type: 'integration', service: 'slack' },
      { name: 'slack', trackerUserId: null },
    ],
    [
      { id: 'x', type: 'oauthClient', name: 'Bot' },
      { name: 'Bot', trackerUserId: null },
    ],
  ])('changed by %o names it', (actor, wanted) => {
    expect(read(linearIssue({ actor }))).toMatchObject({ event: { actor: wanted } });
  });
});

describe('a comment of Linear', () => {
  const comment = (data: object, more: object = {}) =>
    read({
      ...linearIssue(),
      type: 'Comment',
      action: 'create',
      data: { id: 'c', body: 'Hm **ok**', ...data },
      ...more,
    } as never);
  const issue = {
    id: 'issue-12',
    identifier: 'ENG-12',
    title: 'A new door',
    url: 'https://linear.app/acme/issue/ENG-12',
  };

  it('is told with its issue', () => {
    expect(comment({ issueId: 'issue-12', issue })).toMatchObject({
      event: {
        kind: 'comment-created',
        issue,
        body: 'Hm **ok**',
        url: 'https://linear.app/acme/issue/ENG-12/a-new-door',
      },
    });
  });

  it('on something else is nothing to do', () => {
    expect(comment({ projectUpdateId: 'p' })).toEqual({ kind: 'ignored', why: 'the comment is not on an issue' });
  });
});

describe('a cycle of Linear', () => {
  it.each(['create', 'update'])('is told on %s', (action) => {
    const got = read({ ...linearIssue(), type: 'Cycle', action, data: { id: 'cycle-3', teamId: 'team-eng' } } as never);
    expect(got).toMatchObject({ event: { kind: 'cycle-changed', cycleId: 'cycle-3', teamId: 'team-eng' } });
  });
});

describe('what is not as Linear documents it', () => {
  it('is said to be unreadable, with the place', () => {
    expect(() => read(linearIssue({}, { team: { id: 'x' } }))).toThrow(
      expect.objectContaining({ code: 'EVENT_UNREADABLE', facts: { where: 'data.team.key', problem: 'invalid_type' } }),
    );
    expect(() => read(linearIssue({ url: null }, { url: undefined }))).toThrow('EVENT_UNREADABLE');
    expect(() => readLinearEvent({ type: 'Issue.update', payload: '', receivedAt: RECEIVED })).toThrow(
      'EVENT_UNREADABLE',
    );
    expect(read(linearIssue({ type: 'Project' }))).toEqual({
      kind: 'ignored',
      why: 'nothing to do for Project.update',
    });
  });
});
