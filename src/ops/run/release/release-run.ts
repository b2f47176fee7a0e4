import { AppError, toAppError } from '../../../shared/errors/app-error.ts';
import { explain } from '../../../shared/errors/catalogue.ts';
import type { ServerPaths } from '../../../shared/paths.ts';
import { liveRelease, otherSlot, type Release } from '../../plans/release/release.ts';
import type { StageId } from '../../plans/release/stages.ts';
import type { OperationEntry } from '../operations-log.ts';
import { buildRelease, judgeRelease } from './build.ts';
import { compareCommands } from './command-table.ts';
import { ReleaseDatabase } from './database.ts';
import { type Candidate, waitForGateway, waitUntilReady } from './gate.ts';
import { giveBack } from './give-back.ts';
import { judgeSchema } from './judge-schema.ts';
import { linkPlacesIntoClone } from './place-links.ts';
import { startInSlot, stopProcesses } from './process.ts';
import type { Progress } from './progress.ts';
import { prune } from './prune.ts';
import type { Failure, ReleaseOrder, RunPorts } from './release-order.ts';
import { soak } from './soak.ts';
import { assignSlot, makeLive, standBy } from './swap.ts';
import { readBefore, sweep } from './sweep.ts';

/** One deployment or one way back: stage by stage, with everything taken back when one fails. */
export class ReleaseRun {
  readonly #paths: ServerPaths;
  readonly #order: ReleaseOrder;
  readonly #ports: RunPorts;
  #progress: Progress | null = null;

  constructor(paths: ServerPaths, order: ReleaseOrder, ports: RunPorts) {
    this.#paths = paths;
    this.#order = order;
    this.#ports = ports;
  }

  /** Null when everything was done. */
  async run(): Promise<Failure | null> {
    this.#progress = await this.#begin();
    for (const stage of this.#order.stages) {
      const failure = await this.#stage(stage);
      if (failure !== null) return failure;
    }
    return null;
  }

