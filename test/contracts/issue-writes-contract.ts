import { expect, it } from 'vitest';
import type { Issue, IssueTracker, Team } from '../../src/ports/issue-tracker.ts';
import type { NewIssue } from '../../src/ports/issue-writes.ts';
import { stableUuid } from '../../src/shared/ids.ts';

/** What is there to write to: an issue with assignee, label and project, and the team of it. */
interface Bed {
  readonly tracker: IssueTracker;
  readonly team: Team;
  readonly model: Issue;
}

const NOBODY = '00000000-0000-4000-8000-000000000000';
let made = 0;

/** The next issue that nobody has made yet. */
function newIssue({ team }: Bed, more: Partial<NewIssue> = {}): NewIssue {
  made += 1;
  return {
    id: stableUuid(`issue ${made} of the contract`),
    teamId: team.id,
    title: `Written by test ${made}`,
    ...more,
  };
}

/** The rules of `IssueWriter`. These change the workspace, so they come last. */
export function describeWrites(get: () => Promise<Bed>): void {
  describeCreating(get);
  describeUpdating(get);
  describeAdding(get);
}

function describeCreating(get: () => Promise<Bed>): void {
  it('makes an issue with all that is given, names without case, and shows it at once', async () => {
    const bed = await get();
    const { tracker, model } = bed;
    const [label = ''] = model.labels;
    await tracker.issues({ text: 'no such words yet' }, { pageSize: 5 });
    const wanted = newIssue(bed, {
      description: 'Said **in a test**.',
      priority: 2,
      assigneeId: model.assignee?.id ?? '',
      labels: [label.toUpperCase(), ' Brand new label ', 'brand NEW label'],
      project: model.project?.toUpperCase() ?? '',
    });
    const created = await tracker.createIssue(wanted);
    expect(created).toMatchObject({ isNew: true, missingProject: null });
    const { assignee, project } = model;
    expect(created.issue).toMatchObject({ title: wanted.title, priority: 2, teamKey: bed.team.key, assignee, project });
    expect(created.issue.labels.toSorted()).toEqual(['Brand new label', label].toSorted());
    const seen = (await tracker.issue(created.issue.identifier)).value;
    expect(seen).toMatchObject({ ...created.issue, description: 'Said **in a test**.' });
    const [newest] = (await tracker.issues({ label: 'brand new label' }, { pageSize: 5 })).value.issues;
    expect(newest?.identifier).toBe(created.issue.identifier);
  });

  it('makes the same issue once, however often it is asked, and leaves it as it was', async () => {
    const bed = await get();
    const wanted = newIssue(bed);
    const first = await bed.tracker.createIssue(wanted);
    const second = await bed.tracker.createIssue({ ...wanted, title: 'Another title' });
    expect(second).toEqual({ issue: first.issue, isNew: false, missingProject: null });
  });

  it('makes an issue without a project that is not there, and says so', async () => {
    const bed = await get();
    const { issue, missingProject } = await bed.tracker.createIssue(newIssue(bed, { project: 'No such project' }));
    expect([issue.project, missingProject]).toEqual([null, 'No such project']);
  });

  it('refuses a team or a person that is not there', async () => {
    const bed = await get();
    const code = 'LINEAR_NOT_THERE';
    await expect(bed.tracker.createIssue(newIssue(bed, { teamId: NOBODY }))).rejects.toMatchObject({ code });
    await expect(bed.tracker.createIssue(newIssue(bed, { assigneeId: NOBODY }))).rejects.toMatchObject({ code });
  });
}

