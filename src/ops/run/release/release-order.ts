import type { AppError } from '../../../shared/errors/app-error.ts';
import type { StageId } from '../../plans/release/stages.ts';
import type { OperationsLog } from '../operations-log.ts';
import type { Source } from './sources.ts';

/** What is to be done. */
export interface ReleaseOrder {
  readonly verb: string;
  readonly stages: readonly StageId[];
  readonly releaseId: string;
  /** Null: the release is there already. */
  readonly source: Source | null;
  /** For `restore`: the snapshot to go back to. */
  readonly restoreFrom: string | null;
  readonly soakSeconds: number;
  readonly keep: number;
  readonly who: string;
}

/** What a run needs from who starts it. */
export interface RunPorts {
  readonly log: OperationsLog;
  readonly now: () => Date;
  readonly nowMs: () => number;
  /** Aborted by Ctrl-C: what was begun is taken back like a failure. */
  readonly signal: AbortSignal;
  /** The lock, which what we start holds too: what is left of a run that was killed is waited for. */
  readonly lockFd: number;
  /** Looks at the server; throws when it cannot take a release. */
  readonly check: () => Promise<string>;
  readonly began: (stage: StageId) => void;
  readonly ended: (stage: StageId, says: string, tookMs: number) => void;
  readonly tell: (line: string) => void;
}

/** A stage failed; the release before it serves (again). */
export interface Failure {
  readonly stage: StageId;
  readonly error: AppError;
  /** What was done about it, for people. */
  readonly givenBack: string;
}
