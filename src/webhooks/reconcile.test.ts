import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../sandbox/linear/changes.ts';
import { type LinearSandbox, startLinear } from '../../sandbox/linear/start-linear.ts';
import { linearParcel } from '../../sandbox/webhooks/linear-sender.ts';
import { type LinearIssueTracker, linearIssueTracker } from '../adapters/linear/issue-tracker.ts';
import { linearChangeKey } from '../adapters/linear/missed-payload.ts';
import { readLinearEvent } from '../adapters/linear/read-webhook.ts';
import { openStore } from '../adapters/sqlite/open-store.ts';
import { NO_EFFECTS } from '../ports/effects.ts';
import type { InboxRow } from '../ports/inbox.ts';
import { silentLog } from '../ports/log.ts';
import { noMetrics } from '../ports/metrics.ts';
import type { Store } from '../ports/store.ts';
import { fixedClock } from '../shared/clock.ts';
import { HealthBoard } from '../shared/health-board.ts';
import { Secret } from '../shared/secret.ts';
import { RECONCILE_TIMES, Reconciler, reconcile } from './reconcile.ts';
import { toldAlready } from './told-already.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A real Linear of the sandbox, the real adapter and the real store; only time is made up. */
const clock = fixedClock('2026-03-18T09:00:00.000Z');
let dataDir: string;
let store: Store;
let linear: LinearSandbox;
let tracker: LinearIssueTracker;
let epoch: number;
let sent: { readonly deliveryId: string; readonly event: string; readonly body: string }[];
let nudges: number;

beforeEach(async () => {
  clock.set(new Date('2026-03-18T09:00:00.000Z'));
  dataDir = await mkdtemp(join(tmpdir(), 'onomancer-reconcile-'));
  store = await openStore({ dataDir, clock });
  const owner = { id: 'me', host: 'here', pid: process.pid };
  const lease = await store.gateway.acquire(owner, { now: clock.now(), ttlMs: 48 * HOUR_MS, isGone: () => false });
  epoch = lease.kind === 'acquired' ? lease.lease.epoch : 0;
  linear = await startLinear({ clock });
  const health = new HealthBoard(clock);
  const apiKey = new Secret(linear.apiKey);
  tracker = linearIssueTracker({ apiUrl: linear.apiUrl, apiKey, clock, metrics: noMetrics, health });
  sent = [];
  nudges = 0;
  linear.changes.listen((change: Change) => {
    const parcel = linearParcel(linear, change, 'secret');
    if (parcel) sent.push({ ...parcel, body: parcel.pack(clock.now()).body });
  });
  // The first time there is nothing to compare with.
  await look();
  clock.advanceMs(HOUR_MS);
});

