import { dayAt, isWeekend } from '../working-days.ts';
import { textWidth } from './lettering.ts';
import { COLOUR, legend, MARGIN, page, SIZE, TOP, text, WIDTH } from './look.ts';
import { dayName } from './scale.ts';
import { el, finite, through } from './svg.ts';
import type { Timeline, TimelineBar } from './timeline.ts';
import { layOut, type Row } from './timeline-layout.ts';

const DAY_MS = 86_400_000;
const MAX_DAYS = 120;
const BAR = 25;
const LEFT = MARGIN;
const RIGHT = WIDTH - MARGIN;
/** A bar of an issue that is not started has no length of its own. */
const WAITING_WIDTH = 44;

/** Who works on what when, what waits for what, and the longest chain of waiting. SVG. */
export function timelineChart(data: Timeline): string {
  const layout = layOut(data);
  const axis = new Axis(data, layout.bottom);
  const placed = layout.rows.map((row) => ({ ...row, ...axis.span(row.bar) }));
  const isCritical = placed.some(({ bar }) => bar.isCritical);
  const isEmpty = placed.length === 0;
  const more =
    layout.unseen > 0 ? `+ ${layout.unseen} more ${layout.unseen === 1 ? 'issue' : 'issues'} without room here` : '';
  return page(
    { title: data.title, subtitle: data.subtitle, height: layout.bottom + 92 },
    axis.draw(),
    ...layout.heads.map(({ words, y }) =>
      text([LEFT, y], words, { isBold: true, maxWidth: RIGHT - LEFT, hasRim: true }),
    ),
    ...placed.map(barOf),
    arrows(placed),
    ...placed.map(nameOf),
    isEmpty
      ? text([WIDTH / 2, layout.bottom - 60], 'No issue of this sprint has been started.', {
          anchor: 'middle',
          fill: COLOUR.faint,
          hasRim: true,
        })
      : '',
    more === '' ? '' : text([RIGHT, layout.bottom + 52], more, { size: SIZE.small, fill: COLOUR.faint, anchor: 'end' }),
    isEmpty ? '' : legendOf(layout.bottom, isCritical),
  );
}

class Axis {
  readonly #data: Timeline;
  readonly #bottom: number;
  readonly #days: number;

