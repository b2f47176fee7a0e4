import { build } from 'esbuild';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toAscii } from './ascii.ts';

/** As the bundle is made: esbuild first, this after it. */
async function bundled(contents: string): Promise<string> {
  const stdin = { contents, loader: 'ts', resolveDir: import.meta.dirname } as const;
  const { outputFiles } = await build({ stdin, bundle: true, write: false, format: 'esm', target: 'node20' });
  return toAscii(outputFiles[0]?.text ?? '');
}

async function valueOf(expression: string): Promise<unknown> {
  const code = await bundled(`export const value = ${expression};`);
  expect(code).toMatch(/^[\0-\x7f]*$/);
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { value: unknown };
  return module.value;
}

describe('a program in ASCII', () => {
  it.each([
    ['a string', '"naïve 🤖"', 'naïve 🤖'],
    ['a template', '`déjà ${1 + 1} 🤖`', 'déjà 2 🤖'],
    ['a tagged template', '((parts) => parts.join("-"))`é${0}🤖`', 'é-🤖'],
    ['a name', '(() => { const größe = 7; return { größe }; })()', { größe: 7 }],
    ['a regular expression', '"a。b".split(/[。！]/)', ['a', 'b']],
    ['one with the u flag', '"x🤖y".replace(/[🤖é]/u, "-")', 'x-y'],
    ['one without', '"é".replace(/É/i, "-")', '-'],
    ['a comment', '/* the client’s */ 1', 1],
  ])('does the same with %s', async (_what, expression, value) => {
    expect(await valueOf(expression)).toEqual(value);
  });

  it('is refused where an escape would be seen', async () => {
    await expect(valueOf('String.raw`C:/é`')).rejects.toThrow('A raw template has to be in ASCII');
    expect(await valueOf('String.raw`C:/e` + "é"')).toBe('C:/eé');
  });

  it('is left alone when it is one already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (code) => {
        expect(toAscii(code)).toBe(code);
      }),
    );
  });
});
