import { describe, expect, it } from 'vitest';
import type { ChangeKey } from '../../src/ports/change-finder.ts';
import { NO_EFFECTS } from '../../src/ports/effects.ts';
import { after, type StoreBed } from './store-bed.ts';

/** What every store promises about changes that were looked for. */
export function describeReconciliation(bed: StoreBed): void {
  describe('reconciliation', () => {
    const key = (about: string, ms: readonly number[], origin: ChangeKey['origin'] = 'arrived'): ChangeKey => ({
      about,
      times: ms.map(after),
      origin,
    });

    it('has not looked before the first time, and then up to the latest', async () => {
      const { reconciliation } = bed.store;
      const { epoch } = await bed.lease('me');
      expect(await reconciliation.lookedUntil()).toBeNull();
      const step = { known: [], forgetBefore: after(0), epoch };
      expect(await reconciliation.advance({ ...step, until: after(1) })).toBe(true);
      expect(await reconciliation.advance({ ...step, until: after(2) })).toBe(true);
      expect(await (await bed.connect()).reconciliation.lookedUntil()).toEqual(after(2));
    });

    it('writes nothing for somebody who does not own the gateway any more', async () => {
      const { epoch } = await bed.lease('me');
      await bed.lease('other', { at: after(60_000) });
      const { reconciliation } = bed.store;
      const known = [key('issue 1', [0])];
      expect(await reconciliation.advance({ until: after(1), known, forgetBefore: after(0), epoch })).toBe(false);
      expect([await reconciliation.lookedUntil(), (await reconciliation.seenSince(after(0))).size]).toEqual([null, 0]);
    });

    it('knows what was handled, with the event, about the same time and from the other side', async () => {
      const { reconciliation, inbox } = bed.store;
      const { epoch } = await bed.lease('me');
      const delivery = { sender: 'linear', kind: 'linear:Issue.update', subject: 'issue 1', payload: '{}' } as const;
      await inbox.receive([{ ...delivery, deliveryId: 'd1', receivedAt: after(0), reference: 'REF00001' }]);
      const [row] = await inbox.list({ limit: 1 });
      const records = [{ kind: 'change-seen', key: key('issue 1', [10_000, 50_000]) } as const];
      const effects = { ...NO_EFFECTS, records };
      await inbox.settle({ id: row?.id ?? 0, epoch, state: 'done', effects, now: after(0) });
      expect(await reconciliation.seenSince(after(20_000))).toEqual(new Map([['issue 1', [after(50_000)]]]));
      const isSeen = (about: string, ms: number, origin: ChangeKey['origin'] = 'arrived') =>
        reconciliation.isSeen({ about, times: [after(ms)] }, origin);
      expect(await Promise.all([isSeen('issue 1', 12_900), isSeen('issue 1', 47_100)])).toEqual([true, true]);
      const others = [isSeen('issue 1', 14_000), isSeen('issue 2', 10_000), isSeen('issue 1', 10_000, 'found')];
      expect(await Promise.all(others)).toEqual([false, false, false]);
    });

    it('knows what was only summed up, and forgets what is old', async () => {
      const { reconciliation } = bed.store;
      const { epoch } = await bed.lease('me');
      const known = [key('issue 1', [0, 5_000], 'found')];
      await reconciliation.advance({ until: after(1), known, forgetBefore: after(-1), epoch });
      expect(await reconciliation.isSeen({ about: 'issue 1', times: [after(0)] }, 'found')).toBe(true);
      await reconciliation.advance({ until: after(2), known: [], forgetBefore: after(4_000), epoch });
      expect(await reconciliation.seenSince(after(-1))).toEqual(new Map([['issue 1', [after(5_000)]]]));
    });
  });
}
