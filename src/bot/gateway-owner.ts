import type { Companion } from '../ports/companion.ts';
import type { Gateway } from '../ports/gateway.ts';
import type { Arrival } from '../ports/incoming.ts';
import type { Log } from '../ports/log.ts';
import type { GatewaySession, GatewayStore, Lease, LeaseOwner, TakenInteraction } from '../ports/store.ts';
import type { Clock } from '../shared/clock.ts';
import { toAppError } from '../shared/errors/app-error.ts';
import type { HealthBoard } from '../shared/health-board.ts';
import type { NewId } from '../shared/ids.ts';
import type { Dispatcher } from './dispatch.ts';
import type { Journal } from './journal.ts';
import { reactionDelivery } from './reaction-delivery.ts';

/** A process that stops renewing loses the gateway after this. A dead process of the same host loses it at once. */
const LEASE_TTL_MS = 15_000;
const RENEW_EVERY_MS = 5_000;
/** Short: between two owners nobody takes what people do. */
const STANDBY_LOOK_EVERY_MS = 150;
/** What comes in this time has to wait for the successor, and has 3 seconds until its acknowledgement. */
const PAUSE_BEFORE_HAND_OVER_MS = 1_500;
const CONNECT_RETRY_FIRST_MS = 1_000;
const CONNECT_RETRY_LONGEST_MS = 60_000;
/** A reply token is good for 15 minutes: nothing is taken up again after that. */
const TOKEN_LIFE_MS = 15 * 60_000;
/** Finished interactions are only kept to tell a repeated event from a new one, and as a trace. */
const KEEP_FINISHED_MS = 24 * 3_600_000;
const PURGE_EVERY_MS = 10 * 60_000;

export interface OwnerPorts {
  readonly store: GatewayStore;
  readonly gateway: Gateway;
  readonly identity: LeaseOwner;
  readonly isGone: (owner: LeaseOwner) => boolean;
  readonly clock: Clock;
  readonly newReference: NewId;
  readonly log: Log;
  readonly health: HealthBoard;
  /** Turns a stored payload back into an interaction that can be answered. */
  readonly revive: (taken: TakenInteraction) => Arrival | null;
  readonly makeTurnTakers: (
    epoch: number,
    onFenced: () => void,
  ) => { readonly journal: Journal; readonly dispatcher: Dispatcher };
  /** Work that goes with the lease: it starts when the lease is ours, and has stopped before it is free again. */
  readonly companions: readonly Companion[];
  /** The gateway is lost for good: another process has taken over, or Discord wants a person's help. */
  readonly onLost: (reason: 'fenced' | Error) => void;
}

/** Owns the gateway while it holds the lease: waits for it, resumes the session, hands over at the end. */
export class GatewayOwner {
  readonly #ports: OwnerPorts;
  readonly #timers: NodeJS.Timeout[] = [];
  #held: { readonly lease: Lease; readonly journal: Journal; readonly dispatcher: Dispatcher } | null = null;
  #isStopping = false;
  #isConnected = false;

  constructor(ports: OwnerPorts) {
    this.#ports = ports;
  }

