import { afterEach, describe, expect, it } from 'vitest';
import { ask, endAll, raw, start } from '../../test/fakes/http-house.ts';
import type { HttpOptions } from './server.ts';

afterEach(endAll);

describe('a stop', () => {
  it('lets answers that are under way finish', async () => {
    let finish: () => void = () => undefined;
    let isAsked: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    const probe: HttpOptions['probe'] = () => {
      isAsked();
      return new Promise((resolve) => {
        finish = () => resolve([]);
      });
    };
    const house = await start({ probe });
    const answer = ask(house, '/health/ready');
    await asked;
    const closed = house.server.close();
    finish();
    expect((await answer).status).toBe(200);
    await closed;
  });

  it('does not wait for clients that never finish', async () => {
    const house = await start({ limits: { closeGraceMs: 30 } });
    const silent = raw(house, 'GET /health HTTP/1.1\r\n');
    await ask(house, '/health');
    await house.server.close();
    await silent;
    await expect(ask(house, '/health')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
