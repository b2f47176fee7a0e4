import { describe, expect, it } from 'vitest';
import { featurePorts, link, pressing, request, typing } from '../../../test/fakes/feature-ports.ts';
import { limitProblems, replyText } from '../../../test/fakes/reply-text.ts';
import { NASTY, SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import { person } from '../../../test/fakes/workspace.ts';
import { connectCommand } from './connect.command.ts';

const ADMIN = { userId: '9', name: 'Root', audiences: ['everyone', 'admin'] as const };
const GRACE = link('2002', 'grace', 'Grace Hopper');
const golden = async (text: string, name: string) => expect(text).toMatchFileSnapshot(`./golden/${name}.txt`);
const text = async (reply: ReturnType<typeof connectCommand.run> | undefined) => replyText((await reply) ?? {});

describe('/connect without a person', () => {
  it('asks whether the one person with that name is meant', async () => {
    await golden(
      await text(connectCommand.run(featurePorts(SAMPLE), request({}, { name: 'ADA lovelace 🚀' }))),
      'one-match',
    );
  });

  it('finds people by short name and the start of their e-mail address', async () => {
    const people = [person('Ada Lovelace'), person('G. H.', { displayName: 'gh', email: 'hopper@example.com' })];
    const ports = () => featurePorts({ ...SAMPLE, people });
    expect(await text(connectCommand.run(ports(), request({}, { name: 'hopper' })))).toContain('Are you **G. H.**');
    expect(await text(connectCommand.run(ports(), request({}, { name: 'gh' })))).toContain('Are you **G. H.**');
  });

  it('offers several when several look alike, but nobody who is taken', async () => {
    const people = [
      person('Ada Lovelace'),
      person('Ada Smith', { id: 'p2', displayName: 'adas' }),
      person('Ada King', { id: 'p3', displayName: 'adak' }),
    ];
    const ports = featurePorts({ ...SAMPLE, people }, { links: [{ ...GRACE, trackerUserId: 'p3' }] });
    await golden(await text(connectCommand.run(ports, request({}, { name: 'Ada' }))), 'several-matches');
  });

  it('says how to choose when no name looks alike', async () => {
    await golden(await text(connectCommand.run(featurePorts(SAMPLE), request({}, { name: 'zzz' }))), 'no-match');
  });

  it('shows who you are, without asking Linear', async () => {
    const ports = featurePorts(SAMPLE, { links: [link('1001', 'ada', 'Ada Lovelace')] });
    await golden(await text(connectCommand.run(ports, request())), 'connected');
    expect(ports.tracker.asked).toEqual([]);
  });

  it('shows an admin who another member is', async () => {
    const ports = featurePorts(SAMPLE, { links: [{ ...GRACE, linkedBy: '9' }] });
    await golden(
      [
        await text(connectCommand.run(ports, request({ member: '2002' }, ADMIN))),
        await text(connectCommand.run(ports, request({ member: '3003' }, ADMIN))),
      ].join('\n\n'),
      'member-status',
    );
  });
});

describe('claiming a person', () => {
  it('connects by name, by id and by button alike', async () => {
    for (const claim of [
      (ports: ReturnType<typeof featurePorts>) => connectCommand.run(ports, request({ person: 'ada lovelace' })),
      (ports: ReturnType<typeof featurePorts>) => connectCommand.run(ports, request({ person: 'person-ada' })),
      (ports: ReturnType<typeof featurePorts>) => connectCommand.press?.(ports, pressing('me:person-ada')),
    ]) {
      const ports = featurePorts(SAMPLE);
      await golden(await text(claim(ports)), 'now-connected');
      expect(await ports.links.ofDiscordUser('1001')).toEqual({
        discordUserId: '1001',
        trackerUserId: 'person-ada',
        trackerName: 'Ada Lovelace',
        linkedAt: new Date('2026-08-12T10:00:00Z'),
        linkedBy: '1001',
      });
    }
  });

  it('replaces the earlier person and says so', async () => {
    const ports = featurePorts(SAMPLE, { links: [link('1001', 'alan', 'Alan Turing')] });
    expect(await text(connectCommand.run(ports, request({ person: 'ada' })))).toContain(
      'Before, it was **Alan Turing**.',
    );
    expect(await ports.links.all()).toHaveLength(1);
  });

  it('says that it is so already', async () => {
    const ports = featurePorts(SAMPLE, { links: [link('1001', 'ada', 'Ada Lovelace')] });
    expect(await text(connectCommand.run(ports, request({ person: 'ada' })))).toContain(
      'You are already connected to **Ada Lovelace**.',
    );
  });

  it('is refused when somebody else holds the person, and nothing changes', async () => {
    const ports = featurePorts(SAMPLE, { links: [GRACE] });
    await golden(await text(connectCommand.run(ports, request({ person: 'grace' }))), 'taken');
    expect(await ports.links.all()).toEqual([GRACE]);
  });

  it('names who comes close, and never guesses between two', async () => {
    const people = [person('Ada Lovelace'), person('Ada Lovelace', { id: 'p2', displayName: 'ada2' })];
    const twins = await text(
      connectCommand.run(featurePorts({ ...SAMPLE, people }), request({ person: 'Ada Lovelace' })),
    );
    const typo = await text(connectCommand.run(featurePorts(SAMPLE), request({ person: 'Grase Hoper' })));
    const gone = await text(connectCommand.press?.(featurePorts(SAMPLE), pressing('me:person-edsger')));
    await golden([twins, typo, gone].join('\n\n'), 'not-found');
  });
});

describe('an admin', () => {
  it('connects another member', async () => {
    const ports = featurePorts(SAMPLE);
    await golden(
      await text(connectCommand.run(ports, request({ person: 'alan', member: '3003' }, ADMIN))),
      'member-connected',
    );
    expect(await ports.links.ofDiscordUser('3003')).toMatchObject({ trackerUserId: 'person-alan', linkedBy: '9' });
  });

  it('is asked before somebody loses the person, and then reassigns it', async () => {
    const ports = featurePorts(SAMPLE, { links: [GRACE] });
    const asked = await text(connectCommand.run(ports, request({ person: 'grace', member: '3003' }, ADMIN)));
    expect(await ports.links.all()).toEqual([GRACE]);
    const done = await text(connectCommand.press?.(ports, pressing('give:3003:person-grace', ADMIN)));
    await golden([asked, done].join('\n\n'), 'reassigned');
    expect((await ports.links.all()).map((each) => each.discordUserId)).toEqual(['3003']);
  });

  it('disconnects another member', async () => {
    const ports = featurePorts(SAMPLE, { links: [GRACE] });
    expect(await text(connectCommand.press?.(ports, pressing('off:2002', ADMIN)))).toContain(
      '<@2002> is not connected to **Grace Hopper** any more.',
    );
    expect(await ports.links.all()).toEqual([]);
  });
});

describe('somebody who is no admin', () => {
  it.each(['give:1001:person-grace', 'give:3003:person-grace', 'off:2002'])('cannot press %s', async (id) => {
    const ports = featurePorts(SAMPLE, { links: [GRACE] });
    expect(await text(connectCommand.press?.(ports, pressing(id)))).toContain('That needs an administrator');
    expect(await ports.links.all()).toEqual([GRACE]);
  });

  it('cannot connect another member, but may name themselves', async () => {
    const ports = featurePorts(SAMPLE);
    expect(await text(connectCommand.run(ports, request({ person: 'ada', member: '3003' })))).toContain(
      'Only administrators',
    );
    expect(await ports.links.all()).toEqual([]);
    expect(await text(connectCommand.run(ports, request({ person: 'ada', member: '1001' })))).toContain(
      'You are **Ada Lovelace**',
    );
  });
});

describe('disconnecting', () => {
  it('is undone by connecting again', async () => {
    const ports = featurePorts(SAMPLE, { links: [link('1001', 'ada', 'Ada Lovelace')] });
    await golden(
      [
        await text(connectCommand.press?.(ports, pressing('off'))),
        await text(connectCommand.press?.(ports, pressing('off'))),
        await text(connectCommand.press?.(ports, pressing('start', { name: 'Ada' }))),
      ].join('\n\n'),
      'disconnected',
    );
  });
});

describe('the suggestions of /connect', () => {
  it('offers free people first and marks the others', async () => {
    const ports = featurePorts(SAMPLE, {
      links: [link('2002', 'ada', 'Ada Lovelace'), link('1001', 'alan', 'Alan Turing')],
    });
    expect(await connectCommand.suggest?.(ports, typing('person', ''))).toEqual([
      { name: 'Grace Hopper (grace)', value: 'person-grace' },
      { name: 'Alan Turing (alan) · you', value: 'person-alan' },
      { name: 'Ada Lovelace (ada) · taken', value: 'person-ada' },
    ]);
  });

  it('does not show e-mail addresses', async () => {
    expect(JSON.stringify(await connectCommand.suggest?.(featurePorts(SAMPLE), typing('person', 'ada')))).not.toContain(
      '@',
    );
  });
});

it('shows hostile names as text', async () => {
  const people = [person('Eve', { name: `Eve ${NASTY}`.repeat(5), displayName: NASTY })];
  const ports = featurePorts({ ...SAMPLE, people });
  for (const reply of [
    await connectCommand.run(ports, request({}, { name: 'eve' })),
    await connectCommand.run(ports, request({ person: 'person-eve' })),
    await connectCommand.run(ports, request({ person: NASTY.repeat(20) })),
    await connectCommand.run(ports, request({ person: 'person-eve' }, ADMIN)),
  ]) {
    expect(limitProblems(reply)).toEqual([]);
    expect(replyText(reply)).not.toMatch(/@everyone|[^\\]<@1>|javascript:|\u202E|[^\\]```/);
  }
});
