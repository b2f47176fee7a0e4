/**
 * Where a text in Discord's Markdown may be cut. Not a renderer: it knows only what a cut could break. The syntax is
 * described at https://support.discord.com/hc/en-us/articles/210298617 and, for mentions, emoji and timestamps, at
 * https://discord.com/developers/docs/reference#message-formatting.
 */
export interface MarkdownMarks {
  /** For each position between two UTF-16 units, what a cut there would do. */
  readonly barriers: Uint8Array;
  /** Everything that is open between two marks, outer before inner. */
  readonly spans: readonly Span[];
}

/** A stretch that a cut can divide, when it is closed before the cut and opened again after it. */
export interface Span {
  /** The first and last position inside where it can be divided are between these two. */
  readonly start: number;
  readonly end: number;
  readonly opener: string;
  readonly closer: string;
  readonly isFence: boolean;
  /** False for a fence that nobody closed: it runs to the end of the text. */
  readonly isClosed: boolean;
}

/** What a cut would do, from harmless to bad. */
export const BARRIER = {
  /** Nothing. */
  none: 0,
  /** Divide a few emphasised words. */
  emphasis: 1,
  /** Destroy a link, a mention, an emoji, a timestamp or a piece of code. */
  atom: 2,
  /** Cut through a mark, or leave an empty pair of marks. */
  mark: 3,
} as const;

/** No mark that is repeated after a cut is longer than this, nor are all that can be open at once. */
export const LONGEST_MARKS = 24;

const LONGEST_LANGUAGE = 20;
/** Emphasis up to this length is kept in one piece where possible. */
const SHORT_EMPHASIS = 200;

const FENCE = '```';
const TOKEN = new RegExp(
  [
    '\\\\[!-/:-@\\[-`{-~]',
    '`{1,3}',
    '\\[[^\\[\\]\\n]{1,500}\\]\\([^\\s()]{1,2000}(?:\\([^\\s()]{0,500}\\)[^\\s()]{0,500})?\\)',
    '<(?:@[!&]?\\d+|#\\d+|a?:\\w+:\\d+|t:-?\\d+(?::[a-zA-Z])?|/[^<>:\\n]{1,110}:\\d+|id:\\w+(?::\\d+)?|https?://[^\\s<>]+)>',
    'https?://[^\\s<>*|`)\\]]+',
    '\\*+|_+|~~|\\|\\|',
  ].join('|'),
  'g',
);

interface Mark {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Reads the text once. Atoms longer than `longestAtom` are not kept in one piece. */
export function readMarks(text: string, longestAtom: number): MarkdownMarks {
  const marks = { barriers: new Uint8Array(text.length + 1), spans: [] as Span[] };
  let open: Mark[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const token: Mark = { text: match[0], start: match.index, end: TOKEN.lastIndex };
    if (token.text.startsWith(FENCE)) {
      TOKEN.lastIndex = addFence(text, token.start, marks);
      open = [];
    } else if (token.text.startsWith('`')) {
      TOKEN.lastIndex = addInlineCode(text, token, { marks, longestAtom }) ?? token.end;
    } else if (/^[*_~|]/.test(token.text)) {
      addEmphasis(text, token, { marks, open });
    } else if (token.end - token.start <= longestAtom) {
      raise(marks.barriers, { from: token.start + 1, to: token.end - 1, level: BARRIER.atom });
    }
  }
  marks.spans.sort((a, b) => a.start - b.start || b.end - a.end);
  return marks;
}

/** Returns where it ends. */
function addFence(text: string, start: number, { barriers, spans }: { barriers: Uint8Array; spans: Span[] }): number {
  const language = /^[a-z0-9_+\-.#]+(?=\n)/i.exec(text.slice(start + 3, start + 103))?.[0] ?? '';
  let inner = start + 3 + language.length;
  while (text[inner] === '\n') inner += 1;
  const found = text.indexOf(FENCE, inner);
  const closing = found === -1 ? text.length : found;
  const end = Math.min(closing + 3, text.length);
  let innerEnd = closing;
  while (innerEnd > inner && text[innerEnd - 1] === '\n') innerEnd -= 1;
  raise(barriers, { from: start + 1, to: inner, level: BARRIER.mark });
  raise(barriers, { from: innerEnd, to: end - 1, level: BARRIER.mark });
  const opener = `${FENCE}${language.length <= LONGEST_LANGUAGE ? language : ''}\n`;
  spans.push({
    start: inner,
    end: Math.max(innerEnd, inner),
    opener,
    closer: FENCE,
    isFence: true,
    isClosed: found !== -1,
  });
  return end;
}

/** Returns where it ends, or null when these backticks are not closed. */
function addInlineCode(
  text: string,
  ticks: Mark,
  { marks, longestAtom }: { marks: { barriers: Uint8Array; spans: Span[] }; longestAtom: number },
): number | null {
  const closing = text.indexOf(ticks.text, ticks.end);
  if (closing === -1 || text.startsWith(FENCE, closing)) return null;
  const end = closing + ticks.text.length;
  if (end - ticks.start <= longestAtom) {
    raise(marks.barriers, { from: ticks.start + 1, to: end - 1, level: BARRIER.atom });
  } else {
    addSpan(marks, ticks, { text: ticks.text, start: closing, end });
  }
  return end;
}

/** Opens, or closes what the same mark has opened; marks between the two that were not closed are plain text. */
function addEmphasis(
  text: string,
  mark: Mark,
  { marks, open }: { marks: { barriers: Uint8Array; spans: Span[] }; open: Mark[] },
): void {
  raise(marks.barriers, { from: mark.start + 1, to: mark.end - 1, level: BARRIER.mark });
  if (mark.text.length > 3) return;
  const before = text[mark.start - 1] ?? ' ';
  const behind = text[mark.end] ?? ' ';
  const isInWord = mark.text.startsWith('_') && /\w/.test(before) && /\w/.test(behind);
  if (isInWord) return;
  const opener = open.findLastIndex(({ text: opened }) => opened === mark.text);
  const opened = open[opener];
  if (opened !== undefined && !/\s/.test(before)) {
    open.length = opener;
    addSpan(marks, opened, mark);
  } else if (!/\s/.test(behind) && opened === undefined) {
    open.push(mark);
  }
}

function addSpan({ barriers, spans }: { barriers: Uint8Array; spans: Span[] }, open: Mark, close: Mark): void {
  for (const mark of [open, close]) raise(barriers, { from: mark.start + 1, to: mark.end - 1, level: BARRIER.mark });
  raise(barriers, { from: open.end, to: open.end, level: BARRIER.mark });
  raise(barriers, { from: close.start, to: close.start, level: BARRIER.mark });
  if (close.end - open.start <= SHORT_EMPHASIS) {
    raise(barriers, { from: open.end + 1, to: close.start - 1, level: BARRIER.emphasis });
  }
  spans.push({
    start: open.end,
    end: close.start,
    opener: open.text,
    closer: close.text,
    isFence: false,
    isClosed: true,
  });
}

/** Raises the barriers of the positions `from` to `to`, both included; never lowers one. */
function raise(barriers: Uint8Array, { from, to, level }: { from: number; to: number; level: number }): void {
  for (let position = from; position <= to; position += 1) {
    if ((barriers[position] ?? 0) < level) barriers[position] = level;
  }
}
