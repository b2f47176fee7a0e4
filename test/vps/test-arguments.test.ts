import { describe, expect, it } from 'vitest';
import { parseTestArguments } from './test-arguments.ts';

const SCENARIOS = ['setup', 'promises'];

describe('what npm run test:vps is asked for', () => {
  it('is everything in the short form when nobody says more', () => {
    expect(parseTestArguments([], SCENARIOS)).toEqual({
      kind: 'run',
      only: [],
      isFull: false,
      setup: 'product',
      isRequired: false,
      isKept: false,
    });
  });

  it('can be some scenarios, in the long form', () => {
    const asked = parseTestArguments(['--only', 'promises', '--only', 'setup', '--full'], SCENARIOS);
    expect(asked).toMatchObject({ only: ['promises', 'setup'], isFull: true });
  });

  it.each([
    [['--only', 'lockouts'], 'There is no scenario "lockouts". There are: setup, promises.'],
    [['--setup', 'mine'], '--setup wants product or reference, not "mine".'],
  ])('refuses %j', (args, problem) => {
    expect(parseTestArguments(args, SCENARIOS)).toEqual({ kind: 'problem', problem });
  });
});
