import { type BurnUp, burnUpAlt } from '../../../src/shared/charts/burn-up.ts';
import { burnUpChart } from '../../../src/shared/charts/burn-up-chart.ts';
import { type SmallMultiples, smallMultiples, smallMultiplesAlt } from '../../../src/shared/charts/small-multiples.ts';
import { type Timeline, timelineAlt } from '../../../src/shared/charts/timeline.ts';
import { timelineChart } from '../../../src/shared/charts/timeline-chart.ts';
import { BUILDS, BURN_UP, EXTREME_CHARTS, SPRINTS, TIMELINE } from '../../fakes/sample-charts.ts';
import type { DataClass, Entry } from '../entry.ts';
import { ENDLESS, SPECIES, SPECIMENS } from '../nasty.ts';

const DAY_MS = 86_400_000;
const day = (index: number): Date => new Date(BURN_UP.startsAt.getTime() + index * DAY_MS);
const { burnUp, timeline, panels } = EXTREME_CHARTS;

const drawn = (name: string, data: DataClass, draw: () => readonly [svg: string, alt: string]): Entry => ({
  name,
  area: 'pictures',
  data,
  make(seen) {
    seen.add(`picture:${name.split(',')[0] ?? ''}:${data}`);
    const [svg, alt] = draw();
    return Promise.resolve([{ kind: 'picture', picture: { name: 'picture.png', alt, svg } }]);
  },
});

const burning = (what: string, data: DataClass, chart: BurnUp): Entry =>
  drawn(`burn-up, ${what}`, data, () => [burnUpChart(chart), burnUpAlt(chart)]);
const timed = (what: string, data: DataClass, chart: Timeline): Entry =>
  drawn(`timeline, ${what}`, data, () => [timelineChart(chart), timelineAlt(chart)]);
const small = (what: string, data: DataClass, chart: SmallMultiples): Entry =>
  drawn(`small multiples, ${what}`, data, () => [smallMultiples(chart), smallMultiplesAlt(chart)]);

const burnUps = (): readonly Entry[] => [
  burning('a sprint on its tenth day', 'typical', BURN_UP),
  burning('its first days', 'typical', burnUp.early),
  burning('over, and all done', 'typical', burnUp.over),
  burning('nothing counted yet', 'empty', burnUp.empty),
  burning('one day, one point', 'empty', burnUp.tiny),
  burning('nothing done', 'empty', {
    ...BURN_UP,
    done: BURN_UP.done.map(() => 0),
    started: BURN_UP.started.map(() => 0),
  }),
  burning('60 days', 'extreme', burnUp.long),
  burning('huge numbers', 'extreme', {
    ...BURN_UP,
    scope: BURN_UP.scope.map((n) => n * 1e7),
    started: BURN_UP.started.map((n) => n * 1e7),
    done: BURN_UP.done.map((n) => n * 1e7),
  }),
  burning('a scope that falls below what is done', 'extreme', {
    ...BURN_UP,
    scope: [80, 60, 40, 30, 20, 20, 20, 20, 20, 20],
  }),
  burning('not begun', 'extreme', { ...BURN_UP, now: day(-20), scope: [], started: [], done: [] }),
  burning('over for long', 'extreme', { ...BURN_UP, now: day(400) }),
  burning('negative and broken numbers', 'hostile', burnUp.hostile),
  burning('dates that are none', 'hostile', burnUp.dateless),
  burning('East Asian scripts and emoji', 'hostile', {
    ...BURN_UP,
    title: `${SPECIES.eastAsian} ${SPECIES.emoji}`,
    subtitle: SPECIES.backwards,
  }),
  burning('4,000 characters', 'hostile', { ...BURN_UP, title: ENDLESS, subtitle: ENDLESS }),
];

const nastyLanes: Timeline['lanes'] = SPECIMENS.slice(0, 7).map((words, lane) => ({
  name: words,
  bars: [0, 1].map((index) => ({
    id: `X-${lane * 2 + index}`,
    title: SPECIMENS[(lane * 2 + index) % SPECIMENS.length] ?? '',
    from: index === 0 ? day(lane) : null,
    to: lane % 3 === 0 && index === 0 ? day(lane + 2) : null,
    state: index === 1 ? ('waiting' as const) : lane % 3 === 0 ? ('done' as const) : ('started' as const),
    waitsFor: index === 1 ? [`X-${lane * 2}`] : [],
    isCritical: lane === 2,
  })),
}));

const timelines = (): readonly Entry[] => [
  timed('a sprint on its tenth day', 'typical', TIMELINE),
  timed('nobody works on anything', 'empty', timeline.empty),
  timed('one issue', 'empty', { ...TIMELINE, lanes: TIMELINE.lanes.slice(2) }),
  timed('320 issues of 40 people', 'extreme', timeline.huge),
  timed('60 days', 'extreme', { ...TIMELINE, endsAt: day(60), now: day(45) }),
  timed('not begun', 'extreme', { ...TIMELINE, now: day(-30) }),
  timed('over for long', 'extreme', { ...TIMELINE, now: day(300) }),
  timed('dates that are none', 'hostile', timeline.hostile),
  timed('hostile names', 'hostile', { ...TIMELINE, lanes: nastyLanes }),
];

const multiples = (): readonly Entry[] => [
  small('builds', 'typical', BUILDS),
  small('sprints', 'typical', SPRINTS),
  small('nothing', 'empty', panels.empty),
  small('one', 'empty', panels.one),
  small('90 of them', 'extreme', panels.many),
  small('broken numbers', 'hostile', panels.hostile),
  small('hostile names', 'hostile', {
    ...BUILDS,
    panels: SPECIMENS.slice(0, 12).map((words) => ({
      kind: 'runs',
      name: words,
      verdict: words,
      tone: 'bad',
      runs: [],
    })),
  }),
];

/** Every kind of picture by itself, drawn from data that no workspace of the gallery has. */
export const pictures = (): readonly Entry[] => [...burnUps(), ...timelines(), ...multiples()];
