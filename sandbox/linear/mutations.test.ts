import { afterEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../src/shared/clock.ts';
import { data, failure, linearsForTests, NOW } from '../../test/asking-linear.ts';
import type { Change } from './changes.ts';
import { uuidOf } from './uuid.ts';

const { start, closeAll } = linearsForTests();
afterEach(closeAll);

const CREATE = `mutation Create($input: IssueCreateInput!) { issueCreate(input: $input) {
  success issue { id identifier title state { name type } labels { nodes { name } } creator { displayName } addedToCycleAt cycle { number } }
} }`;
const UPDATE = `mutation Update($id: String!, $input: IssueUpdateInput!) { issueUpdate(id: $id, input: $input) {
  success issue { startedAt completedAt canceledAt updatedAt state { name } labels { nodes { name } } }
} }`;
const TEAM = uuidOf('team ENG');
const OWN_ID = '0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0';

async function startWithIssue() {
  const clock = fixedClock(NOW);
  const linear = await start({ clock });
  const changes: Change[] = [];
  linear.changes.listen((change) => changes.push(change));
  const input = { id: OWN_ID, teamId: TEAM, title: 'Robots greet each other' };
  const created = await data<{ issueCreate: { issue: { identifier: string } } }>(linear, CREATE, { input });
  return { linear, clock, changes, input, identifier: created.issueCreate.issue.identifier };
}

describe("mutations of the sandbox's Linear", () => {
  it('create an issue with the next number, in the default state, and tell the listeners', async () => {
    const linear = await start();
    const changes: Change[] = [];
    linear.changes.listen((change) => changes.push(change));
    const highest = Math.max(
      ...linear.workspace.issues.filter(({ teamId }) => teamId === TEAM).map((row) => row.number),
    );
    const input = {
      teamId: TEAM,
      title: 'Robots greet each other',
      labelIds: [uuidOf('label  Feature')],
      cycleId: uuidOf('cycle ENG 12'),
      priority: 2,
    };
    expect(await data(linear, CREATE, { input })).toMatchObject({
      issueCreate: {
        success: true,
        issue: {
          identifier: `ENG-${highest + 1}`,
          state: { name: 'Backlog', type: 'backlog' },
          labels: { nodes: [{ name: 'Feature' }] },
          creator: { displayName: 'ada' },
          addedToCycleAt: NOW,
          cycle: { number: 12 },
        },
      },
    });
    expect(changes).toMatchObject([{ at: NOW, action: 'create', type: 'Issue', actorId: uuidOf('user ada') }]);
  });

  it('refuse an own id the second time, word for word, and create nothing', async () => {
    const { linear, input } = await startWithIssue();
    const before = linear.workspace.issues.length;
    const error = await failure(data(linear, CREATE, { input }));
    expect(error.message).toBe(`Conflict on insert of Issue - Entity Issue with id ${OWN_ID} already exists.`);
    expect(error.status).toBe(200);
    expect(linear.workspace.issues).toHaveLength(before);
  });

  it('stamp the times of a state change, and forget the end when an issue is opened again', async () => {
    const { linear, clock, identifier, changes } = await startWithIssue();
    const to = (name: string) =>
      data(linear, UPDATE, { id: identifier, input: { stateId: uuidOf(`state ENG ${name}`) } });
    clock.advanceMs(1000);
    await to('In Progress');
    clock.advanceMs(1000);
    expect(await to('Done')).toMatchObject({
      issueUpdate: { issue: { startedAt: '2026-03-18T13:30:01.000Z', completedAt: '2026-03-18T13:30:02.000Z' } },
    });
    expect(await to('Todo')).toMatchObject({ issueUpdate: { issue: { completedAt: null, state: { name: 'Todo' } } } });
    expect(await to('Duplicate')).toMatchObject({ issueUpdate: { issue: { canceledAt: '2026-03-18T13:30:02.000Z' } } });
    expect(changes.at(1)).toMatchObject({
      action: 'update',
      updatedFrom: { stateId: uuidOf('state ENG Backlog'), startedAt: null },
    });
  });

  it('change the cycle of today in its history', async () => {
    const { linear, identifier } = await startWithIssue();
    const history = () =>
      data<{ cycle: { issueCountHistory: number[]; completedIssueCountHistory: number[] } }>(
        linear,
        'query H($id: String!) { cycle(id: $id) { issueCountHistory completedIssueCountHistory } }',
        { id: uuidOf('cycle ENG 12') },
      );
    const before = (await history()).cycle;
    await data(linear, UPDATE, {
      id: identifier,
      input: { cycleId: uuidOf('cycle ENG 12'), stateId: uuidOf('state ENG Done') },
    });
    const after = (await history()).cycle;
    expect(after.issueCountHistory.slice(0, -1)).toEqual(before.issueCountHistory.slice(0, -1));
    expect(after.issueCountHistory.at(-1)).toBe((before.issueCountHistory.at(-1) ?? 0) + 1);
    expect(after.completedIssueCountHistory.at(-1)).toBe((before.completedIssueCountHistory.at(-1) ?? 0) + 1);
  });

  it('add and remove labels without touching the others', async () => {
    const { linear, identifier } = await startWithIssue();
    const label = (name: string) => uuidOf(`label  ${name}`);
    await data(linear, UPDATE, { id: identifier, input: { labelIds: [label('Bug'), label('Docs')] } });
    const input = { addedLabelIds: [label('Security')], removedLabelIds: [label('Docs')] };
    expect(await data(linear, UPDATE, { id: identifier, input })).toMatchObject({
      issueUpdate: { issue: { labels: { nodes: expect.arrayContaining([{ name: 'Bug' }, { name: 'Security' }]) } } },
    });
  });

  it.each([
    ['a team key instead of an id', { teamId: 'ENG', title: 'x' }, 'teamId must be a UUID.'],
    ['no title', { teamId: TEAM, title: ' ' }, 'title should not be empty.'],
    [
      'an unknown label',
      { teamId: TEAM, title: 'x', labelIds: [OWN_ID] },
      'labelIds contained an entry that could not be found.',
    ],
    [
      'a state of another team',
      { teamId: TEAM, title: 'x', stateId: uuidOf('state DES Todo') },
      'The state does not belong to the team of the issue',
    ],
    [
      'a cycle of another team',
      { teamId: TEAM, title: 'x', cycleId: uuidOf('cycle DES 5') },
      'The cycle does not belong to the team of the issue',
    ],
    ['a priority beyond 4', { teamId: TEAM, title: 'x', priority: 5 }, 'priority must not be greater than 4.'],
  ])('refuse %s and create nothing', async (_what, input, message) => {
    const linear = await start();
    const before = linear.workspace.issues.length;
    const error = await failure(data(linear, CREATE, { input }));
    expect(error).toMatchObject({ type: 'InvalidInput', errors: [{ message }] });
    expect(linear.workspace.issues).toHaveLength(before);
  });

  it('change nothing when one of several changes is refused', async () => {
    const { linear, identifier, changes } = await startWithIssue();
    const input = { title: 'Another title', stateId: uuidOf('state DES Todo') };
    await failure(data(linear, UPDATE, { id: identifier, input }));
    expect(linear.workspace.issues.find(({ id }) => id === OWN_ID)?.title).toBe('Robots greet each other');
    expect(changes).toHaveLength(1);
  });

  it('archive an issue, which then is in lists only when asked for', async () => {
    const { linear, identifier } = await startWithIssue();
    await data(linear, 'mutation A($id: String!) { issueArchive(id: $id) { success entity { archivedAt } } }', {
      id: identifier,
    });
    const find = (more: string) =>
      data(linear, `{ issues(filter: { title: { eq: "Robots greet each other" } }${more}) { nodes { archivedAt } } }`);
    expect(await find('')).toEqual({ issues: { nodes: [] } });
    expect(await find(', includeArchived: true')).toEqual({ issues: { nodes: [{ archivedAt: NOW }] } });
  });

  it('comment on an issue by its identifier', async () => {
    const { linear, identifier, changes } = await startWithIssue();
    const comment =
      'mutation C($input: CommentCreateInput!) { commentCreate(input: $input) { comment { body user { displayName } issue { identifier } } } }';
    expect(await data(linear, comment, { input: { issueId: identifier, body: 'Hello' } })).toEqual({
      commentCreate: { comment: { body: 'Hello', user: { displayName: 'ada' }, issue: { identifier } } },
    });
    expect(changes.at(-1)).toMatchObject({ action: 'create', type: 'Comment' });
    expect(await failure(data(linear, comment, { input: { issueId: identifier, body: ' ' } }))).toMatchObject({
      type: 'InvalidInput',
    });
  });

  it('create a label once', async () => {
    const linear = await start();
    const label =
      'mutation L($input: IssueLabelCreateInput!) { issueLabelCreate(input: $input) { issueLabel { name team { key } } } }';
    const input = { name: 'From Discord', teamId: TEAM };
    expect(await data(linear, label, { input })).toEqual({
      issueLabelCreate: { issueLabel: { name: 'From Discord', team: { key: 'ENG' } } },
    });
    expect(await failure(data(linear, label, { input: { ...input, name: 'from discord' } }))).toMatchObject({
      type: 'InvalidInput',
    });
  });

  it('link a Discord message once: the same URL again updates the attachment', async () => {
    const { linear, identifier } = await startWithIssue();
    const link = `mutation D($issueId: String!, $title: String) { attachmentLinkDiscord(issueId: $issueId, channelId: "1", messageId: "2",
      url: "https://discord.com/channels/9/1/2", title: $title) { attachment { id title sourceType metadata } } }`;
    interface Linked {
      readonly attachmentLinkDiscord: { readonly attachment: { readonly id: string; readonly title: string } };
    }
    const first = await data<Linked>(linear, link, { issueId: identifier, title: 'First' });
    const second = await data<Linked>(linear, link, { issueId: identifier, title: 'Second' });
    expect(second.attachmentLinkDiscord.attachment).toMatchObject({
      title: 'Second',
      sourceType: 'discord',
      metadata: { channelId: '1', messageId: '2' },
    });
    expect(second.attachmentLinkDiscord.attachment.id).toBe(first.attachmentLinkDiscord.attachment.id);
    const url =
      'mutation U($issueId: String!) { attachmentLinkURL(issueId: $issueId, url: "https://example.com/a") { attachment { url } } }';
    expect(await data(linear, url, { issueId: identifier })).toEqual({
      attachmentLinkURL: { attachment: { url: 'https://example.com/a' } },
    });
    expect(
      await data(linear, '{ attachmentsForURL(url: "https://example.com/a") { nodes { issue { identifier } } } }'),
    ).toEqual({
      attachmentsForURL: { nodes: [{ issue: { identifier } }] },
    });
  });
});
