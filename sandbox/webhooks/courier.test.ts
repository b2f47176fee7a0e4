import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/shared/clock.ts';
import { eventually } from '../discord/test-bot.ts';
import { Courier, type CourierPolicy, type Parcel } from './courier.ts';

const HOUR_MS = 3_600_000;
const PATIENT: CourierPolicy = {
  timeoutMs: 5_000,
  retryAfterMs: [HOUR_MS, HOUR_MS],
  isAccepted: (status) => status === 200,
  disableAfter: 2,
};

let server: Server | null = null;
let courier: Courier | null = null;

afterEach(async () => {
  await courier?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = null;
});

/** A receiver that answers with these statuses, then with the last one; null: never. */
async function setUp(statuses: readonly (number | null)[], policy: Partial<CourierPolicy> = {}) {
  const seen: { path: string; id: string; sentAt: string }[] = [];
  server = createServer((request, response) => {
    const { 'x-id': id, 'x-sent-at': sentAt } = request.headers;
    seen.push({ path: `${request.method} ${request.url}`, id: String(id), sentAt: String(sentAt) });
    const status = statuses[Math.min(seen.length, statuses.length) - 1];
    if (status) response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const made = new Courier({
    sender: 'linear',
    policy: { ...PATIENT, ...policy },
    clock: systemClock,
    recorder: null,
    address: () => `http://127.0.0.1:${port}`,
    timeScale: 1 / HOUR_MS,
  });
  courier = made;
  return { made, seen, stateOf: (id: string) => made.list().find(({ deliveryId }) => deliveryId === id)?.state };
}

const parcel = (deliveryId: string): Parcel => ({
  deliveryId,
  event: 'Issue.update',
  pack: (sentAt) => ({ headers: { 'X-Id': deliveryId, 'X-Sent-At': sentAt.toISOString() }, body: '{}' }),
});

describe('a sender of webhooks', () => {
  it('delivers once what is taken', async () => {
    const { made, seen, stateOf } = await setUp([200]);
    made.send(parcel('one'));
    await eventually(() => stateOf('one') === 'delivered');
    expect(seen).toMatchObject([{ path: 'POST /webhooks/linear', id: 'one' }]);
  });

  it('tries again by its schedule, packed anew under the same id, then gives up', async () => {
    const { made, seen, stateOf } = await setUp([500, 202, 503, 200]);
    made.send(parcel('one'));
    await eventually(() => stateOf('one') === 'given-up');
    expect(made.list()[0]?.attempts.map(({ status }) => status)).toEqual([500, 202, 503]);
    expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(['one']));
    expect(made.redeliver('one')).toBe(true);
    await eventually(() => stateOf('one') === 'delivered');
    expect(made.redeliver('nothing')).toBe(false);
  });

  it('takes no answer in time, and nobody there, for a failure', async () => {
    const { made, stateOf } = await setUp([null], { timeoutMs: 30, retryAfterMs: [] });
    made.send(parcel('slow'));
    await eventually(() => stateOf('slow') === 'given-up');
    expect(made.list()[0]?.attempts).toMatchObject([{ status: null, problem: expect.stringMatching(/abort|time/i) }]);
  });

  it('is switched off after giving up too often in a row, until somebody switches it on', async () => {
    const { made, seen, stateOf } = await setUp([500], { retryAfterMs: [] });
    for (const id of ['one', 'two']) {
      made.send(parcel(id));
      await eventually(() => stateOf(id) === 'given-up');
    }
    expect(made.isDisabled()).toBe(true);
    made.send(parcel('three'));
    expect(stateOf('three')).toBe('lost');
    made.enable();
    made.send(parcel('four'));
    await eventually(() => stateOf('four') === 'given-up');
    expect(seen.map(({ id }) => id)).toEqual(['one', 'two', 'four']);
  });

  it('loses what it is told to lose', async () => {
    const { made, seen, stateOf } = await setUp([200]);
    made.lose(true);
    made.send(parcel('lost'));
    made.lose(false);
    made.send(parcel('found'));
    await eventually(() => stateOf('found') === 'delivered');
    expect([stateOf('lost'), seen.map(({ id }) => id)]).toEqual(['lost', ['found']]);
  });
});
