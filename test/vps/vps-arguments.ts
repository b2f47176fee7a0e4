import { parseArgs } from 'node:util';
import { isLabName } from './lab/places.ts';
import type { Disk } from './lab/state.ts';

export const VPS_HELP = `A VPS in a box: a Debian 12 that boots on this machine, with a world of its own around it.

  npm run vps -- up                 makes a box and boots it; 2 GB of memory, 1 processor
  npm run vps -- push PATH [DEST]   copies a file or directory to the box (default: ~/NAME); PATH "." copies what git knows
  npm run vps -- ssh [COMMAND…]     a shell on the box, or one command
  npm run vps -- status             every box of this machine
  npm run vps -- reboot             reboots it from inside
  npm run vps -- unplug             cuts its power and switches it on again (needs up --disk ext4)
  npm run vps -- down [--all]       removes the box, or every box, without a trace

  --name NAME       which box (default: box); several can run at once
  --cpus 1|2        for up
  --disk overlay|ext4   for up: ext4 is a disk of its own (20 GB, sparse) whose plug can be pulled
  --user NAME, --port PORT   for ssh
  --help            this text

In its world the box is onomancer.test; there is an ACME server, a mirror of Node, the packages of Debian and npm, and the
sandbox as Discord and Linear. Root file system and packages are kept in /var/cache/onomancer-vps, or in $ONOMANCER_VPS_DIR.
Exit code: that of the command for ssh; 0; 1 when it failed; 64 when it was asked in the wrong way; 77 where it cannot run.`;

const VERBS = ['up', 'push', 'ssh', 'status', 'reboot', 'unplug', 'down'] as const;
export type Verb = (typeof VERBS)[number];

export interface VpsArguments {
  readonly verb: Verb;
  readonly name: string;
  readonly cpus: number;
  readonly disk: Disk;
  readonly isAll: boolean;
  readonly user: string;
  readonly port: number;
  /** What stands behind the verb: a command, or paths. */
  readonly rest: readonly string[];
}

export type Asked = VpsArguments | { readonly kind: 'help' } | { readonly kind: 'problem'; readonly problem: string };

/** What was asked for, or what is wrong with it. Behind `ssh` everything that is not an option of ours is the command. */
export function parseVpsArguments(argv: readonly string[]): Asked {
  const [verb, ...others] = argv;
  if (verb === undefined || verb === '--help' || verb === '-h') return { kind: 'help' };
  if (!isVerb(verb)) return problem(`There is no "${verb}". There are: ${VERBS.join(', ')}.`);
  const { own, rest } = verb === 'ssh' ? splitCommand(others) : { own: others, rest: [] };
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(own);
  } catch (error) {
    return problem(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  if (!isLabName(values.name)) {
    return problem(`--name wants up to 20 letters, digits and dashes, a letter first, not "${values.name}".`);
  }
  if (values.cpus !== '1' && values.cpus !== '2') return problem(`--cpus wants 1 or 2, not "${values.cpus}".`);
  if (values.disk !== 'overlay' && values.disk !== 'ext4') {
    return problem(`--disk wants overlay or ext4, not "${values.disk}".`);
  }
  const port = Number(values.port);
  if (!(Number.isInteger(port) && port > 0 && port < 65_536))
    return problem(`--port wants a port, not "${values.port}".`);
  const problemOfRest = restProblem(verb, positionals);
  if (problemOfRest !== null) return problem(problemOfRest);
  const { name, user } = values;
  const isAll = values.all;
  return {
    verb,
    name,
    cpus: Number(values.cpus),
    disk: values.disk,
    isAll,
    user,
    port,
    rest: [...positionals, ...rest],
  };
}

const OWN_OPTIONS = ['--name', '--user', '--port'];

function splitCommand(others: readonly string[]): {
  readonly own: readonly string[];
  readonly rest: readonly string[];
} {
  let at = 0;
  while (at < others.length) {
    const word = others[at] ?? '';
    if (word === '--') return { own: others.slice(0, at), rest: others.slice(at + 1) };
    if (OWN_OPTIONS.includes(word)) at += 2;
    else if (word === '--help' || OWN_OPTIONS.some((name) => word.startsWith(`${name}=`))) at += 1;
    else break;
  }
  return { own: others.slice(0, at), rest: others.slice(at) };
}

function restProblem(verb: Verb, positionals: readonly string[]): string | null {
  if (verb === 'push') return positionals.length === 1 || positionals.length === 2 ? null : 'push wants PATH [DEST].';
  return positionals.length === 0 ? null : `"${verb}" wants nothing behind it, not "${positionals.join(' ')}".`;
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      name: { type: 'string', default: 'box' },
      cpus: { type: 'string', default: '1' },
      disk: { type: 'string', default: 'overlay' },
      user: { type: 'string', default: 'root' },
      port: { type: 'string', default: '22' },
      all: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

function isVerb(text: string): text is Verb {
  return (VERBS as readonly string[]).includes(text);
}

function problem(text: string): Asked {
  return { kind: 'problem', problem: text };
}
