import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { featurePorts } from '../../test/fakes/feature-ports.ts';
import { SAMPLE } from '../../test/fakes/sample-workspaces.ts';
import { openStore } from '../adapters/sqlite/open-store.ts';
import { type Effects, type EventHandler, NO_EFFECTS } from '../ports/effects.ts';
import type { InboxStore, NewDelivery } from '../ports/inbox.ts';
import { silentLog } from '../ports/log.ts';
import { noMetrics } from '../ports/metrics.ts';
import { ownDelivery, readOwnEvent } from '../ports/own-delivery.ts';
import type { Store } from '../ports/store.ts';
import { systemClock } from '../shared/clock.ts';
import { AppError } from '../shared/errors/app-error.ts';
import { HealthBoard } from '../shared/health-board.ts';
import { Worker, type WorkPorts } from './work.ts';

let dataDir: string;
let store: Store;
let epoch: number;
let worker: Worker | null = null;
const owner = { id: 'me', host: 'here', pid: process.pid };

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'onomancer-worker-'));
  store = await openStore({ dataDir, clock: systemClock });
  const result = await store.gateway.acquire(owner, { now: new Date(), ttlMs: 60_000, isGone: () => false });
  epoch = result.kind === 'acquired' ? result.lease.epoch : 0;
});
afterEach(async () => {
  await worker?.stop();
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

let count = 0;

function capture(captureId: string, subject = captureId): NewDelivery {
  count += 1;
  const event = { kind: 'capture-due', at: new Date(), actor: null, captureId } as const;
  const receivedAt = new Date();
  return ownDelivery(event, { sender: 'bot', deliveryId: `d${count}`, subject, receivedAt, reference: 'REF00001' });
}

/** Answers to each capture that is due with what `answer` gives. */
function handler(answer: (captureId: string) => Promise<Effects | null> | Effects | null, name = 'test'): EventHandler {
  return {
    name,
    kinds: ['capture-due'],
    handle: async (_ports, event) => (event.kind === 'capture-due' ? answer(event.captureId) : null),
  };
}

function run(handlers: readonly EventHandler[], more: Partial<WorkPorts> = {}): Worker {
  worker = new Worker({
    inbox: store.inbox,
    handlers,
    features: featurePorts(SAMPLE),
    readers: {
      linear: readOwnEvent,
      github: readOwnEvent,
      vercel: readOwnEvent,
      discord: readOwnEvent,
      clock: readOwnEvent,
      bot: readOwnEvent,
    },
    clock: systemClock,
    log: silentLog,
    metrics: noMetrics,
    health: new HealthBoard(systemClock),
    toldAlready: async () => ({ kind: 'new', records: [] }),
    random: () => 0,
    ...more,
  });
  worker.start(epoch);
  return worker;
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  while (!(await isTrue())) {
    if (performance.now() > giveUpAt) throw new Error('It did not come to that.');
    await wait(5);
  }
}

const isEmpty = async (): Promise<boolean> => (await store.inbox.depth()).waiting === 0;
const outcomes = async (): Promise<(string | null)[]> =>
  (await store.inbox.list({ limit: 100 })).map(({ state, outcome }) => `${state}: ${outcome}`).reverse();

describe('the worker', () => {
  it('handles what is there and what comes, and writes down what became of it', async () => {
    await store.inbox.receive([capture('a')]);
    const done = run([
      handler((id) => ({ ...NO_EFFECTS, note: `told ${id}` }), 'first'),
      handler(() => null, 'second'),
    ]);
    await until(isEmpty);
    await store.inbox.receive([capture('b')]);
    done.nudge();
    await until(isEmpty);
    expect(await outcomes()).toEqual(['done: first: told a', 'done: first: told b']);
  });

  it('says when nobody asked to know, and why there was nothing to do', async () => {
    await store.inbox.receive([capture('a'), { ...capture('b'), sender: 'linear' }]);
    const read: WorkPorts['readers']['linear'] = () => ({ kind: 'ignored', why: 'nothing changed that is told' });
    const readers = { linear: read, github: read, vercel: read, discord: read, clock: read, bot: readOwnEvent };
    run([], { readers });
    await until(isEmpty);
    expect(await outcomes()).toEqual(['ignored: nobody asked to know', 'ignored: nothing changed that is told']);
  });

  it('keeps the order of each subject, and works on several at once', async () => {
    const all = Array.from({ length: 60 }, (_, n) => capture(`${n % 6}-${n}`, `subject ${n % 6}`));
    await store.inbox.receive(all);
    const began: string[] = [];
    let underWay = 0;
    let mostUnderWay = 0;
    run([
      handler(async (id) => {
        began.push(id);
        underWay += 1;
        mostUnderWay = Math.max(mostUnderWay, underWay);
        await wait(Math.random() * 5);
        underWay -= 1;
        return NO_EFFECTS;
      }),
    ]);
    await until(isEmpty);
    expect(began).toHaveLength(60);
    for (let subject = 0; subject < 6; subject += 1) {
      const numbers = began.filter((id) => id.startsWith(`${subject}-`)).map((id) => Number(id.split('-')[1]));
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
    expect(mostUnderWay).toBe(6);
  });

  it('tries again what may yet succeed, and gives up what cannot', async () => {
    const tries = new Map<string, number>();
    await store.inbox.receive([capture('outage'), capture('refused'), capture('defect')]);
    run([
      handler((id) => {
        const before = tries.get(id) ?? 0;
        tries.set(id, before + 1);
        if (id === 'outage' && before === 3) return { ...NO_EFFECTS, note: 'at last' };
        if (id === 'outage') throw new AppError('LINEAR_UNREACHABLE');
        if (id === 'refused') throw new AppError('LINEAR_REFUSED', { facts: { reason: 'no such issue' } });
        throw new TypeError('undefined is not a function');
      }),
    ]);
    await until(isEmpty);
    expect(await outcomes()).toEqual([
      'done: test: at last',
      'dead: LINEAR_REFUSED (reason: no such issue)',
      'dead: INTERNAL',
    ]);
    expect(Object.fromEntries(tries)).toEqual({ outage: 4, refused: 1, defect: 4 });
  });

  it('does the work that follows', async () => {
    await store.inbox.receive([capture('a')]);
    run([handler((id) => ({ ...NO_EFFECTS, followUps: id === 'a' ? [capture('b')] : [] }))]);
    await until(async () => (await isEmpty()) && (await outcomes()).length === 2);
    expect(await outcomes()).toEqual(['done: test', 'done: test']);
  });

  it('finishes on a stop what is under way, and begins nothing more', async () => {
    await store.inbox.receive([capture('a', 'same'), capture('b', 'same')]);
    const began: string[] = [];
    const stopping = run([
      handler(async (id) => {
        began.push(id);
        await wait(50);
        return NO_EFFECTS;
      }),
    ]);
    await until(() => began.length === 1);
    await stopping.stop();
    expect(began).toEqual(['a']);
    expect(await store.inbox.depth()).toMatchObject({ waiting: 1 });
  });

  it('writes nothing when the lease has moved on, and stops', async () => {
    await store.inbox.receive([capture('a')]);
    const began: string[] = [];
    run([
      handler(async (id) => {
        began.push(id);
        await store.gateway.acquire({ ...owner, id: 'other' }, { now: new Date(), ttlMs: 60_000, isGone: () => true });
        return NO_EFFECTS;
      }),
    ]);
    await until(() => began.length === 1);
    await wait(600);
    expect(began).toEqual(['a']);
    expect(await store.inbox.depth()).toMatchObject({ waiting: 1 });
  });

  it('goes on after the store could not be written, and does the event again', async () => {
    await store.inbox.receive([capture('a')]);
    let failures = 1;
    const inbox: InboxStore = {
      ...store.inbox,
      settle: (step) => (failures-- > 0 ? Promise.reject(new AppError('STORE_FULL')) : store.inbox.settle(step)),
    };
    const began: string[] = [];
    run([handler((id) => (began.push(id) > 0 ? NO_EFFECTS : null))], { inbox });
    await until(isEmpty);
    expect(began).toEqual(['a', 'a']);
    expect(await outcomes()).toEqual(['done: test']);
  });

  it('does not wait for ever for a handler, and does it again', async () => {
    await store.inbox.receive([capture('a')]);
    let isFirst = true;
    run(
      [
        handler(() => {
          if (!isFirst) return NO_EFFECTS;
          isFirst = false;
          return new Promise<Effects>(() => undefined);
        }),
      ],
      { handleTimeoutMs: 30 },
    );
    await until(async () => (await store.inbox.list({ limit: 1 }))[0]?.attempts === 1 || (await isEmpty()));
    await until(isEmpty);
    expect((await store.inbox.list({ limit: 1 }))[0]).toMatchObject({ state: 'done', attempts: 1 });
  });

  it('gives up an event whose effects the store itself refuses', async () => {
    await store.inbox.receive([capture('a')]);
    run([handler(() => ({ ...NO_EFFECTS, followUps: [{ ...capture('b'), reference: null as unknown as string }] }))]);
    await until(isEmpty);
    expect(await outcomes()).toEqual(['dead: INTERNAL']);
  });
});
