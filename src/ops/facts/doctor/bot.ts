import { lstatSync, readlinkSync } from 'node:fs';
import { request } from 'node:http';
import { basename } from 'node:path';
import type { ServerPaths } from '../../../shared/paths.ts';
import type { BotFacts } from '../../checks/doctor-facts.ts';

const TIMEOUT_MS = 5_000;

interface Health {
  readonly status: string;
  readonly version: string;
  readonly services: readonly { readonly name: string; readonly state: string; readonly detail?: string }[];
}
interface Ready {
  readonly checks: readonly { readonly name: string; readonly isReady: boolean; readonly detail?: string }[];
}

/** What the bot says about itself, asked over its own socket, past nginx. */
export async function readBot(paths: ServerPaths): Promise<BotFacts> {
  const release = releaseAt(paths.currentRelease);
  const [health, ready] = await Promise.all([
    ask<Health>(paths.currentSocket, '/health'),
    ask<Ready>(paths.currentSocket, '/health/ready'),
  ]);
  return {
    // The socket alone is enough: who runs the bot without deploying it wants to know how it is, too.
    release: release ?? ('trouble' in health ? null : 'unnamed'),
    health:
      'trouble' in health
        ? health
        : {
            status: health.status,
            version: health.version,
            unwell: health.services
              .filter(({ state }) => !['on', 'off'].includes(state))
              .map(({ name, state, detail }) => `${name} is ${state}${detail ? `: ${detail}` : ''}`),
          },
    notReady:
      'trouble' in ready
        ? [ready.trouble]
        : ready.checks.filter(({ isReady }) => !isReady).map(({ name, detail }) => `${name}: ${detail ?? 'not ready'}`),
  };
}

function releaseAt(link: string): string | null {
  const found = lstatSync(link, { throwIfNoEntry: false });
  return found?.isSymbolicLink() === true ? basename(readlinkSync(link)) : null;
}

/** Only what the bot answers when it can; 503 has a body as well. */
function ask<T extends object>(socketPath: string, path: string): Promise<T | { readonly trouble: string }> {
  return new Promise((resolve) => {
    const asking = request({ socketPath, path, timeout: TIMEOUT_MS, headers: { host: 'localhost' } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(parse<T>(text)));
    });
    asking.on('timeout', () => asking.destroy(new Error(`it does not answer within ${TIMEOUT_MS / 1000} s`)));
    asking.on('error', (error: NodeJS.ErrnoException) => resolve({ trouble: troubleOf(error, socketPath) }));
    asking.end();
  });
}

function parse<T extends object>(text: string): T | { readonly trouble: string } {
  try {
    return JSON.parse(text) as T;
  } catch {
    return { trouble: 'its answer is not JSON' };
  }
}

function troubleOf(error: NodeJS.ErrnoException, socketPath: string): string {
  switch (error.code) {
    case 'ENOENT':
      return `there is no ${socketPath}`;
    case 'ECONNREFUSED':
      return `nobody listens at ${socketPath}`;
    case 'EACCES':
      return `${socketPath} may not be opened by you`;
    default:
      return error.code ?? error.message;
  }
}
