import { join } from 'node:path';
import { AppError, toAppError } from '../../../shared/errors/app-error.ts';
import type { ServerPaths } from '../../../shared/paths.ts';
import { readStanding } from '../../facts/release/standing.ts';
import {
  liveRelease,
  otherSlot,
  type Release,
  releasesToPrune,
  type Slot,
  type SlotProcess,
  type Standing,
} from '../../plans/release/release.ts';
import type { StageId } from '../../plans/release/stages.ts';
import type { OperationsLog } from '../operations-log.ts';
import { buildRelease, removeReleases, writeRelease } from './build.ts';
import { ReleaseDatabase, type Snapshot } from './database.ts';
import { pruneDependencies } from './dependencies.ts';
import { waitForGateway, waitUntilReady } from './gate.ts';
import { judgeSchema } from './judge-schema.ts';
import { startInSlot, stopProcesses } from './process.ts';
import { soak } from './soak.ts';
import type { Source } from './sources.ts';
import { makeLive } from './swap.ts';

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

export interface RunPorts {
  readonly log: OperationsLog;
  readonly now: () => Date;
  readonly nowMs: () => number;
  /** Aborted by Ctrl-C: what was begun is taken back like a failure. */
  readonly signal: AbortSignal;
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

/** One deployment or one way back: stage by stage, with everything taken back when one fails. */
export class ReleaseRun {
  readonly #paths: ServerPaths;
  readonly #order: ReleaseOrder;
  readonly #ports: RunPorts;
  #standing: Standing | null = null;
  #slot: Slot = 'blue';
  #release: Release | null = null;
  #started: SlotProcess | null = null;
  #snapshot: Snapshot | null = null;
  #isSwapped = false;
  /** The live release was stopped before the new one was started. */
  #isStoppedFirst = false;

  constructor(paths: ServerPaths, order: ReleaseOrder, ports: RunPorts) {
    this.#paths = paths;
    this.#order = order;
    this.#ports = ports;
  }

  /** Null when everything was done. */
  async run(): Promise<Failure | null> {
    await this.#begin();
    for (const stage of this.#order.stages) {
      const failure = await this.#stage(stage);
      if (failure !== null) return failure;
    }
    return null;
  }

