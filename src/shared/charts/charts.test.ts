import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILDS, BURN_UP, EXTREME_CHARTS, SPRINTS, TIMELINE } from '../../../test/fakes/sample-charts.ts';
import { burnUpAlt } from './burn-up.ts';
import { burnUpChart } from './burn-up-chart.ts';
import { drawable, fitted, textWidth } from './lettering.ts';
import { shortNumber, ticks } from './scale.ts';
import { smallMultiples, smallMultiplesAlt } from './small-multiples.ts';
import { timelineAlt } from './timeline.ts';
import { timelineChart } from './timeline-chart.ts';

const golden = async (text: string, name: string) =>
  expect(text.replaceAll('><', '>\n<')).toMatchFileSnapshot(`./golden/${name}`);

const { burnUp, timeline, panels } = EXTREME_CHARTS;
const EVERY_CHART: readonly (readonly [string, string])[] = [
  ['burn-up', burnUpChart(BURN_UP)],
  ['timeline', timelineChart(TIMELINE)],
  ['builds', smallMultiples(BUILDS)],
  ['sprints', smallMultiples(SPRINTS)],
  ...Object.entries(burnUp).map(([name, data]) => [`burn-up, ${name}`, burnUpChart(data)] as const),
  ...Object.entries(timeline).map(([name, data]) => [`timeline, ${name}`, timelineChart(data)] as const),
  ...Object.entries(panels).map(([name, data]) => [`small multiples, ${name}`, smallMultiples(data)] as const),
];

describe('the charts', () => {
  it('are drawn as they were looked at', async () => {
    await golden(burnUpChart(BURN_UP), 'burn-up.svg');
    await golden(timelineChart(TIMELINE), 'timeline.svg');
    await golden(smallMultiples(BUILDS), 'builds.svg');
    await golden(smallMultiples(SPRINTS), 'sprints.svg');
  });

  it('say the same in words', async () => {
    const words = [
      burnUpAlt(BURN_UP),
      ...Object.values(burnUp).map(burnUpAlt),
      timelineAlt(TIMELINE),
      timelineAlt(timeline.empty),
      smallMultiplesAlt(BUILDS),
      smallMultiplesAlt(SPRINTS),
      smallMultiplesAlt(panels.empty),
      smallMultiplesAlt(panels.many),
    ];
    await golden(words.join('\n\n'), 'alt-texts.txt');
  });

  it.each(EVERY_CHART)('%s: numbers can be drawn, and text from outside is only text', (_, svg) => {
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
    // oxlint-disable-next-line no-control-regex -- the very characters that XML does not know
    expect(svg).not.toMatch(/<script|[\u0000-\u0008]|\u202E/);
    expect(svg).not.toMatch(/href|<image|<foreignObject|<style/);
  });

  it.each(EVERY_CHART)('%s: stays small, whatever comes in', (_, svg) => {
    expect(svg.length).toBeLessThan(40_000);
    expect(Number(/viewBox="0 0 720 ([\d.]+)"/.exec(svg)?.[1])).toBeLessThanOrEqual(1_300);
  });
});

describe('charts of anything', () => {
  const text = fc.string({ unit: 'binary', maxLength: 120 });
  const date = fc.oneof(
    fc.date({ noInvalidDate: false }),
    fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31') }),
  );
  const history = fc.array(fc.double(), { maxLength: 80 });
  const isSound = (svg: string): void => {
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    // Every "<" begins an element of ours: what came from outside is escaped.
    expect(svg.match(/<(?!\/?(?:svg|g|defs|pattern|rect|line|path|circle|text)[\s>/])/)).toBeNull();
  };

  it('are sound, whatever the numbers, dates and names are', () => {
    const anyBurnUp = fc.record({
      title: text,
      subtitle: text,
      unit: fc.constantFrom('points' as const, 'issues' as const),
      startsAt: date,
      endsAt: date,
      now: date,
      scope: history,
      started: history,
      done: history,
    });
    fc.assert(
      fc.property(anyBurnUp, (data) => {
        isSound(burnUpChart({ ...data, title: data.title.replace(/NaN|Infinity|undefined/g, '') }));
        expect(burnUpAlt(data)).not.toMatch(/NaN|Infinity|undefined/);
      }),
    );
    const bar = fc.record({
      id: text,
      title: text,
      from: fc.option(date),
      to: fc.option(date),
      state: fc.constantFrom('done' as const, 'started' as const, 'waiting' as const),
      waitsFor: fc.array(text, { maxLength: 3 }),
      isCritical: fc.boolean(),
    });
    const lanes = fc.array(fc.record({ name: text, bars: fc.array(bar, { maxLength: 6 }) }), { maxLength: 9 });
    fc.assert(
      fc.property(fc.record({ startsAt: date, endsAt: date, now: date, lanes }), (data) => {
        isSound(timelineChart({ title: 'T', subtitle: 'S', ...data }));
      }),
    );
    const panel = fc.record({
      name: text,
      verdict: text,
      days: fc.double(),
      scope: history,
      done: history,
      started: history,
    });
    fc.assert(
      fc.property(fc.array(panel, { maxLength: 10 }), (all) => {
        const drawn = all.map((one) => ({ ...one, kind: 'progress', tone: 'bad' }) as const);
        isSound(smallMultiples({ title: 'T', subtitle: 'S', whenEmpty: 'E', panels: drawn }));
      }),
    );
  });
});

describe('lettering', () => {
  it('cuts to a width, and shows nothing where not even a letter fits', () => {
    const look = { size: 20 };
    expect(fitted('Align to the charging dock', 120, look)).toBe('Align to the…');
    expect(textWidth(fitted('W'.repeat(90), 200, look), 20)).toBeLessThanOrEqual(200);
    expect(fitted('Align', 8, look)).toBe('');
  });

  it('puts one sign in the place of what the font does not have', () => {
    expect(drawable('山田太郎 Ö Привет 🌙🌙 مرحبا')).toBe('… Ö Привет مرحبا');
    expect(drawable('👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 👍🏽 1️⃣ ❤️‍🔥 Go ☂ 100 © 修复 登录')).toBe('Go ☂ 100 © …');
  });
});

describe('an axis', () => {
  it('has round steps, and no halves of a thing', () => {
    expect(ticks(95, 4)).toEqual([0, 50]);
    expect(ticks(8, 4)).toEqual([0, 2, 4, 6, 8]);
    expect(ticks(1, 4)).toEqual([0, 1]);
    expect(ticks(Number.NaN, 4)).toEqual([0, 1]);
  });

  it('shortens large numbers', () => {
    expect([950, 9_999.5, 12_345, 3_400_000, Number.NaN].map(shortNumber)).toEqual([
      '950',
      '9999.5',
      '12.3k',
      '3.4M',
      '0',
    ]);
  });
});
