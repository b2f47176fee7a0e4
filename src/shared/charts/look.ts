import { fitted, textWidth } from './lettering.ts';
import { type Attributes, el, escapeXml } from './svg.ts';

/**
 * One look for all pictures. They bring their own dark ground, so that they read the same in a dark and in a light
 * Discord. Colours are Okabe and Ito's, which people with any kind of colour vision tell apart
 * (https://jfly.uni-koeln.de/color/); a pattern, a shape or a word always says the same.
 */
export const COLOUR = {
  ground: '#161b26',
  panel: '#202736',
  weekend: '#1f2635',
  grid: '#343d52',
  faint: '#9aa5bd',
  text: '#f2f5fa',
  done: '#14b58a',
  started: '#56b4e9',
  scope: '#f2f5fa',
  forecast: '#f0a81c',
  trouble: '#ff7a4d',
  waiting: '#8b95ab',
} as const;

/**
 * Everything is laid out 720 wide and drawn 1.5 times as large: on a phone, which shows it about 380 wide, letters of
 * 20 stand as high as Discord's own small print.
 */
export const WIDTH = 720;
const SCALE = 1.5;
export const MARGIN = 24;
export const SIZE = { title: 27, text: 20, small: 18 } as const;
const FAMILY = 'DejaVu Sans Condensed';

export interface TextLook {
  readonly size?: number;
  readonly fill?: string;
  readonly isBold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Cut to this width; absent: as long as it is. */
  readonly maxWidth?: number;
  /** A dark rim, where lines run behind the text. */
  readonly hasRim?: boolean;
}

/** A line of text, `at` its base line. Text from outside may be given as it is. */
export function text(at: readonly [x: number, y: number], words: string, look: TextLook = {}): string {
  const size = look.size ?? SIZE.text;
  const isBold = look.isBold ?? false;
  const line = fitted(words, look.maxWidth ?? Number.POSITIVE_INFINITY, { size, isBold });
  if (line === '') return '';
  const attributes: Attributes = {
    x: at[0],
    y: at[1],
    'font-size': size,
    fill: look.fill ?? COLOUR.text,
    'font-weight': isBold ? 'bold' : undefined,
    'text-anchor': look.anchor === 'start' ? undefined : look.anchor,
  };
  const inside = el('text', attributes, escapeXml(line));
  if (look.hasRim !== true) return inside;
  const rim = { ...attributes, fill: 'none', stroke: COLOUR.ground, 'stroke-width': 6, 'stroke-linejoin': 'round' };
  return el('text', rim, escapeXml(line)) + inside;
}

/** Where the drawing begins below title and subtitle. */
export const TOP = 92;

/** The whole picture: ground, title, subtitle, and what is drawn below `TOP`. */
export function page(
  head: { readonly title: string; readonly subtitle: string; readonly height: number },
  ...drawn: readonly string[]
): string {
  const maxWidth = WIDTH - 2 * MARGIN;
  return el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${head.height}`,
      width: WIDTH * SCALE,
      height: head.height * SCALE,
      'font-family': FAMILY,
    },
    stripes(),
    el('rect', { width: WIDTH, height: head.height, rx: 14, fill: COLOUR.ground }),
    text([MARGIN, 42], head.title, { size: SIZE.title, isBold: true, maxWidth }),
    text([MARGIN, 70], head.subtitle, { size: SIZE.small, fill: COLOUR.faint, maxWidth }),
    ...drawn,
  );
}

/** For areas: what is done is solid, what is started is striped, so that the two differ without their colours. */
function stripes(): string {
  const pattern = {
    id: 'stripes',
    width: 9,
    height: 9,
    patternUnits: 'userSpaceOnUse',
    patternTransform: 'rotate(45)',
  };
  const ground = el('rect', { width: 9, height: 9, fill: '#24435c' });
  return el('defs', {}, el('pattern', pattern, ground, el('rect', { width: 4, height: 9, fill: COLOUR.started })));
}

export const STRIPED = 'url(#stripes)';

/** One entry of a legend: a sample of the look, then the words. */
export interface LegendEntry {
  readonly words: string;
  /** Draws a sample into a box of 26 × 16 at the origin. */
  readonly sample: string;
}

/** A row of entries, as many as fit; `y` is the base line of the words. */
export function legend(entries: readonly LegendEntry[], x: number, y: number): string {
  let at = x;
  return entries
    .map(({ words, sample }) => {
      const width = textWidth(words, SIZE.small) + 52;
      if (at + width - 20 > WIDTH - MARGIN) return '';
      const drawn =
        el('g', { transform: `translate(${Math.round(at)} ${y - 14})` }, sample) +
        text([at + 34, y], words, { size: SIZE.small });
      at += width;
      return drawn;
    })
    .join('');
}
