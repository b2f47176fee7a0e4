import { describe, expect, it } from 'vitest';
import type { Log, LogFields } from '../ports/log.ts';
import type { AuditLog } from '../ports/store.ts';
import { fixedClock } from '../shared/clock.ts';
import { HealthBoard } from '../shared/health-board.ts';
import { verifyAudit } from './watch-audit.ts';

async function look(verify: AuditLog['verify']) {
  const events: string[] = [];
  const keep = (event: string, _fields?: LogFields): void => void events.push(event);
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep };
  const health = new HealthBoard(fixedClock('2026-01-05T09:00:00Z'));
  const audit: AuditLog = { append: () => Promise.resolve(), latest: () => Promise.resolve([]), verify };
  await verifyAudit({ audit, log, health });
  return { events, health: health.of('audit-log') };
}

describe('the watch over the audit log', () => {
  it('says nothing to people about an intact log', async () => {
    expect(await look(() => Promise.resolve({ kind: 'intact', rows: 3 }))).toEqual({
      events: ['audit.intact'],
      health: null,
    });
  });

  it('tells a broken chain to the operator and on the health board', async () => {
    const { events, health } = await look(() =>
      Promise.resolve({ kind: 'broken', atNumber: 3, why: 'the row is missing' }),
    );
    expect(events).toEqual(['audit.broken']);
    expect(health).toMatchObject({
      state: 'degraded',
      detail: 'Row 3 was changed behind our back: the row is missing.',
    });
  });

  it('does not take a database that is busy for a broken log', async () => {
    expect(await look(() => Promise.reject(new Error('busy')))).toEqual({
      events: ['audit.not-verified'],
      health: null,
    });
  });
});
