import { describe, expect, it } from 'vitest';
import { isAsked, parseTestArguments } from './test-arguments.ts';

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

  it('are all scenarios of a family when its name is given', () => {
    const all = ['releases', 'releases-bad', 'release-notes'];
    expect(all.filter((name) => isAsked(['releases'], name))).toEqual(['releases', 'releases-bad']);
    expect(all.filter((name) => isAsked(['releases-bad'], name))).toEqual(['releases-bad']);
    expect(parseTestArguments(['--only', 'releases'], ['releases-bad'])).toMatchObject({ only: ['releases'] });
  });
});
