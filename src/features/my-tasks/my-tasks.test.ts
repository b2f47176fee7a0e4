import { describe, expect, it } from 'vitest';
import { featurePorts, link, pressing, request } from '../../../test/fakes/feature-ports.ts';
import { limitProblems, replyText } from '../../../test/fakes/reply-text.ts';
import { bigWorkspace, hostileWorkspace, SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import { person, type Workspace } from '../../../test/fakes/workspace.ts';
import { myTasks } from './my-tasks.command.ts';

const LINKS = [link('1001', 'grace', 'Grace Hopper')];
const portsOf = (workspace: Workspace, links = LINKS) => featurePorts(workspace, { links });
const golden = async (text: string, name: string) => expect(text).toMatchFileSnapshot(`./golden/${name}.txt`);

/** Every issue of the workspace, and each of them Grace's. */
function allOfGrace(workspace: Workspace): Workspace {
  return {
    ...workspace,
    people: [person('Grace Hopper')],
    issues: workspace.issues.map((issue) => ({ ...issue, assignee: 'grace' })),
  };
}

describe('/my-tasks', () => {
  it('shows what is open for the person who asks, blocked first', async () => {
    const reply = await myTasks.run(portsOf(SAMPLE), request());
    expect(limitProblems(reply)).toEqual([]);
    await golden(replyText(reply), 'typical');
  });

  it('shows the same after the button', async () => {
    const before = replyText(await myTasks.run(portsOf(SAMPLE), request()));
    expect(replyText((await myTasks.press?.(portsOf(SAMPLE), pressing('refresh'))) ?? {})).toBe(before);
  });

  it('says how to connect when nobody knows who they are in Linear', async () => {
    await golden(replyText(await myTasks.run(portsOf(SAMPLE, []), request())), 'not-connected');
  });

  it('does not ask Linear for somebody who is not connected', async () => {
    const ports = portsOf(SAMPLE, []);
    await myTasks.run(ports, request());
    expect(ports.tracker.asked).toEqual([]);
  });

  it('says that nothing is open', async () => {
    await golden(replyText(await myTasks.run(portsOf({ ...SAMPLE, issues: [] }), request())), 'empty');
  });

  it('reads all pages, and stays within the limits with 300 issues', async () => {
    const ports = portsOf(allOfGrace(bigWorkspace(300)));
    const reply = await myTasks.run(ports, request());
    expect(ports.tracker.asked).toHaveLength(5);
    expect(limitProblems(reply)).toEqual([]);
    await golden(replyText(reply), 'large');
  });

  it('says so when it did not read everything', async () => {
    const reply = await myTasks.run(portsOf(allOfGrace(bigWorkspace(1000))), request());
    expect(replyText(reply)).toContain('These are the 500 with the newest activity; you have more');
  });

  it('shows hostile names as text and keeps to the limits', async () => {
    const reply = await myTasks.run(
      portsOf(allOfGrace(hostileWorkspace()), [link('1001', 'grace', '**G** @everyone')]),
      request(),
    );
    expect(limitProblems(reply)).toEqual([]);
    expect(replyText(reply)).not.toMatch(/@everyone|[^\\]<@1>|javascript:|\u202E|[^\\]```/);
  });

  const onMember = (target: { userId: string; name: string; isBot?: boolean }, ports = portsOf(SAMPLE)) =>
    myTasks.runOnMember?.(ports, { ...request({}, { userId: '2002' }), target: { isBot: false, ...target } });

  it('in the menu of a member shows what is open for them, and again after the button', async () => {
    const reply = (await onMember({ userId: '1001', name: 'Grace' })) ?? {};
    expect(limitProblems(reply)).toEqual([]);
    await golden(replyText(reply), 'of-a-member');
    const pressed = await myTasks.press?.(portsOf(SAMPLE), {
      ...pressing('refresh-of:1001'),
      asker: request({}, { userId: '2002' }).asker,
    });
    expect(replyText(pressed ?? {})).toBe(replyText(reply));
  });

  it('in one’s own menu shows one’s own', async () => {
    const own = await onMember({ userId: '2002', name: 'Nia' });
    expect(replyText(own ?? {})).toContain('You are not connected to Linear yet');
  });

  it('says that a member is not connected, that nothing is open for them, that an app has no tasks', async () => {
    const replies = [
      await onMember({ userId: '3003', name: '**N** @everyone' }),
      await onMember({ userId: '1001', name: 'Grace' }, portsOf({ ...SAMPLE, issues: [] })),
      await onMember({ userId: '9', name: 'Onomancer', isBot: true }),
      await myTasks.press?.(portsOf(SAMPLE, []), pressing('refresh-of:1001')),
    ];
    await golden(replies.map((reply) => replyText(reply ?? {})).join('\n\n'), 'of-members-without');
  });

  it('warns when Linear does not answer and the list is an old one', async () => {
    const ports = portsOf(SAMPLE);
    ports.tracker.goStale('2026-08-12T08:00:00Z');
    const reply = await myTasks.run(ports, request());
    expect(replyText(reply)).toContain('⚠️ Linear is not answering; this is from <t:1786521600:R>.');
    expect(reply.cards?.[0]?.tone).toBe('attention');
  });
});
