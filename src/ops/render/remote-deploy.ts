import { commandLine } from './command-line.ts';

/** How a deployment is started on another machine: its own toolkit does it, we only watch. */
export function remoteDeploy(host: string, args: readonly string[], onomancer: string): readonly string[] {
  const options = {
    // Nobody is there to be asked, and a server whose key is not known is not the server.
    BatchMode: 'yes',
    StrictHostKeyChecking: 'yes',
    ConnectTimeout: '15',
    ServerAliveInterval: '15',
    ServerAliveCountMax: '8',
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  // The shell over there reads the line once more.
  return [
    'ssh',
    '-T',
    ...flags,
    '--',
    host,
    commandLine({ argv: [onomancer, 'deploy', ...withoutHost(args)], limitSeconds: 0 }),
  ];
}

function withoutHost(args: readonly string[]): readonly string[] {
  return args.filter((arg, index) => arg !== '--host' && args[index - 1] !== '--host' && !arg.startsWith('--host='));
}
