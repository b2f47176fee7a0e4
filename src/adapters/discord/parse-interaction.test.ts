import type { APIInteraction } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { parseInteraction } from './parse-interaction.ts';

const AT = new Date('2026-11-25T10:00:00Z');
const user = { id: '100000000000000001', username: 'ada', global_name: 'Ada', discriminator: '0', avatar: null };
const base = {
  id: '1300000000000000000',
  application_id: '2',
  token: 't',
  version: 1,
  guild_id: '9',
  channel: { id: '8', type: 11, name: 'Login is slow', parent_id: '7' },
  member: { user, roles: ['20'], permissions: '8', nick: null },
};
const message = {
  id: '77',
  channel_id: '8',
  author: { ...user, id: '100000000000000002', global_name: 'Nia' },
  content: 'It is broken',
  timestamp: '2026-11-25T09:00:00.000Z',
  attachments: [{ id: '1', filename: 'a.png', url: 'https://cdn.example/a.png', size: 12, content_type: 'image/png' }],
  embeds: [],
  mentions: [],
  referenced_message: { author: user, content: 'Is it?', mentions: [] },
};
const parse = (more: object) => parseInteraction({ ...base, ...more } as unknown as APIInteraction, AT);

describe('an interaction of Discord', () => {
  it('from the menu of a message brings the message with what it answers to and its thread', () => {
    const data = { id: '5', type: 3, name: 'Keep this', target_id: '77', resolved: { messages: { 77: message } } };
    expect(parse({ type: 2, data })).toMatchObject({
      kind: 'menu',
      command: 'Keep this',
      member: { userId: user.id, isAdministrator: true },
      target: {
        id: '77',
        author: { name: 'Nia', isBot: false },
        content: 'It is broken',
        isReadable: true,
        url: 'https://discord.com/channels/9/8/77',
        attachments: [{ name: 'a.png', contentType: 'image/png', sizeBytes: 12 }],
        replyTo: { author: 'Ada', content: 'Is it?' },
        threadName: 'Login is slow',
        parentId: '7',
      },
    });
  });

  it('from the menu of a member brings who it was used on', () => {
    const target = { ...user, id: '100000000000000003', global_name: 'Nia', bot: false };
    const data = {
      id: '5',
      type: 2,
      name: 'Show open tasks',
      target_id: target.id,
      resolved: { users: { [target.id]: target }, members: { [target.id]: { nick: 'Nia from support' } } },
    };
    expect(parse({ type: 2, data })).toMatchObject({
      kind: 'member-menu',
      command: 'Show open tasks',
      member: { userId: user.id },
      target: { userId: target.id, name: 'Nia from support', isBot: false },
    });
    const left = { ...data, resolved: { users: { [target.id]: { ...target, bot: true } } } };
    expect(parse({ type: 2, data: left })).toMatchObject({ target: { name: 'Nia', isBot: true } });
    expect(parse({ type: 2, data: { ...data, resolved: { users: {} } } })).toBeNull();
  });

  it('from a select brings its values, and from another kind of select nothing', () => {
    const data = { component_type: 3, custom_id: 'prefs:digest:daily', values: ['a', 'b'] };
    expect(parse({ type: 3, data, message })).toMatchObject({
      kind: 'pick',
      command: 'prefs',
      selectId: 'digest:daily',
      values: ['a', 'b'],
    });
    expect(parse({ type: 3, data: { ...data, component_type: 5 }, message })).toBeNull();
  });

  it('from a form brings what was typed and chosen, and whether a message opened it', () => {
    const components = [
      { type: 18, id: 1, component: { type: 4, id: 2, custom_id: 'title', value: 'Hello' } },
      { type: 18, id: 3, component: { type: 3, id: 4, custom_id: 'when', values: ['now'] } },
    ];
    const data = { custom_id: 'feedback:new', components };
    const form = { kind: 'submit', command: 'feedback', formId: 'new', texts: { title: 'Hello' } };
    expect(parse({ type: 5, data })).toMatchObject({ ...form, choices: { when: ['now'] }, hasMessage: false });
    expect(parse({ type: 5, data, message })).toMatchObject({ ...form, hasMessage: true });
  });

  it('whose message names people, roles, channels and times shows what a reader sees', () => {
    const content =
      'Hey <@100000000000000001> <@!100000000000000009> <@&100000000000000002> see <#100000000000000003> <:ok:100000000000000004> <t:1700000000:R>';
    const shown = { ...message, content, mentions: [user] };
    const data = { id: '5', type: 3, name: 'Keep this', target_id: '77', resolved: { messages: { 77: shown } } };
    const incoming = parse({ type: 2, data });
    expect(incoming?.kind === 'menu' && incoming.target.content).toBe(
      'Hey @Ada @somebody @a role see #a channel :ok: 2023-11-14 22:13 UTC',
    );
  });

  it('whose message Discord hides says so, and one that is forwarded shows what it forwards', () => {
    const target = (more: object) => {
      const shown = { ...message, attachments: [], content: '', ...more };
      const data = { id: '5', type: 3, name: 'Keep this', target_id: '77', resolved: { messages: { 77: shown } } };
      const incoming = parse({ type: 2, data });
      return incoming?.kind === 'menu' ? incoming.target : null;
    };
    expect(target({})?.isReadable).toBe(false);
    expect(target({ embeds: [{ title: 'x' }] })?.isReadable).toBe(true);
    const forwarded = { message_snapshots: [{ message: { content: 'Forwarded', attachments: [] } }] };
    expect(target(forwarded)).toMatchObject({ content: 'Forwarded', isReadable: true });
  });
});
