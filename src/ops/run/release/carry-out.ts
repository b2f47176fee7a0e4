import { join } from 'node:path';
import { inspect } from 'node:util';
import { systemClock } from '../../../shared/clock.ts';
import { CATALOGUE } from '../../../shared/errors/catalogue.ts';
import type { ServerPaths } from '../../../shared/paths.ts';
import { deploymentsLog } from '../../facts/release/deployments.ts';
import { readStanding } from '../../facts/release/standing.ts';
import { type DeployTimes, deployTimes, type EndedStage } from '../../plans/release/deploy-times.ts';
import { liveRelease, type Standing } from '../../plans/release/release.ts';
import { renderFailure, renderLive, renderStageDone } from '../../render/release-texts.ts';
import { newRunId, ownVersion, whoIsThis } from '../identity.ts';
import { takeLock } from '../lock.ts';
import { type OperationEntry, type OperationsLog, openOperationsLog } from '../operations-log.ts';
import type { Terminal } from '../terminal.ts';
import { lastLines } from './last-lines.ts';
import type { Failure, ReleaseOrder, RunPorts } from './release-order.ts';
import { ReleaseRun } from './release-run.ts';

/**
 * Carries an order out under the lock, tells how it goes, and gives the exit code. Ctrl-C and a polite end take
 * everything back as a failure does; after a `kill -9` the next run does.
 */
export async function carryOut(
  paths: ServerPaths,
  order: ReleaseOrder,
  how: { readonly terminal: Terminal; readonly isJson: boolean; readonly check: () => Promise<string> },
): Promise<number> {
  const { terminal, isJson } = how;
  const say = (line: string): void => (isJson ? terminal.complain(line) : terminal.say(line));
  const holder = {
    who: whoIsThis(),
    what: `onomancer ${order.verb} ${order.releaseId}`,
    since: systemClock.now().toISOString(),
  };
  const lock = takeLock(join(paths.runDir, 'deploy.lock'), holder, say);
  const stopping = listenToSignals();
  const log = openOperationsLog(
    deploymentsLog(paths),
    { run: newRunId(), who: order.who, version: ownVersion() },
    systemClock,
  );
  const seen: Seen = { startedAt: null, ended: [] };
  try {
    log.append({ what: 'run-began', verb: order.verb, detail: order.releaseId });
    const failure = await new ReleaseRun(paths, order, {
      log,
      now: () => systemClock.now(),
      nowMs: () => performance.now(),
      signal: stopping.signal,
      lockFd: lock.fd,
      check: how.check,
      ...telling(say, seen),
    }).run();
    // Since this process began: what it took to load counts for who waits.
    const tookMs = Math.round(performance.now());
    const outcome = failure === null ? 'done' : 'failed';
    noteEnd(log, { what: 'run-ended', verb: order.verb, detail: order.releaseId, tookMs, outcome }, say);
    const ran = { order, failure, standing: await readStanding(paths), tookMs, times: deployTimes(seen.ended) };
    return tellEnd(how, ran, () => (seen.startedAt === null ? [] : lastLines(paths, seen.startedAt)));
  } finally {
    stopping.end();
    lock.release();
  }
}

interface Ran {
  readonly order: ReleaseOrder;
  readonly failure: Failure | null;
  readonly standing: Standing;
  readonly tookMs: number;
  readonly times: DeployTimes | null;
}

/** Says how it ended, and gives the exit code. */
function tellEnd(
  { terminal, isJson }: { readonly terminal: Terminal; readonly isJson: boolean },
  { order, failure, standing, tookMs, times }: Ran,
  readLastLines: () => readonly string[],
): number {
  if (isJson) {
    const { verb, releaseId: release } = order;
    const failed = failure && { stage: failure.stage, code: failure.error.code, givenBack: failure.givenBack };
    terminal.say(JSON.stringify({ verb, release, live: liveRelease(standing), tookMs, times, failed }));
  }
  if (failure === null) {
    if (!isJson) terminal.say(`\n${renderLive(standing, { tookMs, times })}`);
    return 0;
  }
  terminal.complain(renderFailure(failure, readLastLines()));
  // A defect of ours: without the stack nobody could mend it.
  if (failure.error.code === 'INTERNAL') terminal.complain(inspect(failure.error.cause));
  return CATALOGUE[failure.error.code].exitCode;
}

/** A disk that is full must not keep the operator from reading how it ended. */
function noteEnd(log: OperationsLog, entry: OperationEntry, say: (line: string) => void): void {
  try {
    log.append(entry);
  } catch (cause) {
    say(`  The end of this run could not be written to its log: ${cause instanceof Error ? cause.message : 'unknown'}`);
  }
}

/** What is known of a run while it goes. */
interface Seen {
  /** When the new release was started; null: what the application says is not about it. */
  startedAt: Date | null;
  readonly ended: EndedStage[];
}

function telling(say: (line: string) => void, seen: Seen): Pick<RunPorts, 'began' | 'ended' | 'tell'> {
  return {
    began: (stage) => {
      if (stage === 'start') seen.startedAt = systemClock.now();
      say(`… ${stage}`);
    },
    ended: (stage, says, tookMs) => {
      seen.ended.push({ stage, tookMs, atMs: performance.now() });
      say(renderStageDone(stage, says, tookMs));
    },
    tell: (line) => say(`  ${line}`),
  };
}

function listenToSignals(): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, abort);
  return {
    signal: controller.signal,
    end: () => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, abort);
    },
  };
}
