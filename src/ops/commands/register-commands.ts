import { serverPaths } from '../../shared/paths.ts';
import { exec } from '../run/exec.ts';
import { liveProgram } from '../run/live-program.ts';
import { USER } from '../steps/setup-input.ts';
import type { Verb } from './verb.ts';

const LIMIT_SECONDS = 120;

const HELP = `onomancer register-commands [--dry-run]

Makes the slash commands that Discord shows those of the live release, with the settings of the live release. A deployment
says when that is needed.

  --dry-run   only tells what would change
  --help      this text
`;

/** Hands over to `dist/register-commands.js` of the live release. */
export const registerCommands: Verb = {
  name: 'register-commands',
  summary: 'make the slash commands that Discord shows those of the live release',
  help: HELP,
  run: async (args, terminal) => {
    if (args.includes('--help')) {
      terminal.say(HELP);
      return 0;
    }
    const { path, dataDir } = liveProgram('register-commands');
    const isServer = dataDir !== null;
    // Root must not become the owner of anything that belongs to the bot.
    const as = process.getuid?.() === 0 && isServer ? (['runuser', '-u', USER, '--'] as const) : [];
    const [program = '', ...rest] = [...as, process.execPath, path, ...args];
    const environment: Record<string, string> = isServer ? { BASE_DIR: serverPaths().baseDir } : {};
    const answer = await exec({ argv: [program, ...rest], limitSeconds: LIMIT_SECONDS, environment });
    if (answer.stdout !== '') terminal.say(answer.stdout.replace(/\n$/, ''));
    if (answer.stderr !== '') terminal.complain(answer.stderr.replace(/\n$/, ''));
    return answer.exitCode;
  },
};