  /** Resolves when events flow, or null when it was stopped before it got the lease. */
  async start(onStandby: (holder: Lease) => void): Promise<'resumed' | 'identified' | null> {
    const lease = await this.#acquire(onStandby);
    if (!lease) return null;
    const { journal, dispatcher } = this.#ports.makeTurnTakers(lease.epoch, () => this.#lost('fenced'));
    this.#held = { lease, journal, dispatcher };
    this.#every(RENEW_EVERY_MS, () => this.#renew(lease));
    this.#every(PURGE_EVERY_MS, () => this.#purge(journal));
    // Before the connection: what is on disk need not wait for Discord's gateway.
    for (const companion of this.#ports.companions) companion.start(lease.epoch);
    const session = await this.#ports.store.session();
    await this.#takeUp(dispatcher, journal);
    const how = await this.#connect(session, dispatcher, journal);
    this.#isConnected = how !== null;
    return how;
  }

  /**
   * Hands over: what is under way is finished or told within `timeoutMs`, everything is written, the session stays open
   * for the successor, the lease is free. New events are taken until shortly before, because nobody else can.
   */
  async stop(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    const held = this.#held;
    const pauseMs = Math.min(timeoutMs, PAUSE_BEFORE_HAND_OVER_MS);
    await held?.dispatcher.settle(timeoutMs - pauseMs);
    this.#ports.gateway.pause();
    if (!held) return;
    await Promise.all([held.dispatcher.drain(pauseMs), this.#stopCompanions()]);
    if (this.#isConnected) await this.#ports.gateway.close();
    await held.journal.flush();
    // Not earlier: what is under way is ours as long as the lease is renewed.
    for (const timer of this.#timers) clearInterval(timer);
    await this.#ports.store
      .release(held.lease.epoch)
      .catch((error: unknown) => this.#ports.log.warn('lease.release-failed', { error: toAppError(error) }));
  }

  async #acquire(onStandby: (holder: Lease) => void): Promise<Lease | null> {
    const { store, identity, isGone, clock, health, log } = this.#ports;
    let isTold = false;
    while (!this.#isStopping) {
      const result = await store
        .acquire(identity, { now: clock.now(), ttlMs: LEASE_TTL_MS, isGone })
        .catch((error: unknown) => {
          health.tell('database', 'down', 'The gateway lease could not be read.');
          log.warn('lease.acquire-failed', { error: toAppError(error) });
          return null;
        });
      if (result) health.tell('database', 'on', 'Writes are durable.');
      if (result?.kind === 'acquired') return result.lease;
      if (result && !isTold) {
        isTold = true;
        health.tell(
          'discord',
          'off',
          `Standby: process ${result.by.owner.pid} on ${result.by.owner.host} owns the gateway.`,
        );
        log.info('lease.standby', { holder: result.by.owner.pid, host: result.by.owner.host });
        onStandby(result.by);
      }
      await pause(STANDBY_LOOK_EVERY_MS);
    }
    return null;
  }

  async #renew(lease: Lease): Promise<void> {
    const { store, clock, health, log } = this.#ports;
    try {
      if (await store.renew(lease.epoch, { now: clock.now(), ttlMs: LEASE_TTL_MS }))
        health.tell('database', 'on', 'Writes are durable.');
      else this.#lost('fenced');
    } catch (error) {
      // Nobody else can take the lease from a database that cannot be written either: go on and try again.
      if (health.of('database')?.state !== 'down') log.error('lease.renew-failed', { error: toAppError(error) });
      health.tell('database', 'down', 'The gateway lease could not be renewed.');
    }
  }

  /** What could never be delivered is closed, too, which erases its token and text. */
  async #purge(journal: Journal): Promise<void> {
    const { store, clock, log } = this.#ports;
    try {
      for (const taken of await store.unfinished()) if (this.#isTooOld(taken)) journal.finish(taken.id, 'failed');
      await store.purge(new Date(clock.now().getTime() - KEEP_FINISHED_MS));
    } catch (error) {
      log.warn('interactions.purge-failed', { error: toAppError(error) });
    }
  }

  #isTooOld({ receivedAt }: TakenInteraction): boolean {
    return this.#ports.clock.now().getTime() - receivedAt.getTime() >= TOKEN_LIFE_MS;
  }

  /** What a crash left behind: answered now, as if it had just come; what is too old is closed. */
  async #takeUp(dispatcher: Dispatcher, journal: Journal): Promise<void> {
    const { store, revive, log } = this.#ports;
    const left = await store.unfinished();
    if (left.length > 0) log.info('interactions.taken-up', { count: left.length });
    for (const taken of left) {
      const arrival = this.#isTooOld(taken) ? null : revive(taken);
      if (arrival) dispatcher.handle(arrival, { isRevived: true });
      else journal.finish(taken.id, 'failed');
    }
  }

  async #connect(
    session: GatewaySession | null,
    dispatcher: Dispatcher,
    journal: Journal,
  ): Promise<'resumed' | 'identified' | null> {
    const { gateway, health, log } = this.#ports;
    for (let wait = CONNECT_RETRY_FIRST_MS; !this.#isStopping; wait = Math.min(CONNECT_RETRY_LONGEST_MS, wait * 2)) {
      try {
        return await gateway.connect(session, {
          onArrival: (arrival) => dispatcher.handle(arrival),
          onReaction: (event, place) =>
            journal.receive(reactionDelivery(event, { ...place, reference: this.#ports.newReference() })),
          onSession: (next) => journal.session(next),
          onFatal: (error) => this.#lost(error),
        });
      } catch (cause) {
        const error = toAppError(cause);
        if (error.code === 'DISCORD_TOKEN_REJECTED') throw error;
        log.warn('gateway.connect-failed', { error, retryInMs: wait });
        health.tell('discord', 'down', `Could not connect; trying again in ${Math.round(wait / 1000)} s.`);
        await pause(wait * (0.5 + Math.random() / 2));
      }
    }
    return null;
  }

  #lost(reason: 'fenced' | Error): void {
    // The new owner has taken them up: an answer from here, or that we stop, would come on top of its own.
    if (reason === 'fenced') this.#held?.dispatcher.abandon();
    void this.#stopCompanions();
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#ports.gateway.pause();
    this.#ports.health.tell(
      'discord',
      'down',
      reason === 'fenced' ? 'Another process has taken over the gateway.' : 'Discord refused the connection for good.',
    );
    this.#ports.onLost(reason);
  }

  async #stopCompanions(): Promise<void> {
    const stopped = await Promise.allSettled(this.#ports.companions.map((companion) => companion.stop()));
    for (const result of stopped)
      if (result.status === 'rejected')
        this.#ports.log.error('companion.stop-failed', { error: toAppError(result.reason) });
  }

  #every(ms: number, work: () => Promise<void>): void {
    const timer = setInterval(() => void work(), ms);
    timer.unref();
    this.#timers.push(timer);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
