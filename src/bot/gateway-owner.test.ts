import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeArrival } from '../../test/fakes/fake-answering.ts';
import type { Companion } from '../ports/companion.ts';
import type { Gateway } from '../ports/gateway.ts';
import type { Log } from '../ports/log.ts';
import { noMetrics } from '../ports/metrics.ts';
import type { GatewayCommit, GatewayStore, TakenInteraction } from '../ports/store.ts';
import { fixedClock } from '../shared/clock.ts';
import { AppError } from '../shared/errors/app-error.ts';
import { HealthBoard } from '../shared/health-board.ts';
import type { Dispatcher } from './dispatch.ts';
import { GatewayOwner } from './gateway-owner.ts';
import { Journal } from './journal.ts';

const identity = { id: 'me', host: 'here', pid: 1 };
const other = { id: 'other', host: 'here', pid: 2 };

type Acquired = Awaited<ReturnType<GatewayStore['acquire']>>;

/** An owner whose store, gateway and dispatcher do what the test says; what they are asked to do is kept. */
function house(
  answers: {
    readonly acquire?: (() => Promise<Acquired>)[];
    readonly unfinished?: readonly TakenInteraction[];
    readonly connect?: () => Promise<'identified'>;
  } = {},
) {
  const clock = fixedClock('2026-01-05T09:00:00Z');
  const health = new HealthBoard(clock);
  const did: string[] = [];
  const commits: GatewayCommit[] = [];
  let isHeld = true;
  let drained = (): void => undefined;
  const quiet = (): void => undefined;
  const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const lease = { epoch: 7, owner: identity, expiresAt: clock.now() };
  const acquire = [...(answers.acquire ?? [])];
  const store: GatewayStore = {
    acquire: () => acquire.shift()?.() ?? Promise.resolve({ kind: 'acquired', lease }),
    renew: () => Promise.resolve(isHeld),
    release: () => Promise.resolve(),
    session: () => Promise.resolve(null),
    commit: (step) => {
      commits.push(step);
      return Promise.resolve({ kind: 'committed', known: new Set() });
    },
    seen: () => Promise.resolve(new Map()),
    unfinished: () => Promise.resolve(answers.unfinished ?? []),
    purge: () => Promise.resolve(0),
  };
  const gateway: Gateway = {
    connect: () => answers.connect?.() ?? Promise.resolve('identified'),
    pause: () => void did.push('pause'),
    close: () => Promise.resolve(void did.push('close')),
  };
  const dispatcher = {
    handle: ({ incoming }: { incoming: { id: string } }) => void did.push(`handle ${incoming.id}`),
    settle: () => Promise.resolve(void did.push('settle')),
    drain: () => {
      did.push('drain');
      return new Promise<void>((resolve) => void (drained = resolve));
    },
    abandon: () => void did.push('abandon'),
  } as unknown as Dispatcher;
  const companion: Companion = {
    start: (epoch) => void did.push(`companion starts ${epoch}`),
    stop: () => Promise.resolve(void did.push('companion stops')),
  };
  const owner = new GatewayOwner({
    store,
    gateway,
    identity,
    isGone: () => false,
    clock,
    newReference: () => 'REF',
    log,
    health,
    revive: ({ id }) => fakeArrival({ id } as Parameters<typeof fakeArrival>[0]),
    makeTurnTakers: (epoch, onFenced) => ({
      journal: new Journal(epoch, {
        gateway: store,
        log,
        metrics: noMetrics,
        health,
        onFenced,
        onReceived: () => undefined,
      }),
      dispatcher,
    }),
    companions: [companion],
    onLost: (reason) => void did.push(`lost: ${reason instanceof Error ? reason.message : reason}`),
  });
  return {
    owner,
    clock,
    health,
    did,
    finished: () => commits.flatMap((step) => step.finished),
    loseLease: () => void (isHeld = false),
    drained: () => drained(),
  };
}

const taken = (id: string, receivedAt: Date): TakenInteraction => ({
  id,
  token: 't',
  receivedAt,
  payload: '{}',
  reference: 'R',
});

describe('the owner of the gateway', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('leaves what is under way to the process that has taken over', async () => {
    const { owner, did, loseLease } = house();
    await owner.start(() => undefined);
    loseLease();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(did).toEqual(['companion starts 7', 'abandon', 'companion stops', 'pause', 'lost: fenced']);
  });

  it('renews the lease as long as it finishes what is under way, and leaves that too when it is lost', async () => {
    const { owner, did, loseLease, drained } = house();
    await owner.start(() => undefined);
    const stop = owner.stop(600_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(did).toEqual(['companion starts 7', 'settle', 'pause', 'drain', 'companion stops']);
    loseLease();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(did.slice(5)).toEqual(['abandon', 'companion stops']);
    drained();
    await stop;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('on standby says that the database works again once it does', async () => {
    const held: Acquired = { kind: 'held', by: { epoch: 1, owner: other, expiresAt: new Date(0) } };
    const acquire = [
      () => Promise.resolve(held),
      () => Promise.reject(new AppError('STORE_BUSY')),
      () => Promise.resolve(held),
      () => Promise.resolve(held),
    ];
    const { owner, health } = house({ acquire });
    const start = owner.start(() => undefined);
    await vi.advanceTimersByTimeAsync(200);
    expect(health.of('database')?.state).toBe('down');
    await vi.advanceTimersByTimeAsync(150);
    expect(health.of('database')?.state).toBe('on');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await start).toBe('identified');
  });

  it('ends when Discord rejects the token, and tries again for everything else', async () => {
    const failures = ['DISCORD_UNREACHABLE', 'DISCORD_UNREACHABLE', 'DISCORD_TOKEN_REJECTED'] as const;
    let attempt = 0;
    const { owner } = house({ connect: () => Promise.reject(new AppError(failures[attempt++] ?? 'INTERNAL')) });
    const ended = owner.start(() => undefined).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await ended).toMatchObject({ code: 'DISCORD_TOKEN_REJECTED' });
    expect(attempt).toBe(3);
  });

  it('takes up what a crash left, and closes what nobody can be answered any more, then and later', async () => {
    const start = new Date('2026-01-05T09:00:00Z').getTime();
    const unfinished = [taken('old', new Date(start - 15 * 60_000)), taken('fresh', new Date(start - 60_000))];
    const { owner, clock, did, finished } = house({ unfinished });
    await owner.start(() => undefined);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(did).toEqual(['companion starts 7', 'handle fresh']);
    expect(finished()).toEqual([{ id: 'old', state: 'failed' }]);
    clock.advanceMs(15 * 60_000);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(finished()).toContainEqual({ id: 'fresh', state: 'failed' });
  });
});
