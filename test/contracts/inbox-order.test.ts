import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openStore } from '../../src/adapters/sqlite/open-store.ts';
import { NO_EFFECTS } from '../../src/ports/effects.ts';
import type { InboxRow } from '../../src/ports/inbox.ts';
import { fixedClock } from '../../src/shared/clock.ts';

/** What may happen to an inbox; `pick` chooses among what is due or what is listed. */
const step = fc.record({
  what: fc.constantFrom('receive', 'receive', 'settle', 'fail', 'die', 'die', 'replay', 'replay', 'purge', 'wait'),
  subject: fc.constantFrom('a', 'b'),
  pick: fc.nat(20),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const clock = fixedClock('2026-11-25T09:00:00Z');
let count = 0;

it('whatever happens, what is due is the oldest that waits of its subject, and nothing that waits is forgotten', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), through), { numRuns: 80 });
});

async function through(steps: readonly Step[]): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'onomancer-order-'));
  const store = await openStore({ dataDir, clock });
  try {
    const owner = { id: 'me', host: 'here', pid: 1 };
    const result = await store.gateway.acquire(owner, { now: clock.now(), ttlMs: 1e9, isGone: () => true });
    const epoch = result.kind === 'acquired' ? result.lease.epoch : 0;
    for (const one of steps) {
      await doStep(one);
      await look();
    }

    async function doStep({ what, subject, pick }: Step): Promise<void> {
      const due = await dueNow();
      const row = due[pick % Math.max(1, due.length)];
      const now = clock.now();
      if (what === 'receive') await store.inbox.receive([delivery(subject)]);
      else if (what === 'wait') clock.advanceMs(1_000);
      else if (what === 'purge') await store.inbox.purge(new Date(now.getTime() + 1), { dead: pick % 2 === 0 });
      else if (what === 'replay') {
        const rows = await store.inbox.list({ limit: 100 });
        await store.inbox.replay([rows[pick % Math.max(1, rows.length)]?.id ?? 0], now);
      } else if (row !== undefined) {
        const nextAt = what === 'die' ? null : new Date(now.getTime() + 1_500);
        const ending = { id: row.id, epoch, now };
        if (what === 'settle') await store.inbox.settle({ ...ending, state: 'done', effects: NO_EFFECTS });
        else await store.inbox.fail({ ...ending, why: 'x', nextAt });
      }
    }

    async function look(): Promise<void> {
      const waiting = (await store.inbox.list({ state: 'waiting', limit: 1_000 })).toReversed();
      const oldest = new Map<string, InboxRow>();
      for (const row of waiting) if (!oldest.has(row.subject)) oldest.set(row.subject, row);
      const wanted = [...oldest.values()].filter(({ nextAt }) => nextAt <= clock.now()).map(({ id }) => id);
      expect(new Set((await dueNow()).map(({ id }) => id))).toEqual(new Set(wanted));
      expect(await store.inbox.depth()).toMatchObject({ waiting: waiting.length });
    }

    function dueNow(): Promise<readonly InboxRow[]> {
      return store.inbox.due({ limit: 100, now: clock.now(), busy: new Set() });
    }
  } finally {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function delivery(subject: string) {
  count += 1;
  const receivedAt = clock.now();
  return {
    sender: 'bot',
    deliveryId: `d${count}`,
    kind: 'bot:x',
    subject,
    receivedAt,
    payload: '{}',
    reference: 'R',
  } as const;
}
