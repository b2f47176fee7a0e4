import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { AppError } from '../../../shared/errors/app-error.ts';
import { serverPaths } from '../../../shared/paths.ts';
import { parseServer, remoteDeploy } from '../../render/remote-deploy.ts';
import type { Terminal } from '../terminal.ts';

/** ssh(1): the exit code of the program over there, or 255 when ssh itself could not go on. */
const SSH_FAILED = 255;
/** Of the shell over there, when there is no such program. */
const NO_SUCH_PROGRAM = 127;
const STAGE_BEGAN = /^… ([a-z-]+)$/;

/**
 * Starts a deployment on a server over ssh, shows what it says line by line, and gives its exit code. It goes on to its end
 * over there when the connection breaks, or when somebody goes who watched it.
 */
export async function deployOn(host: string, args: readonly string[], terminal: Terminal): Promise<number> {
  const server = parseServer(host);
  if (server === null)
    throw new AppError('INPUT_INVALID', {
      facts: { problem: `“${host}” is no server.`, wanted: 'USER@SERVER, as for ssh: --host devrel@bot.example.org' },
    });
  const onomancer = join(serverPaths().appDir, 'bin/onomancer');
  const { exitCode, stage, isLeft } = await watch(remoteDeploy(server, args, onomancer), terminal);
  if (isLeft) throw leaving(server.target, stage);
  if (exitCode === SSH_FAILED) throw cutOff(server.target, stage);
  if (exitCode === NO_SUCH_PROGRAM && stage === null)
    throw new AppError('INPUT_INVALID', {
      facts: {
        problem: `There is no ${onomancer} on ${server.target}.`,
        wanted: 'Has setup run there, and is the clone in its place?',
      },
    });
  return exitCode;
}

interface Watched {
  readonly exitCode: number;
  /** The last one that was seen to begin. */
  readonly stage: string | null;
  /** Somebody pressed Ctrl-C here, or ended us. */
  readonly isLeft: boolean;
}

async function watch([program = 'ssh', ...rest]: readonly string[], terminal: Terminal): Promise<Watched> {
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stage: string | null = null;
  let isLeft = false;
  const note = (line: string): void => {
    stage = STAGE_BEGAN.exec(line)?.[1] ?? stage;
  };
  const leave = (): void => {
    isLeft = true;
    child.kill();
  };
  const hear = (stream: Readable, show: (line: string) => void): void =>
    void createInterface({ input: stream }).on('line', (line) => {
      note(line);
      show(line);
    });
  hear(child.stdout, (line) => terminal.say(line));
  hear(child.stderr, (line) => terminal.complain(line));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, leave);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { exitCode: code ?? SSH_FAILED, stage, isLeft };
  } catch (cause) {
    throw new AppError('TOOL_MISSING', { cause, facts: { tool: 'ssh', package: 'openssh-client' } });
  } finally {
    for (const name of signals) process.off(name, leave);
  }
}

function leaving(server: string, stage: string | null): AppError {
  return stage === null ? new AppError('INTERRUPTED') : new AppError('DEPLOYMENT_LEFT', { facts: { server, stage } });
}

function cutOff(server: string, stage: string | null): AppError {
  return stage === null
    ? new AppError('SERVER_NOT_REACHED', { facts: { server } })
    : new AppError('CONNECTION_BROKE', { facts: { server, stage } });
}
