import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featurePorts, link, pressing, request } from '../../../test/fakes/feature-ports.ts';
import { limitProblems, replyText } from '../../../test/fakes/reply-text.ts';
import { NASTY, SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import { DEFAULT_PREFERENCES } from '../../ports/preferences.ts';
import { PERSONAL_KIND_NAMES } from '../../shared/personal-kinds.ts';
import { myNotifications } from './my-notifications.command.ts';
import { readTimes, withKinds } from './my-notifications.ts';

const house = () => featurePorts(SAMPLE, { links: [link('1001', 'ada', 'Ada Lovelace')] });
const pick = (id: string, values: readonly string[], ports = house()) =>
  myNotifications.pick?.(ports, { ...pressing(id), values }) ?? Promise.reject(new Error('no pick'));
const submit = (texts: Readonly<Record<string, string>>, ports = house()) =>
  myNotifications.submit?.(ports, { ...pressing('times'), texts, choices: {} }) ??
  Promise.reject(new Error('no submit'));

describe('/my-notifications', () => {
  it('shows what a member is told and what it comes to', async () => {
    const ports = house();
    const usual = await myNotifications.run(ports, request());
    await ports.preferences.save('1001', {
      ...DEFAULT_PREFERENCES,
      timeZone: 'America/New_York',
      quiet: { from: '20:00', until: '08:00' },
      summaryAt: '17:45',
    });
    const quiet = await myNotifications.run(ports, request());
    const stranger = await myNotifications.run(featurePorts(SAMPLE), request());
    const all = [usual, quiet, stranger].map(replyText).join('\n\n=====\n\n');
    await expect(all).toMatchFileSnapshot('./golden/shown.txt');
    expect(limitProblems(quiet)).toEqual([]);
  });

  it('keeps what is chosen: a kind stands in one list at most', async () => {
    const ports = house();
    await pick('now', ['comment', 'priority'], ports);
    expect((await ports.preferences.of('1001')).kinds).toEqual({
      assigned: 'never',
      blocked: 'never',
      comment: 'now',
      priority: 'now',
      moved: 'summary',
      preview: 'summary',
      merged: 'never',
      feedback: 'never',
    });
    await pick('summary', ['comment'], ports);
    expect((await ports.preferences.of('1001')).kinds).toMatchObject({
      comment: 'summary',
      priority: 'now',
      moved: 'never',
    });
  });

  it('can be silenced, and set back to what is usual', async () => {
    const ports = house();
    const off = await myNotifications.press?.(ports, pressing('off'));
    expect(replyText(off ?? {})).toContain('nobody tells you');
    expect(new Set(Object.values((await ports.preferences.of('1001')).kinds))).toEqual(new Set(['never']));
    await myNotifications.press?.(ports, pressing('usual'));
    expect(await ports.preferences.of('1001')).toEqual(DEFAULT_PREFERENCES);
  });

  it('asks for times in a form that shows what is set', async () => {
    const ports = house();
    await submit({ timeZone: 'berlin', quietFrom: '8 pm', quietUntil: '7.30', summaryAt: '9' }, ports);
    const form = await myNotifications.form?.(ports, { kind: 'press', request: pressing('times') });
    expect(form?.fields.map(({ id, value }) => [id, value])).toEqual([
      ['timeZone', 'Europe/Berlin'],
      ['quietFrom', '20:00'],
      ['quietUntil', '07:30'],
      ['summaryAt', '09:00'],
    ]);
    expect(await myNotifications.form?.(ports, { kind: 'press', request: pressing('off') })).toBeNull();
  });

  it('says everything that is wrong with what was typed, and loses none of it', async () => {
    const ports = house();
    const reply = await submit(
      { timeZone: 'Europe/Brelin', quietFrom: '25:00', quietUntil: '', summaryAt: 'noon' },
      ports,
    );
    await expect(replyText(reply)).toMatchFileSnapshot('./golden/problems.txt');
    expect(await ports.preferences.of('1001')).toEqual(DEFAULT_PREFERENCES);
    const hostile = await submit({ timeZone: NASTY, quietFrom: NASTY, quietUntil: NASTY, summaryAt: NASTY }, ports);
    // In code style nothing mentions anybody.
    expect(replyText(hostile).replaceAll(/`[^`\n]*`/g, '')).not.toMatch(/@everyone|\u202E|[^\\]```/);
    expect(limitProblems(hostile)).toEqual([]);
  });
});

describe('times', () => {
  const read = (more: Partial<Parameters<typeof readTimes>[0]>) =>
    readTimes({ timeZone: 'UTC', quietFrom: '', quietUntil: '', summaryAt: '09:00', ...more });

  it.each([
    ['8', '08:00'],
    ['08:30', '08:30'],
    ['8.05', '08:05'],
    ['20h15', '20:15'],
    ['8 am', '08:00'],
    ['12am', '00:00'],
    ['12 PM', '12:00'],
    ['11:59 pm', '23:59'],
    [' 0:00 ', '00:00'],
  ])('“%s” is %s', (typed, time) => {
    expect(read({ summaryAt: typed })).toMatchObject({ kind: 'ok', times: { summaryAt: time } });
  });

  it.each([[''], ['24:00'], ['8:60'], ['13 pm'], ['0 am'], ['-1'], ['8:5'], ['noon']])('“%s” is none', (typed) => {
    expect(read({ summaryAt: typed }).kind).toBe('problems');
  });

  it('quiet hours have two different ends or none', () => {
    expect(read({ quietFrom: '22', quietUntil: '7' })).toMatchObject({
      times: { quiet: { from: '22:00', until: '07:00' } },
    });
    expect(read({})).toMatchObject({ times: { quiet: null } });
    expect(
      [{ quietFrom: '22' }, { quietUntil: '7' }, { quietFrom: '7', quietUntil: '7' }].map((typed) => read(typed).kind),
    ).toEqual(Array(3).fill('problems'));
  });

  it('never break, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (timeZone, quietFrom, quietUntil, summaryAt) => {
        expect(['ok', 'problems']).toContain(readTimes({ timeZone, quietFrom, quietUntil, summaryAt }).kind);
      }),
      { numRuns: 100 },
    );
  });

  it('choosing keeps every kind in exactly one list', () => {
    fc.assert(
      fc.property(
        fc.subarray([...PERSONAL_KIND_NAMES]),
        fc.constantFrom('now' as const, 'summary' as const),
        (chosen, list) => {
          const { kinds } = withKinds(DEFAULT_PREFERENCES, list, chosen);
          expect(PERSONAL_KIND_NAMES.filter((kind) => kinds[kind] === list)).toEqual(
            chosen.toSorted((a, b) => PERSONAL_KIND_NAMES.indexOf(a) - PERSONAL_KIND_NAMES.indexOf(b)),
          );
          expect(Object.keys(kinds)).toEqual(PERSONAL_KIND_NAMES);
        },
      ),
    );
  });
});
