import { describe, expect, it } from 'vitest';
import {
  featurePorts,
  link,
  picking,
  pressing,
  request,
  submitting,
  typing,
} from '../../../test/fakes/feature-ports.ts';
import { limitProblems, replyText } from '../../../test/fakes/reply-text.ts';
import { hostileWorkspace, SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import type { Workspace } from '../../../test/fakes/workspace.ts';
import type { Reply } from '../../ports/chat.ts';
import type { Command, CommandRequest } from '../../ports/command.ts';
import { readOwnEvent } from '../../ports/own-delivery.ts';
import { assignCommand } from './assign.command.ts';
import { commentCommand } from './comment.command.ts';
import { onCommentDue } from './on-comment-due.ts';
import { tagIssueCommand } from './tag-issue.command.ts';

const LINKS = [link('1001', 'ada', 'Ada Lovelace'), link('1002', 'grace', 'Grace Hopper')];
const WORKSPACE: Workspace = {
  ...SAMPLE,
  issues: SAMPLE.issues.map((issue) => (issue.identifier === 'ENG-6' ? { ...issue, labels: ['Bug'] } : issue)),
};
const ready = (workspace = WORKSPACE) => featurePorts(workspace, { links: LINKS });
const golden = async (parts: readonly string[], name: string) =>
  expect(`${parts.join('\n\n════\n\n')}\n`).toMatchFileSnapshot(`./golden/${name}.txt`);

/** Each line of options on a workspace of its own: the title, then the reply as it is read. */
async function shown(command: Command, asked: Readonly<Record<string, CommandRequest['options']>>): Promise<string[]> {
  const texts: string[] = [];
  for (const [title, options] of Object.entries(asked)) {
    const reply = await command.run(ready(), request(options));
    expect(limitProblems(reply), title).toEqual([]);
    texts.push(`${title}\n\n${replyText(reply)}${auditText(reply)}`);
  }
  return texts;
}

function auditText({ changed }: Reply): string {
  return changed ? `\n(audit: ${changed.action} ${changed.subject} ${JSON.stringify(changed.detail ?? {})})` : '';
}

describe('/assign', () => {
  it('says who has it now and who had it before', async () => {
    const texts = await shown(assignCommand, {
      'to oneself': { issue: 'ENG-6' },
      'to somebody by name': { issue: 'eng-5', person: 'grace' },
      'to a member': { issue: 'ENG-6', member: '1002' },
      'to nobody': { issue: 'ENG-5', person: 'Nobody' },
      'who has it already': { issue: 'ENG-5', person: 'me' },
      'nobody had it': { issue: 'ENG-6', person: 'nobody' },
      'a member who is not connected': { issue: 'ENG-6', member: '4711' },
      'a name that is not there': { issue: 'ENG-6', person: 'Adda' },
      'two people': { issue: 'ENG-6', person: 'grace', member: '1001' },
      'an issue that is not there': { issue: 'ENG-999' },
    });
    await golden(texts, 'assign');
  });

  it('tells the asker to connect first', async () => {
    const reply = await assignCommand.run(featurePorts(WORKSPACE), request({ issue: 'ENG-6' }));
    await golden([replyText(reply)], 'assign-not-connected');
  });

  it('really assigns, and does not ask Linear to change what is so already', async () => {
    const ports = ready();
    await assignCommand.run(ports, request({ issue: 'ENG-6' }));
    expect((await ports.tracker.issue('ENG-6')).value?.assignee?.name).toBe('Ada Lovelace');
    ports.tracker.asked.splice(0);
    await assignCommand.run(ports, request({ issue: 'ENG-6' }));
    expect(ports.tracker.asked).not.toContain('update');
  });

  it('offers people beside the card, and gives the issue to who is chosen', async () => {
    const ports = ready();
    const reply = await assignCommand.press?.(ports, pressing('ENG-6'));
    await golden([replyText(reply ?? {})], 'assign-pick');
    const [select] = reply?.selects ?? [];
    const id = select?.id.replace('assign:', '') ?? '';
    expect([assignCommand.answersBeside?.('ENG-6'), assignCommand.answersBeside?.(id)]).toEqual([true, false]);
    await assignCommand.pick?.(ports, picking(id, ['person-grace']));
    expect((await ports.tracker.issue('ENG-6')).value?.assignee?.name).toBe('Grace Hopper');
  });

  it('suggests oneself, nobody and people', async () => {
    const names = async (typed: string) =>
      (await assignCommand.suggest?.(ready(), typing('person', typed)))?.map(({ name }) => name);
    expect(await names('')).toEqual([
      'me (Ada Lovelace)',
      'nobody',
      'Ada Lovelace (ada)',
      'Grace Hopper (grace)',
      'Alan Turing (alan)',
    ]);
    expect(await names('gra')).toEqual(['Grace Hopper (grace)']);
    expect(await assignCommand.suggest?.(ready(), typing('issue', 'ENG-6'))).toMatchObject([{ value: 'ENG-6' }]);
  });
});

describe('/tag-issue', () => {
  it('says what was added and taken away', async () => {
    const texts = await shown(tagIssueCommand, {
      'a label that Linear has': { issue: 'ENG-6', label: 'design' },
      'a new one': { issue: 'ENG-6', label: 'Quick win', create: true },
      'away with it': { issue: 'ENG-6', label: 'bug', remove: true },
      'it has it already': { issue: 'ENG-6', label: 'Bug' },
      'it does not have it': { issue: 'ENG-6', label: 'Design', remove: true },
      'a mistyped one': { issue: 'ENG-6', label: 'Desing' },
      'a novel as a new one': { issue: 'ENG-6', label: 'word '.repeat(20), create: true },
      'an issue that is not there': { issue: 'ENG-999', label: 'Bug' },
    });
    await golden(texts, 'tag-issue');
  });

  it('offers labels to add and to take away beside the card, and does what is chosen', async () => {
    const ports = ready();
    const reply = await tagIssueCommand.press?.(ports, pressing('ENG-6'));
    await golden([replyText(reply ?? {})], 'tag-issue-pick');
    await tagIssueCommand.pick?.(ports, picking('add:ENG-6', ['Design', 'Legal']));
    await tagIssueCommand.pick?.(ports, picking('drop:ENG-6', ['Bug']));
    expect((await ports.tracker.issue('ENG-6')).value?.labels).toEqual(['Design', 'Legal']);
    expect(['ENG-6', 'add:ENG-6', 'drop:ENG-6'].map((id) => tagIssueCommand.answersBeside?.(id))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('suggests labels', async () => {
    const found = await tagIssueCommand.suggest?.(ready(), typing('label', 'bu'));
    expect(found).toEqual([{ name: 'Bug', value: 'Bug' }]);
  });
});

describe('/comment', () => {
  it('says what stands in Linear now', async () => {
    const texts = await shown(commentCommand, {
      'a comment': { issue: 'ENG-6', text: 'Works **for me**.\n\n- [x] tried it' },
      'an issue that is not there': { issue: 'ENG-999', text: 'Hello' },
      'personal data': { issue: 'ENG-6', text: 'Ask eve@example.com or +49 30 1234567.' },
      nothing: { issue: 'refund', text: ' ' },
    });
    await golden(texts, 'comment');
  });

  it('is said once in Linear, under the name of who said it, however often it runs', async () => {
    const ports = ready();
    const asked = request({ issue: 'ENG-6', text: 'Thank you!' });
    const [first, second] = [await commentCommand.run(ports, asked), await commentCommand.run(ports, asked)];
    expect(second).toEqual(first);
    const { comments } = (await ports.tracker.issue('ENG-6')).value ?? {};
    expect(comments).toMatchObject({ count: 1, latest: { body: '**Ada Lovelace** in Discord:\n\nThank you!' } });
    await commentCommand.run(ports, { ...asked, interactionId: '900000000000000002' });
    expect((await ports.tracker.issue('ENG-6')).value?.comments.count).toBe(2);
  });

  it('uses the name in Discord of somebody who is not connected, and lets it format nothing', async () => {
    const ports = featurePorts(WORKSPACE);
    await commentCommand.run(ports, request({ issue: 'ENG-6', text: 'Hi' }, { name: '**Eve** @everyone' }));
    const body = (await ports.tracker.issue('ENG-6')).value?.comments.latest?.body;
    expect(body).toBe('**\\*\\*Eve\\*\\* @\u200Beveryone** in Discord:\n\nHi');
  });

  it('is kept while Linear is away, and posted once when it is back', async () => {
    const ports = ready();
    ports.tracker.failWith('LINEAR_UNREACHABLE');
    const reply = await commentCommand.run(ports, request({ issue: 'eng-6', text: 'Not **lost**' }));
    await golden([replyText(reply)], 'comment-kept');
    const [kept] = ports.later.received;
    const read = readOwnEvent({ type: 'comment-due', payload: kept?.payload ?? '', receivedAt: new Date() });
    if (read.kind !== 'event') throw new Error(read.why);
    const back = ready();
    const context = { inboxId: 1, reference: 'REF00001', attempts: 1, receivedAt: new Date() };
    const notes = [
      await onCommentDue.handle(back, read.event, context),
      await onCommentDue.handle(back, read.event, context),
    ];
    expect(notes.map((effects) => effects?.note)).toEqual(['posted', 'posted before']);
    expect((await back.tracker.issue('ENG-6')).value?.comments).toMatchObject({
      count: 1,
      latest: { body: '**Ada Lovelace** in Discord:\n\nNot **lost**' },
    });
    const gone = await onCommentDue.handle(featurePorts({ ...SAMPLE, issues: [] }), read.event, context);
    await golden([JSON.stringify(gone, null, 2)], 'comment-returned');
  });

  it('is refused when Linear would refuse it later as well, or nobody knows which issue is meant', async () => {
    for (const [code, issue] of [
      ['LINEAR_TOKEN_REJECTED', 'ENG-6'],
      ['LINEAR_UNREACHABLE', 'the slow page'],
    ] as const) {
      const ports = ready();
      ports.tracker.failWith(code);
      const asked = commentCommand.run(ports, request({ issue, text: 'Hi' }));
      await expect(asked).rejects.toMatchObject({ code });
      expect(ports.later.received).toEqual([]);
    }
  });

  it('does not post a secret, and says which kind it is', async () => {
    const secrets = { scan: async () => [{ kind: 'GitHub token', line: 2 }] };
    const ports = featurePorts(WORKSPACE, { secrets });
    const reply = await commentCommand.run(ports, request({ issue: 'ENG-6', text: 'Use this:\nghp_secret' }));
    await golden([replyText(reply)], 'comment-blocked');
    expect(ports.tracker.asked).toEqual([]);
  });

  it('opens a window where the text is missing, from the command and from the card', async () => {
    const ports = ready();
    const form = (options: CommandRequest['options']) =>
      commentCommand.form?.(ports, { kind: 'command', request: request(options) });
    expect(form({ issue: 'eng-6' })).toMatchObject({ id: 'comment:ENG-6', title: 'Comment on ENG-6' });
    expect(form({ issue: 'eng-6', text: 'Hi' })).toBeNull();
    expect(form({ issue: 'refunds' })).toBeNull();
    expect(commentCommand.form?.(ports, { kind: 'press', request: pressing('ENG-6') })).toMatchObject({
      id: 'comment:ENG-6',
    });
    await commentCommand.submit?.(ports, submitting('ENG-6', { text: 'From the window' }));
    expect((await ports.tracker.issue('ENG-6')).value?.comments.latest?.body).toContain('From the window');
  });
});

describe('changing issues with hostile names', () => {
  it('shows them as text and keeps to the limits', async () => {
    const ports = ready(hostileWorkspace());
    const label = (await ports.tracker.names()).value.labels[0] ?? '';
    const replies = [
      await assignCommand.run(ports, request({ issue: 'ENG-2', person: 'person-nasty3' })),
      await tagIssueCommand.run(ports, request({ issue: 'ENG-2', label })),
      await commentCommand.run(ports, request({ issue: 'ENG-2', text: '@everyone ||x|| '.repeat(200) })),
      await assignCommand.press?.(ports, pressing('ENG-2')),
      await tagIssueCommand.press?.(ports, pressing('ENG-2')),
    ];
    for (const reply of replies) {
      expect(limitProblems(reply ?? {})).toEqual([]);
      expect(replyText({ ...reply, selects: [] })).not.toMatch(/@everyone|[^\\]<@1>|javascript:|file:|\u202E|[^\\]```/);
    }
  });
});
