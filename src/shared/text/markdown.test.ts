import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown, inlineCode, markdownLink, oneLine, plainText, safeLine, safeUrl } from './markdown.ts';

describe('escapeMarkdown', () => {
  it.each([
    ['**bold** _it_ ~~gone~~', '\\*\\*bold\\*\\* \\_it\\_ \\~\\~gone\\~\\~'],
    ['[x](https://evil.example)', '\\[x\\](https://evil.example)'],
    ['`code` ||spoiler||', '\\`code\\` \\|\\|spoiler\\|\\|'],
    ['<@1> <#2> <:a:3>', '\\<@1> \\<#2> \\<:a:3>'],
    ['# head\n> quote\n- item\n1. one', '\\# head\n\\> quote\n\\- item\n1\\. one'],
    ['@everyone @here @Everyone', '@\u200Beveryone @\u200Bhere @\u200BEveryone'],
    ['a # b - c 1. d', 'a # b - c 1. d'],
    ['see https://a.example/x_y_z?q=1 now_then', 'see https://a.example/x_y_z?q=1 now\\_then'],
    ['back\\slash', 'back\\\\slash'],
    ['evil\u202Egnp.exe\u0000', 'evilgnp.exe'],
  ])('%j becomes %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it('leaves no mark of Markdown unescaped outside bare addresses, whatever comes in', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            '*',
            '_',
            '`',
            '~',
            '|',
            '[',
            ']',
            '<',
            '\\',
            'a',
            ' ',
            '\n',
            '@everyone',
            'https://x.y/',
          ),
        }),
        (text) => {
          const bare = escapeMarkdown(text).replace(/https?:\/\/[\w./?=&%#:;,+-]+/g, '');
          expect(bare.replace(/\\[\\*_~`|[\]<#>+-]/g, '')).not.toMatch(/[\\*_~`|[\]<]|@everyone/);
        },
      ),
    );
  });
});

describe('one line', () => {
  it('has no line breaks, no control characters and no direction marks', () => {
    expect(oneLine(' a\n\tb\u2028c\u0007\u202Ed ')).toBe('a b cd');
    expect(safeLine('- a\n# b')).toBe('\\- a # b');
  });

  it('has nothing that nobody sees, so that a name without letters is empty; joined emoji stay joined', () => {
    expect(oneLine('\u200B\u2060\u00AD')).toBe('');
    expect(oneLine('\u3164 \u2800\uFFA0')).toBe('');
    expect(oneLine('👩\u200D💻')).toBe('👩\u200D💻');
  });
});

it('heaps no more accents on a letter than languages do', () => {
  expect(oneLine(`Z${'\u0301'.repeat(40)}algo`)).toBe(`Z${'\u0301'.repeat(4)}algo`);
});

describe('links', () => {
  it('lead only to http and https', () => {
    expect(markdownLink('ENG-1', 'https://linear.app/acme/issue/ENG-1')).toBe(
      '[ENG-1](https://linear.app/acme/issue/ENG-1)',
    );
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'nothing', '']) {
      expect(markdownLink('ENG-1', url), url).toBe('ENG-1');
    }
  });

  it('do not carry a user name, which can pass for the host', () => {
    expect(safeUrl('https://linear.app@evil.example/')).toBeNull();
    expect(safeUrl('https://user:pass@x.example/')).toBeNull();
  });

  it('cannot be ended early by their own URL or label', () => {
    expect(markdownLink('a](b', 'https://x.example/(y) z>')).toBe('[a\\](b](https://x.example/%28y%29%20z%3E)');
  });

  it('are left out when they are too long for Discord', () => {
    expect(safeUrl(`https://x.example/${'a'.repeat(600)}`)).toBeNull();
  });
});

it('code cannot be left early', () => {
  expect(inlineCode('/x a:`b`\nc')).toBe("`/x a:'b' c`");
});

describe('plainText', () => {
  it('keeps the words and drops the marks', () => {
    const markdown =
      '# Title\n\nSome **bold**, *soft*, _soft_ and 2 * 3 * 4 of snake_case_names, `code` and a [link](https://x.y).\n\n- [ ] open\n- [x] done\n* item\n\n```js\nlet a = 1;\n```\n> said\n\n\n\n![alt](https://x.y/z.png)<!-- hidden -->';
    expect(plainText(markdown)).toBe(
      'Title\n\nSome bold, soft, soft and 2 * 3 * 4 of snake_case_names, code and a link.\n\n☐ open\n☑ done\n• item\n\nlet a = 1;\n\nsaid\n\n(image: alt)',
    );
  });
});

describe('a long text', () => {
  // Looking to the end for a mark that nobody closes, again from each place, takes a minute here: the time limit ends it.
  it.each(['[', '![', '[a](', '<!--', ' **a', '**a ', ' __a', ' *a', '*a ', ' _a', '\n', '\n- ', '`', '#'])(
    'of %j again and again is done soon',
    (part) => {
      const text = part.repeat(Math.ceil(300_000 / part.length));
      expect(plainText(text).length).toBeLessThanOrEqual(20_000);
      expect(escapeMarkdown(text).length).toBeGreaterThanOrEqual(text.length);
    },
  );
});
