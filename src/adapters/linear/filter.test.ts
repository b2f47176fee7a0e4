import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIdentifierOf, suggestionFilter, toLinearFilter } from './filter.ts';

describe('a filter in the words of Linear', () => {
  it('is empty when nothing is asked for', () => {
    expect(toLinearFilter({})).toEqual({});
    expect(toLinearFilter({ state: 'all', text: '  ' })).toEqual({});
  });

  it('takes open as everything that is not completed, canceled or a duplicate', () => {
    expect(toLinearFilter({ state: 'Open' })).toEqual({
      state: { type: { nin: ['completed', 'canceled', 'duplicate'] } },
    });
  });

  it('compares names without case', () => {
    expect(toLinearFilter({ state: 'in review', teamKey: 'eng', label: 'Bug', project: 'payments' })).toEqual({
      state: { name: { eqIgnoreCase: 'in review' } },
      team: { key: { eqIgnoreCase: 'eng' } },
      labels: { some: { name: { eqIgnoreCase: 'Bug' } } },
      project: { name: { eqIgnoreCase: 'payments' } },
    });
  });

  it('asks for a person, or for nobody', () => {
    expect(toLinearFilter({ assigneeId: 'user-1' })).toEqual({ assignee: { id: { eq: 'user-1' } } });
    expect(toLinearFilter({ assigneeId: 'none' })).toEqual({ assignee: { null: true } });
  });

  it('keeps priority 0, which is no priority', () => {
    expect(toLinearFilter({ priority: 0 })).toEqual({ priority: { eq: 0 } });
  });

  it('wants every word in the title or the description', () => {
    const either = (word: string) => ({
      or: [{ title: { containsIgnoreCase: word } }, { description: { containsIgnoreCase: word } }],
    });
    expect(toLinearFilter({ text: ' slow  login ' })).toEqual({ and: [either('slow'), either('login')] });
  });
});

describe('the filter for suggestions', () => {
  const inTitle = (...words: string[]) => ({ and: words.map((word) => ({ title: { containsIgnoreCase: word } })) });
  const team = (key: string) => ({ team: { key: { eqIgnoreCase: key } } });

  it('is empty for empty text', () => {
    expect(suggestionFilter('  ')).toEqual({});
  });

  it('means an identifier or words of the title', () => {
    expect(suggestionFilter('ENG-12')).toEqual({ or: [{ ...team('ENG'), number: { eq: 12 } }, inTitle('ENG-12')] });
    expect(suggestionFilter('12')).toEqual({ or: [{ number: { eq: 12 } }, inTitle('12')] });
    expect(suggestionFilter('slow login')).toEqual({ or: [inTitle('slow', 'login')] });
  });

  it('means a team while only its key is typed', () => {
    expect(suggestionFilter('eng')).toEqual({ or: [team('eng'), inTitle('eng')] });
    expect(suggestionFilter('eng-')).toEqual({ or: [team('eng'), inTitle('eng-')] });
  });

  it('tries every place where a dash may be missing', () => {
    expect(suggestionFilter('e2e12')).toEqual({
      or: [{ ...team('e2e'), number: { eq: 12 } }, { ...team('e2e1'), number: { eq: 2 } }, inTitle('e2e12')],
    });
  });

  it('finds any identifier, however it is written', () => {
    const key = fc.stringMatching(/^[A-Z][A-Z0-9]{0,5}$/);
    const dash = fc.constantFrom('-', ' ', '');
    fc.assert(
      fc.property(key, dash, fc.nat(99_999), fc.boolean(), (teamKey, between, number, isLower) => {
        const typed = `${teamKey}${between}${number}`;
        const filter = suggestionFilter(isLower ? typed.toLowerCase() : typed) as { or: unknown[] };
        const same = (wanted: string) => (isLower ? wanted.toLowerCase() : wanted);
        expect(filter.or).toContainEqual({ team: { key: { eqIgnoreCase: same(teamKey) } }, number: { eq: number } });
      }),
    );
  });

  it('stays small, whatever is typed: Discord lets people type 6,000 characters', () => {
    const long = [
      `a${'1'.repeat(5_999)}`,
      '1'.repeat(6_000),
      Array.from({ length: 1_500 }, (_, word) => word).join(' '),
    ];
    for (const text of long) {
      expect(JSON.stringify(suggestionFilter(text)).length).toBeLessThan(10_000);
      expect(JSON.stringify(toLinearFilter({ text })).length).toBeLessThan(20_000);
    }
  });

  it('never throws, whatever is typed', () => {
    fc.assert(fc.property(fc.string(), (text) => void suggestionFilter(text)));
  });
});

describe('an identifier that was typed', () => {
  it.each(['ENG-12', 'eng-12', 'eng12', 'Eng 12', '12'])('%s is ENG-12', (text) => {
    expect(isIdentifierOf(text, 'ENG-12')).toBe(true);
  });

  it.each(['', 'ENG-1', '2', 'eng', 'WEB-12'])('%s is not ENG-12', (text) => {
    expect(isIdentifierOf(text, 'ENG-12')).toBe(false);
  });
});
