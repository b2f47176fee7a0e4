import { describe, expect, it } from 'vitest';
import type { NewDelivery } from '../../src/ports/inbox.ts';
import type { GatewayCommit, GatewaySession, LeaseOwner } from '../../src/ports/store.ts';
import { after, entry, interaction, owner, type StoreBed } from './store-bed.ts';

const SESSION: GatewaySession = {
  sessionId: 's1',
  resumeUrl: 'wss://gateway.example',
  sequence: 41,
  shardCount: 1,
  intents: 1025,
};

function delivery(deliveryId: string): NewDelivery {
  const kind = 'discord:reaction-added';
  return {
    sender: 'discord',
    deliveryId,
    kind,
    subject: 'message:1',
    receivedAt: after(0),
    payload: '{}',
    reference: 'REF',
  };
}

/** The part of the contract that the gateway builds on: one owner, nothing lost, nothing twice. */
export function describeGatewayStore(bed: StoreBed): void {
  describe('the lease', () => {
    it('is given to the first, and others hear who holds it', async () => {
      const first = await bed.acquire('a');
      expect(first).toEqual({
        kind: 'acquired',
        lease: { epoch: 1, owner: owner('a'), expiresAt: after(10_000) },
      });
      const second = await bed.acquire('b', { by: await bed.connect() });
      expect(second).toEqual({ kind: 'held', by: { epoch: 1, owner: owner('a'), expiresAt: after(10_000) } });
    });

    it('is given again to its holder with the same epoch', async () => {
      await bed.lease('a');
      expect(await bed.lease('a', { at: after(4_000) })).toMatchObject({ epoch: 1, expiresAt: after(14_000) });
    });

    it('passes on with a new epoch when it has expired, not earlier', async () => {
      await bed.lease('a');
      expect(await bed.acquire('b', { at: after(9_999) })).toMatchObject({ kind: 'held' });
      expect(await bed.lease('b', { at: after(10_000) })).toMatchObject({ epoch: 2, owner: owner('b') });
    });

    it('passes on at once when its holder is gone, as the asker can tell', async () => {
      await bed.lease('a');
      const asked: LeaseOwner[] = [];
      const isGone = (holder: LeaseOwner): boolean => asked.push(holder) > 0;
      expect(await bed.lease('b', { isGone })).toMatchObject({ epoch: 2 });
      expect(asked).toEqual([owner('a')]);
    });

    it('passes on when it was released, and the epoch still grows', async () => {
      await bed.store.gateway.release((await bed.lease('a')).epoch);
      expect(await bed.lease('b')).toMatchObject({ epoch: 2 });
      await bed.store.gateway.release(2);
      expect(await bed.lease('b')).toMatchObject({ epoch: 3 });
    });

    it('is renewed by its holder only', async () => {
      const { epoch } = await bed.lease('a');
      expect(await bed.store.gateway.renew(epoch, { now: after(5_000), ttlMs: 10_000 })).toBe(true);
      expect(await bed.acquire('b', { at: after(14_999) })).toMatchObject({ kind: 'held' });
      await bed.lease('b', { at: after(15_000) });
      expect(await bed.store.gateway.renew(epoch, { now: after(15_001), ttlMs: 10_000 })).toBe(false);
      expect(await bed.store.gateway.renew(99, { now: after(15_001), ttlMs: 10_000 })).toBe(false);
    });

    it('cannot be renewed after its release, nor released by a holder of old', async () => {
      await bed.lease('a');
      await bed.lease('b', { at: after(10_000) });
      await bed.store.gateway.release(1);
      expect(await bed.store.gateway.renew(2, { now: after(10_001), ttlMs: 10_000 })).toBe(true);
      await bed.store.gateway.release(2);
      expect(await bed.store.gateway.renew(2, { now: after(10_002), ttlMs: 10_000 })).toBe(false);
    });

    it('goes to exactly one of many who ask at the same time over two connections', async () => {
      const other = await bed.connect();
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) => bed.acquire(`o${index}`, { by: index % 2 === 0 ? bed.store : other })),
      );
      expect(results.filter(({ kind }) => kind === 'acquired')).toHaveLength(1);
    });
  });

  describe('a step of the gateway', () => {
    it('keeps the session, the taken, the finished and the audit together', async () => {
      const { epoch } = await bed.lease('a');
      const done = await bed.commit({
        epoch,
        session: SESSION,
        taken: [interaction('1'), interaction('2'), interaction('3')],
        finished: [
          { id: '1', state: 'done' },
          { id: '2', state: 'failed' },
        ],
        audit: [entry('x')],
      });
      expect(done).toEqual({ kind: 'committed', known: new Set() });
      expect(await bed.store.gateway.session()).toEqual(SESSION);
      expect(await bed.store.gateway.seen(['1', '2', '3', '4'])).toEqual(
        new Map([
          ['1', 'done'],
          ['2', 'failed'],
          ['3', 'taken'],
        ]),
      );
      expect(await bed.store.gateway.unfinished()).toEqual([interaction('3')]);
      expect(await bed.store.audit.verify()).toEqual({ kind: 'intact', rows: 1 });
    });

    it('says which interactions it knew already, and leaves them as they were', async () => {
      const { epoch } = await bed.lease('a');
      await bed.commit({
        epoch,
        taken: [interaction('1'), interaction('2')],
        finished: [{ id: '1', state: 'failed' }],
      });
      const again = await bed.commit({
        epoch,
        taken: ['1', '2', '3'].map((id) => interaction(id, { token: 'other', payload: '{}' })),
      });
      expect(again).toEqual({ kind: 'committed', known: new Set(['1', '2']) });
      expect((await bed.store.gateway.seen(['1'])).get('1')).toBe('failed');
      expect(await bed.store.gateway.unfinished()).toEqual([
        interaction('2'),
        interaction('3', { token: 'other', payload: '{}' }),
      ]);
    });

    it('puts what came in by the gateway into the inbox, once', async () => {
      const { epoch } = await bed.lease('a');
      await bed.commit({ epoch, session: SESSION, received: [delivery('s1:41'), delivery('s1:42')] });
      await bed.commit({
        epoch,
        session: { ...SESSION, sequence: 43 },
        received: [delivery('s1:42'), delivery('s1:43')],
      });
      const rows = await bed.store.inbox.list({ limit: 10 });
      expect(rows.map(({ deliveryId }) => deliveryId)).toEqual(['s1:43', 's1:42', 's1:41']);
    });

    it('is refused whole when the lease has moved on or was released', async () => {
      const { epoch } = await bed.lease('a');
      await bed.commit({ epoch, session: SESSION, taken: [interaction('1')] });
      const { epoch: next } = await bed.lease('b', { at: after(10_000) });
      const late: GatewayCommit = {
        epoch,
        session: null,
        taken: [interaction('2')],
        finished: [{ id: '1', state: 'done' }],
        audit: [entry('late')],
        received: [delivery('late')],
      };
      expect(await bed.commit(late)).toEqual({ kind: 'fenced' });
      await bed.store.gateway.release(next);
      expect(await bed.commit({ ...late, epoch: next })).toEqual({ kind: 'fenced' });
      expect(await bed.commit({ ...late, epoch: 77 })).toEqual({ kind: 'fenced' });
      expect(await bed.store.gateway.session()).toEqual(SESSION);
      expect(await bed.store.gateway.seen(['1', '2'])).toEqual(new Map([['1', 'taken']]));
      expect(await bed.store.audit.verify()).toEqual({ kind: 'intact', rows: 0 });
      expect(await bed.store.inbox.list({ limit: 10 })).toEqual([]);
    });

    it('still counts while the lease has expired and nobody else has it', async () => {
      const { epoch } = await bed.lease('a');
      bed.clock.advanceMs(60_000);
      expect(await bed.commit({ epoch, taken: [interaction('1')] })).toMatchObject({ kind: 'committed' });
    });

    it('leaves the session alone when it says nothing about it, and forgets it on null', async () => {
      const { epoch } = await bed.lease('a');
      await bed.commit({ epoch, session: SESSION });
      await bed.commit({ epoch });
      expect(await bed.store.gateway.session()).toEqual(SESSION);
      await bed.commit({ epoch, session: { ...SESSION, sequence: 42 } });
      expect((await bed.store.gateway.session())?.sequence).toBe(42);
      await bed.commit({ epoch, session: null });
      expect(await bed.store.gateway.session()).toBeNull();
    });

    it('keeps the first state of what is finished twice, and ignores what it does not know', async () => {
      const { epoch } = await bed.lease('a');
      await bed.commit({ epoch, taken: [interaction('1')], finished: [{ id: '1', state: 'done' }] });
      await bed.commit({
        epoch,
        finished: [
          { id: '1', state: 'failed' },
          { id: 'unknown', state: 'done' },
        ],
      });
      expect(await bed.store.gateway.seen(['1', 'unknown'])).toEqual(new Map([['1', 'done']]));
    });

    it('gives the unfinished oldest first', async () => {
      const { epoch } = await bed.lease('a');
      const taken = [interaction('9', { receivedAt: after(2) }), interaction('5', { receivedAt: after(1) })];
      await bed.commit({ epoch, taken: [...taken, interaction('7', { receivedAt: after(2) })] });
      expect((await bed.store.gateway.unfinished()).map(({ id }) => id)).toEqual(['5', '9', '7']);
    });

    it('forgets finished interactions received before a time, never unfinished ones', async () => {
      const { epoch } = await bed.lease('a');
      const old = Array.from({ length: 1_200 }, (_, index) => interaction(`old-${index}`));
      await bed.commit({ epoch, taken: old, finished: old.slice(1).map(({ id }) => ({ id, state: 'done' as const })) });
      const young = interaction('young', { receivedAt: after(1) });
      await bed.commit({ epoch, taken: [young], finished: [{ id: 'young', state: 'done' }] });
      expect(await bed.store.gateway.purge(after(1))).toBe(1_199);
      expect(await bed.store.gateway.seen(['old-0', 'old-1', 'young'])).toEqual(
        new Map([
          ['old-0', 'taken'],
          ['young', 'done'],
        ]),
      );
    });

    it('is seen by another connection, and by one that opens later', async () => {
      const { epoch } = await bed.lease('a');
      const other = await bed.connect();
      await bed.commit({ epoch, session: SESSION, taken: [interaction('1')], audit: [entry('x')] });
      expect(await other.gateway.unfinished()).toEqual([interaction('1')]);
      await bed.store.close();
      expect(await (await bed.connect()).gateway.session()).toEqual(SESSION);
    });

    it('lets a former owner commit nothing more from the moment that somebody else has the lease', async () => {
      const other = await bed.connect();
      const a = await bed.lease('a');
      const steps = Array.from({ length: 30 }, (_, index) =>
        bed.commit({ epoch: a.epoch, taken: [interaction(`${index}`)] }),
      );
      const b = await bed.lease('b', { by: other, at: after(10_000) });
      const late = await bed.commit({ epoch: a.epoch, taken: [interaction('late')] });
      await Promise.all(steps);
      expect(late).toEqual({ kind: 'fenced' });
      expect(await bed.commit({ epoch: b.epoch, taken: [interaction('next')] }, other)).toMatchObject({
        kind: 'committed',
      });
      expect(await bed.store.gateway.seen(['late', 'next'])).toEqual(new Map([['next', 'taken']]));
    });
  });
}
