import { describe, expect, it } from 'vitest';
import { parseVpsArguments } from './vps-arguments.ts';

const problemOf = (...argv: readonly string[]): string => {
  const asked = parseVpsArguments(argv);
  return 'problem' in asked ? asked.problem : 'no problem';
};

describe('what npm run vps is asked for', () => {
  it('is a verb, with a box called "box" when nobody says otherwise', () => {
    expect(parseVpsArguments(['up'])).toEqual({
      verb: 'up',
      name: 'box',
      cpus: 1,
      disk: 'overlay',
      isAll: false,
      user: 'root',
      port: 22,
      rest: [],
    });
  });

  it('leaves everything behind ssh to the box, options of the command too', () => {
    expect(parseVpsArguments(['ssh', '--name', 'a', 'ls', '--all', '/tmp'])).toMatchObject({
      name: 'a',
      isAll: false,
      rest: ['ls', '--all', '/tmp'],
    });
    expect(parseVpsArguments(['ssh', '--', '--version'])).toMatchObject({ rest: ['--version'] });
    expect(parseVpsArguments(['ssh', '--port=2222', '--user', 'devrel'])).toMatchObject({ port: 2222, user: 'devrel' });
  });

  it('is help when nothing is asked', () => {
    expect(parseVpsArguments([])).toEqual({ kind: 'help' });
    expect(parseVpsArguments(['down', '--help'])).toEqual({ kind: 'help' });
  });

  it.each([
    [['launch'], 'There is no "launch". There are: up, push, ssh, status, reboot, unplug, down.'],
    [['up', '--cpus', '3'], '--cpus wants 1 or 2, not "3".'],
    [['up', '--disk', 'btrfs'], '--disk wants overlay or ext4, not "btrfs".'],
    [['up', '--name', '../a'], '--name wants up to 20 letters, digits and dashes, a letter first, not "../a".'],
    [['ssh', '--port', 'x'], '--port wants a port, not "x".'],
    [['push'], 'push wants PATH [DEST].'],
    [['down', 'everything'], '"down" wants nothing behind it, not "everything".'],
  ])('refuses %j', (argv, problem) => {
    expect(problemOf(...argv)).toBe(problem);
  });

  it('refuses an option that it does not know', () => {
    expect(problemOf('up', '--ram', '4')).toContain('--ram');
  });
});
