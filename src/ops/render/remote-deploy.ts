import { commandLine } from './command-line.ts';

/** A server as somebody names it, `devrel@bot.example.org` or with `:2222` behind it, in the words of ssh. */
export interface RemoteServer {
  readonly target: string;
  readonly port: string | null;
}

const USER = /^(?:[A-Za-z_][\w.-]*@)?/;
const NAME_OR_IPV4 = /[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?/;
const IPV6 = /[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*/;
const SERVER = new RegExp(
  `(${USER.source})(?:(${NAME_OR_IPV4.source})(?::(\\d{1,5}))?|\\[(${IPV6.source})\\](?::(\\d{1,5}))?)$`,
);

/** Null when it is none: what begins with a dash would be an option of ssh. */
export function parseServer(text: string): RemoteServer | null {
  const found = SERVER.exec(text);
  if (found === null) return null;
  const [, user = '', name, namePort, address, addressPort] = found;
  return { target: `${user}${name ?? address ?? ''}`, port: namePort ?? addressPort ?? null };
}

/** How a deployment is started on another machine: its own toolkit does it, we only watch. */
export function remoteDeploy(
  { target, port }: RemoteServer,
  args: readonly string[],
  onomancer: string,
): readonly string[] {
  const options = {
    // Nobody is there to be asked, and a server whose key is not known is not the server.
    BatchMode: 'yes',
    StrictHostKeyChecking: 'yes',
    ConnectTimeout: '15',
    ServerAliveInterval: '15',
    ServerAliveCountMax: '8',
    // Without the words with which a server greets strangers; what goes wrong is still said.
    LogLevel: 'ERROR',
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  return [
    'ssh',
    '-T',
    ...flags,
    ...(port === null ? [] : ['-p', port]),
    '--',
    target,
    // The shell over there reads the line once more.
    commandLine({ argv: [onomancer, 'deploy', ...withoutHost(args)], limitSeconds: 0 }),
  ];
}

function withoutHost(args: readonly string[]): readonly string[] {
  return args.filter((arg, index) => arg !== '--host' && args[index - 1] !== '--host' && !arg.startsWith('--host='));
}
