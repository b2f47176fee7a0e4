import { afterEach, describe, expect, it } from 'vitest';
import {
  type CannedLinear,
  type CannedReply,
  cannedIssue,
  cannedRef,
  onePage,
  rateLimited,
  slice,
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

const many = <T>(count: number, make: (number: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i + 1));

describe('a list of issues from Linear', () => {
  it('is one page with the cursor of the next', async () => {
    const issues = many(5, (number) => cannedIssue(number));
    const { tracker, server } = await setUp({
      Issues: ({ first, after }) => ({ data: { issues: slice(issues, Number(first), after) } }),
    });
    const first = await tracker.issues({ state: 'open' }, { pageSize: 3 });
    expect(first.value).toMatchObject({ issues: [{ identifier: 'ENG-1' }, {}, {}], nextCursor: '3' });
    const last = await tracker.issues({ state: 'open' }, { pageSize: 3, after: '3' });
    expect(last.value).toMatchObject({ issues: [{ identifier: 'ENG-4' }, {}], nextCursor: null });
    expect(server.requests.map(({ variables }) => variables)).toEqual([
      { filter: { state: { type: { nin: ['completed', 'canceled', 'duplicate'] } } }, first: 3 },
      { filter: { state: { type: { nin: ['completed', 'canceled', 'duplicate'] } } }, first: 3, after: '3' },
    ]);
  });

  it('asks for 1 to 50', async () => {
    const { tracker, server } = await setUp({ Issues: () => ({ data: { issues: onePage([]) } }) });
    await tracker.issues({}, { pageSize: 500 });
    await tracker.issues({}, { pageSize: 0 });
    expect(server.requests.map(({ variables }) => variables.first)).toEqual([50, 1]);
  });

  it('is an error, not an empty list, when Linear does not know what we ask about', async () => {
    const { tracker } = await setUp({});
    const asked = [tracker.issues({}, { pageSize: 5 }), tracker.suggestIssues('', 5), tracker.teams(), tracker.names()];
    for (const answer of await Promise.allSettled(asked)) {
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'LINEAR_BAD_ANSWER' } });
    }
  });

  it('suggests the issue first whose identifier was typed', async () => {
    const nodes = [cannedRef(120), cannedRef(7), cannedRef(12)];
    const { tracker } = await setUp({ Suggestions: () => ({ data: { issues: { nodes } } }) });
    const { value } = await tracker.suggestIssues('Eng12', 25);
    expect(value.map(({ identifier }) => identifier)).toEqual(['ENG-12', 'ENG-120', 'ENG-7']);
  });
});

describe('a Linear in trouble', () => {
  const teams = { data: { teams: onePage([{ id: 'team-1', key: 'ENG', name: 'Engineering' }]) } };
  const broken = { status: 503, body: '<html>', headers: { 'content-type': 'text/html' } };

  it('is asked once for all who ask the same', async () => {
    const { tracker, server } = await setUp({ Teams: () => ({ ...teams, delayMs: 20 }) });
    await Promise.all([tracker.teams(), tracker.teams(), tracker.teams()]);
    await tracker.teams();
    expect(server.names()).toEqual(['Teams']);
  });

  it.each([
    ['is down', broken, 'down'],
    ['limits us', rateLimited({ 'retry-after': '60' }), 'degraded'],
    ['talks nonsense', { status: 200, body: 'what?' }, 'degraded'],
    ['answers slowly', { ...teams, delayMs: 600 }, 'degraded'],
  ])('shows the last known answer with its age when it %s', async (_, trouble, state) => {
    let reply: CannedReply = teams;
    const { tracker, clock, health } = await setUp({ Teams: () => reply });
    await tracker.teams();
    expect(health.of('linear')?.state).toBe('on');
    reply = trouble;
    clock.advanceMs(3_600_000);
    expect(await tracker.teams()).toEqual({
      value: [{ id: 'team-1', key: 'ENG', name: 'Engineering' }],
      asOf: new Date('2026-03-10T12:00:00Z'),
      isStale: true,
    });
    expect(health.of('linear')?.state).toBe(state);
  });

  it('shows as well again when it answers, without a restart', async () => {
    let reply: CannedReply = broken;
    const { tracker, clock, health } = await setUp({ Teams: () => reply });
    await expect(tracker.teams()).rejects.toMatchObject({ code: 'LINEAR_UNREACHABLE', facts: { why: 'status 503' } });
    expect(health.of('linear')).toMatchObject({ state: 'down', detail: expect.stringContaining('status 503') });
    reply = teams;
    clock.advanceMs(5_000);
    expect((await tracker.teams()).isStale).toBe(false);
    expect(health.of('linear')).toMatchObject({ state: 'on' });
  });

  it('does not keep the bot from warming up', async () => {
    const { tracker, server, health } = await setUp({ Teams: () => broken });
    expect(health.of('linear')?.state).toBe('starting');
    await tracker.warmUp();
    expect(server.names()).toContain('Teams');
    expect(health.of('linear')?.state).toBe('down');
  });
});
