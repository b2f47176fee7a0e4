import { afterEach, beforeEach } from 'vitest';
import type {
  AuditEntry,
  GatewayCommit,
  GatewayStore,
  Lease,
  LeaseOwner,
  Link,
  Store,
  TakenInteraction,
} from '../../src/ports/store.ts';
import { type Clock, fixedClock } from '../../src/shared/clock.ts';

/** A fresh, empty place to keep things, and how to connect to it: as often as a test likes, as other processes would. */
export interface StoreGround {
  connect(clock: Clock): Promise<Store>;
  remove(): Promise<void>;
}

const START = new Date('2026-08-03T09:00:00.000Z');

export const after = (ms: number): Date => new Date(START.getTime() + ms);

export function owner(id: string): LeaseOwner {
  return { id, host: 'here', pid: 100 };
}

export function link(discordUserId: string, trackerUserId: string, more: Partial<Link> = {}): Link {
  return { discordUserId, trackerUserId, trackerName: 'Ada', linkedAt: START, linkedBy: discordUserId, ...more };
}

export function interaction(id: string, more: Partial<TakenInteraction> = {}): TakenInteraction {
  return { id, token: `token-${id}`, receivedAt: START, payload: `{"id":"${id}"}`, reference: `REF-${id}`, ...more };
}

export function entry(subject: string, more: Partial<AuditEntry> = {}): AuditEntry {
  return { at: START, actor: '42', action: 'command', subject, reference: 'REF', detail: {}, ...more };
}

interface Asking {
  readonly at?: Date;
  readonly isGone?: (holder: LeaseOwner) => boolean;
  readonly by?: Store;
}

/** What a test of a store stands on: a fresh store for each test, further connections, and everything closed at its end. */
export class StoreBed {
  readonly clock = fixedClock(START);
  readonly prepare: () => Promise<StoreGround>;
  #ground: StoreGround | null = null;
  #opened: Store[] = [];

  /** Inside a `describe`: registers what happens before and after each test. */
  constructor(prepare: () => Promise<StoreGround>) {
    this.prepare = prepare;
    beforeEach(async () => {
      this.clock.set(START);
      this.#opened = [];
      this.#ground = await prepare();
      await this.connect();
    });
    afterEach(async () => {
      await Promise.all(this.#opened.map((each) => each.close()));
      await this.#ground?.remove();
    });
  }

  /** The first connection of the test. */
  get store(): Store {
    const [first] = this.#opened;
    if (first === undefined) throw new Error('Only inside a test.');
    return first;
  }

  async connect(): Promise<Store> {
    if (this.#ground === null) throw new Error('Only inside a test.');
    const connected = await this.#ground.connect(this.clock);
    this.#opened.push(connected);
    return connected;
  }

  acquire(
    id: string,
    { at = START, isGone = () => false, by = this.store }: Asking = {},
  ): ReturnType<GatewayStore['acquire']> {
    return by.gateway.acquire(owner(id), { now: at, ttlMs: 10_000, isGone });
  }

  async lease(id: string, asking: Asking = {}): Promise<Lease> {
    const result = await this.acquire(id, asking);
    if (result.kind !== 'acquired') throw new Error(`${id} did not get the lease`);
    return result.lease;
  }

  commit(
    step: Partial<GatewayCommit> & Pick<GatewayCommit, 'epoch'>,
    by = this.store,
  ): ReturnType<GatewayStore['commit']> {
    return by.gateway.commit({ taken: [], finished: [], audit: [], received: [], ...step });
  }
}
