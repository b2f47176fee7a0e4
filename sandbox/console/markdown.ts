/** A piece of a message as Discord's client shows it. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | {
      readonly kind: 'strong' | 'em' | 'u' | 's' | 'spoiler';
      readonly inside: readonly Inline[];
    }
  | { readonly kind: 'link'; readonly url: string; readonly inside: readonly Inline[] }
  | { readonly kind: 'mention'; readonly sign: '@' | '#'; readonly id: string }
  | { readonly kind: 'time'; readonly seconds: number; readonly style: string };

export type Block =
  | { readonly kind: 'line'; readonly inside: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly inside: readonly Inline[] }
  | { readonly kind: 'small' | 'quote'; readonly inside: readonly Inline[] }
  | { readonly kind: 'item'; readonly mark: string; readonly depth: number; readonly inside: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string };

/** Patterns in the order in which Discord's client tries them at one place. */
const PATTERNS: readonly { readonly pattern: RegExp; readonly make: (found: readonly string[]) => Inline }[] = [
  { pattern: /^\\([^\p{L}\p{N}\s])/u, make: ([, text = '']) => ({ kind: 'text', text }) },
  { pattern: /^``(.+?)``/s, make: ([, text = '']) => ({ kind: 'code', text }) },
  { pattern: /^`([^`]+)`/, make: ([, text = '']) => ({ kind: 'code', text }) },
  {
    pattern: /^<(@|#)[!&]?(\d+)>/,
    make: ([, sign, id = '']) => ({ kind: 'mention', sign: sign === '#' ? '#' : '@', id }),
  },
  {
    pattern: /^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/,
    make: ([, seconds, style = 'f']) => ({ kind: 'time', seconds: Number(seconds), style }),
  },
  {
    pattern: /^\[((?:\\.|[^\]\\])+)\]\(<?(https?:\/\/[^\s)>]+)>?(?: "[^"]*")?\)/,
    make: ([, text = '', url = '']) => ({ kind: 'link', url, inside: inlines(text) }),
  },
  {
    pattern: /^<(https?:\/\/[^\s>]+)>/,
    make: ([, url = '']) => ({ kind: 'link', url, inside: [{ kind: 'text', text: url }] }),
  },
  {
    pattern: /^https?:\/\/[^\s<>]*[^\s<>.,:;"')\]]/,
    make: ([url = '']) => ({ kind: 'link', url, inside: [{ kind: 'text', text: url }] }),
  },
  { pattern: /^\*\*(.+?)\*\*(?!\*)/s, make: ([, text = '']) => ({ kind: 'strong', inside: inlines(text) }) },
  { pattern: /^__(.+?)__(?!_)/s, make: ([, text = '']) => ({ kind: 'u', inside: inlines(text) }) },
  { pattern: /^~~(.+?)~~/s, make: ([, text = '']) => ({ kind: 's', inside: inlines(text) }) },
  { pattern: /^\|\|(.+?)\|\|/s, make: ([, text = '']) => ({ kind: 'spoiler', inside: inlines(text) }) },
  { pattern: /^\*(?!\s)([^*]+?)\*(?!\*)/s, make: ([, text = '']) => ({ kind: 'em', inside: inlines(text) }) },
  { pattern: /^_(?!\s)([^_]+?)_(?![\p{L}\p{N}_])/su, make: ([, text = '']) => ({ kind: 'em', inside: inlines(text) }) },
];

/** Reads text as Discord's client does; what is no markdown stays text. */
export function inlines(text: string): readonly Inline[] {
  const pieces: Inline[] = [];
  let plain = '';
  let rest = text;
  const endPlain = (): void => {
    if (plain !== '') pieces.push({ kind: 'text', text: plain });
    plain = '';
  };
  while (rest !== '') {
    const found = firstMatch(rest, plain);
    if (found) {
      endPlain();
      pieces.push(found.piece);
      rest = rest.slice(found.length);
      continue;
    }
    // Whole words at once: a long text is read in one go.
    const step = /^(?:[\p{L}\p{N}]+(?<!https?)|[^])/u.exec(rest)?.[0] ?? rest.slice(0, 1);
    plain += step;
    rest = rest.slice(step.length);
  }
  endPlain();
  return pieces;
}

function firstMatch(rest: string, before: string): { readonly piece: Inline; readonly length: number } | null {
  // `_` inside of a word is a letter of its name.
  if (rest.startsWith('_') && /[\p{L}\p{N}]$/u.test(before)) return null;
  for (const { pattern, make } of PATTERNS) {
    const found = pattern.exec(rest);
    if (found) return { piece: make(found), length: found[0].length };
  }
  return null;
}

/** Reads a whole message: headings, lists, quotes, small print and code blocks. */
export function blocks(text: string): readonly Block[] {
  return text
    .split(/(```(?:[a-z0-9+#-]*\n)?[^]*?```)/i)
    .flatMap((part, index) => (index % 2 === 1 ? [codeBlock(part)] : lines(part)));
}

function codeBlock(part: string): Block {
  return { kind: 'code', text: part.replace(/^```(?:[a-z0-9+#-]*\n)?/i, '').replace(/\n?```$/, '') };
}

function lines(part: string): readonly Block[] {
  if (part === '') return [];
  return part
    .replace(/^\n|\n$/g, '')
    .split('\n')
    .map(line);
}

function line(text: string): Block {
  const heading = /^(#{1,3})\s+(.+)$/.exec(text);
  if (heading)
    return { kind: 'heading', level: (heading[1]?.length ?? 1) as 1 | 2 | 3, inside: inlines(heading[2] ?? '') };
  const small = /^-#\s+(.+)$/.exec(text);
  if (small) return { kind: 'small', inside: inlines(small[1] ?? '') };
  const quote = /^>\s(.*)$/.exec(text);
  if (quote) return { kind: 'quote', inside: inlines(quote[1] ?? '') };
  const item = /^(\s*)([-*]|\d+\.)\s+(.+)$/.exec(text);
  if (!item) return { kind: 'line', inside: inlines(text) };
  const [, indent = '', mark = '', inside = ''] = item;
  return {
    kind: 'item',
    mark: /\d/.test(mark) ? mark : '•',
    depth: Math.floor(indent.length / 2),
    inside: inlines(inside),
  };
}
