import { serverPaths } from '../../shared/paths.ts';
import { exec } from '../run/exec.ts';
import { liveProgram, refreshOwnBuild } from '../run/live-program.ts';
import { USER } from '../steps/setup-input.ts';
import type { Verb } from './verb.ts';

const LIMIT_SECONDS = 120;

const HELP = `onomancer register-commands [--dry-run]

Makes the slash commands that Discord shows those of the live release, with the settings of the live release. A deployment
says when that is needed. In a checkout without a server it is the build of that, made anew when its sources changed.

  --dry-run   only tells what would change
  --help      this text
`;

function ownEnvironment(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(process.env).filter((one): one is [string, string] => one[1] !== undefined));
}

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
    await refreshOwnBuild((line) => terminal.complain(line));
    const { path, dataDir } = liveProgram('register-commands');
    const isServer = dataDir !== null;
    // Root must not become the owner of anything that belongs to the bot.
    const as = process.getuid?.() === 0 && isServer ? (['runuser', '-u', USER, '--'] as const) : [];
    const [program = '', ...rest] = [...as, process.execPath, path, ...args];
    // On a laptop the settings may come from the environment, too.
    const environment = isServer ? { BASE_DIR: serverPaths().baseDir } : ownEnvironment();
    const answer = await exec({ argv: [program, ...rest], limitSeconds: LIMIT_SECONDS, environment });
    if (answer.stdout !== '') terminal.say(answer.stdout.replace(/\n$/, ''));
    if (answer.stderr !== '') terminal.complain(answer.stderr.replace(/\n$/, ''));
    return answer.exitCode;
  },
};
