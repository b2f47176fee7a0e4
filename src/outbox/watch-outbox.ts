import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { OutboxDepth, OutboxStore } from '../ports/outbox.ts';
import type { Clock } from '../shared/clock.ts';
import { toAppError } from '../shared/errors/app-error.ts';
import type { HealthBoard } from '../shared/health-board.ts';
import { plural } from '../shared/text/words.ts';

const LOOK_EVERY_MS = 5_000;
const PURGE_EVERY_MS = 3_600_000;
/** What was said can be asked for this long; that it was said is never forgotten. */
const KEEP_MS = 30 * 24 * 3_600_000;
/** A message that waits for longer than Discord ever asks us to is worth a look. */
const LATE_AFTER_MS = 5 * 60_000;

export interface WatchPorts {
  readonly store: Pick<OutboxStore, 'depth' | 'purge'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: HealthBoard;
}

/** Tells how the outbox is, to the metrics and to whoever asks /status, and forgets what was said long ago. */
export function watchOutbox(ports: WatchPorts): { stop(): void } {
  const timers = [
    setInterval(() => void look(ports), LOOK_EVERY_MS),
    setInterval(() => void purge(ports), PURGE_EVERY_MS),
  ];
  for (const timer of timers) timer.unref();
  void look(ports);
  return {
    stop() {
      for (const timer of timers) clearInterval(timer);
      ports.health.tell('messages', 'off', 'The process that owns the gateway sends them.');
    },
  };
}

async function look({ store, clock, log, metrics, health }: WatchPorts): Promise<void> {
  try {
    const depth = await store.depth();
    const ageMs = depth.oldestDueAt === null ? 0 : Math.max(0, clock.now().getTime() - depth.oldestDueAt.getTime());
    metrics.set('onomancer_outbox_waiting', {}, depth.waiting);
    metrics.set('onomancer_outbox_dead', {}, depth.dead);
    metrics.set('onomancer_outbox_oldest_seconds', {}, ageMs / 1_000);
    const closed = closedChannels(depth, clock.now());
    const isWell = ageMs < LATE_AFTER_MS && closed.length === 0;
    health.tell('messages', isWell ? 'on' : 'degraded', sentence(depth, ageMs, closed));
  } catch (error) {
    log.warn('outbox.depth-failed', { error: toAppError(error) });
    health.tell('messages', 'down', 'The outbox could not be read.');
  }
}

/**
 * Those that are refused now: of a channel that nothing is sent to any more nobody need hear for ever. That a member
 * takes no direct messages is no trouble of ours.
 */
function closedChannels({ closed }: OutboxDepth, now: Date): readonly string[] {
  return closed.flatMap(({ destination, until }) =>
    destination.kind === 'member' || until <= now ? [] : [destination.channelId],
  );
}

function sentence(depth: OutboxDepth, ageMs: number, closed: readonly string[]): string {
  const waiting =
    depth.waiting === 0
      ? 'Nothing waits.'
      : `${plural(depth.waiting, 'message')} waiting, the oldest for ${Math.round(ageMs / 1_000)} s.`;
  if (closed.length === 0) return waiting;
  const which = closed.slice(0, 3).join(', ') + (closed.length > 3 ? ' …' : '');
  return `${waiting} Discord refuses ${plural(closed.length, 'channel')}: ${which}. What was meant for ${closed.length === 1 ? 'it' : 'them'} is given up.`;
}

async function purge({ store, clock, log }: WatchPorts): Promise<void> {
  try {
    await store.purge(new Date(clock.now().getTime() - KEEP_MS));
  } catch (error) {
    log.warn('outbox.purge-failed', { error: toAppError(error) });
  }
}
