import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/adapters/sqlite/open-store.ts';
import { Outbox } from '../../src/outbox/outbox.ts';
import { silentLog } from '../../src/ports/log.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import type { Notice, OutboxMessage, OutboxRow } from '../../src/ports/outbox.ts';
import type { Store } from '../../src/ports/store.ts';
import { type Clock, systemClock } from '../../src/shared/clock.ts';
import { HealthBoard } from '../../src/shared/health-board.ts';
import { FakeChat } from './fake-chat.ts';

export const ADMIN_CHANNEL = '900';

export function notice(
  dedupeKey: string,
  more: Partial<OutboxMessage> & { readonly notice?: Partial<Notice> } = {},
): OutboxMessage {
  const { notice: said, ...rest } = more;
  return {
    destination: { kind: 'channel', channelId: '1' },
    content: {
      kind: 'notice',
      notice: { title: 'ENG-1 Login', lines: [`line ${dedupeKey}`], tone: 'neutral', ...said },
    },
    mergeKey: null,
    dedupeKey,
    reference: `REF${dedupeKey}`,
    ...rest,
  };
}

/** A message as the store gives it back. */
export function row(message: OutboxMessage, more: Partial<OutboxRow> = {}): OutboxRow {
  const at = new Date('2026-08-12T10:00:00Z');
  return {
    ...message,
    id: 1,
    state: 'waiting',
    causedAt: at,
    createdAt: at,
    outcome: null,
    finishedAt: null,
    message: null,
    ...more,
  };
}

/** An outbox on a database of its own that speaks to a chat in memory. */
export class OutboxBed {
  readonly health = new HealthBoard(systemClock);
  readonly chat: FakeChat;
  readonly store: Store;
  readonly outbox: Outbox;
  readonly #dataDir: string;
  readonly #clock: Clock;

  private constructor(store: Store, parts: { dataDir: string; clock: Clock }) {
    this.store = store;
    this.#dataDir = parts.dataDir;
    this.#clock = parts.clock;
    this.chat = new FakeChat(() => parts.clock.now());
    this.outbox = this.newOutbox();
  }

  static async make(clock: Clock): Promise<OutboxBed> {
    const dataDir = await mkdtemp(join(tmpdir(), 'onomancer-outbox-'));
    return new OutboxBed(await openStore({ dataDir, clock }), { dataDir, clock });
  }

  /** As another process would make it, for the same database and chat. */
  newOutbox(): Outbox {
    return new Outbox({
      store: this.store.outbox,
      chat: this.chat,
      clock: this.#clock,
      log: silentLog,
      metrics: noMetrics,
      health: this.health,
      random: () => 0.5,
      adminChannel: ADMIN_CHANNEL,
    });
  }

  /** Takes the lease from whoever has it; gives the epoch. */
  async lease(id: string): Promise<number> {
    const owner = { id, host: 'here', pid: 1 };
    const result = await this.store.gateway.acquire(owner, {
      now: this.#clock.now(),
      ttlMs: 60_000,
      isGone: () => true,
    });
    if (result.kind !== 'acquired') throw new Error('The lease is held.');
    return result.lease.epoch;
  }

  add(...messages: readonly OutboxMessage[]): Promise<void> {
    return this.store.outbox.add(messages, this.#clock.now());
  }

  async remove(): Promise<void> {
    await this.outbox.stop();
    await this.store.close();
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}