  async #begin(): Promise<Progress> {
    const was = await sweep(this.#paths, this.#ports.tell);
    linkPlacesIntoClone(this.#paths, this.#ports.tell);
    return {
      was,
      before: await readBefore(this.#paths, was),
      slot: otherSlot(was.liveSlot),
      release: was.releases.find(({ id }) => id === this.#order.releaseId) ?? null,
      started: null,
      snapshot: null,
      undo: null,
      isSwapped: false,
      isStoppedFirst: false,
      isCommitted: false,
    };
  }

  async #stage(stage: StageId): Promise<Failure | null> {
    const { log, nowMs, began, ended, signal } = this.#ports;
    const { verb } = this.#order;
    const start = nowMs();
    try {
      log.append({ what: 'step-began', verb, step: stage });
      began(stage);
      // Once the new one has proved itself, ending it half cleaned up would help nobody.
      if (!this.#at.isCommitted) signal.throwIfAborted();
      const says = await this.#work(stage);
      const tookMs = Math.round(nowMs() - start);
      log.append({ what: 'step-done', verb, step: stage, tookMs });
      ended(stage, says, tookMs);
      return null;
    } catch (cause) {
      const isInterrupted = signal.aborted && !this.#at.isCommitted;
      const error = isInterrupted ? new AppError('INTERRUPTED', { cause }) : failureOf(cause);
      const givenBack = await giveBack(this.#paths, this.#at);
      this.#noteFailure({ what: 'step-failed', verb, step: stage, detail: error.code, tookMs: nowMs() - start }, error);
      return { stage, error, givenBack };
    }
  }

  /** After everything is taken back: a disk that is full must not be in the way of that. */
  #noteFailure(entry: OperationEntry, error: AppError): void {
    try {
      this.#ports.log.append(entry);
      // What an operator breaks off is not bad, nor is a release that was good before, or the one that is live.
      const isNew = this.#order.source !== null && this.#at.started !== null;
      if (isNew && !this.#at.isCommitted && error.code !== 'INTERRUPTED') this.#judge('bad', error.code);
    } catch (cause) {
      this.#ports.tell(`It could not be written down: ${explainBriefly(cause)}`);
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
        return waitForGateway(this.#paths, this.#candidate, { isNeeded: this.#isGatewayNeeded });
      case 'soak':
        return this.#soak();
      case 'stop-old':
        return this.#stopOld();
      case 'commands':
        return compareCommands(this.#paths, this.#order.releaseId);
      case 'prune':
        return prune(this.#paths, this.#order.keep);
    }
  }

  async #takeSnapshot(): Promise<string> {
    const by = liveRelease(this.#at.was) ?? this.#at.release;
    if (by === null) return 'there is no release yet that could have made a database';
    try {
      return await this.#snapshotBy(by);
    } catch (cause) {
      // Going back to other code leaves the data as it is; it must also work on a disk that is full.
      if (this.#order.source !== null || this.#order.restoreFrom !== null) throw cause;
      return `NONE: ${explainBriefly(cause)} Going back to other code leaves the data as it is, so it goes on`;
    }
  }

  async #snapshotBy({ id }: Release): Promise<string> {
    const database = this.#database(id);
    const schema = await database.schema();
    if (schema.kind === 'absent') return 'there is no database yet';
    this.#at.snapshot = await database.snapshot();
    const { path, manifest } = this.#at.snapshot;
    const rows = Object.values(manifest.tables).reduce((sum, count) => sum + count, 0);
    return `${path}: ${rows} rows, ${(manifest.bytes / 1e6).toFixed(1)} MB, checked`;
  }

  async #build(): Promise<string> {
    const { source, releaseId, who } = this.#order;
    if (source === null) return 'it is there already';
    const { now, tell, signal, lockFd } = this.#ports;
    const options = { signal, holding: lockFd };
    const release = await buildRelease(this.#paths, { source, releaseId, now: now(), who, tell, options });
    this.#at.release = release;
    return `${release.version}, ${releaseId}`;
  }

  async #judgeSchema(): Promise<string> {
    const { releaseId, stages } = this.#order;
    const judged = judgeSchema(await this.#database(releaseId).schema(), { hasSnapshot: this.#at.snapshot !== null });
    if (!judged.mustStopFirst || !stages.includes('start')) return judged.says;
    this.#ports.tell(`${judged.says}.`);
    await this.#stopFirst();
    // Once more, so that nothing is lost of what came in since the first one.
    await this.#takeSnapshot();
    this.#at.undo = this.#at.snapshot;
    // From here on a start of the server must start the new one: the old one cannot live with what it makes of the data.
    assignSlot(this.#paths, this.#at.slot, releaseId);
    await this.#swap();
    return judged.says;
  }

  async #stopFirst(): Promise<string> {
    this.#at.isStoppedFirst = true;
    await stopProcesses(this.#paths, this.#at.was.processes);
    return 'stopped; until the next one is ready, senders are asked to come again';
  }

  async #restore(): Promise<string> {
    const { restoreFrom, releaseId } = this.#order;
    if (restoreFrom === null) throw new AppError('INTERNAL');
    this.#at.undo = this.#at.snapshot;
    const { manifest } = await this.#database(releaseId).restore(restoreFrom);
    return `as it was at ${manifest.madeAt}`;
  }

  async #start(): Promise<string> {
    const started = await startInSlot(this.#paths, this.#at.slot, this.#order.releaseId);
    this.#at.started = started;
    return `process ${started.pid} in ${this.#at.slot}`;
  }

  async #gate(): Promise<string> {
    // PM2 may have started it once more meanwhile.
    this.#at.started = await waitUntilReady(this.#paths, this.#candidate);
    return 'ready';
  }

  async #swap(): Promise<string> {
    this.#at.isSwapped = true;
    const { isStoppedFirst, was } = this.#at;
    if (was.liveSlot !== null && !isStoppedFirst) standBy(this.#paths, was.liveSlot);
    makeLive(this.#paths, this.#at.slot, this.#order.releaseId);
    return `${this.#at.slot} is live`;
  }

  async #soak(): Promise<string> {
    const { soakSeconds: seconds } = this.#order;
    const isGatewayNeeded = this.#isGatewayNeeded;
    await soak(this.#paths, { ...this.#candidate, seconds, isGatewayNeeded, tell: this.#ports.tell });
    this.#judge('good', `watched for ${seconds} s`);
    return `${seconds} s without anything wrong`;
  }

  async #stopOld(): Promise<string> {
    this.#commit();
    standBy(this.#paths, this.#at.slot);
    if (this.#at.isStoppedFirst) return 'it was stopped before';
    const { was } = this.#at;
    await stopProcesses(this.#paths, was.processes);
    return was.processes.length === 0 ? 'there was none' : `${liveRelease(was)?.id ?? 'it'} is stopped`;
  }

  #commit(): void {
    this.#at.isCommitted = true;
    const { release, was } = this.#at;
    if (release?.verdict?.is !== 'good') this.#judge('good', 'took over, not watched');
    const left = liveRelease(was);
    // Otherwise the next way back would lead to what somebody has just gone away from.
    if (this.#order.source === null && left !== null && release !== null && release.id < left.id)
      judgeRelease(this.#paths, left, { is: 'bad', at: this.#ports.now().toISOString(), why: 'left by a rollback' });
  }

  #judge(is: 'good' | 'bad', why: string): void {
    const { release } = this.#at;
    if (release === null) return;
    this.#at.release = judgeRelease(this.#paths, release, { is, at: this.#ports.now().toISOString(), why });
  }

  #database(releaseId: string): ReleaseDatabase {
    return new ReleaseDatabase(this.#paths, releaseId, { holding: this.#ports.lockFd });
  }

  /** When the one before was well but without the gateway, Discord is away. */
  get #isGatewayNeeded(): boolean {
    const { isReady, hasGateway } = this.#at.before;
    return hasGateway || !isReady;
  }

  get #candidate(): Candidate {
    const { slot, started } = this.#at;
    if (started === null) throw new Error('Nothing has been started.');
    return { slot, releaseId: this.#order.releaseId, process: started, signal: this.#ports.signal };
  }

  get #at(): Progress {
    if (this.#progress === null) throw new Error('The run has not begun.');
    return this.#progress;
  }
}

/** A full disk is no defect of ours, wherever it shows. */
function failureOf(cause: unknown): AppError {
  const isFull = cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
  return isFull ? new AppError('SERVER_NOT_FIT', { cause, facts: { says: 'its disk is full' } }) : toAppError(cause);
}

function explainBriefly(cause: unknown): string {
  const { code, facts } = failureOf(cause);
  return explain(code, facts).says;
}
