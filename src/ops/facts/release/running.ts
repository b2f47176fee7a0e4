import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerPaths } from '../../../shared/paths.ts';
import type { RunningDeployment } from '../../plans/release/release-facts.ts';
import { livingHolder } from '../../run/lock.ts';
import { deploymentsLog } from './deployments.ts';

/** The deployment or the way back that is at work now; null when there is none. */
export function readRunning(paths: ServerPaths): RunningDeployment | null {
  const holder = livingHolder(join(paths.runDir, 'deploy.lock'));
  if (holder === null) return null;
  const { what, who, since, pid } = holder;
  return { what, who, since, pid, stage: lastStage(paths, since) };
}

/** The stage that began last, in the log of the run that began at that time. */
function lastStage(paths: ServerPaths, since: string): string | null {
  const path = deploymentsLog(paths);
  if (!existsSync(path)) return null;
  const found = [
    ...readFileSync(path, 'utf8').matchAll(/^\{"at":"([^"]+)".*"what":"step-began".*"step":"([^"]+)"/gm),
  ].at(-1);
  return found?.[1] !== undefined && found[1] >= since ? (found[2] ?? null) : null;
}
