import { describe, expect, it } from 'vitest';
import { featurePorts, pressing, request } from '../../../test/fakes/feature-ports.ts';
import { limitProblems, replyText } from '../../../test/fakes/reply-text.ts';
import { SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import type { Capture } from '../../ports/captures.ts';
import type { Reply } from '../../ports/chat.ts';
import { DEFAULT_PREFERENCES } from '../../ports/preferences.ts';
import { myFeedback } from './my-feedback.command.ts';

const capture = (id: string, more: Partial<Capture> = {}): Capture => ({
  id,
  message: { id: `m${id}`, channelId: '2', url: `https://discord.com/channels/1/2/${id}` },
  author: { id: '1001', name: 'Ada' },
  capturedBy: '10',
  capturedAt: new Date(`2026-08-1${id}T09:00:00Z`),
  state: 'created',
  draft: null,
  issue: {
    identifier: `ENG-${id}`,
    title: `As it was ${id}`,
    url: `https://linear.app/acme/issue/ENG-${id}`,
    state: { name: 'Backlog', type: 'backlog' },
  },
  priority: 0,
  writtenAt: null,
  attempts: 0,
  tellsAuthor: null,
  lastNews: null,
  reference: 'REF',
  ...more,
});
const draft = { title: 'Dark *mode*', description: '', team: null, project: null, labels: [] };
const CAPTURES = [
  capture('1'),
  capture('2', { tellsAuthor: false }),
  capture('0', { state: 'kept', issue: null, draft, message: null }),
  capture('3', { state: 'undone' }),
  capture('4', { author: { id: '2', name: 'Nia' } }),
];
const golden = async (reply: Reply | undefined, name: string) => {
  expect(limitProblems(reply ?? {})).toEqual([]);
  await expect(`${replyText(reply ?? {})}\n`).toMatchFileSnapshot(`./golden/${name}.txt`);
};

describe('/my-feedback', () => {
  it('lists what the person said, with how it stands now', async () => {
    const ports = featurePorts(SAMPLE, { captures: CAPTURES });
    await golden(await myFeedback.run(ports, request()), 'my-feedback');
  });

  it('shows what it heard last while Linear is away', async () => {
    const ports = featurePorts(SAMPLE, { captures: CAPTURES });
    ports.tracker.failWith('LINEAR_UNREACHABLE');
    expect(replyText(await myFeedback.run(ports, request()))).toContain('As it was 1');
  });

  it('says how something gets there', async () => {
    await golden(await myFeedback.run(featurePorts(SAMPLE), request()), 'my-feedback-empty');
  });

  it('takes the choice about which of them one is told', async () => {
    const ports = featurePorts(SAMPLE, { captures: CAPTURES });
    await myFeedback.pick?.(ports, { ...pressing('tell'), values: ['2'] });
    expect(ports.captures.all.map(({ id, tellsAuthor }) => [id, tellsAuthor])).toEqual([
      ['1', false],
      ['2', true],
      ['0', false],
      ['3', false],
      ['4', null],
    ]);
  });

  it('stays within the limits with many of them', async () => {
    const title = '[x](https://evil.example) @everyone '.repeat(8);
    const many = Array.from({ length: 60 }, (_, index) =>
      capture('1', { id: `id-${index}`, issue: { ...CAPTURES[0]!.issue!, title } }),
    );
    const ports = featurePorts(SAMPLE, { captures: many });
    ports.tracker.failWith('LINEAR_UNREACHABLE');
    const reply = await myFeedback.run(ports, request());
    expect(limitProblems({ ...reply, selects: [] })).toEqual([]);
    expect(reply.selects?.[0]?.options).toHaveLength(25);
  });

  it('follows the preferences for what nothing was chosen about', async () => {
    const ports = featurePorts(SAMPLE, { captures: [capture('1')] });
    const kinds = { ...DEFAULT_PREFERENCES.kinds, feedback: 'never' as const };
    await ports.preferences.save('1001', { ...DEFAULT_PREFERENCES, kinds }, ports.clock.now());
    expect((await myFeedback.run(ports, request())).selects?.[0]?.options[0]?.isDefault).toBe(false);
  });
});

describe('the button below what was captured', () => {
  it('is for the author', async () => {
    const ports = featurePorts(SAMPLE, { captures: CAPTURES });
    await golden(await myFeedback.press?.(ports, pressing('tell:1')), 'will-be-told');
    expect(ports.captures.all[0]?.tellsAuthor).toBe(true);
    await golden(await myFeedback.press?.(ports, pressing('tell:4')), 'not-yours');
    expect(myFeedback.answersBeside?.('tell:1')).toBe(true);
  });
});
