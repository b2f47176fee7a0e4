import { describe, expect, it } from 'vitest';
import { issueIdentifiers } from './issue-identifiers.ts';

describe('identifiers of issues', () => {
  it.each([
    ['ada/eng-12-new-door', ['ENG-12']],
    ['ENG-12', ['ENG-12']],
    ['feature/web2-7_and-ENG-8', ['WEB2-7', 'ENG-8']],
    // Looks like one; the tracker knows that it is none.
    ['release-2026-11', ['RELEASE-2026']],
    ['eng-012', []],
    ['eng-12a', []],
    ['main', []],
  ])('are found in the branch %s', (branch, wanted) => {
    expect(issueIdentifiers({ branch, texts: [] })).toEqual(wanted);
  });

  it.each([
    ['Fixes ENG-12, closes ENG-13.', ['ENG-12', 'ENG-13']],
    ['(ENG-12)[ENG-12]', ['ENG-12']],
    ['https://linear.app/acme/issue/ENG-12/door', ['ENG-12']],
    ['eng-12 in small letters is a word like any other', []],
    ['ABCDEFGH-1 X-ENG-1 ENG-1234567', []],
    ['', []],
  ])('are found in the text %s', (text, wanted) => {
    expect(issueIdentifiers({ branch: null, texts: [text, null] })).toEqual(wanted);
  });

  it('are each told once, and not without end', () => {
    const text = Array.from({ length: 500 }, (_, n) => `ENG-${n + 1}`).join(' ');
    const found = issueIdentifiers({ branch: 'eng-1', texts: [text, text] });
    expect(found).toHaveLength(20);
    expect(found[0]).toBe('ENG-1');
  });

  it('are found in a megabyte of nonsense without stalling', () => {
    const text = 'A-'.repeat(500_000);
    const started = performance.now();
    issueIdentifiers({ branch: text, texts: [text] });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
