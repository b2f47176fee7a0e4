import { describe, expect, it } from 'vitest';
import { DEFAULT_PREFERENCES, type Preferences } from '../../src/ports/preferences.ts';
import { after, type StoreBed } from './store-bed.ts';

const NIGHT: Preferences = {
  kinds: { ...DEFAULT_PREFERENCES.kinds, comment: 'never', moved: 'now' },
  timeZone: 'Europe/Berlin',
  quiet: { from: '20:00', until: '08:00' },
  summaryAt: '07:30',
};

/** What every store promises about the preferences of members. */
export function describePreferences(bed: StoreBed): void {
  describe('preferences', () => {
    it('are the defaults until somebody chooses', async () => {
      expect(await bed.store.preferences.of('d1')).toEqual(DEFAULT_PREFERENCES);
    });

    it('are kept for each member, the latest counts, also for another process', async () => {
      await bed.store.preferences.save('d1', NIGHT, after(0));
      await bed.store.preferences.save('d2', { ...NIGHT, quiet: null }, after(0));
      await bed.store.preferences.save('d1', { ...NIGHT, summaryAt: '18:00' }, after(1));
      const other = await bed.connect();
      expect(await other.preferences.of('d1')).toEqual({ ...NIGHT, summaryAt: '18:00' });
      expect(await other.preferences.of('d2')).toEqual({ ...NIGHT, quiet: null });
    });
  });
}
