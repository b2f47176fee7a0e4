import { type Block, blocks, type Inline, inlines } from '../markdown.ts';
import { el } from './dom.ts';

type Names = Readonly<Record<string, string>>;

/** A text of Discord as elements. */
export function markdown(text: string, names: Names): readonly HTMLElement[] {
  return blocks(text).map((block) => blockView(block, names));
}

/** The same for one line: titles, names of fields. */
export function inlineMarkdown(text: string, names: Names): readonly (HTMLElement | string)[] {
  return inlines(text).map((piece) => inlineView(piece, names));
}

function blockView(block: Block, names: Names): HTMLElement {
  if (block.kind === 'code') return el('pre', { tabindex: 0 }, el('code', {}, block.text));
  const inside = block.inside.map((piece) => inlineView(piece, names));
  switch (block.kind) {
    case 'heading':
      // The page has its own outline; a heading in a message is big text in it.
      return el('p', { class: `h${block.level}` }, ...inside);
    case 'small':
      return el('p', { class: 'small' }, ...inside);
    case 'quote':
      return el('blockquote', {}, ...inside);
    case 'item':
      return el('p', { class: `item depth${Math.min(block.depth, 3)}` }, `${block.mark} `, ...inside);
    case 'line':
      return el('p', {}, ...(inside.length === 0 ? ['\u00a0'] : inside));
    default:
      return block satisfies never;
  }
}

function inlineView(piece: Inline, names: Names): HTMLElement | string {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'code':
      return el('code', {}, piece.text);
    case 'mention':
      return el('span', { class: 'mention' }, `${piece.sign}${names[piece.id] ?? 'unknown'}`);
    case 'time':
      return timeView(piece);
    case 'link':
      return el('a', { href: piece.url, target: '_blank', rel: 'noopener noreferrer' }, ...views(piece.inside, names));
    case 'spoiler':
      return spoilerView(views(piece.inside, names));
    default:
      return el(piece.kind, {}, ...views(piece.inside, names));
  }
}

const views = (pieces: readonly Inline[], names: Names) => pieces.map((piece) => inlineView(piece, names));

function spoilerView(inside: readonly (HTMLElement | string)[]): HTMLElement {
  const button = el('button', { type: 'button', class: 'spoiler', 'aria-label': 'Spoiler' });
  button.addEventListener('click', () => button.replaceWith(el('span', { class: 'shown' }, ...inside)));
  return button;
}

const FORMATS: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

function timeView({ seconds, style }: Extract<Inline, { kind: 'time' }>): HTMLElement {
  const at = new Date(seconds * 1000);
  const full = new Intl.DateTimeFormat('en-US', FORMATS['F']).format(at);
  const text =
    style === 'R' ? relative(at) : new Intl.DateTimeFormat('en-US', FORMATS[style] ?? FORMATS['f']).format(at);
  return el('time', { datetime: at.toISOString(), title: full }, text);
}

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

function relative(at: Date): string {
  const seconds = Math.round((at.getTime() - Date.now()) / 1000);
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}
