import { afterEach, describe, expect, it } from 'vitest';
import {
  type CannedLinear,
  type CannedReply,
  cannedIssue,
  onePage,
  refusal,
} from '../../../test/fakes/canned-linear.ts';
import { type CannedAnswers, startCannedTracker } from '../../../test/fakes/canned-tracker.ts';

let running: CannedLinear | null = null;

afterEach(async () => {
  await running?.close();
  running = null;
});

async function setUp(answers: CannedAnswers) {
  const made = await startCannedTracker(answers);
  running = made.server;
  return made;
}

/** One answer after the other; the last one for ever. */
function inTurn(...replies: readonly CannedReply[]): () => CannedReply {
  let turn = 0;
  return () => replies[Math.min(turn++, replies.length - 1)] ?? { drop: true };
}

const refused = (message: string) => refusal({ status: 200, type: 'invalid input', code: 'INPUT_ERROR', message });
const ID = '0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0';
const WANTED = { id: ID, teamId: 'team-1', title: 'Robots greet each other' };
const ISSUE = cannedIssue(1, { id: ID });
const TAKEN = refused(`Conflict on insert of Issue - Entity Issue with id ${ID} already exists`);

describe('writing to Linear', () => {
  it('makes one issue when the answer to the first attempt gets lost', async () => {
    const { tracker, server } = await setUp({
      IssueCreate: inTurn({ drop: true }, TAKEN),
      IssueById: () => ({ data: { issue: ISSUE } }),
    });
    expect(await tracker.createIssue(WANTED)).toMatchObject({ isNew: false, issue: { identifier: 'ENG-1' } });
    expect(server.names()).toEqual(['IssueCreate', 'IssueCreate', 'IssueById']);
    const ids = server.requests.slice(0, 2).map(({ variables }) => (variables['input'] as { id: string }).id);
    expect(ids).toEqual([ID, ID]);
  });

  it('gives the reason when Linear refuses the issue itself', async () => {
    const { tracker } = await setUp({ IssueCreate: () => refused('The title is too long') });
    const asked = tracker.createIssue(WANTED);
    await expect(asked).rejects.toMatchObject({ code: 'LINEAR_REFUSED', facts: { reason: 'The title is too long.' } });
  });

  it('uses the label that somebody else made in the meantime', async () => {
    const label = { id: 'label-1', name: 'feedback', isGroup: false, team: null };
    const { tracker, server } = await setUp({
      LabelsByName: inTurn(
        { data: { issueLabels: onePage([{ ...label, id: 'group', isGroup: true }]) } },
        { data: { issueLabels: onePage([label]) } },
      ),
      LabelCreate: () => refused('A label with the name "Feedback" already exists'),
      IssueCreate: () => ({ data: { issueCreate: { success: true, issue: ISSUE } } }),
    });
    await tracker.createIssue({ ...WANTED, labels: ['Feedback'] });
    expect(server.requests.at(-1)?.variables).toEqual({ input: { ...WANTED, labelIds: ['label-1'] } });
  });

  it('prefers the label of the team to that of the workspace, and a project of the team', async () => {
    const labels = [
      { id: 'own', name: 'bug', isGroup: false, team: { id: 'team-1' } },
      { id: 'common', name: 'Bug', isGroup: false, team: null },
    ];
    const projects = [
      { id: 'theirs', teams: onePage([{ id: 'team-2' }]) },
      { id: 'ours', teams: onePage([{ id: 'team-2' }, { id: 'team-1' }]) },
    ];
    const { tracker, server } = await setUp({
      LabelsByName: () => ({ data: { issueLabels: onePage(labels) } }),
      ProjectsByName: () => ({ data: { projects: onePage(projects) } }),
      IssueCreate: () => ({ data: { issueCreate: { success: true, issue: ISSUE } } }),
    });
    await tracker.createIssue({ ...WANTED, labels: ['BUG'], project: 'Payments' });
    expect(server.requests.at(-1)?.variables).toEqual({ input: { ...WANTED, labelIds: ['own'], projectId: 'ours' } });
  });

  it('takes an issue that Linear refuses to put into the bin as done when it lies there', async () => {
    const { tracker } = await setUp({
      IssueDelete: () => refused('The issue is already in the trash'),
      IssueById: inTurn({ data: { issue: { ...ISSUE, trashed: true } } }, { data: { issue: ISSUE } }),
    });
    expect(await tracker.trash(ID)).toBe(true);
    await expect(tracker.trash(ID)).rejects.toMatchObject({ code: 'LINEAR_REFUSED' });
  });

  it('asks anew for work, and not for names, when a webhook says that something has changed', async () => {
    const { tracker, server } = await setUp({
      Issues: () => ({ data: { issues: onePage([ISSUE]) } }),
      Teams: () => ({ data: { teams: onePage([{ id: 'team-1', key: 'ENG', name: 'Engineering' }]) } }),
    });
    const look = () => Promise.all([tracker.issues({}, { pageSize: 5 }), tracker.teams()]);
    await look();
    tracker.outdateWork();
    await look();
    expect(server.names().toSorted()).toEqual(['Issues', 'Issues', 'Teams']);
  });

  it('asks anew for what was known before a write, also when nobody knows whether it was done', async () => {
    const { tracker, server } = await setUp({
      Issues: () => ({ data: { issues: onePage([ISSUE]) } }),
      IssueUpdate: () => ({ drop: true }),
    });
    const look = () => tracker.issues({}, { pageSize: 5 });
    await look();
    await look();
    expect(server.names()).toEqual(['Issues']);
    await expect(tracker.update(ID, { priority: 1 })).rejects.toMatchObject({ code: 'LINEAR_UNREACHABLE' });
    expect(await look()).toMatchObject({ isStale: false });
    expect(server.names()).toEqual(['Issues', 'IssueUpdate', 'IssueUpdate', 'IssueUpdate', 'Issues']);
  });
});