  constructor(data: Timeline, bottom: number) {
    this.#data = data;
    this.#bottom = bottom;
    this.#days = Math.min(
      MAX_DAYS,
      Math.max(1, Math.ceil(finite((data.endsAt.getTime() - data.startsAt.getTime()) / DAY_MS))),
    );
  }

  x(at: Date): number {
    const day = finite((at.getTime() - this.#data.startsAt.getTime()) / DAY_MS);
    return LEFT + ((RIGHT - LEFT) * Math.min(this.#days, Math.max(0, day))) / this.#days;
  }

  get today(): number {
    return this.x(this.#data.now);
  }

  /** Where a bar begins and ends; what is not started stands behind today. */
  span(bar: TimelineBar): { readonly x1: number; readonly x2: number } {
    if (bar.from === null) {
      const x1 = Math.min(this.today + 8, RIGHT - WAITING_WIDTH);
      return { x1, x2: x1 + WAITING_WIDTH };
    }
    const x1 = Math.min(this.x(bar.from), RIGHT - 10);
    const end = bar.to ?? (this.#data.now.getTime() > this.#data.endsAt.getTime() ? this.#data.endsAt : this.#data.now);
    return { x1, x2: Math.max(x1 + 10, this.x(end)) };
  }

  draw(): string {
    const step = Math.max(1, Math.ceil(this.#days / 7));
    const parts: string[] = [];
    for (let day = 0; day < this.#days; day += 1) {
      const x = LEFT + ((RIGHT - LEFT) * day) / this.#days;
      const width = (RIGHT - LEFT) / this.#days;
      const date = dayAt(this.#data.startsAt, day);
      const isNamed = day % step === 0;
      if (isWeekend(date))
        parts.push(el('rect', { x, y: TOP + 30, width, height: this.#bottom - TOP - 30, fill: COLOUR.weekend }));
      if (!isNamed) continue;
      parts.push(el('line', { x1: x, x2: x, y1: TOP + 30, y2: this.#bottom, stroke: COLOUR.grid, 'stroke-width': 1 }));
      parts.push(
        text([x + 2, TOP + 20], dayName(date), {
          size: SIZE.small,
          fill: COLOUR.faint,
          maxWidth: Math.max(56, width * step),
        }),
      );
    }
    const isRunning = this.today > LEFT && this.today < RIGHT;
    if (isRunning) parts.push(text([this.today, this.#bottom + 20], 'today', { size: SIZE.small, anchor: 'middle' }));
    if (isRunning)
      parts.push(
        el('line', {
          x1: this.today,
          x2: this.today,
          y1: TOP + 26,
          y2: this.#bottom,
          stroke: COLOUR.text,
          'stroke-width': 1.5,
          'stroke-dasharray': '5 5',
        }),
      );
    return parts.join('');
  }
}

type Placed = Row & { readonly x1: number; readonly x2: number };

/** Done is full, what is in work is open to the right, what waits has a broken outline: told apart without colours. */
const FILLS = { done: COLOUR.done, started: '#2b5f87', waiting: COLOUR.ground } as const;

function barOf({ bar, y, x1, x2 }: Placed): string {
  const outline = bar.state === 'waiting' ? COLOUR.waiting : undefined;
  const shape = el('rect', {
    x: x1,
    y,
    width: x2 - x1,
    height: BAR,
    rx: 5,
    fill: FILLS[bar.state],
    stroke: bar.isCritical ? COLOUR.forecast : outline,
    'stroke-width': bar.isCritical ? 3.5 : 2,
    'stroke-dasharray': bar.state === 'waiting' ? '5 4' : undefined,
  });
  const tip = bar.state === 'started' ? openEnd(x2, y, bar.isCritical ? COLOUR.forecast : COLOUR.started) : '';
  return shape + tip + (bar.waitsFor.length > 0 ? noEntry(x1 + 15, y + BAR / 2) : '');
}

function openEnd(x: number, y: number, fill: string): string {
  return el('path', { d: `M${x - 1} ${y}l11 ${BAR / 2}l-11 ${BAR / 2}Z`, fill });
}

/** Inside the bar where there is room, else behind it, else before it. */
function nameOf({ bar, y, x1, x2 }: Placed): string {
  const indent = bar.waitsFor.length > 0 ? 30 : 8;
  const words = `${bar.id} ${bar.title}`;
  const least = textWidth(`${bar.id} ${bar.title.slice(0, 10)}…`, SIZE.small, true);
  const inside = x2 - x1 - indent - 6;
  const behind = RIGHT - x2 - 20;
  const before = x1 - LEFT - 8;
  const look = { size: SIZE.small, isBold: true };
  const base = y + 19;
  if (inside >= least || (inside >= behind && inside >= before)) {
    return text([x1 + indent, base], words, {
      ...look,
      maxWidth: inside,
      fill: bar.state === 'done' ? '#04261c' : COLOUR.text,
    });
  }
  if (behind >= least || behind >= before)
    return text([x2 + (bar.state === 'started' ? 16 : 8), base], words, { ...look, maxWidth: behind, hasRim: true });
  return text([x1 - 8, base], words, { ...look, maxWidth: before, anchor: 'end', hasRim: true });
}

/** The sign that everybody knows: a disc with a bar. */
function noEntry(x: number, y: number): string {
  return (
    el('circle', { cx: x, cy: y, r: 9, fill: COLOUR.trouble, stroke: COLOUR.ground, 'stroke-width': 1.5 }) +
    el('rect', { x: x - 5.5, y: y - 2, width: 11, height: 4, fill: COLOUR.ground })
  );
}

/** From what blocks to what waits, where both are in the picture. */
function arrows(placed: readonly Placed[]): string {
  const byId = new Map(placed.map((one) => [one.bar.id, one]));
  return placed
    .flatMap((to) =>
      to.bar.waitsFor.flatMap((id) => {
        const from = byId.get(id);
        return from && from !== to ? [arrow(from, to)] : [];
      }),
    )
    .join('');
}

function arrow(from: Placed, to: Placed): string {
  const isCritical = from.bar.isCritical && to.bar.isCritical;
  const colour = isCritical ? COLOUR.forecast : COLOUR.trouble;
  const x = Math.max(from.x1 + 4, Math.min(from.x2, to.x1 + 14));
  const isDown = to.y > from.y;
  const y1 = isDown ? from.y + BAR : from.y;
  const y2 = isDown ? to.y : to.y + BAR;
  const end = to.x1 + 14;
  const middle = isDown ? y2 - 5 : y2 + 5;
  const tip = isDown ? -7 : 7;
  return (
    el('path', {
      d: through([
        [x, y1],
        [x, middle],
        [end, middle],
        [end, y2],
      ]),
      fill: 'none',
      stroke: colour,
      'stroke-width': isCritical ? 3 : 2,
    }) + el('path', { d: `M${end} ${y2}l-6 ${tip}h12Z`, fill: colour })
  );
}

function legendOf(bottom: number, isCritical: boolean): string {
  const box = (fill: string): string => el('rect', { width: 26, height: 16, rx: 3, fill });
  return legend(
    [
      { words: 'done', sample: box(COLOUR.done) },
      {
        words: 'in work',
        sample:
          el('rect', { width: 17, height: 16, rx: 3, fill: FILLS.started }) +
          el('path', { d: 'M16 0l9 8l-9 8Z', fill: COLOUR.started }),
      },
      {
        words: 'not started',
        sample: el('rect', {
          x: 1,
          y: 1,
          width: 24,
          height: 14,
          rx: 3,
          fill: 'none',
          stroke: COLOUR.waiting,
          'stroke-width': 2,
          'stroke-dasharray': '5 4',
        }),
      },
      { words: 'blocked', sample: noEntry(13, 8) },
      ...(isCritical
        ? [
            {
              words: 'longest chain',
              sample: el('rect', {
                x: 1,
                y: 1,
                width: 24,
                height: 14,
                rx: 3,
                fill: 'none',
                stroke: COLOUR.forecast,
                'stroke-width': 3.5,
              }),
            },
          ]
        : []),
    ],
    MARGIN,
    bottom + 68 + 8,
  );
}
