import { describe, expect, it } from 'vitest';
import { diffLines } from './diff.ts';

const lines = (...of: readonly string[]): string => `${of.join('\n')}\n`;

describe('diffLines', () => {
  it('says nothing about equal texts', () => {
    expect(diffLines(lines('a', 'b'), lines('a', 'b'))).toEqual([]);
  });

  it('shows a new text whole', () => {
    expect(diffLines('', lines('a', '', 'b'))).toEqual(['+ a', '+', '+ b']);
  });

  it('shows what changed with two lines around it, and leaves out the rest', () => {
    const before = lines('1', '2', '3', '4', '5', '6', '7', '8', '9');
    const after = lines('1', '2', '3', '4', 'five', '6', '7', '8', '9', '10');
    expect(diffLines(before, after)).toEqual(['  3', '  4', '- 5', '+ five', '  6', '  7', '  8', '  9', '+ 10']);
  });

  it('marks what it left out in between', () => {
    const before = lines('a', '1', '2', '3', '4', '5', '6', 'z');
    const after = lines('A', '1', '2', '3', '4', '5', '6', 'Z');
    expect(diffLines(before, after)).toEqual(['- a', '+ A', '  1', '  2', '  …', '  5', '  6', '- z', '+ Z']);
  });
});
