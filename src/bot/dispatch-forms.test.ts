import { describe, expect, it, vi } from 'vitest';
import { command, house, incoming, say } from '../../test/fakes/dispatch-house.ts';
import { fakeArrival } from '../../test/fakes/fake-answering.ts';
import type { Command } from '../ports/command.ts';
import type { Incoming } from '../ports/incoming.ts';

describe('menus, selects and forms', () => {
  const on = (id: string, rest: object): Incoming => ({ ...incoming('x', { id, kind: 'press' }), ...rest });
  const target = { id: '77', content: 'broken' };
  const pick = on('201', { kind: 'pick', selectId: 'sort', values: ['a', 'b'] });
  const menu = on('202', { kind: 'menu', command: 'Keep this', target });
  const member = { userId: '9', name: 'Nia', isBot: false };
  const memberMenu = on('204', { kind: 'member-menu', command: 'Who is this', target: member });
  const texts = { title: 'Typed' };
  const submit = (hasMessage: boolean) =>
    on('203', { kind: 'submit', formId: 'new', texts, choices: { when: ['now'] }, hasMessage });
  const form = { id: 'x:new', title: 'New', fields: [] };

  it('gives each kind what it needs, and its answer goes where it belongs', async () => {
    const asked: unknown[] = [];
    const answer = (request: object) => {
      asked.push(request);
      return Promise.resolve({ text: 'here' });
    };
    const every: Command = {
      ...command({ menu: 'message', menuName: 'Keep this', isPrivate: true }, say('here')),
      pick: (_, request) => answer(request),
      runOnMessage: (_, request) => answer(request),
      submit: (_, request) => answer(request),
    };
    const { dispatcher, settle, audited } = house([every]);
    const arrivals = [pick, menu, submit(false)].map((one) => fakeArrival(one));
    for (const arrival of arrivals) dispatcher.handle(arrival);
    await settle();
    expect(asked).toMatchObject([
      { id: 'sort', values: ['a', 'b'] },
      { target },
      { id: 'new', texts, choices: { when: ['now'] } },
    ]);
    expect(arrivals.map(({ seen }) => seen[0])).toEqual(
      (['in-place', 'private', 'private'] as const).map((place) => ({ kind: 'acknowledged', place })),
    );
    expect(audited()).toEqual(['pick x', 'menu x', 'submit x']);
  });

  it('keeps the menus of messages and of members apart', async () => {
    const runOnMember = vi.fn(say('them'));
    const forMembers = { ...command({ menu: 'member', menuName: 'Who is this' }, say('here')), runOnMember };
    const { dispatcher, settle, audited } = house([forMembers]);
    const right = fakeArrival(memberMenu);
    const wrong = fakeArrival(on('205', { kind: 'menu', command: 'Who is this', target }));
    dispatcher.handle(right);
    dispatcher.handle(wrong);
    await settle();
    expect(right.seen).toMatchObject([{ kind: 'acknowledged' }, { kind: 'finish', reply: { text: 'them' } }]);
    expect(runOnMember.mock.calls).toMatchObject([[{}, { target: member }]]);
    expect(wrong.seen).toMatchObject([{ kind: 'note' }]);
    expect(audited()).toContain('member-menu x');
  });

  it('opens a form instead of acknowledging, once', async () => {
    const run = vi.fn(say('here'));
    const withForm: Command = { ...command({}, run), form: () => form };
    const { dispatcher, settle, finished, audited } = house([withForm]);
    const first = fakeArrival(incoming('x'));
    const again = fakeArrival(incoming('x', { id: '101' }), { acknowledged: 'already', isUnanswered: true });
    dispatcher.handle(first);
    dispatcher.handle(again);
    await settle();
    expect(first.seen).toEqual([{ kind: 'form', form }]);
    expect(again.seen).toEqual([]);
    expect(run).not.toHaveBeenCalled();
    expect(finished().map(({ state }) => state)).toEqual(['done', 'done']);
    expect(audited()).toEqual(['command x', 'command x']);
  });

  it('goes on normally without a form, and says so when the form could not be made', async () => {
    const without: Command = { ...command({ name: 'x' }, say('here')), form: () => null };
    const broken: Command = { ...command({ name: 'y' }, say('here')), form: () => Promise.reject(new Error('boom')) };
    const { dispatcher, settle, logged } = house([without, broken]);
    const normal = fakeArrival(incoming('x'));
    const failed = fakeArrival(incoming('y', { id: '101' }));
    dispatcher.handle(normal);
    dispatcher.handle(failed);
    await settle();
    expect(normal.seen.map(({ kind }) => kind)).toEqual(['acknowledged', 'finish']);
    expect(failed.seen.map(({ kind }) => kind)).toEqual(['note']);
    expect(logged.map(({ event }) => event)).toEqual(['dispatch.failed']);
  });

  it('answers beside the message where the command says so, before it runs or after', async () => {
    const before: Command = { ...command({}, say(''), say('only you')), answersBeside: () => true };
    const after = command({ name: 'y' }, say(''), () => Promise.resolve({ text: 'only you', placement: 'private' }));
    const { dispatcher, settle } = house([before, after]);
    const known = fakeArrival(incoming('x', { kind: 'press' }));
    const late = fakeArrival(incoming('y', { id: '101', kind: 'press' }));
    dispatcher.handle(known);
    dispatcher.handle(late);
    await settle();
    expect(known.seen).toMatchObject([{ kind: 'acknowledged', place: 'private' }, { kind: 'finish' }]);
    expect(late.seen).toMatchObject([{ kind: 'acknowledged', place: 'in-place' }, { kind: 'tell' }]);
  });

  it('puts the answer to a form that a button opened into the place of its message', async () => {
    const every: Command = { ...command({}, say('here')), submit: say('saved') };
    const { dispatcher, settle } = house([every]);
    const arrival = fakeArrival(submit(true));
    dispatcher.handle(arrival);
    await settle();
    expect(arrival.seen).toEqual([
      { kind: 'acknowledged', place: 'in-place' },
      { kind: 'finish', reply: { text: 'saved' } },
    ]);
  });

  it('says so when a button, select, form or menu is from an earlier version', async () => {
    const { dispatcher, settle } = house([command({ menu: 'message', menuName: 'Keep this' }, say('here'))]);
    const arrivals = [pick, menu, submit(false)].map((one) => fakeArrival(one));
    for (const arrival of arrivals) dispatcher.handle(arrival);
    await settle();
    for (const { seen } of arrivals) expect(JSON.stringify(seen.at(-1))).toContain('earlier version');
  });
});
