import { afterEach, describe, expect, it } from 'vitest';
import { type CannedLinear, cannedIssue, cannedRef, DONE, onePage, slice } from '../../../test/fakes/canned-linear.ts';
import { type CannedAnswers, NOT_FOUND, startCannedTracker } from '../../../test/fakes/canned-tracker.ts';

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

const many = <T>(count: number, make: (number: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i + 1));

describe('an issue from Linear', () => {
  const detail = (over: Record<string, unknown> = {}) => ({
    ...cannedIssue(12),
    description: 'Some words',
    creator: { name: '', displayName: 'grace' },
    parent: cannedRef(1),
    relations: onePage([
      { type: 'blocks', relatedIssue: cannedRef(20, { state: DONE }) },
      { type: 'related', relatedIssue: cannedRef(21) },
    ]),
    children: onePage([cannedRef(30), cannedRef(31, { trashed: true })]),
    attachments: onePage([{ title: 'A pull request', url: 'https://example.com/1' }]),
    comments: onePage([]),
    ...over,
  });
  const comment = (number: number) => ({
    body: `comment ${number}`,
    createdAt: new Date(Date.UTC(2026, 2, 1, 0, number)).toISOString(),
    user: number % 2 === 0 ? { name: 'Ada Byron', displayName: 'ada' } : null,
  });

  it('comes with everything around it', async () => {
    const { tracker, server } = await setUp({ IssueDetail: () => ({ data: { issue: detail() } }) });
    const { value } = await tracker.issue(' eng-12 ');
    expect(server.requests[0]?.variables).toEqual({ id: 'ENG-12' });
    expect(value).toMatchObject({
      identifier: 'ENG-12',
      description: 'Some words',
      creator: 'grace',
      parent: { identifier: 'ENG-1' },
      blocks: [{ identifier: 'ENG-20', state: { name: 'Done' } }],
      attachments: [{ title: 'A pull request', url: 'https://example.com/1' }],
      comments: { count: 0, hasMore: false, latest: null },
    });
    expect(value).not.toHaveProperty('relations');
    expect(value?.children.map(({ identifier }) => identifier)).toEqual(['ENG-30']);
    expect(Object.keys(value?.children[0] ?? {}).sort()).toEqual(['identifier', 'state', 'title', 'url']);
  });

  it('has all its children, however many pages they fill', async () => {
    const children = many(120, (number) => cannedRef(100 + number));
    const { tracker, server } = await setUp({
      IssueDetail: ({ children: after }) => ({ data: { issue: detail({ children: slice(children, 50, after) }) } }),
    });
    const { value } = await tracker.issue('ENG-12');
    expect(value?.children).toHaveLength(120);
    expect(value?.labels).toEqual(['bug']);
    expect(server.requests).toHaveLength(3);
  });

  it('tells the newest comment from the first page when the newest come first, and that there are more', async () => {
    const comments = many(80, (number) => comment(number)).reverse();
    const { tracker, server } = await setUp({
      IssueDetail: ({ comments: after }) => ({ data: { issue: detail({ comments: slice(comments, 50, after) }) } }),
    });
    const { value } = await tracker.issue('ENG-12');
    const latest = { author: 'Ada Byron', body: 'comment 80', at: new Date('2026-03-01T01:20:00Z') };
    expect(value?.comments).toEqual({ count: 50, hasMore: true, latest });
    expect(server.requests).toHaveLength(1);
  });

  it('reads all comments when the newest do not come first', async () => {
    const comments = many(79, (number) => comment(number));
    const { tracker } = await setUp({
      IssueDetail: ({ comments: after }) => ({ data: { issue: detail({ comments: slice(comments, 50, after) }) } }),
    });
    const { value } = await tracker.issue('ENG-12');
    const latest = { author: 'an integration', body: 'comment 79', at: new Date('2026-03-01T01:19:00Z') };
    expect(value?.comments).toEqual({ count: 79, hasMore: false, latest });
  });

  it('is null when there is none, when it is in the bin, and without asking when it is no identifier', async () => {
    const { tracker, server } = await setUp({
      IssueDetail: ({ id }) => (id === 'ENG-13' ? { data: { issue: detail({ trashed: true }) } } : NOT_FOUND),
    });
    for (const identifier of ['ENG-12', 'ENG-13', 'hello', '']) {
      expect((await tracker.issue(identifier)).value).toBeNull();
    }
    expect(server.requests).toHaveLength(2);
  });
});
