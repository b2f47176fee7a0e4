import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitLine } from './split-line.ts';

const plain = (text: string) => ({ text, isQuoted: false });
const quoted = (text: string) => ({ text, isQuoted: true });

describe('a command line', () => {
  it.each([
    ['/help', { command: 'help', bare: [], named: [] }],
    [
      '/show-sprint team:ENG sprint:12',
      {
        command: 'show-sprint',
        bare: [],
        named: [
          { name: 'team', value: plain('ENG') },
          { name: 'sprint', value: plain('12') },
        ],
      },
    ],
    [
      '/ask text:two words team:ENG',
      {
        command: 'ask',
        bare: [],
        named: [
          { name: 'text', value: plain('two words') },
          { name: 'team', value: plain('ENG') },
        ],
      },
    ],
    [
      '/ask text: after a space',
      { command: 'ask', bare: [], named: [{ name: 'text', value: plain('after a space') }] },
    ],
    ['/ask text:"re: a colon"', { command: 'ask', bare: [], named: [{ name: 'text', value: quoted('re: a colon') }] }],
    ['/ask text:"one" two', { command: 'ask', bare: [plain('two')], named: [{ name: 'text', value: quoted('one') }] }],
    [
      '/ask text:see https://x.org',
      { command: 'ask', bare: [], named: [{ name: 'text', value: plain('see https://x.org') }] },
    ],
    ['/connect @developer', { command: 'connect', bare: [plain('@developer')], named: [] }],
    ['/ask "in quotes"', { command: 'ask', bare: [quoted('in quotes')], named: [] }],
    ['hello', null],
    ['/', null],
  ])('%s', (line, expected) => {
    expect(splitLine(line)).toEqual(expected);
  });

  it('gives back every quoted value as it was', () => {
    const value = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('"'));
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(splitLine(`/ask one:"${a}" two:"${b}"`)?.named).toEqual([
          { name: 'one', value: quoted(a) },
          { name: 'two', value: quoted(b) },
        ]);
      }),
    );
  });

  it('never fails, whatever is typed', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => void splitLine(`/${text}`)));
  });
});
