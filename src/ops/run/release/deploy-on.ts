import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { serverPaths } from '../../../shared/paths.ts';
import { remoteDeploy } from '../../render/remote-deploy.ts';

const USER_AT_SERVER = /^(?:[\w.-]+@)?[A-Za-z0-9[][\w.:\]-]*$/;

/** Starts a deployment on a server over ssh, shows what it says as it says it, and gives its exit code. */
export function deployOn(host: string, args: readonly string[]): Promise<number> {
  if (!USER_AT_SERVER.test(host))
    throw new AppError('INPUT_INVALID', {
      facts: { problem: `“${host}” is no server.`, wanted: 'USER@SERVER, as for ssh: --host devrel@bot.example.org' },
    });
  const [program = 'ssh', ...rest] = remoteDeploy(host, args, join(serverPaths().appDir, 'bin/onomancer'));
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', (cause) =>
      reject(new AppError('TOOL_MISSING', { cause, facts: { tool: 'ssh', package: 'openssh-client' } })),
    );
    child.once('close', (code) => resolve(code ?? 70));
  });
}
