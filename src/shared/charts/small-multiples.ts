import { oneLine } from '../text/markdown.ts';
import { COLOUR, legend, MARGIN, page, SIZE, STRIPED, TOP, text, WIDTH } from './look.ts';
import { shortNumber } from './scale.ts';
import { el, finite, through } from './svg.ts';

/** One small picture of many that are read in the same way. */
export type Panel = {
  readonly name: string /** What there is to know, in a few words. */;
  readonly verdict: string;
  readonly tone: 'good' | 'neutral' | 'bad';
} & (
  | {
      readonly kind: 'runs';
      /** Oldest first; the newest 24 are shown. */
      readonly runs: readonly { readonly state: 'passed' | 'failed' | 'running' | 'canceled' }[];
    }
  | {
      readonly kind: 'progress';
      /** By day, first day first; `days` is the whole length. */
      readonly days: number;
      readonly scope: readonly number[];
      readonly done: readonly number[];
      readonly started: readonly number[];
    }
);

export interface SmallMultiples {
  readonly title: string;
  readonly subtitle: string;
  /** Said in the middle when there are no panels. */
  readonly whenEmpty: string;
  /** Important ones first: at most 8 are drawn, the others are counted. */
  readonly panels: readonly Panel[];
}

const MAX_PANELS = 8;
const MAX_RUNS = 24;
const GAP = 16;
const PANEL = { width: (WIDTH - 2 * MARGIN - GAP) / 2, height: 148 } as const;
const PAD = 14;
const DRAWING = { top: 76, height: 56 } as const;

/** Panels in two columns. SVG. */
export function smallMultiples(data: SmallMultiples): string {
  const shown = data.panels.slice(0, MAX_PANELS);
  const rows = Math.max(1, Math.ceil(shown.length / 2));
  const bottom = TOP + rows * (PANEL.height + GAP);
  const unseen = data.panels.length - shown.length;
  return page(
    { title: data.title, subtitle: data.subtitle, height: bottom + 40 },
    ...shown.map((panel, index) => placed(panel, index, shown.length === 1)),
    shown.length === 0 ? text([WIDTH / 2, TOP + 80], data.whenEmpty, { anchor: 'middle', fill: COLOUR.faint }) : '',
    shown.length === 0 ? '' : legendOf(shown, bottom + 14),
    unseen > 0
      ? text([WIDTH - MARGIN, bottom + 14], `+ ${unseen} more`, { size: SIZE.small, fill: COLOUR.faint, anchor: 'end' })
      : '',
  );
}

function placed(panel: Panel, index: number, isAlone: boolean): string {
  const width = isAlone ? WIDTH - 2 * MARGIN : PANEL.width;
  const x = MARGIN + (index % 2) * (PANEL.width + GAP);
  const y = TOP + Math.floor(index / 2) * (PANEL.height + GAP);
  const inner = width - 2 * PAD;
  return el(
    'g',
    { transform: `translate(${x} ${y})` },
    el('rect', { width, height: PANEL.height, rx: 10, fill: COLOUR.panel }),
    // A bar at the side for trouble; the words say it too.
    panel.tone === 'bad' ? el('rect', { width: 6, height: PANEL.height, rx: 3, fill: COLOUR.trouble }) : '',
    text([PAD, 30], panel.name, { isBold: true, maxWidth: inner }),
    text([PAD, 56], panel.verdict, { size: SIZE.small, maxWidth: inner, fill: verdictColour(panel) }),
    el(
      'g',
      { transform: `translate(${PAD} ${DRAWING.top})` },
      panel.kind === 'runs' ? runs(panel, inner) : progress(panel, inner),
    ),
  );
}

function verdictColour({ tone }: Panel): string {
  switch (tone) {
    case 'bad':
      return COLOUR.trouble;
    case 'good':
      return COLOUR.done;
    case 'neutral':
      return COLOUR.faint;
  }
}

/** One mark for each run: failures are the tall ones, what passed is low and full, what is running is hollow. */
function runs({ runs: all }: Extract<Panel, { kind: 'runs' }>, width: number): string {
  const shown = all.slice(-MAX_RUNS);
  const step = Math.min(26, width / Math.max(1, MAX_RUNS));
  const base = DRAWING.height;
  const line = el('line', { x1: 0, x2: width, y1: base + 1, y2: base + 1, stroke: COLOUR.grid, 'stroke-width': 1.5 });
  return (
    line + shown.map(({ state }, index) => mark(state, width - (shown.length - index) * step, step * 0.72)).join('')
  );
}

