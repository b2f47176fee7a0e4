import type { ServerPaths } from '../../../shared/paths.ts';
import { SLOTS, type SlotProcess } from '../../plans/release/release.ts';
import { exec } from '../../run/exec.ts';
import { pm2Command } from '../../run/release/pm2.ts';

/** The name that operators know: `pm2 logs onomancer-bot`. */
export const PROCESS_NAME = 'onomancer-bot';

interface Listed {
  readonly pm_id: number;
  readonly name: string;
  readonly pid: number;
  readonly monit?: { readonly memory?: number };
  readonly pm2_env?: {
    readonly namespace?: string;
    readonly status?: string;
    readonly restart_time?: number;
    readonly pm_uptime?: number;
    readonly RELEASE_ID?: string;
  };
}

/** What PM2 runs of ours; nothing when PM2 does not run. */
export async function readSlotProcesses(paths: ServerPaths): Promise<readonly SlotProcess[]> {
  const { exitCode, stdout } = await exec(pm2Command(paths, ['jlist'], { limitSeconds: 30 }));
  return exitCode === 0 ? parseSlotProcesses(stdout) : [];
}

/** Reads `pm2 jlist`; lines for people may stand before the list. */
function parseSlotProcesses(text: string): readonly SlotProcess[] {
  const start = text.search(/^\[(?:\{|\])/m);
  if (start === -1) return [];
  const list = JSON.parse(text.slice(start)) as readonly Listed[];
  return list
    .filter(({ name }) => name === PROCESS_NAME)
    .map(({ pm_id: pm2Id, pid, monit, pm2_env: env = {} }) => ({
      pm2Id,
      slot: SLOTS.find((slot) => slot === env.namespace) ?? null,
      release: env.RELEASE_ID ?? null,
      pid,
      status: env.status ?? 'unknown',
      restarts: env.restart_time ?? 0,
      memoryBytes: monit?.memory ?? 0,
      startedAtMs: env.pm_uptime ?? 0,
    }));
}
