import { describe, expect, it } from 'vitest';
import type { Audience, CommandSpec } from '../ports/command.ts';
import type { Incoming } from '../ports/incoming.ts';
import type { Member } from '../ports/member.ts';
import type { RoleNames } from '../ports/roles.ts';
import { fixedClock } from '../shared/clock.ts';
import { audiencesOf, makeGuard, onlyIn, type RoleMap } from './guard.ts';
import { RateLimiter } from './rate-limit.ts';

const ROLE_MAP: RoleMap = { admin: ['Bot admin'], developer: ['Developers'], stakeholder: ['leadership', '77'] };
const NAMES = new Map([
  ['10', 'Developers'],
  ['20', 'Leadership'],
  ['77', 'Marketing'],
]);
const KNOWN: RoleNames = { namesOf: () => NAMES, load: () => Promise.resolve() };
const clock = fixedClock('2026-01-05T09:00:00Z');

const member = (more: Partial<Member>): Member => ({
  userId: '1',
  name: 'Ada',
  roleIds: [],
  isAdministrator: false,
  ...more,
});
const spec = (audience: Audience): CommandSpec => ({
  name: 'show-sprint',
  description: 'x',
  audience,
  isPrivate: false,
  answers: 'later',
  options: [],
  examples: [],
});
const asking = (who: Member, kind: 'command' | 'suggest' = 'command'): Incoming => {
  const base = {
    id: '5',
    receivedAt: clock.now(),
    createdAt: clock.now(),
    member: who,
    guildId: '9',
    channelId: '8',
    command: 'show-sprint',
    options: {},
  };
  return kind === 'command' ? { ...base, kind } : { ...base, kind, option: 'team', typed: '' };
};
const guardWith = (names: RoleNames, burst = 2) =>
  makeGuard(ROLE_MAP, names, {
    commands: new RateLimiter({ burst, perMinute: 1 }, clock),
    suggestions: new RateLimiter({ burst: burst + 1, perMinute: 1 }, clock),
  });

