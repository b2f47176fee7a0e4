import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Ending, OutboxStep } from '../ports/outbox.ts';
import { laneOf } from '../ports/outbox.ts';
import type { AppError } from '../shared/errors/app-error.ts';
import type { HealthBoard } from '../shared/health-board.ts';
import type { Job } from './plan.ts';

export interface TellPorts {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: HealthBoard;
}

/** How a message ended, for now. */
export interface Ended {
  readonly job: Job;
  readonly ending: Ending;
  readonly at: Date;
  /** Why it was not said. */
  readonly error: AppError | null;
}

/** The boundary: what was sent is counted, what failed is logged once, with the reference that people can see. */
export function tellEnded({ log, metrics }: TellPorts, { job, ending, at, error }: Ended): void {
  const { destination, post, rows } = job;
  const added = rows.filter(({ state }) => state !== 'sent');
  if (ending.kind === 'sent') {
    for (const [index, { causedAt }] of added.entries()) {
      const isOwn = post.message === null && index === 0;
      metrics.count('onomancer_outbox_messages_total', { outcome: isOwn ? 'sent' : 'merged' });
      metrics.observe('onomancer_outbox_seconds', {}, Math.max(0, at.getTime() - causedAt.getTime()) / 1_000);
    }
    return;
  }
  if (error === null) return;
  metrics.count('onomancer_outbox_failures_total', { code: error.code });
  const fields = {
    error,
    reference: added[0]?.reference ?? '',
    lane: laneOf(destination),
    attempts: post.attempts + 1,
  };
  if (ending.kind === 'dead') {
    for (const _ of added) metrics.count('onomancer_outbox_messages_total', { outcome: 'dead' });
    log.error(ending.closing ? 'outbox.closed' : 'outbox.dead', { ...fields, rows: added.length });
  } else if (ending.kind === 'apart') log.info('outbox.message-gone', fields);
  // The first time; after that it would only be the same again.
  else if (post.attempts === 0) log.warn('outbox.failed', { ...fields, nextAt: ending.nextAt });
  else log.debug('outbox.failed', { ...fields, nextAt: ending.nextAt });
}

export function tellDropped({ log, metrics }: TellPorts, dropped: OutboxStep['dropped']): void {
  for (const { rows, state, why } of dropped) {
    for (const _ of rows) metrics.count('onomancer_outbox_messages_total', { outcome: state });
    log.info(`outbox.${state}`, { rows: rows.length, why });
  }
}
