import { describe, expect, it } from 'vitest';
import { type Effects, NO_EFFECTS } from '../../src/ports/effects.ts';
import type { InboxRow, InboxStore, NewDelivery } from '../../src/ports/inbox.ts';
import { after, type StoreBed } from './store-bed.ts';

let count = 0;

/** A delivery like any other; `more` makes it special. */
function delivery(subject: string, more: Partial<NewDelivery> = {}): NewDelivery {
  count += 1;
  return {
    sender: 'linear',
    deliveryId: `delivery-${count}`,
    kind: 'linear:Issue.update',
    subject,
    receivedAt: after(0),
    payload: '{"text":"Zoë 🦞"}',
    reference: 'REF',
    ...more,
  };
}

/** The part of the contract that the worker builds on: nothing lost, nothing twice, in order per subject. */
export function describeInboxStore(bed: StoreBed): void {
  const inbox = (): InboxStore => bed.store.inbox;
  const due = (more: Partial<Parameters<InboxStore['due']>[0]> = {}): Promise<readonly InboxRow[]> =>
    inbox().due({ limit: 100, now: after(0), busy: new Set(), ...more });
  const settle = (row: InboxRow, epoch: number, effects: Effects = NO_EFFECTS) =>
    inbox().settle({ id: row.id, epoch, state: 'done', effects, now: after(1) });
  const dueOnly = async (): Promise<InboxRow> => {
    const [row, ...others] = await due();
    expect(others).toEqual([]);
    if (row === undefined) throw new Error('nothing is due');
    return row;
  };

  describe('receiving', () => {
    it('keeps a delivery as it came', async () => {
      const given = delivery('issue 1', { receivedAt: after(7) });
      expect(await inbox().receive([given])).toEqual([true]);
      const [row] = await due({ now: after(7) });
      expect(row).toMatchObject({ ...given, state: 'waiting', attempts: 0, outcome: null, finishedAt: null });
      expect(row?.nextAt).toEqual(after(7));
      expect(await inbox().row(row?.id ?? 0)).toEqual(row);
      expect(await inbox().row(999)).toBeNull();
    });

    it('takes each delivery of a sender once, over any connection and in any number', async () => {
      const other = await bed.connect();
      const one = delivery('issue 1', { deliveryId: 'same' });
      expect(await inbox().receive([one, delivery('issue 1'), one])).toEqual([true, true, false]);
      expect(await other.inbox.receive([one])).toEqual([false]);
      expect(await other.inbox.receive([{ ...one, sender: 'github' }])).toEqual([true]);
    });

    it('takes the same signed bytes once, also under another id', async () => {
      const one = delivery('issue 1', { fingerprint: 'abc' });
      const renamed = delivery('issue 1', { fingerprint: 'abc' });
      expect(await inbox().receive([one, renamed])).toEqual([true, false]);
      expect(await inbox().receive([delivery('issue 1', { fingerprint: 'abd' })])).toEqual([true]);
    });

    it('takes each once when many come at the same time over two connections', async () => {
      const other = await bed.connect();
      const all = Array.from({ length: 50 }, (_, index) => delivery('x', { deliveryId: `d${index % 10}` }));
      const results = await Promise.all(
        all.map((each, index) => (index % 2 === 0 ? bed.store : other).inbox.receive([each])),
      );
      expect(results.flat().filter(Boolean)).toHaveLength(10);
      expect(await inbox().depth()).toMatchObject({ waiting: 10 });
    });

    it('keeps text that is no text as well as it can', async () => {
      await inbox().receive([delivery('a\0b\uD800', { kind: 'k\0' })]);
      expect(await dueOnly()).toMatchObject({ subject: 'a\uFFFDb\uFFFD', kind: 'k\uFFFD' });
    });
  });

  describe('what is due', () => {
    it('comes in order, one of each subject, and the next one when it is ended', async () => {
      const { epoch } = await bed.lease('a');
      await inbox().receive([delivery('x'), delivery('x'), delivery('y')]);
      const first = await due();
      expect(first.map(({ subject }) => subject)).toEqual(['x', 'y']);
      expect(await settle(first[0] as InboxRow, epoch)).toBe('settled');
      const second = await due();
      expect(second.map(({ subject }) => subject)).toEqual(['x', 'y']);
      expect(second[0]?.id).not.toBe(first[0]?.id);
    });

    it('leaves busy subjects out', async () => {
      await inbox().receive([delivery('x'), delivery('y')]);
      expect((await due({ busy: new Set(['x']) })).map(({ subject }) => subject)).toEqual(['y']);
    });

    it('does not come before its time, and holds up its subject meanwhile', async () => {
      await inbox().receive([delivery('x', { notBefore: after(1_000) }), delivery('x'), delivery('y')]);
      expect((await due()).map(({ subject }) => subject)).toEqual(['y']);
      expect((await due({ now: after(1_000) })).map(({ subject }) => subject)).toEqual(['y', 'x']);
    });

    it('has room for the newest subjects behind a backlog', async () => {
      await inbox().receive(Array.from({ length: 50 }, (_, n) => delivery(`old ${n}`, { receivedAt: after(n) })));
      await inbox().receive([delivery('new', { receivedAt: after(60) })]);
      const rows = await due({ limit: 8, now: after(100) });
      expect(rows).toHaveLength(8);
      expect(rows.map(({ subject }) => subject)).toContain('new');
      expect(rows.map(({ subject }) => subject)).toContain('old 0');
    });

    it('is not more than asked for', async () => {
      await inbox().receive([delivery('x'), delivery('y'), delivery('z')]);
      expect(await due({ limit: 2 })).toHaveLength(2);
    });
  });

  describe('the end of a row', () => {
    it('says what became of it', async () => {
      const { epoch } = await bed.lease('a');
      await inbox().receive([delivery('x')]);
      const row = await dueOnly();
      const step = { id: row.id, epoch, state: 'ignored', effects: { ...NO_EFFECTS, note: 'nobody asked' } } as const;
      expect(await inbox().settle({ ...step, now: after(5) })).toBe('settled');
      const ended = { state: 'ignored', outcome: 'nobody asked', finishedAt: after(5), attempts: 0 };
      expect(await inbox().row(row.id)).toMatchObject(ended);
      expect(await due()).toEqual([]);
    });

    it('comes once', async () => {
      const { epoch } = await bed.lease('a');
      await inbox().receive([delivery('x')]);
      const row = await dueOnly();
      expect(await settle(row, epoch)).toBe('settled');
      const later = { ...NO_EFFECTS, followUps: [delivery('y')] };
      expect(await settle(row, epoch, later)).toBe('gone');
      expect(await inbox().fail({ id: row.id, epoch, why: 'late', nextAt: null, now: after(2) })).toBe('gone');
      expect(await due()).toEqual([]);
    });

    it('is refused to a holder of old, and then nothing is written', async () => {
      const { epoch } = await bed.lease('a');
      await inbox().receive([delivery('x')]);
      await bed.lease('b', { at: after(10_000) });
      const row = await dueOnly();
      expect(await settle(row, epoch, { ...NO_EFFECTS, followUps: [delivery('y')] })).toBe('fenced');
      expect(await inbox().fail({ id: row.id, epoch, why: 'x', nextAt: null, now: after(2) })).toBe('fenced');
      expect((await due()).map(({ subject }) => subject)).toEqual(['x']);
    });

    it('brings the work that follows, once', async () => {
      const { epoch } = await bed.lease('a');
      await inbox().receive([delivery('x'), delivery('y')]);
      const followUp = delivery('z', { sender: 'bot', deliveryId: 'follow-up' });
      for (const row of await due()) await settle(row, epoch, { ...NO_EFFECTS, followUps: [followUp] });
      expect((await due()).map(({ subject }) => subject)).toEqual(['z']);
    });
  });

  describe('a failed attempt', () => {
    it('is tried again later, with its reason, and holds its subject up', async () => {
      const { epoch } = await bed.lease('a');
      await inbox().receive([delivery('x'), delivery('x')]);
      const row = await dueOnly();
      const step = { id: row.id, epoch, why: 'LINEAR_UNREACHABLE', nextAt: after(500), now: after(1) };
      expect(await inbox().fail(step)).toBe('settled');
      expect(await due({ now: after(499) })).toEqual([]);
      const again = { id: row.id, attempts: 1, outcome: 'LINEAR_UNREACHABLE', state: 'waiting' };
      expect((await due({ now: after(500) }))[0]).toMatchObject(again);
    });

    it('is a dead letter when there is no next time, and lets its subject go on', async () => {
      const { epoch } = await bed.lease('a');
      await inbox().receive([delivery('x'), delivery('x')]);
      const row = await dueOnly();
      await inbox().fail({ id: row.id, epoch, why: 'INTERNAL', nextAt: null, now: after(1) });
      expect(await inbox().row(row.id)).toMatchObject({ state: 'dead', attempts: 1, outcome: 'INTERNAL' });
      expect((await dueOnly()).id).toBeGreaterThan(row.id);
      expect(await inbox().depth()).toMatchObject({ waiting: 1, dead: 1 });
    });
  });

  describe('the operator', () => {
    const withDead = async (subject: string): Promise<{ row: InboxRow; epoch: number }> => {
      const { epoch } = await bed.lease('a');
      await inbox().receive([delivery(subject)]);
      const row = await dueOnly();
      await inbox().fail({ id: row.id, epoch, why: 'INTERNAL', nextAt: null, now: after(1) });
      return { row, epoch };
    };

    it('replays dead letters, before what came later about the same', async () => {
      const { row, epoch } = await withDead('x');
      await inbox().receive([delivery('x')]);
      const later = await dueOnly();
      expect(await inbox().replay([row.id, 999], after(0))).toBe(1);
      const again = await dueOnly();
      expect(again).toMatchObject({ id: row.id, attempts: 0, outcome: null, finishedAt: null });
      expect(await inbox().replay([row.id], after(0))).toBe(0);
      await settle(again, epoch);
      expect((await dueOnly()).id).toBe(later.id);
    });

    it('replays while a later one of the same subject is being handled, and both end', async () => {
      const { row, epoch } = await withDead('x');
      await inbox().receive([delivery('x'), delivery('x')]);
      const running = await dueOnly();
      await inbox().replay([row.id], after(0));
      expect(await settle(running, epoch)).toBe('settled');
      expect((await dueOnly()).id).toBe(row.id);
      await settle(await dueOnly(), epoch);
      await settle(await dueOnly(), epoch);
      expect(await inbox().depth()).toMatchObject({ waiting: 0, dead: 0 });
    });

    it('lists the newest first, by state, by subject and by reference', async () => {
      const { row } = await withDead('x');
      await inbox().receive([delivery('x'), delivery('y', { reference: 'OTHER' })]);
      expect(await inbox().list({ reference: 'OTHER', limit: 10 })).toMatchObject([{ subject: 'y' }]);
      const ids = async (filter: Partial<Parameters<InboxStore['list']>[0]>): Promise<number[]> =>
        (await inbox().list({ limit: 10, ...filter })).map(({ id }) => id);
      expect(await ids({})).toEqual([row.id + 2, row.id + 1, row.id]);
      expect(await ids({ state: 'dead' })).toEqual([row.id]);
      expect(await ids({ subject: 'x' })).toEqual([row.id + 1, row.id]);
      expect(await ids({ limit: 1 })).toEqual([row.id + 2]);
    });

    it('purges what is finished, dead letters only when told to, and still knows the deliveries', async () => {
      const { row, epoch } = await withDead('x');
      const known = delivery('y');
      await inbox().receive([known, delivery('z')]);
      await settle((await due())[0] as InboxRow, epoch);
      expect(await inbox().purge(after(1))).toBe(0);
      expect(await inbox().purge(after(2))).toBe(1);
      expect(await inbox().receive([known])).toEqual([false]);
      expect(await inbox().purge(after(2), { dead: true })).toBe(1);
      expect(await inbox().row(row.id)).toBeNull();
      expect(await inbox().depth()).toMatchObject({ waiting: 1, dead: 0 });
    });

    it('purges more than fits one transaction', async () => {
      const { epoch } = await bed.lease('a');
      await inbox().receive(Array.from({ length: 450 }, (_, n) => delivery(`s${n}`)));
      for (const row of await due({ limit: 500 })) await settle(row, epoch);
      expect(await inbox().purge(after(2))).toBe(450);
    });

    it('sees how much waits, and since when', async () => {
      expect(await inbox().depth()).toEqual({ waiting: 0, dead: 0, oldestWaitingAt: null });
      await inbox().receive([delivery('x', { receivedAt: after(3) }), delivery('x', { receivedAt: after(4) })]);
      await inbox().receive([delivery('y', { receivedAt: after(5) })]);
      expect(await inbox().depth()).toEqual({ waiting: 3, dead: 0, oldestWaitingAt: after(3) });
    });
  });
}
