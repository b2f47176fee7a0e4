import { describe, expect, it, vi } from 'vitest';
import { command, house, incoming, say } from '../../test/fakes/dispatch-house.ts';
import { fakeArrival } from '../../test/fakes/fake-answering.ts';
import type { Reply } from '../ports/chat.ts';
import type { RoleNames } from '../ports/roles.ts';
import { AppError } from '../shared/errors/app-error.ts';
import { errorReply } from './error-reply.ts';

describe('the dispatcher', () => {
  it('acknowledges, journals, runs and edits the answer in, and writes an audit line', async () => {
    const { dispatcher, settle, finished, audited } = house([command({ name: 'show' }, say('here'))]);
    const arrival = fakeArrival(incoming('show'));
    dispatcher.handle(arrival);
    await settle();
    expect(arrival.seen).toEqual([
      { kind: 'acknowledged', place: 'public' },
      { kind: 'finish', reply: { text: 'here' } },
    ]);
    expect(finished()).toEqual([{ id: '100', state: 'done' }]);
    expect(audited()).toEqual(['command show']);
  });

  it('audits what the answer has changed outside, as well as that it was asked', async () => {
    const changed = { action: 'issue-assigned', subject: 'ENG-12' };
    const { dispatcher, settle, audited } = house([command({ name: 'show' }, async () => ({ text: 'done', changed }))]);
    dispatcher.handle(fakeArrival(incoming('show')));
    await settle();
    expect(audited()).toEqual(['command show', 'issue-assigned ENG-12']);
  });

  it('answers an at-once command in the acknowledgement', async () => {
    const { dispatcher, settle } = house([command({ name: 'help', answers: 'at-once', isPrivate: true }, say('help'))]);
    const arrival = fakeArrival(incoming('help'));
    dispatcher.handle(arrival);
    await settle();
    expect(arrival.seen).toEqual([{ kind: 'answer', reply: { text: 'help' }, isPrivate: true }]);
  });

  it('handles an interaction that comes twice once', async () => {
    const run = vi.fn(say('here'));
    const { dispatcher, settle } = house([command({ name: 'show' }, run)]);
    const arrival = fakeArrival(incoming('show'));
    dispatcher.handle(arrival);
    dispatcher.handle(arrival);
    await settle();
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('does not run what a predecessor has answered, and runs what it has only acknowledged', async () => {
    const run = vi.fn(say('here'));
    const { dispatcher, settle, finished } = house([command({ name: 'show' }, run)]);
    const answered = fakeArrival(incoming('show', { id: '101' }), { acknowledged: 'already', isUnanswered: false });
    const waiting = fakeArrival(incoming('show', { id: '102' }), { acknowledged: 'already', isUnanswered: true });
    dispatcher.handle(answered);
    dispatcher.handle(waiting);
    await settle();
    expect(answered.seen).toEqual([]);
    expect(waiting.seen).toEqual([{ kind: 'finish', reply: { text: 'here' } }]);
    expect(run).toHaveBeenCalledTimes(1);
    expect(finished()).toEqual(
      expect.arrayContaining([
        { id: '101', state: 'done' },
        { id: '102', state: 'done' },
      ]),
    );
  });

  it('does not run what Discord has given up, and closes it as failed', async () => {
    const run = vi.fn(say('here'));
    const { dispatcher, settle, finished } = house([command({ name: 'show' }, run)]);
    dispatcher.handle(fakeArrival(incoming('show'), { acknowledged: 'too-late' }));
    await settle();
    expect(run).not.toHaveBeenCalled();
    expect(finished()).toEqual([{ id: '100', state: 'failed' }]);
  });

  it('turns a failure into a sentence with the reference that the log has, and logs it once', async () => {
    const fails = command({ name: 'show' }, () => Promise.reject(new AppError('LINEAR_UNREACHABLE')));
    const { dispatcher, settle, logged, finished } = house([fails]);
    const arrival = fakeArrival(incoming('show'));
    dispatcher.handle(arrival);
    await settle();
    const last = arrival.seen.at(-1);
    expect(last?.kind === 'finish' && last.reply.cards?.[0]).toMatchObject({
      title: 'Linear did not answer.',
      footer: 'Reference REF1 · LINEAR_UNREACHABLE',
    });
    expect(logged.map(({ event, fields }) => [event, fields.reference])).toEqual([['dispatch.failed', 'REF1']]);
    expect(finished()).toEqual([{ id: '100', state: 'failed' }]);
  });

  it('leaves the message of a failed button as it is and tells the person beside it', async () => {
    const { dispatcher, settle } = house([
      command({ name: 'show' }, say('here'), () => Promise.reject(new Error('boom'))),
    ]);
    const arrival = fakeArrival(incoming('show', { kind: 'press' }));
    dispatcher.handle(arrival);
    await settle();
    expect(arrival.seen.map(({ kind }) => kind)).toEqual(['acknowledged', 'tell']);
  });

  it('answers a denial privately and audits it, without running anything', async () => {
    const run = vi.fn(say('secret'));
    const { dispatcher, settle, audited } = house([command({ name: 'show', audience: 'stakeholder' }, run)]);
    const arrival = fakeArrival(incoming('show'));
    dispatcher.handle(arrival);
    await settle();
    expect(arrival.seen).toEqual([
      { kind: 'note', isPrivate: true, reply: expect.objectContaining({ cards: expect.anything() }) },
    ]);
    expect(run).not.toHaveBeenCalled();
    expect(audited()).toEqual(['denied show']);
  });

  it('shows the words of a vendor in an error as they are: nothing in them formats or leads away', () => {
    const error = new AppError('LINEAR_REFUSED', { facts: { reason: '[here](https://evil.example) \u202E**x**' } });
    expect(errorReply(error, 'R1').cards?.[0]?.title).toBe(
      'Linear refused the request: \\[here\\](https://evil.example) \\*\\*x\\*\\*',
    );
    const echo = new AppError('DISCORD_REFUSED', { facts: { reason: 'no route /webhooks/123456/c4nary-token' } });
    expect(JSON.stringify(errorReply(echo, 'R1'))).not.toContain('c4nary');
  });

  it('gives no suggestions to somebody who may not use the command, and fills no audit log with key strokes', async () => {
    const { dispatcher, settle, audited } = house([command({ name: 'show', audience: 'stakeholder' }, say('secret'))]);
    const arrival = fakeArrival({ ...incoming('show'), kind: 'suggest', options: {}, option: 'team', typed: 'e' });
    dispatcher.handle(arrival);
    await settle();
    expect(arrival.seen).toEqual([{ kind: 'suggest', choices: [] }]);
    expect(audited()).toEqual([]);
  });

  it('says so when Discord still has a command that this version lacks', async () => {
    const { dispatcher, settle } = house([]);
    const arrival = fakeArrival(incoming('old-command'));
    dispatcher.handle(arrival);
    await settle();
    expect(arrival.seen[0]?.kind).toBe('note');
  });

  it('keeps an interaction open whose answer could not be delivered, so that a restart takes it up', async () => {
    const { dispatcher, settle, finished, logged } = house([command({ name: 'show' }, say('here'))]);
    dispatcher.handle(fakeArrival(incoming('show'), { breaksOn: 'finish' }));
    await settle();
    expect(finished()).toEqual([]);
    expect(logged.map(({ event }) => event)).toEqual(['dispatch.undelivered']);
  });

  it('tells whoever still waits when it stops, and takes nothing new', async () => {
    let release: (reply: { text: string }) => void = () => undefined;
    const slow = command({ name: 'show' }, () => new Promise((resolve) => void (release = resolve)));
    const { dispatcher, finished, settle } = house([slow]);
    const arrival = fakeArrival(incoming('show'));
    const late = fakeArrival(incoming('show', { id: '101' }));
    dispatcher.handle(arrival);
    await dispatcher.drain(10);
    dispatcher.handle(late);
    release({ text: 'too late to say' });
    await settle();
    const last = arrival.seen.at(-1);
    expect(arrival.seen.map(({ kind }) => kind)).toEqual(['acknowledged', 'finish']);
    expect(last?.kind === 'finish' && last.reply.cards?.[0]?.title).toBe('The bot is restarting right now.');
    expect(late.seen).toEqual([]);
    expect(finished()).toEqual([{ id: '100', state: 'failed' }]);
  });

  it('goes on taking what comes while it waits for what was under way', async () => {
    let release: (reply: { text: string }) => void = () => undefined;
    const slow = command({ name: 'slow' }, () => new Promise((resolve) => void (release = resolve)));
    const { dispatcher, settle } = house([slow, command({ name: 'show' }, say('here'))]);
    const next = fakeArrival(incoming('show', { id: '101' }));
    dispatcher.handle(fakeArrival(incoming('slow')));
    expect(await dispatcher.settle(10)).toBe('late');
    const waiting = dispatcher.settle(5_000);
    dispatcher.handle(next);
    await vi.waitFor(() => release({ text: 'there' }));
    expect(await waiting).not.toBe('late');
    await settle();
    expect(next.seen.map(({ kind }) => kind)).toEqual(['acknowledged', 'finish']);
  });

  it('says nothing more, not even that it stops, about what another process has taken over', async () => {
    let release: (reply: { text: string }) => void = () => undefined;
    const slow = command({ name: 'show' }, () => new Promise((resolve) => void (release = resolve)));
    const { dispatcher, finished, settle } = house([slow]);
    const arrival = fakeArrival(incoming('show'));
    dispatcher.handle(arrival);
    await vi.waitFor(() => expect(arrival.seen).toHaveLength(1));
    dispatcher.abandon();
    await dispatcher.drain(10);
    release({ text: 'said by the other one' });
    await settle();
    expect(arrival.seen.map(({ kind }) => kind)).toEqual(['acknowledged']);
    expect(finished()).toEqual([]);
  });

  it('audits what a predecessor answered but did not write down, and not what it finished', async () => {
    const { dispatcher, settle, audited } = house(
      [command({ name: 'show' }, say('here')), command({ name: 'help', answers: 'at-once' }, say('help'))],
      { finishedBefore: ['101', '103'] },
    );
    const answered = { acknowledged: 'already', isUnanswered: false } as const;
    dispatcher.handle(fakeArrival(incoming('show', { id: '101' }), answered));
    dispatcher.handle(fakeArrival(incoming('show', { id: '102' }), answered));
    dispatcher.handle(fakeArrival(incoming('help', { id: '103' }), answered));
    dispatcher.handle(fakeArrival(incoming('help', { id: '104' }), answered));
    await settle();
    expect(audited().sort()).toEqual(['command help', 'command show']);
  });

  it('goes on when Discord heard the acknowledgement and only its confirmation got lost', async () => {
    const { dispatcher, settle, finished } = house([command({ name: 'show' }, say('here'))]);
    const arrival = fakeArrival(incoming('show'));
    const lost = () => Promise.reject(new AppError('DISCORD_UNREACHABLE'));
    dispatcher.handle({ ...arrival, answering: { ...arrival.answering, acknowledge: lost } });
    await settle();
    expect(arrival.seen).toEqual([{ kind: 'finish', reply: { text: 'here' } }]);
    expect(finished()).toEqual([{ id: '100', state: 'done' }]);
  });

  it('does not count again what it takes up again, and answers who still waits', async () => {
    const { dispatcher, settle, audited } = house([command({ name: 'show' }, say('here'))], { burst: 1 });
    const first = fakeArrival(incoming('show', { id: '101' }));
    const revived = fakeArrival(incoming('show', { id: '102' }), { acknowledged: 'already' });
    const replayed = fakeArrival(incoming('show', { id: '103' }), { acknowledged: 'already' });
    const fresh = fakeArrival(incoming('show', { id: '104' }));
    dispatcher.handle(first);
    dispatcher.handle(revived, { isRevived: true });
    dispatcher.handle(replayed);
    dispatcher.handle(fresh);
    await settle();
    expect(revived.seen).toEqual([{ kind: 'finish', reply: { text: 'here' } }]);
    expect(replayed.seen).toEqual([{ kind: 'finish', reply: { text: 'here' } }]);
    expect(fresh.seen.map(({ kind }) => kind)).toEqual(['note']);
    expect(audited().sort()).toEqual(['command show', 'command show', 'command show', 'limited show']);
  });

  it('turns nobody away because Discord does not tell the roles', async () => {
    const roleNames: RoleNames = {
      namesOf: () => null,
      load: () => Promise.reject(new AppError('DISCORD_UNREACHABLE')),
    };
    const { dispatcher, settle, audited, logged } = house(
      [command({ name: 'show', audience: 'stakeholder' }, say('here')), command({ name: 'help' }, say('help'))],
      { roleNames },
    );
    const unsure = fakeArrival(incoming('show', { id: '101', roleIds: ['30'] }));
    const byId = fakeArrival(incoming('show', { id: '102', roleIds: ['20'] }));
    const roleless = fakeArrival(incoming('show', { id: '103' }));
    const everyone = fakeArrival(incoming('help', { id: '104', roleIds: ['30'] }));
    for (const arrival of [unsure, byId, roleless, everyone]) dispatcher.handle(arrival);
    await settle();
    const [said] = unsure.seen;
    expect(said?.kind === 'note' && said.reply.cards?.[0]?.title).toBe('Discord did not answer.');
    expect(byId.seen.at(-1)).toEqual({ kind: 'finish', reply: { text: 'here' } });
    expect(roleless.seen.map(({ kind }) => kind)).toEqual(['note']);
    expect(everyone.seen.at(-1)).toEqual({ kind: 'finish', reply: { text: 'help' } });
    expect(audited().sort()).toEqual(['command help', 'command show', 'denied show']);
    expect(logged.map(({ event }) => event)).toEqual(['dispatch.failed']);
  });

  it('when it stops, leaves a pressed message as it is, and does not write over an answer that is on its way', async () => {
    const never = () => new Promise<never>(() => undefined);
    const { dispatcher, settle } = house([
      command({ name: 'slow' }, never, never),
      command({ name: 'show' }, say('here')),
    ]);
    const press = fakeArrival(incoming('slow', { id: '101', kind: 'press' }));
    const answering = fakeArrival(incoming('show', { id: '102' }));
    let arrive: () => void = () => undefined;
    const finish = (reply: Reply): Promise<void> =>
      new Promise((resolve) => {
        arrive = () => void answering.answering.finish(reply).then(resolve);
      });
    dispatcher.handle(press);
    dispatcher.handle({ ...answering, answering: { ...answering.answering, finish } });
    setTimeout(() => arrive(), 50);
    await dispatcher.drain(10);
    await settle();
    expect(press.seen.map(({ kind }) => kind)).toEqual(['acknowledged', 'tell']);
    expect(answering.seen).toEqual([
      { kind: 'acknowledged', place: 'public' },
      { kind: 'finish', reply: { text: 'here' } },
    ]);
  });
});
