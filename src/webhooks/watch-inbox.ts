import type { InboxDepth, InboxStore } from '../ports/inbox.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Clock } from '../shared/clock.ts';
import { toAppError } from '../shared/errors/app-error.ts';
import type { HealthBoard } from '../shared/health-board.ts';

const LOOK_EVERY_MS = 5_000;
const PURGE_EVERY_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** What became of an event can be asked for this long. */
const KEEP_FINISHED_MS = 30 * DAY_MS;
const KEEP_DEAD_MS = 90 * DAY_MS;
/** An event that waits for longer is worth a look. */
const LATE_AFTER_MS = 5 * 60_000;

export interface WatchPorts {
  readonly inbox: InboxStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: HealthBoard;
}

/** Tells how the inbox is, to the metrics and to whoever asks /status, and forgets what is old. */
export function watchInbox(ports: WatchPorts): { stop(): void } {
  let isStopped = false;
  const tell = async (): Promise<void> => {
    const seen = await look(ports);
    if (!isStopped) seen();
  };
  const timers = [setInterval(() => void tell(), LOOK_EVERY_MS), setInterval(() => void purge(ports), PURGE_EVERY_MS)];
  for (const timer of timers) timer.unref();
  void tell();
  return {
    stop() {
      isStopped = true;
      for (const timer of timers) clearInterval(timer);
      // The next owner tells them; numbers from here would only grow old.
      setGauges(ports.metrics, { waiting: 0, dead: 0, oldestWaitingAt: null }, 0);
      ports.health.tell('events', 'off', 'The process that owns the gateway handles them.');
    },
  };
}

/** Looks, and gives what is then to be told. */
async function look({ inbox, clock, log, metrics, health }: WatchPorts): Promise<() => void> {
  try {
    const depth = await inbox.depth();
    const ageMs = depth.oldestWaitingAt === null ? 0 : clock.now().getTime() - depth.oldestWaitingAt.getTime();
    const isWell = depth.dead === 0 && ageMs < LATE_AFTER_MS;
    return () => {
      setGauges(metrics, depth, ageMs);
      health.tell('events', isWell ? 'on' : 'degraded', sentence(depth, ageMs));
    };
  } catch (error) {
    return () => {
      log.warn('events.depth-failed', { error: toAppError(error) });
      health.tell('events', 'down', 'The inbox could not be read.');
    };
  }
}

function setGauges(metrics: Metrics, { waiting, dead }: InboxDepth, ageMs: number): void {
  metrics.set('onomancer_events_waiting', {}, waiting);
  metrics.set('onomancer_events_dead', {}, dead);
  metrics.set('onomancer_events_oldest_seconds', {}, Math.max(0, ageMs) / 1_000);
}

function sentence({ waiting, dead }: InboxDepth, ageMs: number): string {
  const waits = waiting === 0 ? 'Nothing waits.' : `${waiting} waiting, the oldest for ${Math.round(ageMs / 1_000)} s.`;
  return dead === 0 ? waits : `${waits} ${dead} could not be handled: see onomancer events list --state dead.`;
}

async function purge({ inbox, clock, log }: WatchPorts): Promise<void> {
  const now = clock.now().getTime();
  try {
    await inbox.purge(new Date(now - KEEP_FINISHED_MS));
    await inbox.purge(new Date(now - KEEP_DEAD_MS), { dead: true });
  } catch (error) {
    log.warn('events.purge-failed', { error: toAppError(error) });
  }
}