function mark(state: 'passed' | 'failed' | 'running' | 'canceled', x: number, width: number): string {
  const base = DRAWING.height;
  const block = (height: number, more: { fill: string; stroke?: string; 'stroke-width'?: number }): string =>
    el('rect', { x, y: base - height, width, height, rx: 2, ...more });
  switch (state) {
    case 'passed':
      return block(24, { fill: COLOUR.done });
    case 'failed':
      return block(54, { fill: COLOUR.trouble });
    case 'running':
      return el('rect', {
        x: x + 1,
        y: base - 23,
        width: Math.max(1, width - 2),
        height: 22,
        rx: 2,
        fill: 'none',
        stroke: COLOUR.started,
        'stroke-width': 2,
      });
    case 'canceled':
      return block(6, { fill: COLOUR.waiting });
  }
}

function progress({ days, scope, started, done }: Extract<Panel, { kind: 'progress' }>, width: number): string {
  const length = Math.min(scope.length, 120);
  const total = Math.max(1, Math.min(120, finite(days)));
  const value = (history: readonly number[], index: number): number =>
    Math.max(0, finite(history[index] ?? history.at(-1) ?? 0));
  const indices = Array.from({ length }, (_, index) => index);
  const top = Math.max(
    1,
    ...indices.map((index) => Math.max(value(scope, index), value(done, index) + value(started, index))),
  );
  const x = (day: number): number => (width * Math.min(day, total)) / total;
  const y = (amount: number): number => DRAWING.height * (1 - amount / top);
  const line = (pick: (index: number) => number) => [
    [0, DRAWING.height] as const,
    ...indices.map((index) => [x(index + 1), y(pick(index))] as const),
  ];
  const worked = line((index) => value(done, index) + value(started, index));
  const finished = line((index) => value(done, index));
  const end = x(length);
  const steps = indices.flatMap((index) => [
    [x(index), y(value(scope, index))] as const,
    [x(index + 1), y(value(scope, index))] as const,
  ]);
  return (
    el('line', { x1: 0, x2: width, y1: DRAWING.height, y2: DRAWING.height, stroke: COLOUR.grid, 'stroke-width': 1.5 }) +
    (length === 0
      ? ''
      : el('path', { d: `${through([...worked, [end, DRAWING.height]])}Z`, fill: STRIPED }) +
        el('path', { d: `${through([...finished, [end, DRAWING.height]])}Z`, fill: COLOUR.done }) +
        el('path', { d: through(steps), fill: 'none', stroke: COLOUR.scope, 'stroke-width': 3 }))
  );
}

function legendOf(panels: readonly Panel[], y: number): string {
  const box = (fill: string): string => el('rect', { width: 26, height: 16, rx: 3, fill });
  if (panels[0]?.kind === 'progress') {
    return legend(
      [
        { words: 'done', sample: box(COLOUR.done) },
        { words: 'started', sample: box(STRIPED) },
        {
          words: 'scope, by day',
          sample: el('line', { x1: 0, x2: 26, y1: 8, y2: 8, stroke: COLOUR.scope, 'stroke-width': 4 }),
        },
      ],
      MARGIN,
      y,
    );
  }
  // As the marks differ: by height, and hollow while it runs.
  const low = (height: number, fill: string): string =>
    el('rect', { x: 6, y: 16 - height, width: 14, height, rx: 2, fill });
  const hollow = {
    x: 7,
    y: 5,
    width: 12,
    height: 10,
    rx: 2,
    fill: 'none',
    stroke: COLOUR.started,
    'stroke-width': 2.5,
  };
  return legend(
    [
      { words: 'passed', sample: low(9, COLOUR.done) },
      { words: 'failed', sample: low(16, COLOUR.trouble) },
      { words: 'running', sample: el('rect', hollow) },
      { words: 'canceled', sample: low(4, COLOUR.waiting) },
    ],
    MARGIN,
    y,
  );
}

/** The picture in words. Plain text. */
export function smallMultiplesAlt({ title, whenEmpty, panels }: SmallMultiples): string {
  if (panels.length === 0) return `${title}. ${whenEmpty}`;
  const said = panels.slice(0, MAX_PANELS).map(({ name, verdict }) => `${oneLine(name)}: ${oneLine(verdict)}`);
  const more = panels.length > said.length ? `; and ${shortNumber(panels.length - said.length)} more` : '';
  return `${title}. ${said.join('; ')}${more}.`;
}
