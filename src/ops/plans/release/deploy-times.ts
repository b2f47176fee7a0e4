import type { StageId } from './stages.ts';

/** How long it took until the release was live, gateway and all; what watches and cleans up after that does not count. */
export interface DeployTimes {
  /** From the command on. */
  readonly toLiveMs: number;
  readonly buildMs: number;
  readonly beyondBuildMs: number;
}

/** A stage that has ended. */
export interface EndedStage {
  readonly stage: StageId;
  readonly tookMs: number;
  /** Counted from the command. */
  readonly atMs: number;
}

/** Null when nothing was made live. */
export function deployTimes(ended: readonly EndedStage[]): DeployTimes | null {
  const live = ended.find(({ stage }) => stage === 'hand-over');
  if (live === undefined) return null;
  const toLiveMs = Math.round(live.atMs);
  const buildMs = Math.round(ended.find(({ stage }) => stage === 'build')?.tookMs ?? 0);
  return { toLiveMs, buildMs, beyondBuildMs: toLiveMs - buildMs };
}
