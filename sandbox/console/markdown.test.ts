import { describe, expect, it } from 'vitest';
import { blocks, type Inline, inlines } from './markdown.ts';

/** The pieces as marked-up text, to compare at a glance. */
function shown(pieces: readonly Inline[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'text') return piece.text;
      if (piece.kind === 'code') return `{code ${piece.text}}`;
      if (piece.kind === 'mention') return `{${piece.sign} ${piece.id}}`;
      if (piece.kind === 'time') return `{time ${piece.seconds} ${piece.style}}`;
      if (piece.kind === 'link') return `{link ${piece.url} ${shown(piece.inside)}}`;
      return 'inside' in piece ? `{${piece.kind} ${shown(piece.inside)}}` : '';
    })
    .join('');
}

describe('text of Discord', () => {
  it.each([
    ['**bold** and *slanted* and _so_', '{strong bold} and {em slanted} and {em so}'],
    ['__under__ ~~gone~~ ||secret||', '{u under} {s gone} {spoiler secret}'],
    ['**bold with `code`**', '{strong bold with {code code}}'],
    ['`**not bold**`', '{code **not bold**}'],
    [String.raw`\*as it stands\*`, '*as it stands*'],
    ['snake_case_name stays', 'snake_case_name stays'],
    ['3 * 4 * 5', '3 * 4 * 5'],
    ['<@12> <@&34> <#56> <t:1700000000:R>', '{@ 12} {@ 34} {# 56} {time 1700000000 R}'],
    ['[ENG-1](https://linear.app/x) now', '{link https://linear.app/x ENG-1} now'],
    ['see https://a.example/b. Then', 'see {link https://a.example/b https://a.example/b}. Then'],
    ['[bad](javascript:alert(1))', '[bad](javascript:alert(1))'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ])('%s', (text, expected) => {
    expect(shown(inlines(text))).toBe(expected);
  });

  it('has headings, lists, quotes, small print and code', () => {
    const text = '# Big\n- one\n  - deeper\n1. first\n> said\n-# small\n```ts\nconst a = 1;\n```\nend';
    expect(blocks(text)).toMatchObject([
      { kind: 'heading', level: 1 },
      { kind: 'item', mark: '•', depth: 0 },
      { kind: 'item', mark: '•', depth: 1 },
      { kind: 'item', mark: '1.' },
      { kind: 'quote' },
      { kind: 'small' },
      { kind: 'code', text: 'const a = 1;' },
      { kind: 'line' },
    ]);
  });
});
