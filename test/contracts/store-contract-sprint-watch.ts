import { describe, expect, it } from 'vitest';
import { NO_EFFECTS } from '../../src/ports/effects.ts';
import type { WatchedSprint } from '../../src/ports/sprint-watch.ts';
import { after, type StoreBed } from './store-bed.ts';

/** What every store promises about the cycles that were looked at. */
export function describeSprintWatch(bed: StoreBed): void {
  describe('watched cycles', () => {
    it('are remembered with the event that looked at them, the latest look for each team', async () => {
      const { epoch } = await bed.lease('a');
      const look = async (watched: WatchedSprint, period: string): Promise<void> => {
        const delivery = { sender: 'clock', deliveryId: period, kind: 'clock:due', subject: period } as const;
        await bed.store.inbox.receive([{ ...delivery, receivedAt: after(0), payload: '{}', reference: 'R' }]);
        const [row] = await bed.store.inbox.due({ limit: 1, now: after(0), busy: new Set() });
        const effects = { ...NO_EFFECTS, records: [{ kind: 'sprint-watched' as const, watched }] };
        await bed.store.inbox.settle({ id: row?.id ?? 0, epoch, state: 'done', effects, now: after(1) });
      };
      expect(await bed.store.sprintWatch.of('t1')).toBeNull();
      const first: WatchedSprint = { teamId: 't1', cycleId: 'c1', isRiskTold: false, blocked: ['i1', 'i2'] };
      await look(first, '1');
      expect(await bed.store.sprintWatch.of('t1')).toEqual(first);
      await look({ ...first, cycleId: null, isRiskTold: true, blocked: [] }, '2');
      expect(await bed.store.sprintWatch.of('t1')).toEqual({ ...first, cycleId: null, isRiskTold: true, blocked: [] });
      expect(await bed.store.sprintWatch.of('t2')).toBeNull();
    });
  });
}
