import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featurePorts, link, pressing, request, typing } from '../../../test/fakes/feature-ports.ts';
import { limitProblems, replyText } from '../../../test/fakes/reply-text.ts';
import { bigWorkspace, hostileWorkspace, SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import type { Button, Reply } from '../../ports/chat.ts';
import type { Priority } from '../../ports/issue-tracker.ts';
import { listIssues } from './list-issues.command.ts';
import { readPage } from './list-page.ts';
import type { ListQuery } from './list-query.ts';
import { decodeToken, encodeToken } from './list-token.ts';

const ask = (options = {}, workspace = SAMPLE, more = {}) =>
  listIssues.run(featurePorts(workspace, more), request(options));
const golden = async (text: string, name: string) => expect(text).toMatchFileSnapshot(`./golden/${name}.txt`);

function actionIds(reply: Reply): string[] {
  const isAction = (button: Button) => button.kind === 'action';
  return (reply.buttons ?? [])
    .flat()
    .filter(isAction)
    .map((button) => button.id.replace(/^list-issues:/, ''));
}

/** Presses as if the process had been restarted in between: nothing is kept. */
async function pressFresh(id: string | undefined, workspace = SAMPLE): Promise<Reply> {
  return (await listIssues.press?.(featurePorts(workspace), pressing(id ?? 'none'))) ?? {};
}

/** The identifiers that a reply lists, in order. */
const listed = (reply: Reply) => [...replyText(reply).matchAll(/^\S+ \[?([A-Z]+-\d+)/gm)].map((match) => match[1]);

describe('/list-issues', () => {
  it('lists what is open, newest activity first', async () => {
    await golden(replyText(await ask()), 'typical');
  });

  it('lists by each filter alone and by all together', async () => {
    expect(listed(await ask({ state: 'in progress' }))).toEqual(['WEB-1', 'ENG-4', 'ENG-5']);
    expect(listed(await ask({ assignee: 'nobody' }))).toEqual(['ENG-6', 'ENG-8']);
    expect(listed(await ask({ assignee: 'alan' }))).toEqual(['WEB-1']);
    expect(listed(await ask({ label: 'bug' }))).toEqual(['WEB-1']);
    expect(listed(await ask({ project: 'relaunch' }))).toEqual(['WEB-1']);
    expect(listed(await ask({ priority: 'urgent' }))).toEqual(['ENG-4']);
    expect(listed(await ask({ text: 'PAYMENT', state: 'all' }))).toEqual(['ENG-9', 'ENG-1', 'ENG-3', 'ENG-11']);
    const all = {
      state: 'In Progress',
      assignee: 'person-alan',
      label: 'Bug',
      project: 'Relaunch',
      priority: 'none',
      text: 'landing',
      team: 'Website',
    };
    await golden(replyText(await ask(all)), 'all-filters');
  });

  it('knows who “me” is, or says how to tell', async () => {
    const reply = await ask({ assignee: 'me' }, SAMPLE, { links: [link('1001', 'alan', 'Alan Turing')] });
    expect(listed(reply)).toEqual(['WEB-1']);
    expect(replyText(reply)).toContain('assigned to Alan Turing');
    expect(replyText(await ask({ assignee: 'me' }))).toContain('`/connect`');
  });

  it('keeps to the team of the settings unless all are asked for', async () => {
    const more = { defaultTeam: 'team-web' };
    expect(listed(await ask({}, SAMPLE, more))).toEqual(['WEB-1']);
    expect(listed(await ask({ team: 'all' }, SAMPLE, more)).length).toBeGreaterThan(1);
  });

  it('says what to change when nothing matches', async () => {
    await golden(
      [await ask({ text: 'zebra', team: 'ENG' }), await ask({ state: 'all', text: 'zebra' })]
        .map(replyText)
        .join('\n\n'),
      'empty',
    );
  });

  it('names what comes close to a name that does not exist', async () => {
    const wrong = [
      { state: 'Doing' },
      { state: 'in' },
      { assignee: 'Alan Touring' },
      { label: 'Bugs' },
      { project: 'zzz' },
      { team: 'Ops' },
    ];
    const texts = await Promise.all([
      ...wrong.map(async (options) => replyText(await ask(options))),
      ask({}, SAMPLE, { defaultTeam: 'GONE' }).then(replyText),
    ]);
    await golden(texts.join('\n\n'), 'unknown-names');
  });

  it('asks Linear once for a list without names', async () => {
    const ports = featurePorts(SAMPLE);
    await listIssues.run(ports, request({ priority: 'high', text: 'pay' }));
    expect(ports.tracker.asked).toEqual(['issues']);
  });

  it('warns when Linear does not answer and the list is an old one', async () => {
    const ports = featurePorts(SAMPLE);
    ports.tracker.goStale('2026-08-12T08:00:00Z');
    expect(replyText(await listIssues.run(ports, request()))).toContain('this is from <t:1786521600:R>');
  });
});

describe('the pages of /list-issues', () => {
  const many = bigWorkspace(300);

  it('show every issue once, from the first to the last, with nothing kept between presses', async () => {
    const seen: unknown[] = [];
    let reply = await ask({ state: 'all' }, many);
    for (let page = 1; page <= 30; page++) {
      expect(limitProblems(reply)).toEqual([]);
      seen.push(...listed(reply));
      reply = await pressFresh(actionIds(reply)[1], many);
    }
    expect(seen).toHaveLength(300);
    expect(new Set(seen).size).toBe(300);
  });

  it('look like this in the middle and at the end', async () => {
    const first = await ask({ state: 'todo', team: 'ENG', priority: 'urgent' }, many);
    const second = await pressFresh(actionIds(first)[1], many);
    await golden([first, second].map(replyText).join('\n\n'), 'pages');
    expect(replyText(await pressFresh(actionIds(second)[0], many))).toBe(replyText(first));
  });

  it('past the end are the last page', async () => {
    const reply = await pressFresh('40.......', SAMPLE);
    expect(reply.cards?.[0]?.footer).toBe('9 issues');
    const later = await pressFresh('999..*.....', bigWorkspace(55));
    expect(later.cards?.[0]?.footer).toBe('Issues 51–55 of 55 · page 6 of 6');
  });

  it('end after 500 issues and say so', async () => {
    const reply = await pressFresh('50..*.....', bigWorkspace(700));
    expect(replyText(reply)).toContain('This list goes no further');
    expect((reply.buttons ?? []).flat()[1]).toMatchObject({ isDisabled: true });
  });

  it('keep to the limits with hostile names, and find them again', async () => {
    const nasty = hostileWorkspace();
    const label = nasty.issues[3]?.labels?.[0] ?? '';
    const first = await ask(
      { label, state: 'all', assignee: 'person-nasty3', project: nasty.issues[0]?.project ?? '' },
      nasty,
    );
    expect(limitProblems(first)).toEqual([]);
    expect(replyText(first)).not.toMatch(/@everyone|[^\\]<@1>|javascript:|\u202E|[^\\]```/);
    const all = await ask({ project: nasty.issues[0]?.project ?? '', state: 'all', text: 'bold' }, nasty);
    expect(limitProblems(all)).toEqual([]);
    const second = await pressFresh(actionIds(all)[1], nasty);
    expect(second.cards?.[0]?.footer).toBe('Issues 11–20 and more · page 2');
  });

  it('are left out, with a reason, when the text does not fit into a button', async () => {
    const workspace = { ...many, issues: many.issues.map((issue) => ({ ...issue, description: 'word '.repeat(40) })) };
    const reply = await ask({ text: 'word '.repeat(30), state: 'all' }, workspace);
    expect(reply.buttons).toBeUndefined();
    expect(replyText(reply)).toContain('too long to turn pages with');
    expect(listed(reply)).toHaveLength(10);
  });

  it('cannot be turned when a name in the filter is gone, or the button is not ours', async () => {
    const first = await ask(
      { label: 'bug', state: 'all' },
      { ...many, issues: many.issues.map((issue) => ({ ...issue, labels: ['Bug'] })) },
    );
    await golden(replyText(await pressFresh(actionIds(first)[1], many)), 'gone');
    expect(replyText(await pressFresh('what is this'))).toContain('This list is out of date');
  });
});

describe('the token in a button', () => {
  const ports = featurePorts(SAMPLE);
  const queries = fc.record<ListQuery>({
    teamKey: fc.constantFrom(null, 'ENG', 'WEB'),
    state: fc.constantFrom('open', 'all', 'Todo', 'In Progress', 'Done'),
    assignee: fc.constantFrom<ListQuery['assignee']>(null, 'nobody', { id: 'person-ada', name: 'Ada Lovelace' }),
    label: fc.constantFrom(null, 'Bug', 'Legal'),
    project: fc.constantFrom(null, 'Relaunch'),
    priority: fc.constantFrom<Priority | null>(null, 0, 1, 2, 3, 4),
    text: fc.option(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' })),
  });

  it('fits into a button and comes back as the same query, or is refused', async () => {
    await fc.assert(
      fc.asyncProperty(queries, fc.integer({ min: 0, max: 50 }), async (query, page) => {
        const token = encodeToken(query, page);
        if (token === null) return;
        expect(`list-issues:${token}`.length).toBeLessThanOrEqual(100);
        expect(await decodeToken(ports, token)).toMatchObject({ query, page });
      }),
    );
  });

  it('has room for 35 characters of text beside every other filter', () => {
    const full: ListQuery = {
      teamKey: 'ENGINE',
      state: 'Todo',
      assignee: { id: 'x', name: 'X' },
      label: 'a',
      project: 'b',
      priority: 1,
      text: 'x'.repeat(35),
    };
    expect(encodeToken(full, 50)).not.toBeNull();
    expect(encodeToken({ ...full, text: 'x'.repeat(90) }, 50)).toBeNull();
  });
});

describe('reading a page', () => {
  it('asks only as far as the page', async () => {
    const ports = featurePorts(bigWorkspace(300));
    await readPage(ports.tracker, { state: 'all' }, 5);
    expect(ports.tracker.asked).toHaveLength(1);
    await readPage(ports.tracker, { state: 'all' }, 6);
    expect(ports.tracker.asked).toHaveLength(3);
  });
});

describe('the suggestions of /list-issues', () => {
  const suggest = async (option: string, typed: string) =>
    (await listIssues.suggest?.(featurePorts(SAMPLE), typing(option, typed))) ?? [];

  it('offers states, people, labels, projects and teams', async () => {
    expect((await suggest('state', '')).slice(0, 3).map((choice) => choice.value)).toEqual(['open', 'all', 'Triage']);
    expect((await suggest('state', 'in ')).map((choice) => choice.value)).toEqual(['In Progress', 'In Review']);
    expect(await suggest('assignee', 'hop')).toEqual([{ name: 'Grace Hopper (grace)', value: 'person-grace' }]);
    expect((await suggest('assignee', '')).slice(0, 2).map((choice) => choice.value)).toEqual(['me', 'nobody']);
    expect((await suggest('label', '')).map((choice) => choice.value)).toEqual(['Bug', 'Design', 'Legal']);
    expect((await suggest('project', 're')).map((choice) => choice.value)).toEqual(['Relaunch']);
    expect((await suggest('team', 'eng')).map((choice) => choice.value)).toEqual(['ENG']);
  });

  it('keeps a label that is too long for a choice usable', async () => {
    const label = `Long ${'x'.repeat(150)}`;
    const workspace = { ...SAMPLE, issues: [{ identifier: 'ENG-1', labels: [label] }] };
    const [offered] = (await listIssues.suggest?.(featurePorts(workspace), typing('label', 'long'))) ?? [];
    expect(offered?.value).toHaveLength(100);
    expect(listed(await ask({ label: offered?.value ?? '' }, workspace))).toEqual(['ENG-1']);
  });
});
