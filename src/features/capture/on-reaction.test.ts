import { describe, expect, it } from 'vitest';
import { effectsText } from '../../../test/fakes/effects-text.ts';
import { featurePorts } from '../../../test/fakes/feature-ports.ts';
import { limitProblems } from '../../../test/fakes/reply-text.ts';
import { SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import type { Asker, Audience } from '../../ports/command.ts';
import type { Effects, EventContext } from '../../ports/effects.ts';
import type { SecretScanner } from '../../ports/secret-scanner.ts';
import type { ReactionEvent } from '../../ports/work-event.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { onCaptureDue } from './on-capture-due.ts';
import { onReaction } from './on-reaction.ts';

const RULE = { tells: [], only: { teams: [], projects: [], labels: [], branches: [] } };
const CHANNELS = [{ ...RULE, channelId: '2', captures: { team: 'ENG', project: null } }];
const asker = (userId: string, name: string, ...audiences: Audience[]): [string, Asker] => [
  userId,
  { userId, name, audiences: new Set(['everyone', ...audiences]) },
];
const ASKERS = new Map([
  asker('10', 'Dana Developer', 'developer'),
  asker('11', 'Lea', 'stakeholder'),
  asker('12', 'Nia'),
]);
const context: EventContext = { inboxId: 1, reference: 'REF00001', attempts: 0, receivedAt: new Date(0) };
const BLOCKS: SecretScanner = {
  scan: (text) => Promise.resolve(text.includes('s3cr3t') ? [{ kind: 'GitHub token', line: 2 }] : []),
};

function house(more: Parameters<typeof featurePorts>[1] = {}) {
  const ports = featurePorts(SAMPLE, { channels: CHANNELS, askers: ASKERS, ...more });
  const nia = { id: '12', name: 'Nia Newcomer', isBot: false };
  const write = (content: string, about: object = {}) => ports.chat.write({ author: nia, content, ...about });
  const react = async (messageId: string, more_: Partial<ReactionEvent> = {}): Promise<Effects | null> => {
    const at = ports.clock.now();
    const event = {
      kind: 'reaction-added',
      emoji: '📌',
      userId: '10',
      guildId: '1',
      channelId: '2',
      messageId,
      at,
      actor: null,
      ...more_,
    } as const;
    const effects = await onReaction.handle(ports, event, context);
    await settle(effects);
    return effects;
  };
  const due = async (captureId: string): Promise<Effects | null> => {
    const event = { kind: 'capture-due', captureId, at: ports.clock.now(), actor: null } as const;
    const effects = await onCaptureDue.handle(ports, event, { ...context, inboxId: 2 });
    await settle(effects);
    return effects;
  };
  async function settle(effects: Effects | null): Promise<void> {
    for (const record of effects?.records ?? []) {
      if (record.kind === 'capture-kept') await ports.captures.keep(record.capture);
      if (record.kind === 'capture-changed') await ports.captures.change(record.id, record.change);
    }
  }
  return { ports, write, react, due };
}

const golden = async (effects: Effects | null, name: string) =>
  expect(`${effectsText(effects)}\n`).toMatchFileSnapshot(`./golden/${name}.txt`);

describe('a pin', () => {
  it('makes one issue and says so below the message, however many pin it', async () => {
    const { ports, write, react } = house();
    const id = write('The export forgets the last column');
    await golden(await react(id), 'pinned');
    expect((await react(id, { userId: '11' }))?.messages).toEqual([]);
    expect((await ports.tracker.issues({ text: 'forgets the last' }, { pageSize: 10 })).value.issues).toHaveLength(1);
    expect(ports.captures.all).toHaveLength(1);
    expect(ports.captures.all[0]).toMatchObject({
      state: 'created',
      draft: null,
      author: { id: '12' },
      capturedBy: '10',
    });
  });

  it('for a project that is not there makes the issue without it, and says so to the person', async () => {
    const channels = [{ ...RULE, channelId: '2', captures: { team: 'ENG', project: 'Mobile *app*' } }];
    const { write, react } = house({ channels });
    await golden(await react(write('The export forgets the last column')), 'without-project');
  });

  it('on hostile text says it as it is: nothing in it mentions, formats or leads away', async () => {
    const { write, react } = house();
    const text = '[pay here](https://evil.example) @everyone **bold** <@&1> \u202Etxt.exe `x`';
    const effects = await react(write(text, { author: { id: '12', name: '@everyone [x](y)', isBot: false } }));
    await golden(effects, 'hostile');
    const long = await react(write(`${'very '.repeat(790)}long`));
    for (const { content } of long?.messages ?? [])
      expect(content.kind === 'reply' ? limitProblems(content.reply) : []).toEqual([]);
  });

  it('takes personal data out and tells the person alone which kinds', async () => {
    const { ports, write, react } = house();
    const id = write('Call me: +1 415 555 0123 or nia@mail.example\nnia@mail.example again', {
      replyTo: { author: 'Ada', content: 'My IP is 203.0.113.7' },
    });
    await golden(await react(id), 'masked');
    const { identifier } = (await ports.tracker.issues({ text: 'Call me' }, { pageSize: 1 })).value.issues[0] ?? {
      identifier: '',
    };
    const description = (await ports.tracker.issue(identifier)).value?.description ?? '';
    expect(description).not.toMatch(/nia@mail|555|203\.0/);
  });

  it('on a message with a secret keeps nothing of it, and tells the person alone what and where', async () => {
    const { ports, write, react } = house({ secrets: BLOCKS });
    const effects = await react(write('Use this:\ns3cr3t-value'));
    await golden(effects, 'blocked');
    expect(JSON.stringify(effects)).not.toContain('s3cr3t');
    expect(ports.captures.all).toEqual([]);
  });

  it('of somebody who may not is told so at most once a day', async () => {
    const { write, react } = house();
    const first = await react(write('one'), { userId: '12' });
    const second = await react(write('two'), { userId: '12' });
    await golden(first, 'not-allowed');
    expect(second?.messages[0]?.dedupeKey).toBe(first?.messages[0]?.dedupeKey);
  });

  it('on a message that Discord hides says how it works without', async () => {
    const { write, react } = house();
    await golden(await react(write('', { isReadable: false })), 'unreadable');
  });

  it('in a channel that the bot may not read says what to do', async () => {
    const { ports, react } = house();
    const forbidden = new AppError('DISCORD_DESTINATION_FORBIDDEN', {
      facts: { place: 'there', reason: 'Missing Access' },
    });
    ports.chat.message = () => Promise.reject(forbidden);
    await golden(await react('77'), 'unreachable');
  });

  it('while Linear is away is kept, said, and done once when it is back', async () => {
    const { ports, write, react, due } = house();
    ports.tracker.failWith('LINEAR_UNREACHABLE');
    const id = write('The export forgets the last column');
    const kept = await react(id);
    await golden(kept, 'kept');
    const captureId = ports.captures.all[0]?.id ?? '';
    const again = await due(captureId);
    expect(again?.messages).toEqual([]);
    expect(again?.followUps.map(({ deliveryId }) => deliveryId)).toEqual([`capture:${captureId}:2`]);
    ports.tracker.failWith(null);
    await golden(await due(captureId), 'created-later');
    expect((await due(captureId))?.note).toBe('there already');
    expect((await ports.tracker.issues({ text: 'forgets the last' }, { pageSize: 10 })).value.issues).toHaveLength(1);
  });

  it('where nobody has said which team says who can, and can be tried again', async () => {
    const { ports, write, react } = house({ channels: [] });
    const id = write('The export forgets the last column');
    await golden(await react(id), 'without-team');
    expect(ports.captures.all[0]?.state).toBe('refused');
    const more = { ...ports, defaultTeam: 'ENG' };
    const event = {
      kind: 'reaction-added',
      emoji: '📌',
      userId: '10',
      guildId: '1',
      channelId: '2',
      messageId: id,
      at: ports.clock.now(),
      actor: null,
    } as const;
    expect((await onReaction.handle(more, event, context))?.note).toMatch(/^created ENG-/);
  });

  it('on what is gone, by strangers and on what tells of a capture does nothing', async () => {
    const { ports, write, react } = house();
    expect((await react('gone'))?.note).toBe('the message is gone');
    expect((await react(write('one'), { userId: '99' }))?.note).toBe('not a member of the server');
    const about = { ...ports, said: { ...ports.said, tagOf: () => Promise.resolve('capture:1') } };
    const event = {
      kind: 'reaction-added',
      emoji: '📌',
      userId: '10',
      guildId: '1',
      channelId: '2',
      messageId: write('two'),
      at: ports.clock.now(),
      actor: null,
    } as const;
    expect((await onReaction.handle(about, event, context))?.note).toBe('the message tells of a capture');
  });
});

describe('a pin that is taken back', () => {
  it('within a minute by who put it offers to undo', async () => {
    const { ports, write, react } = house();
    const id = write('The export forgets the last column');
    await react(id);
    ports.clock.advanceMs(59_000);
    await golden(await react(id, { kind: 'reaction-removed' }), 'undo-offer');
  });

  it('later, or by somebody else, offers nothing', async () => {
    const { ports, write, react } = house();
    const id = write('The export forgets the last column');
    await react(id);
    expect((await react(id, { kind: 'reaction-removed', userId: '11' }))?.messages).toEqual([]);
    ports.clock.advanceMs(61_000);
    expect((await react(id, { kind: 'reaction-removed' }))?.messages).toEqual([]);
  });
});

describe('a dot', () => {
  it('on the message sets the priority, and takes back only its own', async () => {
    const { ports, write, react } = house();
    const id = write('The export forgets the last column');
    await react(id);
    const priority = async () =>
      (await ports.tracker.issues({ text: 'forgets the last' }, { pageSize: 1 })).value.issues[0]?.priority;
    await react(id, { emoji: '🟠', userId: '11' });
    expect(await priority()).toBe(2);
    await react(id, { emoji: '🔴' });
    await react(id, { emoji: '🟠', userId: '11', kind: 'reaction-removed' });
    expect(await priority()).toBe(1);
    await react(id, { emoji: '🔴', kind: 'reaction-removed' });
    expect(await priority()).toBe(0);
  });

  it('before the issue is there is remembered for it', async () => {
    const { ports, write, react, due } = house();
    ports.tracker.failWith('LINEAR_UNREACHABLE');
    const id = write('The export forgets the last column');
    await react(id);
    await react(id, { emoji: '🟢' });
    ports.tracker.failWith(null);
    await due(ports.captures.all[0]?.id ?? '');
    expect((await ports.tracker.issues({ text: 'forgets the last' }, { pageSize: 1 })).value.issues[0]?.priority).toBe(
      4,
    );
  });

  it('and an undo that come while Linear makes the issue count', async () => {
    for (const change of [{ priority: 2 }, { state: 'undone', draft: null }] as const) {
      const { ports, write, react, due } = house();
      ports.tracker.failWith('LINEAR_UNREACHABLE');
      await react(write('The export forgets the last column'));
      ports.tracker.failWith(null);
      const id = ports.captures.all[0]?.id ?? '';
      const create = ports.tracker.createIssue.bind(ports.tracker);
      ports.tracker.createIssue = async (wanted) => {
        const created = await create(wanted);
        await ports.captures.change(id, change);
        return created;
      };
      await due(id);
      const [issue] = (await ports.tracker.issues({ text: 'forgets the last' }, { pageSize: 1 })).value.issues;
      expect(issue?.priority).toBe('priority' in change ? 2 : undefined);
      expect(ports.captures.all[0]).toMatchObject(change);
    }
  });

  it('elsewhere, and by who may not, changes nothing', async () => {
    const { ports, write, react } = house();
    const id = write('The export forgets the last column');
    expect(await react(id, { emoji: '🔴' })).toBeNull();
    await react(id);
    expect((await react(id, { emoji: '🔴', userId: '12' }))?.note).toBe('not allowed');
    expect(ports.captures.all[0]?.priority).toBe(0);
  });
});
