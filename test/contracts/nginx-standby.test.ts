import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { softwareOf } from '../../src/ops/render/tls-profile.ts';
import { endAll, start } from '../fakes/http-house.ts';
import { type Answered, type Asked, askNginx, NGINX, type NginxBed, sent, startNginx } from './nginx-bed.ts';

if (NGINX === null)
  console.warn(
    'SKIPPED: whether nginx asks the release that stands by was not tried. Install nginx, or set NGINX_PROGRAM.',
  );

let bed: NginxBed;
let live: Server | null = null;

/** A live release that does this with every connection. */
async function liveOne(act: (socket: Socket) => void): Promise<void> {
  live = createServer(act);
  await new Promise<void>((done) => live?.listen(bed.socket, done));
}

const outside = (path: string, more: Partial<Asked> = {}): Promise<Answered> =>
  askNginx(path, { port: bed.ports.https, isTls: true, ...more });
const asking = {
  get: () => outside('/health'),
  post: () => outside('/webhooks/linear', { method: 'POST', body: '{}' }),
};

describe.skipIf(NGINX === null)('when the live release dies', () => {
  beforeAll(async () => {
    bed = await startNginx(NGINX ?? '', {
      domain: 'onomancer.test',
      aliases: [],
      software: softwareOf('debian', '12'),
      hasIpv6: false,
      admitsTls12: false,
    });
  });
  afterEach(async () => {
    await new Promise((done) => (live === null ? done(null) : live.close(done)));
    live = null;
    await endAll();
  });
  afterAll(() => bed.stop());

  const standBy = () => start({ listen: { kind: 'socket', path: bed.standbySocket } });

  it.each(['get', 'post'] as const)('before it is asked, the one that stands by answers: %s', async (how) => {
    await standBy();
    expect((await asking[how]()).status).toBe(200);
  });

  it.each(['get', 'post'] as const)('while it is being asked, the one that stands by answers: %s', async (how) => {
    await standBy();
    let asked = 0;
    await liveOne((socket) => {
      socket.once('data', () => {
        asked += 1;
        socket.destroy();
      });
    });
    expect((await asking[how]()).status).toBe(200);
    expect(asked).toBe(1);
  });

  it('in the middle of the first line of its answer, the one that stands by answers', async () => {
    await standBy();
    await liveOne((socket) => socket.once('data', () => socket.end('HTTP/1.1 2')));
    expect((await asking.get()).status).toBe(200);
  });

  it('it is asked first again as soon as it is back', async () => {
    await standBy();
    await asking.get();
    await liveOne((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nback')),
    );
    expect((await asking.get()).text).toBe('back');
  });

  it.each(['get', 'post'] as const)('and nobody stands by, it says when to try again: %s', async (how) => {
    const answer = await asking[how]();
    expect([answer.status, sent(answer, 'retry-after')]).toEqual([503, ['30']]);
  });

  it('it is not taken for dead because it says that it cannot do something', async () => {
    await standBy();
    await liveOne((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 503 Busy\r\nretry-after: 5\r\ncontent-length: 4\r\n\r\nbusy')),
    );
    const answer = await asking.post();
    expect([answer.status, sent(answer, 'retry-after')]).toEqual([503, ['5']]);
  });
});
