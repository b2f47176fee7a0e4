import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLine, fitText, splitText } from './fit-text.ts';

const FENCE = '```';
const words = (count: number, word = 'word'): string => Array.from({ length: count }, () => word).join(' ');

/** Counts fence marks as Discord reads them: an escaped backtick is none, but inside a fence nothing is escaped. */
function fenceMarks(text: string): number {
  let count = 0;
  let rest = text;
  for (;;) {
    const isInside = count % 2 === 1;
    const match = (isInside ? /```/ : /\\[!-/:-@[-`{-~]|```/).exec(rest);
    if (match === null) return count;
    if (match[0] === FENCE) count += 1;
    rest = rest.slice(match.index + match[0].length);
  }
}

const hasHalfCharacter = (text: string): boolean => /\p{Surrogate}/u.test(text);

/** Text made of everything that a cut could break. */
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.lorem({ maxCount: 12, mode: 'words' }) },
  fc.lorem({ maxCount: 3, mode: 'sentences' }),
  fc.constantFrom('\n', '\n\n', ' ', '. ', '\r\n', '\t', '- ', '> ', '# '),
  fc.constantFrom('**', '*', '__', '_', '~~', '||', '***', '`', '``', '\\', '\\`', '\\*', '['),
  fc.constantFrom(FENCE, `${FENCE}js\n`, `\n${FENCE}\n`, `${FENCE}a-very-long-name-of-a-language\n`),
  fc.constantFrom('<@123456789012345678>', '<:party:123456789012345678>', '<t:1770000000:R>', '<#12345678901234567>'),
  fc.constantFrom('[label](https://example.com/a_b)', 'https://example.com/x?y=z', '`inline code`', '**bold words**'),
  fc.constantFrom('🦞', '👩‍👩‍👧‍👦', '🇩🇪🇫🇷', 'e\u0301', '漢字。', 'नमस्ते', 'Z\u0351\u036b\u0343\u036a'),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);
const markdown = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
const limit = fc.oneof(fc.integer({ min: 2, max: 400 }), fc.constant(2_000));

describe('fitText', () => {
  it('leaves a text alone that fits', () => {
    expect(fitText('**short** and `sweet`', 2_000)).toBe('**short** and `sweet`');
    expect(fitText('x'.repeat(2_000), 2_000)).toBe('x'.repeat(2_000));
  });

  it('ends at a pause and shows that something is missing', () => {
    expect(fitText(`${words(30)}. ${words(30)}`, 200)).toBe(`${words(30)}. …`);
    expect(fitText(`${words(20)}\n${words(60)}`, 200)).toBe(`${words(20)}\n…`);
    expect(fitText(`${words(25)}\n\n${words(60)}`, 200)).toBe(`${words(25)}\n…`);
    expect(fitText(words(60), 120)).toMatch(/^(word )+…$/);
  });

  it('cuts a text without pauses between characters', () => {
    expect(fitText('x'.repeat(300), 100)).toMatch(/^x{70,}…$/);
    const family = '👩‍👩‍👧‍👦';
    expect(fitText(family.repeat(30), 100)).toBe(`${family.repeat(6)}…`);
    expect(fitText('🇩🇪'.repeat(60), 100)).toMatch(/^(🇩🇪)+…$/u);
  });

  it('closes a code block, with the sign for missing inside', () => {
    const code = Array.from({ length: 40 }, (_, line) => `  line ${line}`).join('\n');
    expect(fitText(`Look:\n${FENCE}ts\n${code}\n${FENCE}\nand more`, 120)).toBe(
      `Look:\n${FENCE}ts\n${code.split('\n').slice(0, 9).join('\n')}\n…\n${FENCE}`,
    );
  });

  it('closes emphasis that has to be divided', () => {
    expect(fitText(`**${words(100)}**`, 100)).toMatch(/^\*\*(word )+…\*\*$/);
    expect(fitText(`~~__${words(100)}__~~`, 100)).toMatch(/^~~__(word )+…__~~$/);
  });

  it.each([
    '[the label](https://example.com/some/long/path_with_(parens)_and/more)',
    'https://example.com/some/long/path?with=query&and=more#fragment',
    '<https://example.com/some/long/path>',
    '<@123456789012345678>',
    '<@&123456789012345678>',
    '<a:party_parrot:123456789012345678>',
    '<t:1770000000:R>',
    '</show-sprint:123456789012345678>',
    '`some inline code`',
    '``some ` code``',
    '**some bold words**',
    '***some bold and slanted words***',
    '||a spoiler||',
  ])('keeps %s in one piece or leaves it out', (whole) => {
    for (let before = 60; before < 160; before += 1) {
      const text = `${'y'.repeat(before)} ${whole} ${words(60)}`;
      const fitted = fitText(text, 180);
      if (!fitted.includes(whole)) expect(fitted).toMatch(/^y+ ?…$/);
    }
  });

  it('does not take snake_case, bullets and sums for emphasis', () => {
    const text = `* one_two_three\n* 2 * 3 * 4\n${words(60)}`;
    expect(fitText(text, 100)).toMatch(/^\* one_two_three\n\* 2 \* 3 \* 4\n(word )+…$/);
  });

  it('does not go on a link that it had to cut', () => {
    expect(fitText(`${words(10)} https://example.com/ ${words(100)}`, 100)).toMatch(/ …$/);
  });

  it('has an answer for every limit', () => {
    expect([-1, 0, 1, 2, 3, 4].map((max) => fitText('🦞🦞🦞', max))).toEqual(['', '', '…', '…', '🦞…', '🦞…']);
  });

  it('is never over the limit, cuts no character, leaves no code block open and is its own fixed point', () => {
    fc.assert(
      fc.property(markdown, limit, (text, max) => {
        const fitted = fitText(text, max);
        expect(fitted.length).toBeLessThanOrEqual(max);
        expect(fitText(fitted, max)).toBe(fitted);
        if (!hasHalfCharacter(text)) expect(hasHalfCharacter(fitted)).toBe(false);
        if (text.length <= max) expect(fitted).toBe(text);
        else {
          expect(fenceMarks(fitted) % 2).toBe(0);
          if (text.replaceAll(FENCE, '').length > max) expect(fitted).toContain('…');
        }
      }),
      { numRuns: 250 },
    );
  }, 30_000);

  it('takes any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), limit, (text, max) => {
        expect(fitText(text, max).length).toBeLessThanOrEqual(max);
        for (const part of splitText(text, max)) expect(part.length).toBeLessThanOrEqual(max);
      }),
      { numRuns: 250 },
    );
  }, 30_000);
});

