import { describe, expect, it } from 'vitest';
import { foldName, matching, nearest } from './nearest.ts';

const namesOf = (name: string) => [name];

describe('names that fit what was typed', () => {
  it('come best first: the same, starts so, a word starts so, contains it', () => {
    expect(matching(['Feedback', 'Big back end', 'Backlog', 'back'], 'BACK', namesOf)).toEqual([
      'back',
      'Backlog',
      'Big back end',
      'Feedback',
    ]);
  });

  it('are all of them when nothing was typed', () => {
    expect(matching(['b', 'a'], ' ', namesOf)).toEqual(['b', 'a']);
  });

  it('do not care about case, accents and signs, but signs alone are compared as they are', () => {
    expect(foldName('Zoë  Müller-Łódź!')).toBe('zoe muller łodz');
    expect(matching(['Zoë', 'Ann'], 'zoe', namesOf)).toEqual(['Zoë']);
    expect(matching(['C++', 'Go'], '++', namesOf)).toEqual(['C++']);
  });
});

describe('names that come close', () => {
  it('forgive a slip of the fingers', () => {
    expect(nearest(['In Progress', 'Done', 'Todo'], 'in progess', { limit: 3, namesOf })).toEqual(['In Progress']);
  });

  it('are none when nothing is alike', () => {
    expect(nearest(['In Progress', 'Done'], 'zzz', { limit: 3, namesOf })).toEqual([]);
    expect(nearest(['Done'], '', { limit: 3, namesOf })).toEqual([]);
  });
});
