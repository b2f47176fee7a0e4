import { describe, expect, it } from 'vitest';
import { featurePorts, pressing, request } from '../../../test/fakes/feature-ports.ts';
import { limitProblems, replyText } from '../../../test/fakes/reply-text.ts';
import { bigWorkspace, hostileWorkspace, SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import type { IssueSeed, Workspace } from '../../../test/fakes/workspace.ts';
import { sprintTimeline } from './sprint-timeline.command.ts';
import { sprintTimeline as timelineOf } from './sprint-timeline.ts';

const ask = async (workspace: Workspace, options = {}) => sprintTimeline.run(featurePorts(workspace), request(options));
const golden = async (text: string, name: string) => expect(text).toMatchFileSnapshot(`./golden/timeline-${name}.txt`);

const chainOf = async (seeds: readonly Partial<IssueSeed>[]) => {
  const issues = seeds.map((seed, index): IssueSeed => ({ identifier: `ENG-${index + 1}`, cycle: 12, ...seed }));
  const { value } = await featurePorts({ ...SAMPLE, issues }).tracker.sprint('cycle-eng-12');
  return value === null ? [] : timelineOf(value).chain.map(({ identifier }) => identifier);
};

describe('/sprint-timeline', () => {
  it('shows who works on what, and what waits for what', async () => {
    const reply = await ask(SAMPLE);
    expect(limitProblems(reply)).toEqual([]);
    await golden(replyText(reply), 'typical');
  });

  it('keeps to the limits with 300 issues and with hostile names', async () => {
    for (const workspace of [bigWorkspace(300), hostileWorkspace()]) {
      const reply = await ask(workspace);
      expect(limitProblems(reply)).toEqual([]);
      expect(reply.pictures?.[0]?.alt.length).toBeLessThanOrEqual(1_000);
    }
    await golden(replyText(await ask(hostileWorkspace())), 'hostile');
  });

  it('says so when nothing is in the sprint', async () => {
    await golden(replyText(await ask({ ...SAMPLE, issues: [] })), 'empty');
  });

  it('asks which sprint is meant as /show-sprint does', async () => {
    expect(replyText(await ask(SAMPLE, { sprint: 'Paiments', team: 'ENG' }))).toContain('Payments');
  });

  it('is shown again by its button', async () => {
    const pressed = await sprintTimeline.press?.(featurePorts(SAMPLE), pressing('show:cycle-eng-12'));
    expect(pressed).toEqual(await ask(SAMPLE));
  });
});

describe('the longest chain', () => {
  it('is the one with most points, of open issues of the sprint only', async () => {
    const issues = [
      { estimate: 8 },
      { estimate: 1, blockedBy: ['ENG-1'] },
      { estimate: 2 },
      { estimate: 1, blockedBy: ['ENG-3'] },
      { estimate: 1, blockedBy: ['ENG-4'] },
      { estimate: 20, blockedBy: ['ENG-7'] },
      { estimate: 20, state: 'Done' as const },
    ];
    expect(await chainOf(issues)).toEqual(['ENG-1', 'ENG-2']);
  });

  it('is none where nothing waits, and ends where issues wait for each other in a circle', async () => {
    expect(await chainOf([{}, {}])).toEqual([]);
    const circle = [{ blockedBy: ['ENG-3'] }, { blockedBy: ['ENG-1'] }, { blockedBy: ['ENG-2'] }];
    expect(new Set(await chainOf(circle))).toEqual(new Set(['ENG-1', 'ENG-2', 'ENG-3']));
  });

  it('is found in 300 issues that all wait for the one before', async () => {
    const issues = Array.from({ length: 300 }, (_, index) => (index === 0 ? {} : { blockedBy: [`ENG-${index}`] }));
    expect(await chainOf(issues)).toHaveLength(300);
  });
});