  /** What an earlier run left in the free slot is swept away first. */
  async #begin(): Promise<void> {
    const standing = await readStanding(this.#paths);
    this.#standing = standing;
    this.#slot = otherSlot(standing.liveSlot);
    this.#release = standing.releases.find(({ id }) => id === this.#order.releaseId) ?? null;
    const leftovers = standing.processes.filter(({ slot }) => slot !== standing.liveSlot);
    if (leftovers.length > 0) {
      this.#ports.tell('An earlier run left a process in the free slot; it is stopped.');
      await stopProcesses(this.#paths, leftovers);
    }
    if (standing.unfinished.length > 0) removeReleases(this.#paths, standing.unfinished);
  }

  async #stage(stage: StageId): Promise<Failure | null> {
    const { log, nowMs, began, ended } = this.#ports;
    const { verb } = this.#order;
    const start = nowMs();
    log.append({ what: 'step-began', verb, step: stage });
    began(stage);
    try {
      this.#ports.signal.throwIfAborted();
      const says = await this.#work(stage);
      const tookMs = Math.round(nowMs() - start);
      log.append({ what: 'step-done', verb, step: stage, tookMs });
      ended(stage, says, tookMs);
      return null;
    } catch (cause) {
      const error = this.#ports.signal.aborted ? new AppError('INTERRUPTED') : toAppError(cause);
      log.append({ what: 'step-failed', verb, step: stage, detail: error.code, tookMs: Math.round(nowMs() - start) });
      return { stage, error, givenBack: await this.#giveBack(error) };
    }
  }

  #work(stage: StageId): Promise<string> {
    switch (stage) {
      case 'check':
        return this.#ports.check();
      case 'snapshot':
        return this.#takeSnapshot();
      case 'build':
        return this.#build();
      case 'schema':
        return this.#judgeSchema();
      case 'stop-first':
        return this.#stopFirst();
      case 'restore':
        return this.#restore();
      case 'start':
        return this.#start();
      case 'gate':
        return this.#gate();
      case 'swap':
        return this.#swap();
      case 'hand-over':
        return waitForGateway(this.#paths, this.#candidate);
      case 'soak':
        return this.#soak();
      case 'stop-old':
        return this.#stopOld();
      case 'prune':
        return this.#prune();
    }
  }

  async #takeSnapshot(): Promise<string> {
    const by = liveRelease(this.#was) ?? this.#release;
    if (by === null) return 'there is no release yet that could have made a database';
    const schema = await new ReleaseDatabase(this.#paths, by.id).schema();
    if (schema.kind === 'absent') return 'there is no database yet';
    this.#snapshot = await new ReleaseDatabase(this.#paths, by.id).snapshot();
    const { path, manifest } = this.#snapshot;
    const rows = Object.values(manifest.tables).reduce((sum, count) => sum + count, 0);
    return `${path}: ${rows} rows, ${(manifest.bytes / 1e6).toFixed(1)} MB, checked`;
  }

  async #build(): Promise<string> {
    const { source, releaseId, who } = this.#order;
    if (source === null) return 'it is there already';
    const { now, tell } = this.#ports;
    this.#release = await buildRelease(this.#paths, { source, releaseId, now: now(), who, tell });
    return `${this.#release.version}, ${releaseId}`;
  }

  async #judgeSchema(): Promise<string> {
    const answer = await new ReleaseDatabase(this.#paths, this.#order.releaseId).schema();
    const judged = judgeSchema(answer, { hasSnapshot: this.#snapshot !== null });
    if (!judged.mustStopFirst) return judged.says;
    await this.#stopFirst();
    // Once more, so that nothing is lost of what came in since the first one.
    await this.#takeSnapshot();
    return judged.says;
  }

  async #stopFirst(): Promise<string> {
    this.#isStoppedFirst = true;
    await stopProcesses(this.#paths, this.#was.processes);
    return 'stopped; until the next one is ready, senders are asked to come again';
  }

  async #restore(): Promise<string> {
    const { restoreFrom, releaseId } = this.#order;
    if (restoreFrom === null) throw new AppError('INTERNAL');
    const { manifest } = await new ReleaseDatabase(this.#paths, releaseId).restore(restoreFrom);
    return `as it was at ${manifest.madeAt}`;
  }

  async #start(): Promise<string> {
    this.#started = await startInSlot(this.#paths, this.#slot, this.#order.releaseId);
    return `process ${this.#started.pid} in ${this.#slot}`;
  }

  async #gate(): Promise<string> {
    await waitUntilReady(this.#paths, this.#candidate);
    return 'ready';
  }

  async #swap(): Promise<string> {
    this.#isSwapped = true;
    makeLive(this.#paths, this.#slot, this.#order.releaseId);
    return `${this.#slot} is live`;
  }

  async #soak(): Promise<string> {
    const { soakSeconds } = this.#order;
    await soak(this.#paths, { ...this.#candidate, seconds: soakSeconds, tell: this.#ports.tell });
    this.#judge('good', `watched for ${soakSeconds} s`);
    return `${soakSeconds} s without anything wrong`;
  }

  async #stopOld(): Promise<string> {
    if (this.#isStoppedFirst) return 'it was stopped before';
    await stopProcesses(this.#paths, this.#was.processes);
    return this.#was.processes.length === 0 ? 'there was none' : `${liveRelease(this.#was)?.id ?? 'it'} is stopped`;
  }

  async #prune(): Promise<string> {
    const standing = await readStanding(this.#paths);
    const going = releasesToPrune(standing, this.#order.keep);
    removeReleases(this.#paths, going);
    const kept = standing.releases.map(({ id }) => id).filter((id) => !going.includes(id));
    pruneDependencies(this.#paths, kept);
    return going.length === 0 ? `${kept.length} kept` : `${going.length} removed, ${kept.length} kept`;
  }

  /** Whatever was done is taken back, so that what served before serves again. Says what was done. */
  async #giveBack(error: AppError): Promise<string> {
    const live = liveRelease(this.#was);
    const { liveSlot } = this.#was;
    if (this.#started !== null) this.#judge('bad', error.code);
    if (this.#isSwapped && live !== null && liveSlot !== null && !this.#isStoppedFirst)
      makeLive(this.#paths, liveSlot, live.id);
    const stop = this.#started === null ? [] : [this.#started];
    // A first release that is bad must not go on either: nothing is better than something broken that looks alive.
    await stopProcesses(this.#paths, stop);
    if (this.#isStoppedFirst) return this.#bringBack(live, liveSlot);
    if (live === null) return 'Nothing serves: there was no release before it.';
    const how = this.#isSwapped ? 'has the traffic and the gateway again' : 'never stopped serving';
    return `${live.id} ${how}.`;
  }

  async #bringBack(live: Release | null, liveSlot: Slot | null): Promise<string> {
    if (live === null || liveSlot === null) return 'Nothing serves: there was no release before it.';
    const database = new ReleaseDatabase(this.#paths, live.id);
    if (this.#snapshot !== null) await database.restore(this.#snapshot.path);
    await startInSlot(this.#paths, liveSlot, live.id);
    makeLive(this.#paths, liveSlot, live.id);
    await waitUntilReady(this.#paths, { slot: liveSlot, releaseId: live.id, signal: new AbortController().signal });
    return `${live.id} was started again${this.#snapshot === null ? '' : ', with the database as it was before'}.`;
  }

  #judge(is: 'good' | 'bad', why: string): void {
    if (this.#release === null) return;
    const verdict = { is, at: this.#ports.now().toISOString(), why };
    this.#release = { ...this.#release, verdict };
    writeRelease(join(this.#paths.releasesDir, this.#release.id), this.#release);
  }

  get #candidate(): { readonly slot: Slot; readonly releaseId: string; readonly signal: AbortSignal } {
    return { slot: this.#slot, releaseId: this.#order.releaseId, signal: this.#ports.signal };
  }

  get #was(): Standing {
    if (this.#standing === null) throw new Error('The run has not begun.');
    return this.#standing;
  }
}
