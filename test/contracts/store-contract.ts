import { describe, expect, it } from 'vitest';
import { after, entry, link, StoreBed, type StoreGround } from './store-bed.ts';
import { describeCaptures } from './store-contract-captures.ts';
import { describeGatewayStore } from './store-contract-gateway.ts';
import { describeInboxStore } from './store-contract-inbox.ts';
import { describeMemory } from './store-contract-memory.ts';
import { describeOutboxStore } from './store-contract-outbox.ts';
import { describePreferences } from './store-contract-preferences.ts';
import { describeReconciliation } from './store-contract-reconciliation.ts';
import { describeSprintWatch } from './store-contract-sprint-watch.ts';

/** What every store must do, whatever it is made of. */
export function describeStore(name: string, prepare: () => Promise<StoreGround>): void {
  describe(`${name} as a store`, () => {
    const bed = new StoreBed(prepare);
    describeLinks(bed);
    describeAudit(bed);
    describeGatewayStore(bed);
    describeInboxStore(bed);
    describeReconciliation(bed);
    describeOutboxStore(bed);
    describePreferences(bed);
    describeSprintWatch(bed);
    describeCaptures(() => bed.store.captures);
    describeMemory(bed);
    describeProbe(bed);
  });
}

function describeLinks(bed: StoreBed): void {
  describe('links', () => {
    it('finds a link from both ends and says null when there is none', async () => {
      await bed.store.links.claim(link('d1', 't1', { trackerName: 'Zoë 🦞' }), { isReassign: false });
      expect(await bed.store.links.ofDiscordUser('d1')).toEqual(link('d1', 't1', { trackerName: 'Zoë 🦞' }));
      expect(await bed.store.links.ofTrackerUser('t1')).toEqual(link('d1', 't1', { trackerName: 'Zoë 🦞' }));
      expect(await bed.store.links.ofDiscordUser('t1')).toBeNull();
      expect(await bed.store.links.ofTrackerUser('d1')).toBeNull();
    });

    it('replaces the earlier link of the member', async () => {
      await bed.store.links.claim(link('d1', 't1'), { isReassign: false });
      const again = await bed.store.links.claim(link('d1', 't2'), { isReassign: false });
      expect(again).toEqual({ kind: 'linked', takenFrom: null });
      expect(await bed.store.links.all()).toEqual([link('d1', 't2')]);
      expect(await bed.store.links.ofTrackerUser('t1')).toBeNull();
    });

    it('lets a member claim again what is theirs', async () => {
      await bed.store.links.claim(link('d1', 't1'), { isReassign: false });
      const renamed = link('d1', 't1', { trackerName: 'Ada L.', linkedAt: after(5) });
      expect(await bed.store.links.claim(renamed, { isReassign: false })).toEqual({ kind: 'linked', takenFrom: null });
      expect(await bed.store.links.all()).toEqual([renamed]);
    });

    it('refuses a tracker user whom somebody else holds, and changes nothing', async () => {
      await bed.store.links.claim(link('d1', 't1'), { isReassign: false });
      await bed.store.links.claim(link('d2', 't2'), { isReassign: false });
      const refused = await bed.store.links.claim(link('d2', 't1'), { isReassign: false });
      expect(refused).toEqual({ kind: 'taken', by: link('d1', 't1') });
      expect(await bed.store.links.all()).toEqual([link('d1', 't1'), link('d2', 't2')]);
    });

    it('reassigns when told to, and says from whom it was taken', async () => {
      await bed.store.links.claim(link('d1', 't1'), { isReassign: false });
      await bed.store.links.claim(link('d2', 't2'), { isReassign: false });
      const moved = link('d2', 't1', { linkedBy: 'admin' });
      expect(await bed.store.links.claim(moved, { isReassign: true })).toEqual({
        kind: 'linked',
        takenFrom: link('d1', 't1'),
      });
      expect(await bed.store.links.all()).toEqual([moved]);
    });

    it('gives a tracker user to exactly one of many who claim at the same time over two connections', async () => {
      const other = await bed.connect();
      const claims = Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? bed.store : other).links.claim(link(`d${index}`, 't1'), { isReassign: false }),
      );
      const kinds = (await Promise.all(claims)).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'linked')).toHaveLength(1);
      expect(await bed.store.links.all()).toHaveLength(1);
    });

    it('releases a link once', async () => {
      await bed.store.links.claim(link('d1', 't1'), { isReassign: false });
      expect(await bed.store.links.release('d1')).toBe(true);
      expect(await bed.store.links.release('d1')).toBe(false);
      expect(await bed.store.links.all()).toEqual([]);
    });
  });
}

