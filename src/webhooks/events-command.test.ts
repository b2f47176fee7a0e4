import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linearIssue } from '../../test/fakes/signed-webhooks.ts';
import { openStore } from '../adapters/sqlite/open-store.ts';
import { NO_EFFECTS } from '../ports/effects.ts';
import type { NewDelivery } from '../ports/inbox.ts';
import type { Store } from '../ports/store.ts';
import { fixedClock } from '../shared/clock.ts';
import { parseEventArguments, runEvents } from './events-command.ts';

const clock = fixedClock('2026-11-25T09:00:00Z');
let dataDir: string;
let store: Store;
let epoch = 0;

beforeEach(async () => {
  clock.set('2026-11-25T09:00:00Z');
  dataDir = await mkdtemp(join(tmpdir(), 'onomancer-events-'));
  store = await openStore({ dataDir, clock });
  const owner = { id: 'me', host: 'here', pid: 1 };
  const result = await store.gateway.acquire(owner, { now: clock.now(), ttlMs: 86_400_000, isGone: () => false });
  epoch = result.kind === 'acquired' ? result.lease.epoch : 0;
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

function delivery(number: number, more: Partial<NewDelivery> = {}): NewDelivery {
  return {
    sender: 'linear',
    deliveryId: `delivery-${number}`,
    kind: 'linear:Issue.update',
    subject: `linear issue ${number}`,
    receivedAt: clock.now(),
    payload: JSON.stringify({
      ...linearIssue(),
      webhookTimestamp: 1_795_000_000_000,
      token: 'lin_api_0123456789abcdef',
    }),
    reference: `REF0000${number}`,
    ...more,
  };
}

/** One that was told, one that is nothing to do, one dead, one tried again, one that waits. */
async function fill(): Promise<void> {
  await store.inbox.receive([
    delivery(1),
    delivery(2, { kind: 'github:pull_request.opened', sender: 'github', subject: 'github pull_request acme/web 12' }),
    delivery(3, { subject: 'linear issue \u001b[31m\u202Egnp' }),
    delivery(4),
  ]);
  clock.advanceMs(2_000);
  const now = clock.now();
  const message = {
    destination: { kind: 'channel', channelId: '900' },
    content: { kind: 'notice', notice: { title: 'ENG-12 started', lines: [], tone: 'good' } },
    mergeKey: null,
    dedupeKey: 'inbox:1:900',
    reference: 'REF00001',
  } as const;
  const effects = { ...NO_EFFECTS, messages: [message], note: 'notices: told 1' };
  await store.inbox.settle({ id: 1, epoch, state: 'done', effects, now });
  await store.inbox.settle({
    id: 2,
    epoch,
    state: 'ignored',
    effects: { ...NO_EFFECTS, note: 'nobody asked to know' },
    now,
  });
  await store.inbox.fail({ id: 3, epoch, why: 'LINEAR_REFUSED (reason: no such issue)', nextAt: null, now });
  await store.inbox.fail({ id: 4, epoch, why: 'LINEAR_UNREACHABLE', nextAt: new Date(now.getTime() + 60_000), now });
  await store.inbox.receive([delivery(5)]);
  clock.advanceMs(5 * 60_000);
}

async function run(line: string): Promise<string> {
  const { positionals, values } = parseEventArguments(line.split(' ').filter((word) => word !== ''));
  return runEvents({ store, clock }, positionals, values);
}

describe('events', () => {
  it('list: what came and what became of it', async () => {
    await fill();
    await expect(`${await run('list')}\n`).toMatchFileSnapshot('./golden/events-list.txt');
    expect(await run('list --state dead --limit 1')).toContain('LINEAR_REFUSED (reason: no such issue)');
    expect(await run('list --subject nobody')).toContain('There are no such events.');
  });

  it('list: when there is nothing', async () => {
    expect(await run('list')).toBe('Nothing waits. No dead letters.\n\nThere are no such events.');
  });

  it('show: why something was said, by number and by reference', async () => {
    await fill();
    await expect(`${await run('show 1 --payload')}\n`).toMatchFileSnapshot('./golden/events-show-done.txt');
    expect(await run('show ref00001 --payload')).toBe(await run('show 1 --payload'));
  });

  it('show: why something was not said, and what to do', async () => {
    await fill();
    await expect(`${await run('show 3')}\n\n${await run('show 4')}\n`).toMatchFileSnapshot(
      './golden/events-show-stuck.txt',
    );
  });

  it('replay: by number, by reference, all dead ones, or those that ended with one error', async () => {
    await fill();
    expect(await run('replay 3 REF00001')).toBe('2 events are handled again.');
    expect(await run('replay 3')).toBe('0 events are handled again. 1 waits already.');
    expect(await store.inbox.depth()).toMatchObject({ waiting: 4, dead: 0 });
    const audit = await store.audit.latest(2);
    expect(audit).toMatchObject([
      { actor: 'operator', action: 'replay-event', subject: 'linear:Issue.update', detail: { id: 1 } },
      { actor: 'operator', action: 'replay-event', detail: { id: 3 } },
    ]);
    await store.inbox.fail({ id: 3, epoch, why: 'LINEAR_REFUSED (reason: x)', nextAt: null, now: clock.now() });
    expect(await run('replay --dead --why LINEAR_OFF')).toBe('0 events are handled again.');
    expect(await run('replay --dead --why LINEAR_REFUSED')).toBe('1 event is handled again.');
  });

  it('purge: forgets what has ended, and dead letters only when told to', async () => {
    await fill();
    clock.advanceMs(31 * 86_400_000);
    expect(await run('purge')).toBe('2 events forgotten. Their senders’ ids stay known.');
    expect(await run('purge --dead --older-than 1')).toBe('1 event forgotten. Their senders’ ids stay known.');
  });

  it('speaks JSON to programs', async () => {
    await fill();
    const all = JSON.parse(await run('list --json')) as {
      depth: object;
      events: { payload?: string; payloadBytes: number }[];
    };
    expect(all.depth).toMatchObject({ waiting: 2, dead: 1 });
    expect(all.events).toHaveLength(5);
    expect(all.events[0]).not.toHaveProperty('payload');
    const one = JSON.parse(await run('show 1 --json --payload')) as { event: { payload: string }; messages: object[] };
    expect(one.messages).toMatchObject([{ state: 'waiting', destination: { channelId: '900' } }]);
    expect(one.event.payload).not.toContain('lin_api_');
    expect(JSON.parse(await run('replay 3 --json'))).toEqual({ replayed: 1 });
    expect(JSON.parse(await run('purge --json'))).toEqual({ purged: 0 });
  });

  it.each([
    ['', 'What is to be done is missing.'],
    ['lst', 'There is no “events lst”.'],
    ['list now', '“now” is not expected here.'],
    ['list --state odd', '--state odd is none of waiting, done, ignored, dead.'],
    ['list --limit 0', '--limit 0 is not a whole number from 1 to 1000.'],
    ['list --limit 1e3', '--limit 1e3 is not a whole number from 1 to 1000.'],
    ['show', '“events show” wants one ID.'],
    ['replay', '“events replay” wants IDs, or --dead for all dead letters.'],
    ['replay 1 --dead', '“events replay” wants IDs, or --dead for all dead letters.'],
    ['replay 1 --why INTERNAL', '--why goes with --dead.'],
    ['purge --older-than soon', '--older-than soon is not a whole number from 1 to 36500.'],
  ])('says what is wrong with “%s”', async (line, problem) => {
    await expect(run(line)).rejects.toMatchObject({ code: 'INPUT_INVALID', facts: { problem } });
  });

  it('says when there is no such event, and replays none then', async () => {
    await fill();
    await expect(run('show 99')).rejects.toMatchObject({ code: 'EVENT_NOT_FOUND' });
    await expect(run('replay 3 NOSUCH')).rejects.toMatchObject({ code: 'EVENT_NOT_FOUND' });
    expect(await store.inbox.depth()).toMatchObject({ dead: 1 });
  });
});
