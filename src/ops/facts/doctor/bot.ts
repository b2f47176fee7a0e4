import { lstatSync, readlinkSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { ServerPaths } from '../../../shared/paths.ts';
import type { BotFacts } from '../../checks/doctor-facts.ts';
import { askSocket } from '../ask-socket.ts';
import { readGaveUp } from '../release/starts.ts';

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
    askSocket<Health>(paths.currentSocket, '/health'),
    askSocket<Ready>(paths.currentSocket, '/health/ready'),
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
    gaveUpAt: readGaveUp(liveSocket(paths.currentSocket)),
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

/** Where a link to a socket leads. */
function liveSocket(link: string): string {
  const found = lstatSync(link, { throwIfNoEntry: false });
  return found?.isSymbolicLink() === true ? resolve(dirname(link), readlinkSync(link)) : link;
}
