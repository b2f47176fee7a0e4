import { expect, it } from 'vitest';
import { DEMO_HELP, parseDemoArguments } from './arguments.ts';

it('takes the port of the page, a free one when none is named', () => {
  expect(parseDemoArguments(['--port', '8080', '--web'])).toMatchObject({ pagePort: 8080, isWebOnly: true });
  expect(parseDemoArguments([])).toMatchObject({ pagePort: 0 });
});

it.each([
  [['--port', 'x'], '--port wants a port from 0 to 65535, not "x".'],
  [['--port', '70000'], '--port wants a port from 0 to 65535, not "70000".'],
  [['--port', ''], '--port wants a port from 0 to 65535, not "".'],
  [['--control', '1e3'], '--control wants a port from 0 to 65535, not "1e3".'],
  [['--port', '8080', '--say', '/help'], '--port is for the page, and with --say and --event there is none.'],
])('%j is refused', (argv, problem) => {
  expect(parseDemoArguments(argv)).toEqual({ kind: 'problem', problem });
});

it('names every option in the help', () => {
  const { problem = '' } = parseDemoArguments(['--what']) as { problem?: string };
  expect(problem).toContain('--what');
  for (const name of ['say', 'event', 'as', 'import', 'record', 'control', 'port', 'web', 'without-linear', 'verbose'])
    expect(DEMO_HELP).toMatch(new RegExp(`^  --${name}\\b`, 'm'));
});
