import { describe, expect, it } from 'vitest';
import { effectsText } from '../../../test/fakes/effects-text.ts';
import { featurePorts, pressing, request } from '../../../test/fakes/feature-ports.ts';
import { formText, limitProblems, replyText } from '../../../test/fakes/reply-text.ts';
import { SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import type { Reply } from '../../ports/chat.ts';
import type { ChatMessage } from '../../ports/chat-channel.ts';
import type { SubmitRequest } from '../../ports/command.ts';
import { feedback } from './feedback.command.ts';
import { onCaptureDue } from './on-capture-due.ts';

const house = (more: Parameters<typeof featurePorts>[1] = {}) => featurePorts(SAMPLE, { defaultTeam: 'ENG', ...more });
const golden = async (reply: Reply | undefined, name: string) => {
  expect(limitProblems(reply ?? {})).toEqual([]);
  await expect(`${replyText(reply ?? {})}\n`).toMatchFileSnapshot(`./golden/${name}.txt`);
};
const submitted = (texts: SubmitRequest['texts']): SubmitRequest => ({ ...pressing('new'), texts, choices: {} });
const MESSAGE: ChatMessage = {
  id: '77',
  channelId: '2',
  guildId: '1',
  author: { id: '12', name: 'Nia Newcomer', isBot: false },
  content: 'The login is slow',
  isReadable: true,
  createdAt: new Date('2026-08-12T09:00:00Z'),
  url: 'https://discord.com/channels/1/2/77',
  attachments: [],
  replyTo: null,
  threadName: null,
  parentId: null,
};
const onMessage = (target: Partial<ChatMessage> = {}) => ({ ...request(), target: { ...MESSAGE, ...target } });

describe('/feedback', () => {
  it('asks with a form when no text is given', async () => {
    const ports = house();
    const form = await feedback.form?.(ports, { kind: 'command', request: request() });
    await expect(`${form ? formText(form) : ''}\n`).toMatchFileSnapshot('./golden/feedback-form.txt');
    expect(await feedback.form?.(ports, { kind: 'command', request: request({ text: 'x' }) })).toBeNull();
    expect(await feedback.form?.(ports, { kind: 'press', request: pressing('keep:1') })).toBeNull();
  });

  it('makes an issue at once, and has it looked after should it be cut off', async () => {
    const ports = house();
    await golden(
      await feedback.run(ports, request({ text: 'The export forgets the last column' })),
      'feedback-created',
    );
    expect(ports.later.received.map(({ deliveryId }) => deliveryId)).toHaveLength(1);
    expect(ports.captures.all[0]).toMatchObject({ state: 'created', message: null, author: { id: '1001' } });
  });

  it('run again after a crash makes nothing twice', async () => {
    const ports = house();
    const texts = { title: 'Export', text: 'It forgets the last column' };
    await feedback.submit?.(ports, submitted(texts));
    await feedback.submit?.(ports, submitted(texts));
    expect((await ports.tracker.issues({ text: 'Export' }, { pageSize: 10 })).value.issues).toHaveLength(1);
  });

  it('is kept while Linear is away', async () => {
    const ports = house();
    ports.tracker.failWith('LINEAR_UNREACHABLE');
    await golden(
      await feedback.submit?.(ports, submitted({ text: 'The export forgets the last column' })),
      'feedback-kept',
    );
    expect(ports.captures.all[0]?.state).toBe('kept');
  });

  it('that was kept is told to its author when it is there, without buttons that nobody could use', async () => {
    const ports = house();
    ports.tracker.failWith('LINEAR_UNREACHABLE');
    await feedback.submit?.(ports, submitted({ text: 'The export forgets the last column' }));
    ports.tracker.failWith(null);
    const captureId = ports.captures.all[0]?.id ?? '';
    const event = { kind: 'capture-due', captureId, at: ports.clock.now(), actor: null } as const;
    const context = { inboxId: 1, reference: 'REF00001', attempts: 0, receivedAt: ports.clock.now() };
    const effects = await onCaptureDue.handle(ports, event, context);
    await expect(`${effectsText(effects)}\n`).toMatchFileSnapshot('./golden/feedback-created-later.txt');
  });

  it('says what was taken out, and what kept it from leaving', async () => {
    const ports = house({
      secrets: { scan: (text) => Promise.resolve(text.includes('k3y') ? [{ kind: 'AWS access key', line: 1 }] : []) },
    });
    await golden(await feedback.run(ports, request({ text: 'Write to nia@mail.example about it' })), 'feedback-masked');
    const blocked = await feedback.submit?.(ports, submitted({ title: 'my k3y', text: 'one\ntwo' }));
    await golden(blocked, 'feedback-blocked');
    expect(ports.captures.all).toHaveLength(1);
    expect(JSON.stringify(ports.later.received)).not.toContain('k3y');
  });

  it('without a team, and without a text, says so', async () => {
    await golden(
      await feedback.run(house({ defaultTeam: null }), request({ text: 'The export' })),
      'feedback-without-team',
    );
    await expect(feedback.run(house(), request({ text: ' ' }))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});

describe('the menu of a message', () => {
  it('makes one issue per message, says so to the person, and has it said below the message', async () => {
    const ports = house();
    await golden(await feedback.runOnMessage?.(ports, onMessage()), 'menu-created');
    await golden(await feedback.runOnMessage?.(ports, onMessage()), 'menu-known');
    expect(ports.later.received.map(({ deliveryId }) => deliveryId.split(':')[2])).toEqual(['0', 'say']);
    expect((await ports.tracker.issues({ text: 'login is slow' }, { pageSize: 10 })).value.issues).toHaveLength(1);
  });

  it('takes the project of the channel that a thread belongs to', async () => {
    const none = { teams: [], projects: [], labels: [], branches: [] };
    const channels = [{ channelId: '9', tells: [], only: none, captures: { team: 'WEB', project: 'Mobile app' } }];
    const ports = house({ channels });
    await feedback.runOnMessage?.(ports, onMessage({ channelId: '55', parentId: '9', threadName: 'Login' }));
    const [issue] = (await ports.tracker.issues({ text: 'login is slow' }, { pageSize: 1 })).value.issues;
    expect(issue).toMatchObject({
      teamKey: 'WEB',
      labels: expect.arrayContaining(['Project: Mobile app', 'Source: Discord']),
    });
  });
});

describe('the buttons below', () => {
  const captured = async (ports = house()) => {
    await feedback.runOnMessage?.(ports, onMessage());
    const id = ports.captures.all[0]?.id ?? '';
    const press = (verb: string, seed = {}) => feedback.press?.(ports, pressing(verb.replace('ID', id), seed));
    const issue = async () => (await ports.tracker.issues({ text: 'login is slow' }, { pageSize: 1 })).value.issues[0];
    return { ports, id, press, issue };
  };

  it('set the priority and show it', async () => {
    const { press, issue } = await captured();
    await golden(await press('priority:ID:1'), 'priority-chosen');
    expect((await issue())?.priority).toBe(1);
  });

  it('undo what nobody else has touched', async () => {
    const { ports, press, issue } = await captured();
    await press('priority:ID:2');
    await golden(await press('undo:ID'), 'undone');
    expect(await issue()).toBeUndefined();
    expect(ports.captures.all[0]?.state).toBe('undone');
    await golden(await press('priority:ID:1'), 'undone');
  });

  it('leave alone what somebody works on, and say why', async () => {
    const { ports, id, press, issue } = await captured();
    await ports.tracker.update(id, { assigneeId: 'person-ada', state: { type: 'started' }, priority: 1 });
    await ports.tracker.comment({ id: 'c', issueId: id, body: 'On it' });
    await golden(await press('undo:ID'), 'stays');
    expect(await issue()).toBeDefined();
  });

  it('undo only for who captured it, or a developer', async () => {
    const { press, issue } = await captured();
    const reply = await press('undo:ID', { userId: '2002', audiences: ['everyone', 'stakeholder'] });
    expect(reply).toMatchObject({ placement: 'private' });
    expect(await issue()).toBeDefined();
    await press('undo:ID', { userId: '2002', audiences: ['everyone', 'developer'] });
    expect(await issue()).toBeUndefined();
  });

  it('undo what is only kept, so that it never becomes an issue', async () => {
    const ports = house();
    ports.tracker.failWith('LINEAR_UNREACHABLE');
    const { press } = await captured(ports);
    await golden(await press('undo:ID'), 'undone-kept');
    expect(ports.captures.all[0]).toMatchObject({ state: 'undone', draft: null });
  });

  it('keep it, and refuse what no button of this version says', async () => {
    const { press } = await captured();
    expect(replyText((await press('keep:ID')) ?? {})).toContain('The login is slow');
    await expect(press('priority:ID:9')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(press('keep:nothing')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('let it be captured anew after it was undone', async () => {
    const { ports, press } = await captured();
    await press('undo:ID');
    await feedback.runOnMessage?.(ports, onMessage());
    expect(ports.captures.all.map(({ state }) => state)).toEqual(['undone', 'created']);
    expect(new Set(ports.captures.all.map(({ id }) => id)).size).toBe(2);
  });
});
