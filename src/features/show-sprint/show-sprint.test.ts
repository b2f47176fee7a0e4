import { describe, expect, it } from 'vitest';
import { featurePorts, link, pressing, request, typing } from '../../../test/fakes/feature-ports.ts';
import { limitProblems, replyText } from '../../../test/fakes/reply-text.ts';
import { bigWorkspace, hostileWorkspace, SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import { cycle, ENG, WEB, type Workspace } from '../../../test/fakes/workspace.ts';
import { showSprint } from './show-sprint.command.ts';

const ask = async (workspace: Workspace, options = {}, more = {}) =>
  showSprint.run(featurePorts(workspace, more), request(options));

const golden = async (text: string, name: string) => expect(text).toMatchFileSnapshot(`./golden/${name}.txt`);

describe('/show-sprint', () => {
  it('shows the running sprint of the only team that has one', async () => {
    const reply = await ask(SAMPLE);
    expect(limitProblems(reply)).toEqual([]);
    await golden(replyText(reply), 'typical');
  });

  it('says so when nothing is in the sprint', async () => {
    await golden(replyText(await ask({ ...SAMPLE, issues: [] })), 'empty');
  });

  it('stays readable and within the limits with 300 issues', async () => {
    const reply = await ask(bigWorkspace(300));
    expect(limitProblems(reply)).toEqual([]);
    await golden(replyText(reply), 'large');
  });

  it('shows hostile names as text and keeps to the limits', async () => {
    const reply = await ask(hostileWorkspace());
    expect(limitProblems(reply)).toEqual([]);
    const text = replyText(reply);
    expect(text).not.toMatch(/@everyone|[^\\]<@1>|javascript:|\u202E|[^\\]```/);
    await golden(text, 'hostile');
  });

  it('warns when Linear does not answer and the view is an old one', async () => {
    const ports = featurePorts(SAMPLE);
    ports.tracker.goStale('2026-08-12T08:00:00Z');
    const reply = await showSprint.run(ports, request());
    expect(reply.cards?.[0]?.tone).toBe('attention');
    expect(reply.cards?.[0]?.text).toMatch(/^⚠️ Linear is not answering; this is from <t:1786521600:R>\./);
  });

  it('shows a past sprint by place, number, name and id alike', async () => {
    const byPlace = replyText(await ask(SAMPLE, { sprint: 'previous', team: 'ENG' }));
    await golden(byPlace, 'past');
    for (const sprint of ['11', '#11', 'Cycle 11', 'cycle-eng-11']) {
      expect(replyText(await ask(SAMPLE, { sprint, team: 'eng' })), sprint).toBe(byPlace);
    }
  });

  it('shows a sprint that has not begun', async () => {
    await golden(replyText(await ask(SAMPLE, { sprint: 'next', team: 'Engineering' })), 'future');
  });

  it('names the neighbours when no sprint is running', async () => {
    const resting: Workspace = { ...SAMPLE, cycles: SAMPLE.cycles.filter((seed) => seed.cycle.when !== 'active') };
    await golden(replyText(await ask(resting, { team: 'ENG' })), 'none-running');
  });

  it('says that a team has no cycles', async () => {
    const reply = await ask({ ...SAMPLE, cycles: [] }, { team: 'WEB' });
    expect(replyText(reply)).toContain('Website has no running cycle');
    expect(replyText(reply)).toContain('no cycles for this team');
  });

  it('names what comes close to a sprint or a team that does not exist', async () => {
    await golden(
      [
        await ask(SAMPLE, { sprint: 'Paiments', team: 'ENG' }),
        await ask(SAMPLE, { sprint: '99', team: 'ENG' }),
        await ask(SAMPLE, { team: 'Enginering' }),
        await ask(SAMPLE, { team: 'Ops' }),
        await ask(SAMPLE, {}, { defaultTeam: 'GONE' }),
        await ask({ ...SAMPLE, teams: [] }),
      ]
        .map(replyText)
        .join('\n\n'),
      'not-found',
    );
  });
});

describe('the team that is meant', () => {
  const both: Workspace = {
    ...SAMPLE,
    cycles: [...SAMPLE.cycles, { cycle: cycle(WEB, 5, '2026-08-03T00:00:00Z') }],
  };

  it('is the one in the settings, by key or id', async () => {
    for (const defaultTeam of ['WEB', 'web', 'team-web']) {
      expect((await ask(both, {}, { defaultTeam })).cards?.[0]?.title, defaultTeam).toContain('Website');
    }
  });

  it('is the asker’s own when nobody named one', async () => {
    const reply = await ask(both, {}, { links: [link('1001', 'alan', 'Alan Turing')] });
    expect(reply.cards?.[0]?.title).toBe('Website: Cycle 5, current');
  });

  it('is asked for when several have a running sprint', async () => {
    await golden(replyText(await ask(both)), 'which-team');
  });

  it('is asked for, without asking each of many teams for its cycles', async () => {
    const teams = Array.from({ length: 30 }, (_, index) => ({
      id: `t${index}`,
      key: `T${index}`,
      name: `Team ${index}`,
    }));
    const ports = featurePorts({ ...SAMPLE, teams });
    expect((await showSprint.run(ports, request())).cards?.[0]?.title).toBe('Which team?');
    expect(ports.tracker.asked).toEqual(['teams']);
  });
});

describe('a sprint given by id together with a team', () => {
  const id = '3f2b8c1e-0000-4000-8000-123456789abc';
  const workspace: Workspace = {
    ...SAMPLE,
    cycles: [
      { cycle: { ...cycle(ENG, 12, '2026-08-03T00:00:00Z'), id } },
      ...SAMPLE.cycles.filter((seed) => seed.cycle.team === WEB),
    ],
  };

  it('costs one request', async () => {
    const ports = featurePorts(workspace);
    await showSprint.run(ports, request({ sprint: id }));
    expect(ports.tracker.asked).toEqual(['sprint']);
  });

  it('is refused when the sprint is another team’s', async () => {
    expect(replyText(await ask(workspace, { sprint: id, team: 'WEB' }))).toContain(
      'There is no sprint “Cycle 12 of Engineering” in Website',
    );
  });
});

describe('the buttons of /show-sprint', () => {
  const pressIn = async (id: string, workspace = SAMPLE) => showSprint.press?.(featurePorts(workspace), pressing(id));

  it('refreshes the same sprint', async () => {
    expect(replyText((await pressIn('refresh:cycle-eng-12')) ?? {})).toBe(replyText(await ask(SAMPLE)));
  });

  it('lists all issues of the sprint page by page', async () => {
    await golden(replyText((await pressIn('issues:1:cycle-eng-12')) ?? {}), 'issues-page');
    const last = (await pressIn('issues:999:cycle-eng-12', bigWorkspace(33))) ?? {};
    expect(last.cards?.[0]?.footer).toBe('33 issues · page 4 of 4');
    expect(limitProblems(last)).toEqual([]);
    expect(limitProblems((await pressIn('issues:3:cycle-eng-12', hostileWorkspace())) ?? {})).toEqual([]);
  });

  it('says so when the sprint is gone', async () => {
    expect(replyText((await pressIn('refresh:nothing')) ?? {})).toContain('That sprint is not in Linear any more');
  });
});

describe('the suggestions of /show-sprint', () => {
  const suggest = async (option: string, typed: string, options = {}, more = {}) =>
    (await showSprint.suggest?.(featurePorts(SAMPLE, more), typing(option, typed, options))) ?? [];

  it('offers the sprints of the team, the running one first', async () => {
    expect(await suggest('sprint', '')).toEqual([
      { name: 'ENG · Payments (Cycle 12), current · 2026-08-03 to 2026-08-16', value: 'cycle-eng-12' },
      { name: 'ENG · Cycle 13, next · 2026-08-17 to 2026-08-30', value: 'cycle-eng-13' },
      { name: 'ENG · Cycle 11, previous · 2026-07-20 to 2026-08-02', value: 'cycle-eng-11' },
    ]);
    expect((await suggest('sprint', 'prev')).map((choice) => choice.value)).toEqual(['cycle-eng-11']);
    expect((await suggest('sprint', '', { team: 'WEB' })).map((choice) => choice.value)).toEqual(['cycle-web-4']);
  });

  it('offers the places in time when the team is not clear', async () => {
    expect((await suggest('sprint', 'ne', {}, { defaultTeam: 'GONE' })).map((choice) => choice.value)).toEqual([
      'next',
    ]);
  });

  it('offers teams by key and name', async () => {
    expect(await suggest('team', 'web')).toEqual([{ name: 'WEB · Website', value: 'WEB' }]);
  });

  it('says that Linear is not answering and keeps what was typed', async () => {
    const ports = featurePorts(SAMPLE);
    ports.tracker.failWith('LINEAR_UNREACHABLE');
    expect(await showSprint.suggest?.(ports, typing('team', 'we'))).toEqual([
      { name: 'Linear is not answering. Go on typing, or try again in a minute.', value: 'we' },
    ]);
  });
});
