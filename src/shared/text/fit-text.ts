import { BARRIER, LONGEST_MARKS, type MarkdownMarks, readMarks, type Span } from './markdown-marks.ts';

/**
 * Lengths are UTF-16 units. Discord counts code points (https://github.com/discord/discord-api-docs/issues/1315), of
 * which a text never has more, so what fits here fits there.
 */

const ELLIPSIS = '…';
/** Below this there is no room for marks: the text is cut as plain text. */
const SHORTEST_MARKDOWN = 2 * LONGEST_MARKS + 16;

/** What closing a fence costs: a line end and the mark. */
const CLOSED_FENCE = 4;

/** How much of the room a part must fill at least to end at the end of a paragraph, a line, a sentence, a word. */
const LEAST_FILL = { paragraph: 0.6, line: 0.5, sentence: 0.5, word: 0.1 } as const;
type Edge = keyof typeof LEAST_FILL;

interface Text {
  readonly whole: string;
  readonly marks: MarkdownMarks;
}

/**
 * The text when it fits; otherwise its start, which ends in `…` and is never longer than `maxChars`. Cut where a reader
 * would pause; code blocks and emphasis are closed, links, mentions, emoji and characters stay whole.
 */
export function fitText(markdown: string, maxChars: number): string {
  if (markdown.length <= maxChars) return markdown;
  if (maxChars < SHORTEST_MARKDOWN) return fitPlain(markdown, maxChars);
  const text = read(markdown, maxChars);
  const end = chooseCut(text, { from: 0, to: maxChars - LONGEST_MARKS - 2 });
  const spans = spansAt(text, end);
  const head = trimEnd(markdown.slice(0, end), spans);
  return close(`${head}${head === '' ? '' : gapAt(markdown, end, spans)}${ELLIPSIS}`, spans);
}

/**
 * The whole text in parts of at most `maxChars` (at least 2) each; none when it is blank. What is open at the end of a
 * part is closed there and opened again in the next; white space at a cut is dropped.
 */
export function splitText(markdown: string, maxChars: number): string[] {
  if (maxChars < 2) throw new RangeError('A part needs room for a character of two units.');
  if (markdown.trim() === '') return [];
  if (markdown.length <= maxChars) return [markdown];
  if (maxChars < SHORTEST_MARKDOWN) return splitPlain(markdown, maxChars);
  const text = read(markdown, maxChars);
  const unclosed = text.marks.spans.filter(({ isClosed }) => !isClosed);
  const parts: string[] = [];
  for (let from = 0; from < markdown.length; ) {
    const opener = spansAt(text, from)
      .map((span) => span.opener)
      .join('');
    const isLast = opener.length + markdown.length - from + unclosed.length * CLOSED_FENCE <= maxChars;
    const to = from + maxChars - opener.length - LONGEST_MARKS;
    const end = isLast ? markdown.length : chooseCut(text, { from, to });
    const after = isLast ? unclosed : spansAt(text, end);
    const body = trimEnd(markdown.slice(from, end), after);
    if (body.trim() !== '') parts.push(close(opener + body, after));
    from = skipSpace(text, end);
  }
  return parts;
}

/** One line of plain text, for places where Markdown means nothing: at most `maxChars`, ending in `…` when cut. */
export function fitLine(text: string, maxChars: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= maxChars ? line : fitPlain(line, maxChars);
}

function read(markdown: string, maxChars: number): Text {
  return { whole: markdown, marks: readMarks(markdown, Math.floor(maxChars / 2)) };
}

/** What stands between the text and the `…`: a line end after whole lines, nothing inside a word. */
function gapAt(text: string, cut: number, spans: readonly Span[]): string {
  if (isInFence(spans) || text[cut - 1] === '\n') return '\n';
  return /\s/.test(text.slice(cut - 1, cut + 1)) ? ' ' : '';
}

/** Best place to cut after `from` and not after `to`. */
function chooseCut(text: Text, room: { from: number; to: number }): number {
  const from = room.from;
  const to = Math.min(room.to, text.whole.length - 1);
  const isWhole = characterEdges(text.whole, from, to);
  const { barriers } = text.marks;
  const lastFor = new Map<Edge | 'character' | 'emphasis' | 'atom', number>();
  for (let position = to; position > from; position -= 1) {
    const fill = (position - from) / (to - from);
    const isSettled =
      lastFor.has('paragraph') ||
      (fill < LEAST_FILL.paragraph && lastFor.has('line')) ||
      (fill < LEAST_FILL.line && (lastFor.has('sentence') || lastFor.has('word')));
    if (isSettled) break;
    if (!isWhole(position)) continue;
    const barrier = barriers[position] ?? 0;
    const keep = (kind: Parameters<typeof lastFor.set>[0]): void =>
      void (lastFor.has(kind) || lastFor.set(kind, position));
    if (barrier === BARRIER.none) {
      keep('character');
      const edge = edgeAt(text.whole, position);
      if (edge !== null) keep(edge);
    } else if (barrier === BARRIER.emphasis) keep('emphasis');
    else if (barrier === BARRIER.atom) keep('atom');
  }
  for (const edge of ['paragraph', 'line', 'sentence', 'word'] as const) {
    const position = lastFor.get(edge);
    if (position !== undefined && position - from >= (to - from) * LEAST_FILL[edge]) return position;
  }
  return (
    lastFor.get('character') ?? lastFor.get('emphasis') ?? lastFor.get('atom') ?? codePointEdge(text.whole, from, to)
  );
}

