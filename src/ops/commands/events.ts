import { exec } from '../run/exec.ts';
import { liveProgram } from '../run/live-program.ts';
import { USER } from '../steps/setup-input.ts';
import type { Verb } from './verb.ts';

const LIMIT_SECONDS = 120;

const HELP = `onomancer events list | show ID | replay ID… | purge

Looks after what came in (webhooks, reactions, the clock), while the bot runs: what waits, why something was said or was
not, what could not be handled and is to be tried again. The live release does it, as the user of the bot.

  onomancer events --help    everything that it can do
`;

/** Hands over to `dist/events.js` of the live release: only a built one knows the database. */
export const events: Verb = {
  name: 'events',
  summary: 'show what came in and what became of it; handle again what could not be handled',
  help: HELP,
  words: ['list', 'show', 'replay', 'purge'],
  run: async (args, terminal) => {
    const { path, dataDir } = liveProgram('events');
    const ask = [process.execPath, path, ...args, ...(dataDir === null ? [] : ['--data-dir', dataDir])];
    // What root leaves beside the database, the bot could not open.
    const argv = process.getuid?.() === 0 && dataDir !== null ? ['runuser', '-u', USER, '--', ...ask] : ask;
    const [first = '', ...rest] = argv;
    const { exitCode, stdout, stderr } = await exec({ argv: [first, ...rest], limitSeconds: LIMIT_SECONDS });
    if (stdout !== '') terminal.say(stdout.replace(/\n$/, ''));
    if (stderr !== '') terminal.complain(stderr.replace(/\n$/, ''));
    return exitCode;
  },
};