describe('splitText', () => {
  it('gives no part for nothing and one for what fits', () => {
    expect(splitText(' \n ', 100)).toEqual([]);
    expect(splitText('as it is ', 100)).toEqual(['as it is ']);
  });

  it('parts at paragraphs, and drops the empty lines between', () => {
    const [a, b, c] = [words(30, 'aaa'), words(30, 'bbb'), words(30, 'ccc')];
    expect(splitText(`${a}\n\n${b}\n\n${c}`, 150)).toEqual([a, b, c]);
  });

  it('keeps the indentation of a list', () => {
    const parts = splitText(`- ${words(20)}\n  - ${words(20)}\n  - ${words(20)}`, 140);
    expect(parts.map((part) => /^\s*-/.exec(part)?.[0])).toEqual(['-', '  -', '  -']);
  });

  it('closes a code block and opens it again in its language', () => {
    const lines = Array.from({ length: 12 }, (_, line) => `    value ${line}`);
    const parts = splitText(`${FENCE}ts\n${lines.join('\n')}\n${FENCE}`, 100);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part).toMatch(/^```ts\n( {4}value \d+\n)+```$/);
    expect(parts.flatMap((part) => part.split('\n').slice(1, -1))).toEqual(lines);
  });

  it('closes a code block that was never closed, in every part', () => {
    const parts = splitText(`${words(10)}\n${FENCE}\n${words(100)}`, 150);
    for (const part of parts) expect(fenceMarks(part) % 2).toBe(0);
    expect(parts.at(-1)).toMatch(/\n```$/);
  });

  it('has room for the mark that closes the last part, whatever its length', () => {
    for (let length = 60; length < 260; length += 1) {
      for (const part of splitText(`${FENCE}\n${'x'.repeat(length)}`, 100))
        expect(part.length).toBeLessThanOrEqual(100);
    }
  });

  it('keeps the spaces of a line of code that it has to cut', () => {
    const code = words(40, 'column   ');
    for (let max = 100; max < 130; max += 1) {
      const parts = splitText(`${FENCE}\n${code}\n${FENCE}`, max);
      expect(parts.map((part) => part.split('\n')[1]).join('')).toBe(code);
    }
  });

  it('closes emphasis and opens it again', () => {
    const parts = splitText(`**${words(80)}**`, 120);
    for (const part of parts) expect(part).toMatch(/^\*\*word.*word\*\*$/);
  });

  it('refuses a limit that no part can keep', () => {
    expect(() => splitText('🦞🦞', 1)).toThrow(RangeError);
  });

  it('keeps every part within the limit and loses nothing but white space and repeated marks', () => {
    const withoutMarks = (text: string): string =>
      text.replace(/js|a-very-long-name-of-a-language/g, '').replace(/[\s`*_~|]/g, '');
    fc.assert(
      fc.property(markdown, limit, (text, max) => {
        const parts = splitText(text, max);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(max);
          expect(part.trim()).not.toBe('');
          expect(splitText(part, max)).toEqual([part]);
          if (parts.length > 1) expect(fenceMarks(part) % 2).toBe(0);
          if (!hasHalfCharacter(text)) expect(hasHalfCharacter(part)).toBe(false);
        }
        expect(withoutMarks(parts.join(''))).toBe(withoutMarks(text));
      }),
      { numRuns: 250 },
    );
  }, 30_000);
});

describe('fitLine', () => {
  it('makes one line, cut between characters', () => {
    expect(fitLine('  two\nlines ', 80)).toBe('two lines');
    expect(fitLine('🦞'.repeat(50), 80)).toBe(`${'🦞'.repeat(39)}…`);
    expect(fitLine(words(30), 20)).toBe('word word word word…');
  });
});