function describeUpdating(get: () => Promise<Bed>): void {
  it('changes what is given and nothing else, and shows it at once', async () => {
    const bed = await get();
    const { tracker, model } = bed;
    const { issue } = await tracker.createIssue(newIssue(bed, { labels: ['one', 'two'], priority: 3 }));
    await tracker.issue(issue.identifier);
    const state = { name: ` ${model.state.name.toUpperCase()} ` };
    const change = { state, assigneeId: model.assignee?.id ?? '', addLabels: ['three'], removeLabels: ['ONE', 'nine'] };
    for (let time = 0; time < 2; time += 1) {
      const updated = await tracker.update(issue.id, change);
      if (updated.kind !== 'updated') throw new Error(updated.kind);
      expect(updated.issue).toMatchObject({ title: issue.title, priority: 3, assignee: model.assignee });
      expect(updated.issue.state).toEqual(model.state);
      expect(updated.issue.labels.toSorted()).toEqual(['three', 'two']);
    }
    const seen = (await tracker.issue(issue.identifier)).value;
    expect(seen).toMatchObject({ state: model.state, assignee: model.assignee });
    await tracker.update(issue.id, { assigneeId: null, priority: 1, title: 'New', description: 'Text' });
    const after = (await tracker.issue(issue.identifier)).value;
    expect(after).toMatchObject({ assignee: null, priority: 1, title: 'New', description: 'Text', state: model.state });
  });

  it('takes a state by its category', async () => {
    const bed = await get();
    const { issue } = await bed.tracker.createIssue(newIssue(bed));
    const updated = await bed.tracker.update(issue.id, { state: { type: 'canceled' } });
    expect(updated).toMatchObject({ kind: 'updated', issue: { state: { type: 'canceled' } } });
  });

  it('names the states when there is none of that name, and changes nothing', async () => {
    const bed = await get();
    const { issue } = await bed.tracker.createIssue(newIssue(bed));
    const updated = await bed.tracker.update(issue.id, { state: { name: 'No such state' }, priority: 1 });
    expect(updated).toEqual({ kind: 'no-such-state', states: expect.arrayContaining([bed.model.state.name]) });
    expect((await bed.tracker.issue(issue.identifier)).value).toMatchObject({ priority: 0, state: issue.state });
  });

  it('leaves everything as it is when nothing is given', async () => {
    const bed = await get();
    const { issue } = await bed.tracker.createIssue(newIssue(bed));
    expect(await bed.tracker.update(issue.id, { removeLabels: ['nine'] })).toEqual({ kind: 'updated', issue });
  });

  it('tells an issue that is not there from a person who is not there', async () => {
    const bed = await get();
    const { issue } = await bed.tracker.createIssue(newIssue(bed));
    for (const change of [{ priority: 1 as const }, { state: { name: 'Done' } }, {}])
      expect(await bed.tracker.update(NOBODY, change)).toEqual({ kind: 'no-such-issue' });
    const asked = bed.tracker.update(issue.id, { assigneeId: NOBODY });
    await expect(asked).rejects.toMatchObject({ code: 'LINEAR_NOT_THERE' });
  });
}

function describeAdding(get: () => Promise<Bed>): void {
  it('says a comment once', async () => {
    const bed = await get();
    const { tracker } = bed;
    const { issue } = await tracker.createIssue(newIssue(bed));
    const comment = { id: stableUuid(`comment on ${issue.id}`), issueId: issue.id, body: 'Hello' };
    const first = await tracker.comment(comment);
    expect(first?.isNew).toBe(true);
    expect(await tracker.comment(comment)).toEqual({ url: first?.url, isNew: false });
    expect((await tracker.issue(issue.identifier)).value?.comments).toMatchObject({
      count: 1,
      latest: { body: 'Hello' },
    });
    expect(await tracker.comment({ ...comment, id: stableUuid('another'), issueId: NOBODY })).toBeNull();
  });

  it('links a URL once, with the latest title', async () => {
    const bed = await get();
    const { tracker } = bed;
    const { issue } = await tracker.createIssue(newIssue(bed));
    const link = { issueId: issue.id, url: 'https://discord.com/channels/1/2/3', title: 'A message' };
    expect(await tracker.linkMessage(link)).toBe(true);
    expect(await tracker.linkMessage({ ...link, title: 'The message', subtitle: 'in #feedback' })).toBe(true);
    const attachments = (await tracker.issue(issue.identifier)).value?.attachments;
    expect(attachments).toEqual([{ title: 'The message', url: link.url }]);
    expect(await tracker.linkMessage({ ...link, issueId: NOBODY })).toBe(false);
  });

  it('puts an issue into the bin, where it is found by its own id only', async () => {
    const bed = await get();
    const { tracker } = bed;
    const wanted = newIssue(bed);
    const { issue } = await tracker.createIssue(wanted);
    expect([await tracker.trash(issue.id), await tracker.trash(issue.id), await tracker.trash(NOBODY)]).toEqual([
      true,
      true,
      false,
    ]);
    expect((await tracker.issue(issue.identifier)).value).toBeNull();
    expect((await tracker.suggestIssues(issue.identifier, 5)).value).toEqual([]);
    expect(await tracker.createIssue(wanted)).toMatchObject({ isNew: false, issue: { id: issue.id } });
  });
}