describe('the guard', () => {
  it('makes owners and administrators admins from the start, without any configuration', () => {
    expect(
      audiencesOf(member({ isAdministrator: true }), { admin: [], developer: [], stakeholder: [] }, new Map()),
    ).toContain('admin');
  });

  it('maps roles by name in any case and by id, and leaves everybody else with "everyone"', () => {
    expect([...audiencesOf(member({ roleIds: ['20'] }), ROLE_MAP, NAMES)]).toEqual(['everyone', 'stakeholder']);
    expect([...audiencesOf(member({ roleIds: ['77'] }), ROLE_MAP, NAMES)]).toEqual(['everyone', 'stakeholder']);
    expect([...audiencesOf(member({ roleIds: ['10'] }), ROLE_MAP, NAMES)]).toEqual(['everyone', 'developer']);
    expect([...audiencesOf(member({ roleIds: ['99'] }), ROLE_MAP, NAMES)]).toEqual(['everyone']);
  });

  it('does not take a role id for a role name that looks like it', () => {
    expect([...audiencesOf(member({ roleIds: ['10'] }), { ...ROLE_MAP, admin: ['Leadership'] }, NAMES)]).toEqual([
      'everyone',
      'developer',
    ]);
  });

  it('does not take a role for the one that is mapped by id because it is named like that id', () => {
    const mappedId = '111111111111111111';
    const named = new Map([['10', mappedId]]);
    const map = { ...ROLE_MAP, admin: [mappedId] };
    expect(audiencesOf(member({ roleIds: ['10'] }), map, named)).not.toContain('admin');
    expect(audiencesOf(member({ roleIds: [mappedId] }), map, named)).toContain('admin');
  });

  it('denies even administrators of other servers, and direct messages, when one server is set', () => {
    const owner = asking(member({ isAdministrator: true }));
    const guard = guardWith(KNOWN, 9);
    expect(onlyIn('9', guard).judge(owner, spec('admin')).kind).toBe('allowed');
    expect(onlyIn('10', guard).judge(owner, spec('everyone')).kind).toBe('denied');
    expect(onlyIn('9', guard).judge({ ...owner, guildId: null }, spec('everyone')).kind).toBe('denied');
    expect(onlyIn(null, guard).judge({ ...owner, guildId: '10' }, spec('admin')).kind).toBe('allowed');
  });

  it('says in a denial which roles open the command and who can give one', () => {
    const verdict = guardWith(KNOWN).judge(asking(member({})), spec('stakeholder'));
    expect(verdict).toMatchObject({ kind: 'denied' });
    expect(verdict.kind === 'denied' && verdict.reply.cards?.[0]).toMatchInlineSnapshot(`
      {
        "text": "It needs one of these roles: <@&10>, <@&20>, <@&77>.
      The owner of this server and its administrators can give you a role, and may use everything themselves.
      \`/help\` shows what you can use now.",
        "title": "/show-sprint is for stakeholders",
        "tone": "attention",
      }
    `);
  });

  it('names only some of very many roles, so that what to do stays in sight', () => {
    const name = ROLE_MAP.stakeholder[0] ?? '';
    const many = new Map(Array.from({ length: 40 }, (_, index) => [`r${index}`, name] as const));
    const verdict = guardWith({ ...KNOWN, namesOf: () => many }).judge(asking(member({})), spec('stakeholder'));
    expect(verdict.kind === 'denied' && verdict.reply.cards?.[0]?.text).toMatch(
      /<@&r9>, 30 more\.\n.*can give you a role/,
    );
  });

  it('says where to map a role when none opens the command', () => {
    const verdict = guardWith({ ...KNOWN, namesOf: () => new Map() }).judge(asking(member({})), spec('admin'));
    expect(verdict.kind === 'denied' && verdict.reply.cards?.[0]?.text).toContain('config/onomancer.yml');
  });

  it('lets a developer use what is for stakeholders, and not the other way round', () => {
    const guard = guardWith(KNOWN, 9);
    expect(guard.judge(asking(member({ roleIds: ['10'] })), spec('stakeholder')).kind).toBe('allowed');
    expect(guard.judge(asking(member({ roleIds: ['20'] })), spec('developer')).kind).toBe('denied');
  });

  it('counts what it denies, so that nobody can ask without end', () => {
    const guard = guardWith(KNOWN, 1);
    expect(guard.judge(asking(member({})), spec('stakeholder')).kind).toBe('denied');
    expect(guard.judge(asking(member({})), spec('stakeholder')).kind).toBe('limited');
    const foreign = onlyIn('7', guardWith(KNOWN, 1));
    expect(foreign.judge(asking(member({ isAdministrator: true })), spec('everyone')).kind).toBe('denied');
    expect(foreign.judge(asking(member({ isAdministrator: true })), spec('everyone')).kind).toBe('limited');
  });

  it('limits how often one user may ask, says how long to wait, and counts suggestions apart', () => {
    const guard = guardWith(KNOWN, 1);
    const leader = member({ roleIds: ['20'] });
    expect(guard.judge(asking(leader, 'suggest'), spec('stakeholder')).kind).toBe('allowed');
    expect(guard.judge(asking(leader), spec('stakeholder')).kind).toBe('allowed');
    expect(guard.judge(asking(leader), spec('stakeholder'))).toMatchObject({ kind: 'limited', waitSeconds: 60 });
    expect(guard.judge(asking(leader, 'suggest'), spec('stakeholder')).kind).toBe('allowed');
  });

  it('still judges by ids when the role names cannot be learned', async () => {
    const guard = guardWith({ namesOf: () => null, load: () => Promise.reject(new Error('Discord is away')) });
    await guard.prepare('9');
    expect(guard.judge(asking(member({ roleIds: ['77'] })), spec('stakeholder')).kind).toBe('allowed');
  });

  it('does not say no to somebody whose roles it does not know, unless no role could change it', () => {
    const unknown = guardWith({ namesOf: () => null, load: () => Promise.resolve() }, 9);
    expect(unknown.judge(asking(member({ roleIds: ['20'] })), spec('stakeholder')).kind).toBe('unsure');
    expect(unknown.judge(asking(member({ roleIds: ['77'] })), spec('stakeholder')).kind).toBe('allowed');
    expect(unknown.judge(asking(member({})), spec('stakeholder')).kind).toBe('denied');
    expect(unknown.judge(asking(member({ roleIds: ['20'] })), spec('everyone')).kind).toBe('allowed');
  });

  it('does not count again what was counted before', () => {
    const guard = guardWith(KNOWN, 1);
    const asked = asking(member({}));
    expect(guard.judge(asked, spec('everyone')).kind).toBe('allowed');
    expect(guard.judge(asked, spec('everyone'), { isCounted: true }).kind).toBe('allowed');
    expect(guard.judge(asked, spec('everyone')).kind).toBe('limited');
  });
});
