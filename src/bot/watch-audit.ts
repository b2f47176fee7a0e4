import type { Log } from '../ports/log.ts';
import type { AuditLog } from '../ports/store.ts';
import { toAppError } from '../shared/errors/app-error.ts';
import type { HealthBoard } from '../shared/health-board.ts';

/** Long enough after the start not to be in the way of the first commands. */
const FIRST_AFTER_MS = 60_000;
const EVERY_MS = 24 * 3_600_000;

export interface AuditWatchPorts {
  readonly audit: AuditLog;
  readonly log: Log;
  readonly health: HealthBoard;
}

/** Verifies the audit log's chain a minute after the start and once a day; a broken one shows in `/status` and the log. */
export function watchAudit(ports: AuditWatchPorts): { stop(): void } {
  const first = setTimeout(() => void verifyAudit(ports), FIRST_AFTER_MS);
  const daily = setInterval(() => void verifyAudit(ports), EVERY_MS);
  first.unref();
  daily.unref();
  return {
    stop() {
      clearTimeout(first);
      clearInterval(daily);
    },
  };
}

/** One look at the whole chain. Never throws: what cannot be read now is looked at again tomorrow. */
export async function verifyAudit({ audit, log, health }: AuditWatchPorts): Promise<void> {
  try {
    const result = await audit.verify();
    if (result.kind === 'intact') {
      log.info('audit.intact', { rows: result.rows });
      return;
    }
    health.tell('audit-log', 'degraded', `Row ${result.atNumber} was changed behind our back: ${result.why}.`);
    log.error('audit.broken', { atNumber: result.atNumber, why: result.why });
  } catch (error) {
    log.warn('audit.not-verified', { error: toAppError(error) });
  }
}
