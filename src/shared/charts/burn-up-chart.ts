import { dayAt, isWeekend } from '../working-days.ts';
import { type BurnUp, type BurnUpFacts, burnUpFacts, rangeWords } from './burn-up.ts';
import { textWidth } from './lettering.ts';
import { COLOUR, legend, MARGIN, page, SIZE, STRIPED, TOP, text, WIDTH } from './look.ts';
import { dayName, shortNumber, ticks } from './scale.ts';
import { el, through } from './svg.ts';

const HEIGHT = 480;
const PLOT = { left: 62, right: 578, top: TOP + 8, bottom: HEIGHT - 88 } as const;

/** Scope, started and done by day, weekends, today, and where the pace leads. SVG. */
export function burnUpChart(data: BurnUp): string {
  const facts = burnUpFacts(data);
  const plot = new Plot(data, facts);
  return page(
    { title: data.title, subtitle: data.subtitle, height: HEIGHT },
    plot.weekends(),
    plot.grid(),
    plot.days(),
    facts.points.length === 0
      ? text([(PLOT.left + PLOT.right) / 2, 250], 'No day of this sprint has been counted yet.', {
          anchor: 'middle',
          fill: COLOUR.faint,
        })
      : [plot.areas(), plot.projection(), plot.scope(), plot.today(), plot.labels()].join(''),
    legendOf(facts),
  );
}

class Plot {
  readonly #data: BurnUp;
  readonly #facts: BurnUpFacts;
  readonly #top: number;

  constructor(data: BurnUp, facts: BurnUpFacts) {
    this.#data = data;
    this.#facts = facts;
    const scopes = facts.points.map(({ scope, done, started }) => Math.max(scope, done + started));
    // The uncertainty above the scope says nothing that matters, so it makes no room for itself.
    this.#top = Math.max(1, ...scopes) * 1.1;
  }

