import { type Block, blocks, type Inline, inlines } from '../markdown.ts';
import { el } from './dom.ts';
import { longTime, styledTime } from './time.ts';

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

function timeView({ seconds, style }: Extract<Inline, { kind: 'time' }>): HTMLElement {
  const at = new Date(seconds * 1000);
  const isRelative = style === 'R';
  return el(
    'time',
    { class: 'stamp', datetime: at.toISOString(), title: longTime(at), 'data-relative': isRelative },
    styledTime(at, style),
  );
}