function describeAudit(bed: StoreBed): void {
  describe('the audit log', () => {
    it('numbers and chains the entries, and gives the latest first', async () => {
      await bed.store.audit.append([entry('a', { detail: { ms: 12, ok: true, why: null, name: 'x' } }), entry('b')]);
      await bed.store.audit.append([entry('c')]);
      const rows = await bed.store.audit.latest(2);
      expect(rows.map(({ number, subject }) => [number, subject])).toEqual([
        [3, 'c'],
        [2, 'b'],
      ]);
      expect(rows[0]?.previousHash).toBe(rows[1]?.hash);
      expect((await bed.store.audit.latest(10)).at(-1)).toMatchObject({
        ...entry('a', { detail: { ms: 12, ok: true, why: null, name: 'x' } }),
        number: 1,
        previousHash: '0'.repeat(64),
      });
      expect(await bed.store.audit.verify()).toEqual({ kind: 'intact', rows: 3 });
    });

    it('is intact when it is empty, and appending nothing appends nothing', async () => {
      await bed.store.audit.append([]);
      expect(await bed.store.audit.verify()).toEqual({ kind: 'intact', rows: 0 });
    });

    it('makes the same hash from the same entry, whatever the order of its keys', async () => {
      const elsewhere = await bed.prepare();
      const twin = await elsewhere.connect(bed.clock);
      await bed.store.audit.append([entry('a', { detail: { b: 1, a: 2 } })]);
      await twin.audit.append([entry('a', { detail: { a: 2, b: 1 } })]);
      const [ours, theirs] = await Promise.all([bed.store.audit.latest(1), twin.audit.latest(1)]);
      await twin.close();
      await elsewhere.remove();
      expect(ours[0]?.hash).toBe(theirs[0]?.hash);
      // Also written down, so that a log can be checked by other means: sha256 over the canonical JSON (RFC 8785).
      expect(ours[0]?.hash).toBe('52c3c11cb99484f9a34a58632c9a27ba1bd488e4ac030384a35ea5eabe8db61a');
    });

    it('stays one chain when two connections append at the same time, with any text', async () => {
      const other = await bed.connect();
      const odd = ['\0', 'half \uD83E pair', '🦞', '"\\\n', ''];
      await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          (index % 2 === 0 ? bed.store : other).audit.append([
            entry(odd[index % odd.length] ?? '', { detail: { text: odd[index % odd.length] ?? '', index } }),
          ]),
        ),
      );
      expect(await bed.store.audit.verify()).toEqual({ kind: 'intact', rows: 40 });
    });
  });
}

function describeProbe(bed: StoreBed): void {
  describe('the probe and the end', () => {
    it('writes when asked, and tells its schema', async () => {
      await bed.store.probe.write();
      await bed.store.probe.write();
      expect(bed.store.probe.schemaVersion).toBeGreaterThan(0);
    });

    it('finishes on closing what was begun, and says afterwards that it is stopping', async () => {
      const begun = bed.store.audit.append([entry('begun')]);
      await bed.store.close();
      await begun;
      await bed.store.close();
      await expect(bed.store.audit.append([entry('late')])).rejects.toMatchObject({ code: 'STOPPING' });
      await expect(bed.store.links.all()).rejects.toMatchObject({ code: 'STOPPING' });
      await expect(bed.store.probe.write()).rejects.toMatchObject({ code: 'STOPPING' });
      expect((await (await bed.connect()).audit.latest(9)).map(({ subject }) => subject)).toEqual(['begun']);
    });
  });
}