/** What ends before the position, if anything that a reader would notice. */
function edgeAt(text: string, position: number): Edge | null {
  if (!/[\s。！？、，]/.test(text.charAt(position - 1))) return /\s/.test(text.charAt(position)) ? 'word' : null;
  const before = text.slice(Math.max(0, position - 4), position);
  if (/\n\r?\n$/.test(before)) return 'paragraph';
  if (before.endsWith('\n')) return 'line';
  if (/[.!?…]["'”’»)]?\s$|[。！？]$/.test(before)) return 'sentence';
  return 'word';
}

/** Tells for a position between `from` and `to` whether it is between two characters as a reader sees them. */
function characterEdges(text: string, from: number, to: number): (position: number) => boolean {
  let edges: Set<number> | null = null;
  const segments = (): Set<number> => {
    const window = text.slice(from, to + 2);
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    return new Set(Array.from(segmenter.segment(window), ({ index }) => from + index));
  };
  return (position) => {
    // Between two ASCII characters there is always an edge, but for the line end of Windows; the segmenter is slow.
    const [before, after] = [text.charCodeAt(position - 1), text.charCodeAt(position)];
    if (before < 0x80 && after < 0x80) return !(before === 13 && after === 10);
    edges ??= segments();
    return edges.has(position);
  };
}

/** For a single "character" that is longer than all the room: at least no half of a surrogate pair. */
function codePointEdge(text: string, from: number, to: number): number {
  const edge = isLowSurrogate(text, to) ? to - 1 : to;
  return edge > from ? edge : from + 2;
}

function isLowSurrogate(text: string, position: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(position - 1, position + 1));
}

function spansAt({ marks }: Text, position: number): readonly Span[] {
  return marks.spans.filter(({ start, end }) => start < position && position < end);
}

function isInFence(spans: readonly Span[]): boolean {
  return spans.some(({ isFence }) => isFence);
}

/** In code, spaces at the end may mean something; line ends are added again by `close`. */
function trimEnd(text: string, spans: readonly Span[]): string {
  return isInFence(spans) ? text.replace(/\n+$/, '') : text.trimEnd();
}

function close(text: string, spans: readonly Span[]): string {
  return spans.reduceRight((closed, { closer, isFence }) => `${closed}${isFence ? '\n' : ''}${closer}`, text);
}

/** Where the next part begins: after the white space at the cut, but never out of what is open there. */
function skipSpace(text: Text, from: number): number {
  const rest = text.whole.slice(from);
  const isNewLine = text.whole[from - 1] === '\n';
  const space =
    (isInFence(spansAt(text, from)) ? /^\n*/ : isNewLine ? /^(?:[^\S\n]*\n)*/ : /^\s*/).exec(rest)?.[0] ?? '';
  const next = from + space.length;
  return spansAt(text, next).length === spansAt(text, from).length ? next : from;
}

function fitPlain(text: string, maxChars: number): string {
  const plain = text.replaceAll('```', '');
  if (plain.length <= maxChars) return plain;
  const end = plainCut(plain, { from: 0, to: maxChars - 1 });
  // Not even one character fits.
  if (end > maxChars - 1) return ELLIPSIS.slice(0, Math.max(0, maxChars));
  return `${plain.slice(0, end).trimEnd()}${ELLIPSIS}`;
}

function splitPlain(text: string, maxChars: number): string[] {
  const plain = text.replaceAll('```', '');
  const parts: string[] = [];
  for (let from = 0; from < plain.length; ) {
    const end = plain.length - from <= maxChars ? plain.length : plainCut(plain, { from, to: from + maxChars });
    const part = plain.slice(from, end).trim();
    if (part !== '') parts.push(part);
    from = end;
  }
  return parts;
}

function plainCut(whole: string, room: { from: number; to: number }): number {
  return chooseCut({ whole, marks: { barriers: new Uint8Array(whole.length + 1), spans: [] } }, room);
}