  #x(day: number): number {
    return PLOT.left + ((PLOT.right - PLOT.left) * day) / this.#facts.totalDays;
  }

  #y(value: number): number {
    return PLOT.bottom - (PLOT.bottom - PLOT.top) * Math.min(1, Math.max(0, value / this.#top));
  }

  weekends(): string {
    return Array.from({ length: this.#facts.totalDays }, (_, day) => day)
      .filter((day) => isWeekend(dayAt(this.#data.startsAt, day)))
      .map((day) =>
        el('rect', {
          x: this.#x(day),
          y: PLOT.top,
          width: this.#x(day + 1) - this.#x(day),
          height: PLOT.bottom - PLOT.top,
          fill: COLOUR.weekend,
        }),
      )
      .join('');
  }

  grid(): string {
    return ticks(this.#top, 4)
      .map((value) => {
        const y = this.#y(value);
        const line = el('line', {
          x1: PLOT.left,
          x2: PLOT.right,
          y1: y,
          y2: y,
          stroke: COLOUR.grid,
          'stroke-width': 1,
        });
        return (
          line +
          text([PLOT.left - 8, y + 6], shortNumber(value), { size: SIZE.small, fill: COLOUR.faint, anchor: 'end' })
        );
      })
      .join('');
  }

  /** Names of days below the plot, as many as have room, today's among them. */
  days(): string {
    const { totalDays, isRunning, elapsed } = this.#facts;
    const today = isRunning ? Math.floor(elapsed) : -1;
    const step = Math.max(1, Math.ceil(totalDays / 6));
    const regular = Array.from({ length: Math.ceil(totalDays / step) }, (_, index) => index * step);
    const near = (day: number): boolean => today >= 0 && Math.abs(this.#x(day) - this.#x(today)) < 80;
    const named = [...regular.filter((day) => !near(day)), ...(today >= 0 ? [today] : [])];
    return named
      .map((day) =>
        text([this.#x(day + 0.5), PLOT.bottom + 26], dayName(dayAt(this.#data.startsAt, day)), {
          size: SIZE.small,
          anchor: 'middle',
          fill: day === today ? COLOUR.text : COLOUR.faint,
          isBold: day === today,
        }),
      )
      .join('');
  }

  areas(): string {
    const done = this.#line(({ done: value }) => value);
    const worked = this.#line(({ done: value, started }) => value + started);
    const floor = [...done].reverse().map(([x]) => [x, PLOT.bottom] as const);
    return (
      el('path', { d: `${through([...worked, ...[...done].reverse()])}Z`, fill: STRIPED }) +
      el('path', { d: `${through([...done, ...floor])}Z`, fill: COLOUR.done }) +
      el('path', { d: through(worked), fill: 'none', stroke: COLOUR.started, 'stroke-width': 2.5 }) +
      el('path', { d: through(done), fill: 'none', stroke: '#d6fff2', 'stroke-width': 2.5 })
    );
  }

  scope(): string {
    const [first] = this.#facts.points;
    const steps = this.#facts.points.flatMap(({ day, scope }, index, all) => {
      const before = all[index - 1];
      return [[this.#x(before?.day ?? 0), this.#y(scope)] as const, [this.#x(day), this.#y(scope)] as const];
    });
    const last = this.#facts.points.at(-1);
    const ahead =
      last && this.#facts.isRunning
        ? through([
            [this.#x(last.day), this.#y(last.scope)],
            [PLOT.right, this.#y(last.scope)],
          ])
        : '';
    return (
      el('path', {
        d: first ? through(steps) : '',
        fill: 'none',
        stroke: COLOUR.scope,
        'stroke-width': 4,
        'stroke-linejoin': 'round',
      }) +
      (ahead === '' ? '' : el('path', { d: ahead, stroke: COLOUR.scope, 'stroke-width': 2, 'stroke-dasharray': '2 6' }))
    );
  }

  projection(): string {
    const { forecast: ahead, points, elapsed } = this.#facts;
    const now = points.at(-1);
    if (ahead === null || now === undefined) return '';
    const from = [this.#x(elapsed), this.#y(now.done)] as const;
    const today = this.#facts.totalDays - ahead.byDay.length;
    const line = (pick: 'low' | 'likely' | 'high') => [
      from,
      ...ahead.byDay.map((estimate, index) => [this.#x(today + index + 1), this.#y(estimate[pick])] as const),
    ];
    return (
      el('path', {
        d: `${through([...line('high'), ...line('low').reverse()])}Z`,
        fill: COLOUR.forecast,
        'fill-opacity': 0.22,
      }) +
      el('path', {
        d: through(line('likely')),
        fill: 'none',
        stroke: COLOUR.forecast,
        'stroke-width': 3.5,
        'stroke-dasharray': '10 7',
      })
    );
  }

  today(): string {
    if (!this.#facts.isRunning) return '';
    const x = this.#x(this.#facts.elapsed);
    const isLate = x > PLOT.right - 70;
    return (
      el('line', {
        x1: x,
        x2: x,
        y1: PLOT.top,
        y2: PLOT.bottom,
        stroke: COLOUR.text,
        'stroke-width': 1.5,
        'stroke-dasharray': '5 5',
      }) +
      text([isLate ? x - 7 : x + 7, PLOT.bottom - 10], 'today', {
        size: SIZE.small,
        anchor: isLate ? 'end' : 'start',
        hasRim: true,
      })
    );
  }

  /** The last values beside the plot, none on top of another. */
  labels(): string {
    const last = this.#facts.points.at(-1);
    if (last === undefined) return '';
    const end = this.#facts.forecast?.end;
    const wanted = [
      { at: last.scope, words: `${shortNumber(last.scope)} scope`, fill: COLOUR.scope },
      ...(end ? [{ at: end.likely, words: rangeWords(end), fill: COLOUR.forecast }] : []),
      ...(end
        ? []
        : [{ at: last.done + last.started, words: `${shortNumber(last.started)} started`, fill: COLOUR.started }]),
      ...(end ? [] : [{ at: last.done, words: `${shortNumber(last.done)} done`, fill: COLOUR.done }]),
    ];
    const places = apart(wanted.map(({ at }) => this.#y(at) + 6));
    return wanted
      .map(({ words, fill }, index) =>
        text([PLOT.right + 10, places[index] ?? 0], words, { fill, isBold: true, maxWidth: WIDTH - PLOT.right - 14 }),
      )
      .join('');
  }

  #line(pick: (point: BurnUpFacts['points'][number]) => number): readonly (readonly [number, number])[] {
    return [
      [PLOT.left, PLOT.bottom],
      ...this.#facts.points.map((point) => [this.#x(point.day), this.#y(pick(point))] as const),
    ];
  }
}

/** Base lines, top first as given, moved so that each has its own room. */
function apart(wanted: readonly number[]): readonly number[] {
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  const placed: number[] = [];
  let free = PLOT.top + 8;
  for (const { y, index } of order) {
    placed[index] = Math.max(free, Math.min(y, PLOT.bottom));
    free = (placed[index] ?? 0) + SIZE.text + 4;
  }
  return placed;
}

function legendOf(facts: BurnUpFacts): string {
  const last = facts.points.at(-1);
  if (last === undefined) return '';
  const box = (fill: string): string => el('rect', { width: 26, height: 16, rx: 3, fill });
  const dash = el('line', {
    x1: 0,
    x2: 26,
    y1: 8,
    y2: 8,
    stroke: COLOUR.forecast,
    'stroke-width': 4,
    'stroke-dasharray': '9 5',
  });
  const entries = [
    { words: `${shortNumber(last.done)} done`, sample: box(COLOUR.done) },
    { words: `${shortNumber(last.started)} started`, sample: box(STRIPED) },
    { words: 'scope', sample: el('line', { x1: 0, x2: 26, y1: 8, y2: 8, stroke: COLOUR.scope, 'stroke-width': 4 }) },
    ...(facts.forecast ? [{ words: 'likely range at this pace', sample: dash }] : []),
    { words: 'weekend', sample: el('rect', { width: 26, height: 16, fill: COLOUR.weekend, stroke: COLOUR.grid }) },
  ];
  const width = entries.reduce((sum, { words }) => sum + textWidth(words, SIZE.small) + 52, 0);
  return legend(width > WIDTH - MARGIN ? entries.slice(0, -1) : entries, MARGIN, HEIGHT - 24);
}
