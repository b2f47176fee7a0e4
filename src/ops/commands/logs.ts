import { serverPaths } from '../../shared/paths.ts';
import { follow, lastLines } from '../run/release/logs.ts';
import { parseFlags } from './parse-flags.ts';
import type { Verb } from './verb.ts';
import { wholeNumber } from './whole-number.ts';

const HELP = `onomancer logs [--lines N] [--follow] [--grep TEXT] [--json]

The log of the bot, newest last: one JSON object a line, with --json and without. A reference that somebody reads in Discord finds its lines:

  onomancer logs --lines 100000 --grep 7K3M9QTZ
`;

const FLAGS = {
  lines: { type: 'string' },
  follow: { type: 'boolean' },
  grep: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** The log of the bot. */
export const logs: Verb = {
  name: 'logs',
  summary: 'the log of the bot',
  help: HELP,
  run: async (args, terminal) => {
    const given = parseFlags('logs', args, FLAGS);
    if (given.help === true) {
      terminal.say(HELP);
      return 0;
    }
    const count = wholeNumber('--lines', given.lines, { otherwise: 50, least: 1, most: 1_000_000 });
    const isMeant = (line: string): boolean => given.grep === undefined || line.includes(given.grep);
    const paths = serverPaths();
    for (const line of lastLines(paths, count).filter(isMeant)) terminal.say(line);
    if (given.follow === true) await follow(paths, (line) => isMeant(line) && terminal.say(line));
    return 0;
  },
};
