import { describe, expect, it } from 'vitest';
import type { NextInLane, OutboxMessage, OutboxRow, OutboxStep } from '../../src/ports/outbox.ts';
import { after, type StoreBed } from './store-bed.ts';

const LANE = 'channel:c1';
const MESSAGE = { channelId: 'c1', messageId: 'm1' };
const WINDOW_MS = 60_000;

function notice(dedupeKey: string, more: Partial<OutboxMessage> = {}): OutboxMessage {
  return {
    destination: { kind: 'channel', channelId: 'c1' },
    content: { kind: 'notice', notice: { title: `ENG-1 ${dedupeKey}`, lines: [dedupeKey], tone: 'neutral' } },
    mergeKey: null,
    dedupeKey,
    reference: `REF-${dedupeKey}`,
    ...more,
  };
}

/** Merged with others of the same issue. */
const ofIssue = (dedupeKey: string, more: Partial<OutboxMessage> = {}): OutboxMessage =>
  notice(dedupeKey, { mergeKey: 'ENG-1', ...more });

const keysOf = (rows: readonly OutboxRow[]): string[] => rows.map(({ dedupeKey }) => dedupeKey);

/** What every store must do for the messages that are on their way to the chat. */
export function describeOutboxStore(bed: StoreBed): void {
  const add = (messages: readonly OutboxMessage[], at = after(0)): Promise<void> => bed.store.outbox.add(messages, at);
  const next = (at = 0, lane = LANE): Promise<NextInLane> =>
    bed.store.outbox.next(lane, { now: after(at), openSince: after(at - 30_000), limit: 20 });
  const advance = (step: Partial<OutboxStep> & Pick<OutboxStep, 'epoch'>): Promise<'done' | 'fenced'> =>
    bed.store.outbox.advance({ now: after(0), begun: [], ended: [], dropped: [], ...step });

  /** The rows that are to be said next. */
  async function waiting(at = 0, lane = LANE): Promise<Extract<NextInLane, { kind: 'waiting' }>> {
    const found = await next(at, lane);
    if (found.kind !== 'waiting') throw new Error(`There is ${found.kind}.`);
    return found;
  }

  /** Begins to send what is next; gives the id of the message. */
  async function send(epoch: number, at = 0): Promise<number> {
    const { rows } = await waiting(at);
    const ids = rows.map(({ id }) => id);
    expect(await advance({ epoch, now: after(at), begun: [{ kind: 'send', rows: ids, key: 'k' }] })).toBe('done');
    return ids[0] ?? 0;
  }

  const sent = (epoch: number, post: number, at = 0): Promise<'done' | 'fenced'> =>
    advance({
      epoch,
      now: after(at),
      ended: [
        {
          kind: 'sent',
          post,
          message: MESSAGE,
          merging: { takesUntil: after(at + WINDOW_MS), editAt: after(at + 3_000) },
        },
      ],
    });

  describe('the outbox', () => {
    it('keeps a message as it was given, and says the same only once', async () => {
      const given = notice('a', {
        destination: { kind: 'reply', channelId: 'c1', messageId: 'm0' },
        content: { kind: 'reply', reply: { text: 'Hi 🦞\0', buttons: [[{ kind: 'link', url: 'x', label: 'y' }]] } },
        expiresAt: after(9),
        tag: 'capture:1',
      });
      await add([given, notice('b')], after(5));
      await add([notice('a', { reference: 'OTHER' })], after(6));
      const [row, ...others] = await bed.store.outbox.ofReference('REF-a');
      expect(row).toEqual({
        ...given,
        id: row?.id,
        state: 'waiting',
        causedAt: after(5),
        createdAt: after(5),
        outcome: null,
        finishedAt: null,
        message: null,
      });
      expect(others).toEqual([]);
      expect(await bed.store.outbox.ofReference('OTHER')).toEqual([]);
    });

    it('keeps a long reply in parts that fit, one after another', async () => {
      const { epoch } = await bed.lease('a');
      const text = 'word '.repeat(500);
      await add([notice('long', { content: { kind: 'reply', reply: { text } } })]);
      const post = await send(epoch);
      await advance({ epoch, ended: [{ kind: 'sent', post, message: MESSAGE, merging: null }] });
      expect(keysOf((await waiting()).rows)).toEqual(['long#2']);
      expect(await bed.store.outbox.ofReference('REF-long')).toHaveLength(2);
    });

    it('tells the lanes in which something waits, and which are new', async () => {
      expect(await bed.store.outbox.lanes(0)).toEqual({ lanes: [], newest: 0 });
      await add([notice('a'), notice('b', { destination: { kind: 'member', userId: 'u1' }, notBefore: after(9) })]);
      const { lanes, newest } = await bed.store.outbox.lanes(0);
      expect([...lanes].sort()).toEqual([LANE, 'member:u1']);
      expect(await bed.store.outbox.lanes(newest)).toEqual({ lanes: [], newest });
      await add([notice('c', { destination: { kind: 'reply', channelId: 'c2', messageId: 'm' } })]);
      expect(await bed.store.outbox.lanes(newest)).toEqual({ lanes: ['channel:c2'], newest: newest + 1 });
    });

    it('gives the rows of a lane in their order, one at a time when they do not merge', async () => {
      const { epoch } = await bed.lease('a');
      await add([notice('a'), notice('b'), notice('elsewhere', { destination: { kind: 'member', userId: 'u1' } })]);
      expect(keysOf((await waiting()).rows)).toEqual(['a']);
      const post = await send(epoch);
      expect(await next()).toMatchObject({ kind: 'begun', post: { id: post, message: null, key: 'k', attempts: 0 } });
      await advance({ epoch, ended: [{ kind: 'sent', post, message: MESSAGE, merging: null }] });
      expect(keysOf((await waiting()).rows)).toEqual(['b']);
      expect(await bed.store.outbox.ofReference('REF-a')).toMatchObject([{ state: 'sent', message: MESSAGE }]);
    });

    it('gives rows for later when it is time, in the order in which they were added', async () => {
      const { epoch } = await bed.lease('a');
      await add([notice('later', { notBefore: after(100) }), notice('now')]);
      expect(keysOf((await waiting()).rows)).toEqual(['now']);
      expect(keysOf((await waiting(100)).rows)).toEqual(['later']);
      const post = await send(epoch);
      await advance({ epoch, ended: [{ kind: 'sent', post, message: MESSAGE, merging: null }] });
      expect(await next(99)).toEqual({ kind: 'rest', until: after(100) });
      expect(await next(100)).toMatchObject({ kind: 'waiting', rows: [{ notBefore: after(100) }] });
    });

    it('gives everything that merges with the first, and holds up what is edited a moment ago', async () => {
      const { epoch } = await bed.lease('a');
      await add([ofIssue('1'), notice('other'), ofIssue('2'), ofIssue('3', { notBefore: after(90_000) })]);
      expect(await waiting()).toMatchObject({ rows: [{ dedupeKey: '1' }, { dedupeKey: '2' }], open: null });
      const post = await send(epoch);
      await sent(epoch, post);
      await add([ofIssue('4'), ofIssue('5')], after(10));
      expect(keysOf((await waiting(20)).rows)).toEqual(['other']);
      const other = await send(epoch, 20);
      await advance({ epoch, ended: [{ kind: 'sent', post: other, message: MESSAGE, merging: null }] });
      expect(await next(2_999)).toEqual({ kind: 'rest', until: after(3_000) });
      const merged = await waiting(3_000);
      expect(keysOf(merged.rows)).toEqual(['4', '5']);
      expect(merged.open?.post).toMatchObject({ id: post, message: MESSAGE, edits: 0, sentAt: after(0) });
      expect(keysOf(merged.open?.rows ?? [])).toEqual(['1', '2']);
      // So long after the message took its last row, the same key begins a new one.
      expect((await waiting(WINDOW_MS + 30_001)).open).toBeNull();
    });

    it('adds to a message by editing it', async () => {
      const { epoch } = await bed.lease('a');
      await add([ofIssue('1')]);
      const post = await send(epoch);
      await sent(epoch, post);
      await add([ofIssue('2')], after(10));
      const { rows } = await waiting(3_000);
      await advance({ epoch, begun: [{ kind: 'edit', post, rows: rows.map(({ id }) => id) }] });
      const begun = await next(3_001);
      expect(begun).toMatchObject({ kind: 'begun', post: { id: post, message: MESSAGE } });
      expect(begun.kind === 'begun' && begun.rows.map(({ state }) => state)).toEqual(['sent', 'sending']);
      expect(await bed.store.outbox.ofReference('REF-2')).toMatchObject([{ state: 'sending', message: null }]);
      await sent(epoch, post, 3_100);
      expect(await bed.store.outbox.ofReference('REF-2')).toMatchObject([{ state: 'sent', message: MESSAGE }]);
      await add([ofIssue('3')], after(3_200));
      expect((await waiting(7_000)).open?.post).toMatchObject({ edits: 1, sentAt: after(0) });
    });

    it('says in a new message what could not be added because the message is gone', async () => {
      const { epoch } = await bed.lease('a');
      await add([ofIssue('1')]);
      const post = await send(epoch);
      await sent(epoch, post);
      await add([ofIssue('2')], after(10));
      const { rows } = await waiting(3_000);
      await advance({ epoch, begun: [{ kind: 'edit', post, rows: rows.map(({ id }) => id) }] });
      await advance({ epoch, ended: [{ kind: 'apart', post }] });
      expect(await waiting(3_001)).toMatchObject({ rows: [{ dedupeKey: '2' }], open: null });
    });

    it('rests after a failure, and remembers what happened and how often', async () => {
      const { epoch } = await bed.lease('a');
      await add([notice('a'), notice('b')]);
      const post = await send(epoch);
      await advance({ epoch, ended: [{ kind: 'again', post, why: 'no answer', nextAt: after(500) }] });
      expect(await next(499)).toEqual({ kind: 'rest', until: after(500) });
      expect(await next(500)).toMatchObject({ kind: 'begun', post: { attempts: 1 }, rows: [{ outcome: 'no answer' }] });
    });

    it('ends what cannot be said, and gives it another chance when it is added again', async () => {
      const { epoch } = await bed.lease('a');
      await add([notice('a'), notice('b', { expiresAt: after(1) })]);
      const post = await send(epoch);
      await advance({ epoch, ended: [{ kind: 'dead', post, why: 'DISCORD_REFUSED', closing: null }] });
      const { rows } = await waiting();
      await advance({ epoch, dropped: [{ rows: rows.map(({ id }) => id), state: 'expired', why: 'too old' }] });
      expect(await next()).toEqual({ kind: 'nothing' });
      expect(await bed.store.outbox.list({ state: 'dead', limit: 9 })).toMatchObject([
        { dedupeKey: 'a', outcome: 'DISCORD_REFUSED', message: null },
      ]);
      expect(await bed.store.outbox.list({ state: 'expired', limit: 9 })).toMatchObject([{ outcome: 'too old' }]);
      const { newest } = await bed.store.outbox.lanes(0);
      await add([notice('a'), notice('b')]);
      expect(await bed.store.outbox.lanes(newest)).toMatchObject({ lanes: [LANE] });
      expect(keysOf((await waiting()).rows)).toEqual(['a']);
    });

    it('closes a lane for a while, with one report however often that happens, until something is sent there', async () => {
      const { epoch } = await bed.lease('a');
      const report = notice('report', { destination: { kind: 'channel', channelId: 'admins' } });
      await add([notice('a'), notice('b'), notice('c')]);
      const refuse = async (at: number): Promise<void> => {
        const post = await send(epoch, at);
        const closing = { until: after(at + 1_000), report };
        await advance({ epoch, now: after(at), ended: [{ kind: 'dead', post, why: 'gone', closing }] });
      };
      await refuse(0);
      const closed = { why: 'gone', since: after(0), until: after(1_000) };
      const found = await next(999);
      expect(found).toMatchObject({ kind: 'closed', lane: closed });
      expect(found.kind === 'closed' && found.rows).toHaveLength(2);
      await refuse(1_000);
      const destination = { kind: 'channel', channelId: 'c1' };
      expect((await bed.store.outbox.depth()).closed).toEqual([{ ...closed, until: after(2_000), destination }]);
      expect(keysOf((await waiting(2_000, 'channel:admins')).rows)).toEqual(['report']);
      const post = await send(epoch, 2_000);
      await advance({ epoch, ended: [{ kind: 'sent', post, message: MESSAGE, merging: null }] });
      expect((await bed.store.outbox.depth()).closed).toEqual([]);
    });

    it('is refused whole when the lease has moved on', async () => {
      const { epoch } = await bed.lease('a');
      await add([notice('a')]);
      const post = await send(epoch);
      await bed.lease('b', { at: after(10_000) });
      expect(await sent(epoch, post)).toBe('fenced');
      expect(await next()).toMatchObject({ kind: 'begun' });
    });

    it('refuses to begin what is not waiting, and writes nothing of that step', async () => {
      const { epoch } = await bed.lease('a');
      await add([notice('a')]);
      await send(epoch);
      const rows = (await bed.store.outbox.ofReference('REF-a')).map(({ id }) => id);
      await expect(advance({ epoch, begun: [{ kind: 'send', rows, key: 'k' }] })).rejects.toMatchObject({
        code: 'INTERNAL',
      });
    });

    it('finds what was begun after a crash, also when nothing else waits', async () => {
      const { epoch } = await bed.lease('a');
      await add([notice('a')]);
      const post = await send(epoch);
      const other = await bed.connect();
      await bed.store.close();
      expect(await other.outbox.lanes(0)).toMatchObject({ lanes: [LANE] });
      const found = await other.outbox.next(LANE, { now: after(5), openSince: after(0), limit: 20 });
      expect(found).toMatchObject({ kind: 'begun', post: { id: post, beganAt: after(0) } });
    });

    it('finds a message by its tag, and the tag by the message', async () => {
      const { epoch } = await bed.lease('a');
      await add([notice('a', { tag: 'capture:7' })]);
      expect(await bed.store.outbox.messageOf('capture:7')).toBeNull();
      await sent(epoch, await send(epoch));
      expect(await bed.store.outbox.messageOf('capture:7')).toEqual(MESSAGE);
      expect(await bed.store.outbox.tagOf(MESSAGE)).toBe('capture:7');
      expect(await bed.store.outbox.tagOf({ channelId: 'c2', messageId: 'm1' })).toBeNull();
      expect(await bed.store.outbox.messagesIn(LANE, after(0))).toEqual(new Set(['m1']));
      expect(await bed.store.outbox.messagesIn(LANE, after(1))).toEqual(new Set());
    });

    it('tells how much waits and since when, and what died', async () => {
      const { epoch } = await bed.lease('a');
      expect(await bed.store.outbox.depth()).toEqual({ waiting: 0, dead: 0, oldestDueAt: null, closed: [] });
      await add([notice('a')], after(1));
      await add([notice('b', { destination: { kind: 'member', userId: 'u1' } })], after(2));
      await add([notice('night', { notBefore: after(9_000) })], after(0));
      expect(await bed.store.outbox.depth()).toMatchObject({ waiting: 3, oldestDueAt: after(1) });
      const post = await send(epoch);
      await advance({ epoch, ended: [{ kind: 'dead', post, why: 'x', closing: null }] });
      expect(await bed.store.outbox.depth()).toMatchObject({ waiting: 2, dead: 1, oldestDueAt: after(2) });
    });

    it('forgets what was said long ago, but not that it was said', async () => {
      const { epoch } = await bed.lease('a');
      await add([notice('old'), notice('young')]);
      await sent(epoch, await send(epoch), 0);
      await sent(epoch, await send(epoch, 5), 5);
      expect(await bed.store.outbox.purge(after(5))).toBe(1);
      expect(await bed.store.outbox.purge(after(5))).toBe(0);
      expect(await bed.store.outbox.ofReference('REF-old')).toMatchObject([
        { state: 'sent', content: { notice: { title: '', lines: [] } }, message: MESSAGE },
      ]);
      expect(await bed.store.outbox.ofReference('REF-young')).toMatchObject([
        { content: { notice: { title: 'ENG-1 young' } } },
      ]);
      await add([notice('old')]);
      expect(await next(10)).toEqual({ kind: 'nothing' });
    });
  });
}
