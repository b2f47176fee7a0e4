import { connect } from 'node:net';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
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

/** Whether somebody listens at the socket of PM2. */
export function isPm2Running({ pm2Home }: ServerPaths): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(join(pm2Home, 'rpc.sock'));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/**
 * What PM2 runs of ours; nothing when PM2 does not run. It is not even asked then: a call would start a second PM2 outside
 * of its unit. Throws `PM2_SILENT` when it runs and does not say: that is not the same as nothing.
 */
export async function readSlotProcesses(paths: ServerPaths): Promise<readonly SlotProcess[]> {
  let says = '';
  for (let tries = 0; tries < 2; tries += 1) {
    if (!(await isPm2Running(paths))) return [];
    const { exitCode, stdout, stderr } = await exec(pm2Command(paths, ['jlist'], { limitSeconds: 30 }));
    const processes = exitCode === 0 ? parseSlotProcesses(stdout) : null;
    if (processes !== null) return processes;
    says = stderr.trim().split('\n').at(-1) ?? '';
  }
  throw new AppError('PM2_SILENT', { facts: { says: says || 'it gave no list of its processes' } });
}

/** Reads `pm2 jlist`; lines for people may stand before the list. Null when there is no list. */
export function parseSlotProcesses(text: string): readonly SlotProcess[] | null {
  const start = text.search(/^\[(?:\{|\])/m);
  if (start === -1) return null;
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
