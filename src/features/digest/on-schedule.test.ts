import { describe, expect, it } from 'vitest';
import { DIGEST_WORKSPACE, EMPTY_WORKSPACE } from '../../../test/fakes/digest-workspace.ts';
import { featurePorts } from '../../../test/fakes/feature-ports.ts';
import type { Workspace } from '../../../test/fakes/workspace.ts';
import type { DigestPlan } from '../../shared/digest-plan.ts';
import { onSchedule } from './on-schedule.ts';

const PLAN: DigestPlan = {
  name: 'morning',
  kind: 'daily',
  channelId: '42',
  audience: 'leadership',
  timing: { kind: 'at', at: '09:00', days: [1, 2, 3, 4, 5], timeZone: 'Europe/Berlin', unit: 'day' },
  teams: [],
  whenQuiet: 'say',
};

const EVENT = {
  kind: 'schedule-due',
  schedule: 'morning',
  period: '2026-08-10',
  at: new Date('2026-08-10T07:00:00Z'),
  actor: null,
} as const;

const handle = (
  workspace: Workspace,
  more: { plan?: Partial<DigestPlan>; attempts?: number; isDown?: boolean } = {},
) => {
  const ports = featurePorts(workspace, { digests: [{ ...PLAN, ...more.plan }] });
  if (more.isDown) ports.tracker.failWith('LINEAR_UNREACHABLE');
  const context = { inboxId: 1, reference: 'REF00001', attempts: more.attempts ?? 0, receivedAt: EVENT.at };
  return onSchedule.handle(ports, EVENT, context);
};

describe('a digest that is due', () => {
  it('goes to its channel, once for each run, and is given up when it is old', async () => {
    const effects = await handle(DIGEST_WORKSPACE);
    expect(effects).toMatchObject({ note: 'daily digest for leadership', records: [], followUps: [] });
    expect(effects?.messages).toHaveLength(1);
    expect(effects?.messages[0]).toMatchObject({
      destination: { kind: 'channel', channelId: '42' },
      mergeKey: null,
      dedupeKey: 'digest:morning:2026-08-10',
      reference: 'REF00001',
      expiresAt: new Date('2026-08-12T22:00:00Z'),
    });
  });

  it('begins where the run before it ended: on a Monday that is Friday', async () => {
    const effects = await handle(DIGEST_WORKSPACE);
    const friday = new Date('2026-08-07T07:00:00Z').getTime() / 1000;
    expect(JSON.stringify(effects?.messages)).toContain(`Since <t:${friday}:R>`);
  });

  it('says in one line that nothing moved, or nothing at all where that is wished', async () => {
    expect(JSON.stringify((await handle(EMPTY_WORKSPACE))?.messages)).toContain('Nothing moved in this time.');
    const silent = await handle(EMPTY_WORKSPACE, { plan: { whenQuiet: 'skip' } });
    expect(silent).toEqual({ messages: [], records: [], followUps: [], note: 'nothing moved, so nothing was said' });
  });

  it('waits for Linear for a while, then goes out and says what is missing', async () => {
    await expect(handle(DIGEST_WORKSPACE, { isDown: true })).rejects.toMatchObject({ code: 'LINEAR_UNREACHABLE' });
    const late = await handle(DIGEST_WORKSPACE, { isDown: true, attempts: 3, plan: { whenQuiet: 'skip' } });
    expect(late?.note).toBe('daily digest for leadership, without all of Linear');
    expect(JSON.stringify(late?.messages)).toContain('Linear did not answer');
  });

  it('says so when its configuration names a team that Linear does not have', async () => {
    const effects = await handle(DIGEST_WORKSPACE, { plan: { teams: ['ENGG'], whenQuiet: 'skip' } });
    expect(JSON.stringify(effects?.messages)).toContain('⚠️ Linear has no team ENGG; an administrator');
  });

  it('does not wait for a Linear that nobody connected', async () => {
    const ports = featurePorts(DIGEST_WORKSPACE, { digests: [PLAN] });
    ports.tracker.failWith('LINEAR_OFF');
    const effects = await onSchedule.handle(ports, EVENT, {
      inboxId: 1,
      reference: 'R',
      attempts: 0,
      receivedAt: EVENT.at,
    });
    expect(effects?.note).toBe('daily digest for leadership, without all of Linear');
  });

  it('is nobody’s business when no plan has that name', async () => {
    expect(await handle(DIGEST_WORKSPACE, { plan: { name: 'other' } })).toBeNull();
  });
});