afterEach(async () => {
  await linear.close();
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

function look() {
  const { inbox, reconciliation } = store;
  const onReceived = () => {
    nudges += 1;
  };
  const newReference = () => 'REF00001';
  const ports = { tracker, inbox, reconciliation, onReceived, clock, newReference, times: RECONCILE_TIMES };
  return reconcile(ports, epoch);
}

/** Lets so much time pass that nothing is young any more, then looks. */
function lookLater() {
  clock.advanceMs(5 * MINUTE_MS);
  return look();
}

/** The webhook comes in. */
async function arrive({ deliveryId, event, body }: (typeof sent)[number]): Promise<void> {
  const { id } = (JSON.parse(body) as { data: { id: string } }).data;
  const [receivedAt, subject] = [clock.now(), `issue ${id}`];
  const kind = `linear:${event}`;
  await store.inbox.receive([
    { sender: 'linear', deliveryId, kind, subject, receivedAt, payload: body, reference: 'REF00002' },
  ]);
}

/** Handles what is in the inbox as the worker does; gives what became of each, oldest first. */
async function handle(): Promise<string[]> {
  const gate = toldAlready({ reconciliation: store.reconciliation, keys: { linear: linearChangeKey } });
  const outcomes: string[] = [];
  for (;;) {
    const [row] = await store.inbox.due({ limit: 1, now: clock.now(), busy: new Set() });
    if (row === undefined) return outcomes;
    const verdict = await gate(row);
    const effects = { ...NO_EFFECTS, records: verdict.kind === 'new' ? verdict.records : [] };
    await store.inbox.settle({ id: row.id, epoch, state: 'done', effects, now: clock.now() });
    outcomes.push(`${row.kind}: ${verdict.kind}`);
  }
}

async function rows(): Promise<readonly InboxRow[]> {
  return (await store.inbox.list({ limit: 200 })).toSorted((a, b) => a.id - b.id);
}

const eventOf = ({ kind, payload, receivedAt }: InboxRow) =>
  readLinearEvent({ type: kind.replace('linear:', ''), payload, receivedAt });

describe('looking for changes of which no webhook came', () => {
  it('finds what happened to issues and what was said, and tells it as their webhooks would have', async () => {
    const deepa = linear.person('deepa');
    deepa.change('ENG-130', { state: 'In Review' });
    clock.advanceMs(1_000);
    deepa.change('ENG-130', { state: 'Done', assignee: 'nico', priority: 'urgent' });
    clock.advanceMs(1_000);
    linear.person('ada').comment('ENG-131', 'Who looks at this?');
    clock.advanceMs(1_000);
    linear.person('nico').create('DES', 'A new poster');
    expect(await lookLater()).toEqual({ told: 3, summed: 0 });
    expect(nudges).toBe(1);
    const [issue, comment, created] = await rows();
    expect(issue && eventOf(issue)).toMatchObject({
      event: {
        kind: 'issue-changed',
        at: new Date('2026-03-18T10:00:01.000Z'),
        actor: { name: 'Deepa Rao' },
        issue: { identifier: 'ENG-130', state: { name: 'Done', type: 'completed' }, assignee: { name: 'Nico Weber' } },
        changes: { state: {}, assignee: { fromId: expect.any(String) }, priority: { from: 2 } },
      },
    });
    expect(comment && eventOf(comment)).toMatchObject({
      event: { kind: 'comment-created', body: 'Who looks at this?', issue: { identifier: 'ENG-131' } },
    });
    expect(created && eventOf(created)).toMatchObject({
      event: { kind: 'issue-created', actor: { name: 'Nico Weber' } },
    });
    expect([await lookLater(), (await rows()).length]).toEqual([{ told: 0, summed: 0 }, 3]);
  });

  it('passes over what came by itself, and tells the rest', async () => {
    const deepa = linear.person('deepa');
    deepa.change('ENG-130', { state: 'In Review' });
    deepa.comment('ENG-130', 'It came');
    for (const webhook of sent.splice(0)) await arrive(webhook);
    expect(await handle()).toEqual(['linear:Issue.update: new', 'linear:Comment.create: new']);
    clock.advanceMs(10_000);
    deepa.change('ENG-130', { priority: 'low' });
    expect(await lookLater()).toEqual({ told: 1, summed: 0 });
    const found = (await rows()).at(-1);
    expect(found && eventOf(found)).toMatchObject({ event: { changes: { priority: { from: 2 } } } });
    expect(found && eventOf(found)).not.toMatchObject({ event: { changes: { state: {} } } });
    expect(await handle()).toEqual(['linear:Issue.update: new']);
  });

  it('does not tell a second time what comes late, nor what came while it was looking', async () => {
    const deepa = linear.person('deepa');
    deepa.change('ENG-130', { state: 'Done' });
    const [late] = sent.splice(0);
    await lookLater();
    expect(await handle()).toEqual(['linear:Issue.update: new']);
    clock.advanceMs(HOUR_MS);
    if (late) await arrive(late);
    expect(await handle()).toEqual(['linear:Issue.update: told']);

    deepa.change('ENG-131', { title: 'Another title' });
    const [meanwhile] = sent.splice(0);
    clock.advanceMs(5 * MINUTE_MS);
    const { inbox } = store;
    const receive: typeof inbox.receive = async (deliveries) => {
      if (meanwhile) await arrive(meanwhile);
      return inbox.receive(deliveries);
    };
    const ports = { tracker, inbox: { receive }, reconciliation: store.reconciliation, clock, times: RECONCILE_TIMES };
    await reconcile({ ...ports, onReceived: () => undefined, newReference: () => 'REF00003' }, epoch);
    expect(await handle()).toEqual(['linear:Issue.update: new', 'linear:Issue.update: told']);
  });

  it('has missed nothing before it looks for the first time', async () => {
    const fresh = { ...store.reconciliation, lookedUntil: async () => null };
    linear.person('deepa').change('ENG-130', { state: 'Done' });
    const ports = { tracker, inbox: store.inbox, reconciliation: fresh, clock, times: RECONCILE_TIMES };
    const first = reconcile({ ...ports, onReceived: () => undefined, newReference: () => 'REF00001' }, epoch);
    expect([await first, await rows()]).toEqual([null, []]);
  });

  it('leaves young changes to their webhooks', async () => {
    linear.person('deepa').change('ENG-130', { state: 'Done' });
    clock.advanceMs(30_000);
    expect(await look()).toEqual({ told: 0, summed: 0 });
    expect(await lookLater()).toEqual({ told: 1, summed: 0 });
  });

  it('is not bothered by labels and descriptions', async () => {
    linear.person('deepa').change('ENG-130', { label: 'Docs' });
    expect(await lookLater()).toEqual({ told: 0, summed: 0 });
  });

  it('tells a flood and old news in one sum', async () => {
    const deepa = linear.person('deepa');
    deepa.create('ENG', 'Old news');
    clock.advanceMs(13 * HOUR_MS);
    for (let number = 0; number < 50; number += 1) {
      clock.advanceMs(1_000);
      deepa.create('ENG', `Number ${number}`);
    }
    expect(await lookLater()).toEqual({ told: 40, summed: 11 });
    const [sum, ...told] = await rows();
    expect(told.map(({ kind }) => kind)).toEqual(Array.from({ length: 40 }, () => 'linear:Issue.create'));
    expect(sum?.kind).toBe('bot:changes-missed');
    expect(JSON.parse(sum?.payload ?? '')).toMatchObject({ created: 11, changed: 0, comments: 0, isCut: false });
    expect(await lookLater()).toEqual({ told: 0, summed: 0 });
  });

  it('says on the health board whether webhooks are missing', async () => {
    const board = new HealthBoard(clock);
    const told = async (hasWebhook: boolean) => {
      const ports = {
        tracker,
        inbox: store.inbox,
        reconciliation: store.reconciliation,
        clock,
        health: board,
        hasWebhook,
      };
      const more = { onReceived: () => undefined, newReference: () => 'REF00001', log: silentLog, metrics: noMetrics };
      const reconciler = new Reconciler({
        ...ports,
        ...more,
        times: { ...RECONCILE_TIMES, firstAfterMs: 1 },
      });
      const before = board.of('linear-webhooks');
      reconciler.start(epoch);
      await expect.poll(() => board.of('linear-webhooks') !== before).toBe(true);
      const { state, detail } = board.of('linear-webhooks') ?? {};
      await reconciler.stop();
      return `${state}: ${detail}`;
    };
    expect(await told(true)).toBe('on: None was missing at the last look.');
    linear.person('deepa').change('ENG-130', { state: 'Done' });
    clock.advanceMs(5 * MINUTE_MS);
    expect(await told(true)).toBe(
      'degraded: 1 change came without one and was found by looking. If the bot was not down: is the webhook still enabled in Linear?',
    );
    expect(await told(false)).toMatch(/^off: LINEAR_WEBHOOK_SECRET is not set/);
  });

  it('finds the same again after a crash before it was written down, and tells it once', async () => {
    linear.person('deepa').change('ENG-130', { state: 'Done' });
    clock.advanceMs(5 * MINUTE_MS);
    const advance = () => Promise.reject(new Error('The process is gone.'));
    const reconciliation = { ...store.reconciliation, advance };
    const ports = { tracker, inbox: store.inbox, reconciliation, clock, times: RECONCILE_TIMES };
    const crashed = reconcile({ ...ports, onReceived: () => undefined, newReference: () => 'REF00001' }, epoch);
    await expect(crashed).rejects.toThrow('gone');
    expect(await look()).toEqual({ told: 0, summed: 0 });
    expect(await rows()).toHaveLength(1);
  });
});
