import { afterEach, describe, expect, it } from 'vitest';
import { ask, endAll, errorOf, start } from '../../test/fakes/http-house.ts';
import type { HttpOptions } from './server.ts';

afterEach(endAll);

describe('/health', () => {
  it('tells how everything is', async () => {
    const got = await ask(await start(), '/health');
    expect(got.status).toBe(200);
    expect(got.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(got.text)).toEqual({
      status: 'ok',
      version: '1.2.3',
      uptimeSeconds: 90,
      services: [
        { name: 'database', state: 'on', since: '2026-08-03T10:00:00.000Z', detail: 'Writes are durable.' },
        { name: 'discord', state: 'on', since: '2026-08-03T10:00:00.000Z', detail: 'Session resumed.' },
        { name: 'linear', state: 'off', since: '2026-08-03T10:00:00.000Z', detail: 'LINEAR_API_TOKEN is not set.' },
      ],
    });
  });

  it('is 503 the moment the gateway or the database is down, and 200 again the moment it is back', async () => {
    const house = await start();
    const seen: number[] = [];
    for (const state of ['on', 'down', 'on', 'starting', 'degraded'] as const) {
      house.board.tell('discord', state, 'x');
      seen.push((await ask(house, '/health')).status);
    }
    expect(seen).toEqual([200, 503, 200, 503, 200]);
  });

  it('shows details to callers on this machine only, also behind a proxy', async () => {
    const house = await start();
    const isDetailed = async (forwardedFor?: string): Promise<boolean> =>
      (await ask(house, '/health', forwardedFor ? { headers: { 'x-forwarded-for': forwardedFor } } : {})).text.includes(
        '"detail"',
      );
    expect(await isDetailed()).toBe(true);
    expect(await isDetailed('127.0.0.1')).toBe(true);
    expect(await isDetailed('203.0.113.9')).toBe(false);
    // The proxy appends: what the caller claimed before it does not count.
    expect(await isDetailed('127.0.0.1, 203.0.113.9')).toBe(false);
    expect(await isDetailed('nonsense')).toBe(false);
  });

  it('answers HEAD like GET, without the body', async () => {
    const house = await start();
    const [get, head] = [await ask(house, '/health'), await ask(house, '/health', { method: 'HEAD' })];
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', get.headers['content-length']]);
  });

  it('logs nothing', async () => {
    const house = await start();
    await ask(house, '/health');
    expect(house.logged).toEqual([]);
  });
});

describe('/health/live', () => {
  it('answers as long as the process does, whatever is down', async () => {
    const house = await start();
    house.board.tell('database', 'down', 'x');
    expect(await ask(house, '/health/live')).toMatchObject({ status: 200, text: '{"status":"live"}' });
  });
});

describe('/health/ready', () => {
  it('is 200 when every check is, with the gateway on standby too', async () => {
    const probe: HttpOptions['probe'] = async () => [
      { name: 'database', isReady: true, detail: 'A write took 2 ms.' },
      { name: 'gateway', isReady: true, detail: 'standby' },
    ];
    const got = await ask(await start({ probe }), '/health/ready');
    expect(got.status).toBe(200);
    expect(JSON.parse(got.text)).toEqual({
      status: 'ready',
      version: '1.2.3',
      checks: [
        { name: 'database', isReady: true, detail: 'A write took 2 ms.' },
        { name: 'gateway', isReady: true, detail: 'standby' },
      ],
    });
  });

  it('is 503 with the reason when one is not', async () => {
    const probe: HttpOptions['probe'] = async () => [
      { name: 'schema', isReady: false, detail: 'Schema 3, this version needs 4.' },
    ];
    const got = await ask(await start({ probe }), '/health/ready');
    expect(got.status).toBe(503);
    expect(got.text).toContain('"status":"not-ready"');
    expect(got.text).toContain('Schema 3, this version needs 4.');
  });

  it('is 503 when the probe throws or does not answer in time, and works again afterwards', async () => {
    let turn = 0;
    const probe: HttpOptions['probe'] = () => {
      turn += 1;
      if (turn === 1) throw new Error('secret things');
      return turn === 2 ? new Promise(() => undefined) : Promise.resolve([]);
    };
    const house = await start({ probe, limits: { readyTimeoutMs: 30 } });
    const first = await ask(house, '/health/ready');
    expect([first.status, first.text.includes('secret things')]).toEqual([503, false]);
    expect((await ask(house, '/health/ready')).text).toContain('No answer within 30 ms.');
    expect((await ask(house, '/health/ready')).status).toBe(200);
  });

  it('asks the probe once for many callers at the same time', async () => {
    let asked = 0;
    const probe: HttpOptions['probe'] = async () => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 200));
      return [];
    };
    const house = await start({ probe });
    const all = await Promise.all(Array.from({ length: 10 }, () => ask(house, '/health/ready')));
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(asked).toBe(1);
  });
});

describe('/metrics', () => {
  it('serves the page as it is', async () => {
    const got = await ask(await start(), '/metrics');
    expect(got).toMatchObject({ status: 200, text: 'up 1\n' });
    expect(got.headers['content-type']).toBe('text/plain; version=0.0.4');
  });

  it('that cannot be made is an error of ours: logged once, told with the same reference', async () => {
    const house = await start({ renderMetrics: () => Promise.reject(new Error('collector broke')) });
    const got = await ask(house, '/metrics');
    expect(got.status).toBe(500);
    expect(errorOf(got)).toMatchObject({ code: 'INTERNAL', reference: '7K3M9QTZ' });
    expect(got.text).not.toContain('collector broke');
    expect(house.logged.map(({ level, event, fields }) => [level, event, fields.reference])).toEqual([
      ['error', 'http.failed', '7K3M9QTZ'],
    ]);
    expect(house.counted).toContain('onomancer_errors_total INTERNAL');
  });
});
