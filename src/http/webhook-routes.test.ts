import { afterEach, describe, expect, it } from 'vitest';
import { ask, endAll, errorOf, raw, SECURITY, start } from '../../test/fakes/http-house.ts';
import type { RawDelivery, WebhookSenderName } from '../ports/webhook-sender.ts';
import { AppError } from '../shared/errors/app-error.ts';

afterEach(endAll);

const post = { method: 'POST', headers: { 'content-type': 'application/json' } };

describe('a webhook', () => {
  it.each(['linear', 'github', 'vercel'] as const)(
    'of %s is handed over byte for byte, whatever it says it is',
    async (sender) => {
      const got: [WebhookSenderName, RawDelivery][] = [];
      const house = await start({
        receiveWebhook: async (name, delivery) => {
          got.push([name, delivery]);
          return { status: 200, says: 'received' };
        },
      });
      const body = '{"a":  "Zoë 🦞\\u0000"}\n';
      for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'nonsense']) {
        const answer = await ask(house, `/webhooks/${sender}`, {
          method: 'POST',
          headers: { 'content-type': type, 'x-sig': 'S' },
          body,
        });
        expect(answer).toMatchObject({ status: 200, text: '{"status":"received"}' });
        expect(answer.headers).toMatchObject(SECURITY);
      }
      expect(got).toHaveLength(4);
      expect(got.every(([name, delivery]) => name === sender && delivery.body.toString() === body)).toBe(true);
      expect(got[0]?.[1].headers['x-sig']).toBe('S');
      expect(house.counted).toContain(`onomancer_http_requests_total /webhooks/${sender} 200`);
    },
  );

  it('without a body is handed over as that', async () => {
    const sizes: number[] = [];
    const house = await start({
      receiveWebhook: async (_name, { body }) => {
        sizes.push(body.length);
        return { status: 202, says: 'nothing to do' };
      },
    });
    expect((await ask(house, '/webhooks/linear', { method: 'POST' })).status).toBe(202);
    expect(sizes).toEqual([0]);
  });

  it.each([
    ['WEBHOOK_UNVERIFIED', 401],
    ['WEBHOOK_MALFORMED', 400],
    ['WEBHOOK_NOT_KEPT', 503],
    ['WEBHOOK_OFF', 503],
  ] as const)('that ends in %s is answered with %i, and told once by whoever threw it', async (code, status) => {
    const house = await start({ receiveWebhook: () => Promise.reject(new AppError(code)) });
    const got = await ask(house, '/webhooks/github', { ...post, body: '{}' });
    expect(got.status).toBe(status);
    expect(errorOf(got)).toMatchObject({ code, reference: '7K3M9QTZ' });
    expect(house.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('that meets a defect of ours is 500, told in the log', async () => {
    const house = await start({ receiveWebhook: () => Promise.reject(new TypeError('oops')) });
    const got = await ask(house, '/webhooks/github', { ...post, body: '{}' });
    expect(got).toMatchObject({ status: 500 });
    expect(got.text).not.toContain('oops');
    expect(house.logged.filter(({ level }) => level === 'error')).toHaveLength(1);
  });
});

describe('a webhook is refused', () => {
  it('when it is too large, as announced and as it comes', async () => {
    const house = await start({ limits: { maxWebhookBytes: 100 } });
    const announced = await ask(house, '/webhooks/linear', { ...post, body: 'x'.repeat(101) });
    expect(announced.status).toBe(413);
    expect(errorOf(announced)).toMatchObject({ code: 'HTTP_BODY_TOO_LARGE', hint: 'Send at most 100 bytes.' });
    const chunk = `3c\r\n${'x'.repeat(60)}\r\n`;
    const head = 'POST /webhooks/linear HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n';
    expect(await raw(house, `${head}${chunk}${chunk}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
    expect((await ask(house, '/webhooks/linear', { ...post, body: 'x'.repeat(100) })).status).toBe(200);
  });

  it('when too much is under way already, and taken again after that', async () => {
    let finish: () => void = () => undefined;
    const house = await start({
      limits: { maxBytesUnderWay: 50_000 },
      receiveWebhook: () =>
        new Promise((resolve) => {
          finish = () => resolve({ status: 200, says: 'received' });
        }),
    });
    const large = { ...post, body: 'x'.repeat(100_000) };
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));
    const first = ask(house, '/webhooks/linear', large);
    await pause();
    const second = await ask(house, '/webhooks/linear', large);
    expect(second).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(errorOf(second)).toMatchObject({ code: 'HTTP_BUSY' });
    finish();
    expect((await first).status).toBe(200);
    const third = ask(house, '/webhooks/linear', large);
    await pause();
    // Deliveries as they usually are get in beside it.
    const finishThird = finish;
    const usual = ask(house, '/webhooks/linear', { ...post, body: 'x'.repeat(60_000) });
    await pause();
    finish();
    expect((await usual).status).toBe(200);
    finishThird();
    expect((await third).status).toBe(200);
  });

  it('when its sender goes away in the middle, and its room is free again', async () => {
    const house = await start({ limits: { maxBytesUnderWay: 50_000 } });
    const head = 'POST /webhooks/linear HTTP/1.1\r\nhost: x\r\ncontent-length: 110000\r\n\r\n';
    for (let n = 0; n < 3; n += 1) {
      await raw(house, head + 'x'.repeat(100_000), (socket) => setTimeout(() => socket.destroy(), 50));
    }
    expect((await ask(house, '/webhooks/linear', { ...post, body: 'x'.repeat(100_000) })).status).toBe(200);
  });

  it('with parameters, with another method, and at another address', async () => {
    const house = await start();
    expect((await ask(house, '/webhooks/linear?x=1', { ...post, body: '{}' })).status).toBe(400);
    const got = await ask(house, '/webhooks/linear');
    expect(got).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect(errorOf(got)).toMatchObject({ hint: 'It takes POST.' });
    expect((await ask(house, '/webhooks/gitlab', { ...post, body: '{}' })).status).toBe(404);
    expect((await ask(house, '/webhooks/', { ...post, body: '{}' })).status).toBe(404);
  });
});
