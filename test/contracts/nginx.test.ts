import { mkdirSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shakeHands } from '../../src/ops/facts/doctor/web.ts';
import { type NginxSite } from '../../src/ops/render/nginx-conf.ts';
import { softwareOf } from '../../src/ops/render/tls-profile.ts';
import { endAll, type House, start } from '../fakes/http-house.ts';
import { type Answered, type Asked, askNginx, NGINX, type NginxBed, sent, startNginx } from './nginx-bed.ts';

if (NGINX === null)
  console.warn(
    'SKIPPED: the configuration of nginx was not tried. Install nginx, or set NGINX_PROGRAM=/path/to/nginx.',
  );

/** The system whose nginx this is, for another one than Debian 12's. */
const [system = 'debian', version = '12'] = (process.env['NGINX_SYSTEM'] ?? 'debian 12').split(' ');

const SITE: NginxSite = {
  domain: 'onomancer.test',
  aliases: ['www.onomancer.test'],
  software: softwareOf(system, version),
  hasIpv6: true,
  admitsTls12: false,
};

const EXACTLY_ONCE = {
  'strict-transport-security': 'max-age=63072000',
  'x-frame-options': 'SAMEORIGIN',
  'x-content-type-options': 'nosniff',
  'x-xss-protection': '1; mode=block',
  'referrer-policy': 'strict-origin-when-cross-origin',
};

const NO_ANSWER = /hang up|ECONNRESET|alert/i;

let bed: NginxBed;
let house: House;

async function open(): Promise<void> {
  bed = await startNginx(NGINX ?? '', SITE);
}

const outside = (path: string, more: Partial<Asked> = {}): Promise<Answered> =>
  askNginx(path, { port: bed.ports.https, isTls: true, ...more });

describe.skipIf(NGINX === null)('nginx before the bot is deployed', () => {
  beforeAll(open);
  afterAll(() => bed.stop());

  it('takes the configuration without a warning', () => {
    const ours = bed.warnings.split('\n').filter((line) => /\[(?:warn|emerg|error)\]/.test(line));
    expect(ours).toEqual([]);
  });

  it('shows the doctor the certificate that it serves', async () => {
    const { served, distrust } = await shakeHands('onomancer.test', { host: '127.0.0.1', port: bed.ports.https });
    expect(served).toMatchObject({ issuer: 'onomancer.test', serial: expect.stringMatching(/^[0-9A-F]+$/) as string });
    expect(distrust).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect((await shakeHands('onomancer.test', { host: '127.0.0.1', port: 2 })).served).toEqual({
      trouble: 'nobody listens',
    });
  });

  it.each(['/', '/health', '/webhooks/linear'])(
    'answers %s with 503, the status page and when to try again',
    async (path) => {
      const answer = await outside(path);
      expect(answer.status).toBe(503);
      expect(sent(answer, 'retry-after')).toEqual(['30']);
      expect(sent(answer, 'content-type')).toEqual(['text/html']);
      expect(answer.text).toContain('Onomancer is not running');
      expectHeadersOnce(answer);
    },
  );

  it('does not tell the sender of a large webhook that it is too large', async () => {
    const answer = await outside('/webhooks/linear', { method: 'POST', body: Buffer.alloc(500_000) });
    expect([answer.status, sent(answer, 'retry-after')]).toEqual([503, ['30']]);
  });

  it('answers curl on the server itself with a line to read', async () => {
    const answer = await askNginx('/health', { port: bed.ports.loopback, host: 'localhost:3000' });
    expect(answer.status).toBe(503);
    expect(answer.text).toMatch(/^Onomancer is not running on this server:.*\n$/);
    expect(sent(answer, 'retry-after')).toEqual(['30']);
  });
});

describe.skipIf(NGINX === null)('nginx before a running bot', () => {
  beforeAll(async () => {
    await open();
    house = await start({ listen: { kind: 'socket', path: bed.socket } });
  });
  afterAll(async () => {
    await endAll();
    await bed.stop();
  });

  it('hands /health through, without its details', async () => {
    const answer = await outside('/health');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('"status":"ok"');
    expect(answer.text).not.toContain('detail');
    expectHeadersOnce(answer);
  });

  it('shows people how the bot and its services are, as pages that need no script', async () => {
    const well = await outside('/', { from: '203.0.113.20' });
    expect([well.status, sent(well, 'retry-after')]).toEqual([200, []]);
    await expect(seen(well)).toMatchFileSnapshot('./golden/status-page-well.html');
    house.board.tell('linear', 'degraded', 'Linear asks us to slow down.');
    const restricted = await outside('/', { from: '203.0.113.20' });
    expect(restricted.status).toBe(200);
    await expect(seen(restricted)).toMatchFileSnapshot('./golden/status-page-restricted.html');
    house.board.tell('discord', 'down', 'Could not connect.');
    const down = await outside('/', { from: '203.0.113.20' });
    expect([down.status, sent(down, 'retry-after')]).toEqual([503, ['30']]);
    await expect(seen(down)).toMatchFileSnapshot('./golden/status-page-down.html');
    expectHeadersOnce(down);
    house.board.tell('linear', 'off', 'LINEAR_API_TOKEN is not set.');
    house.board.tell('discord', 'on', 'Session resumed.');
  });

  it('tells everything to who asks on the server itself', async () => {
    const at = { port: bed.ports.loopback, host: '127.0.0.1:3000' };
    expect((await askNginx('/health', at)).text).toContain('"detail":"Writes are durable."');
    expect((await askNginx('/metrics', at)).text).toBe('up 1\n');
    expect((await askNginx('/health/ready', at)).status).toBe(200);
  });

  it('does not believe who says that he is on the server', async () => {
    const headers = { 'x-forwarded-for': '127.0.0.1', forwarded: 'for=127.0.0.1', 'x-real-ip': '127.0.0.1' };
    expect((await outside('/health', { headers })).text).not.toContain('detail');
  });

  it.each([
    '/metrics',
    '/health/ready',
    '/health/live',
    '//metrics',
    '/%6Detrics',
    '/x/../health/ready',
    '/.env',
    '/.git/config',
    '/webhooks/.env',
    '/.bot-health',
    '/.status-page',
  ])('says that %s is not public', async (path) => {
    const answer = await outside(path, { from: '203.0.113.21' });
    expect([answer.status, errorCode(answer)]).toEqual([404, 'HTTP_NOT_PUBLIC']);
    expectHeadersOnce(answer);
  });

  it('answers the certificate authority without TLS, and sends everybody else to TLS', async () => {
    mkdirSync(join(bed.acmeDir, '.well-known/acme-challenge'), { recursive: true });
    writeFileSync(join(bed.acmeDir, '.well-known/acme-challenge/token'), 'proof');
    const at = { port: bed.ports.http };
    expect((await askNginx('/.well-known/acme-challenge/token', at)).text).toBe('proof');
    const answer = await askNginx('/health?a=b', at);
    expect([answer.status, sent(answer, 'location')]).toEqual([301, ['https://onomancer.test/health?a=b']]);
    expect(sent(answer, 'strict-transport-security')).toEqual([]);
    expect(sent(answer, 'x-frame-options')).toEqual(['SAMEORIGIN']);
  });

  it('sends the other names to the one name', async () => {
    const answer = await outside('/health', { host: 'www.onomancer.test' });
    expect([answer.status, sent(answer, 'location')]).toEqual([301, ['https://onomancer.test/health']]);
  });

  it.each(['203.0.113.80', 'elsewhere.test', 'localhost'])('gives no answer to requests for %s', async (host) => {
    await expect(askNginx('/', { port: bed.ports.http, host })).rejects.toThrow(NO_ANSWER);
    await expect(outside('/', { host })).rejects.toThrow(NO_ANSWER);
    // A handshake for our name and a request for another one.
    await expect(outside('/', { headers: { host } })).rejects.toThrow(NO_ANSWER);
  });

  it.each([
    ['without a name', 'http', 'GET / HTTP/1.1\r\n\r\n'],
    ['that is not HTTP', 'http', '\u0016\u0003\u0001 garbage\r\n\r\n'],
    ['without TLS', 'https', 'GET / HTTP/1.1\r\nHost: onomancer.test\r\n\r\n'],
    ['for an address outside of everything', 'http', 'GET /%2e%2e/.env HTTP/1.1\r\nHost: onomancer.test\r\n\r\n'],
  ] as const)('answers a request %s with the least that there is', async (_, port, bytes) => {
    const answer = await rawly(bed.ports[port], bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/\r\nServer: nginx\r\n/);
    expect(answer).toMatch(/\r\nX-Frame-Options: SAMEORIGIN\r\n/);
  });

  it('speaks TLS 1.3 only', async () => {
    expect(await protocol({})).toBe('TLSv1.3');
    await expect(protocol({ maxVersion: 'TLSv1.2' })).rejects.toThrow(/protocol version|alert/i);
  });

  it('takes bodies of up to a megabyte, for webhooks only', async () => {
    const from = '203.0.113.22';
    const megabyte = Buffer.alloc(1024 * 1024, 'a');
    expect((await outside('/webhooks/linear', { from, method: 'POST', body: megabyte })).status).toBe(200);
    const larger = await outside('/webhooks/linear', { from, method: 'POST', body: Buffer.alloc(1024 * 1024 + 1) });
    expect([larger.status, errorCode(larger)]).toEqual([413, 'HTTP_BODY_TOO_LARGE']);
    const elsewhere = await outside('/health', { from, method: 'POST', body: Buffer.alloc(17 * 1024) });
    expect([elsewhere.status, errorCode(elsewhere)]).toEqual([413, 'HTTP_BODY_TOO_LARGE']);
    expectHeadersOnce(elsewhere);
  });

  it.each([
    ['a header', { headers: { cookie: 'a'.repeat(9000) } }, 431, 'HTTP_HEADERS_TOO_LARGE'],
    ['a method', { method: 'TRACE' }, 405, 'HTTP_METHOD_NOT_ALLOWED'],
    ['the status page', { method: 'POST', path: '/' }, 405, 'HTTP_METHOD_NOT_ALLOWED'],
  ])(
    'refuses %s that it does not take in the words of the bot',
    async (_, { path = '/health', ...asked }: { path?: string } & Partial<Asked>, status, code) => {
      const answer = await outside(path, { from: '203.0.113.23', ...asked });
      expect([answer.status, errorCode(answer)]).toEqual([status, code]);
      expectHeadersOnce(answer);
    },
  );

  it.each([
    ['10 a second and 20 at once', '/health', 21],
    ['30 a second and 60 at once', '/webhooks/linear', 61],
  ])('lets %s through to %s from one address, and says 429 and when to try again', async (_, path, allowed) => {
    const from = `198.51.100.${allowed}`;
    const answers = await inTurns(3 * allowed, () => outside(path, { from }));
    const refused = answers.filter(({ status }) => status === 429);
    // While they come in, a few more become allowed.
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(allowed);
    const [first] = refused;
    if (first === undefined) throw new Error('nobody was refused');
    expect(errorCode(first)).toBe('HTTP_TOO_MANY');
    expect(sent(first, 'retry-after')).toEqual(['1']);
    expectHeadersOnce(first);
    expect((await outside(path, { from: '192.0.2.1' })).status).not.toBe(429);
    // What the jail nginx-limit-req of fail2ban looks for.
    expect(bed.readLog('error')).toMatch(
      new RegExp(
        String.raw`^\S+ \S+ \[error\] \d+#\d+: \*\d+ limiting requests, excess: [\d.]+ by zone "onomancer_\w+", client: ${from},`,
        'm',
      ),
    );
  });

  it('takes the addresses of one IPv6 network for one', async () => {
    const answers = await inTurns(35, (host) => outside('/health', { from: `2001:db8:1:2::${host + 1}` }));
    expect(answers.some(({ status }) => status === 429)).toBe(true);
    expect((await outside('/health', { from: '2001:db8:1:3::1' })).status).toBe(200);
  });

  it('writes no query string and no whole address into the access log', async () => {
    await outside('/webhooks/linear?token=very-secret', { from: '203.0.113.99' });
    const log = bed.readLog('access');
    expect(log).not.toContain('very-secret');
    expect(log).not.toMatch(/203\.0\.113\.[1-9]/);
    expect(log).toMatch(
      /^\S+ 203\.0\.113\.0 GET \/webhooks\/linear 4\d\d \d+ bytes [\d.]+ s, bot: 4\d\d [\d.]+ s, reference [0-9a-f]{8}$/m,
    );
  });
});

describe.skipIf(NGINX === null)('nginx that admits TLS 1.2', () => {
  beforeAll(async () => {
    bed = await startNginx(NGINX ?? '', { ...SITE, admitsTls12: true });
  });
  afterAll(() => bed.stop());

  it('speaks both, and nothing older', async () => {
    expect(await protocol({})).toBe('TLSv1.3');
    expect(await protocol({ maxVersion: 'TLSv1.2' })).toBe('TLSv1.2');
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' } as const;
    await expect(protocol(old)).rejects.toThrow(/protocol|alert/i);
  });
});

/** The page without its style, which is the same for all, and without the time. */
function seen({ text }: Answered): string {
  return text.replace(/<style>[\s\S]*<\/style>\n/, '').replace(/Asked at .*? UTC on [\d-]+/, 'Asked at (the time)');
}

function errorCode({ text }: Answered): string {
  return (JSON.parse(text) as { readonly error: { readonly code: string } }).error.code;
}

/** So many requests, a few at a time: fewer than one address may have open. */
async function inTurns(count: number, ask: (index: number) => Promise<Answered>): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  for (let index = 0; index < count; index += 10) {
    const turn = Array.from({ length: Math.min(10, count - index) }, (_, at) => ask(index + at));
    answers.push(...(await Promise.all(turn)));
  }
  return answers;
}

/** Which TLS is spoken. */
function protocol(options: Pick<ConnectionOptions, 'minVersion' | 'maxVersion'>): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: '127.0.0.1', port: bed.ports.https, servername: 'onomancer.test', rejectUnauthorized: false, ...options },
      () => {
        resolve(socket.getProtocol());
        socket.destroy();
      },
    );
    socket.once('error', reject);
  });
}

/** What comes back for bytes as they are. */
function rawly(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connectTcp(port, '127.0.0.1', () => socket.write(text));
    socket.setTimeout(5_000, () => socket.destroy(new Error('no end within 5 s')));
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

/** Each header that browsers need for our protection, once, and nothing that says which software this is. */
function expectHeadersOnce(answer: Answered): void {
  for (const [name, value] of Object.entries(EXACTLY_ONCE)) expect([name, sent(answer, name)]).toEqual([name, [value]]);
  for (const name of ['content-security-policy', 'permissions-policy', 'cache-control']) {
    expect([name, sent(answer, name).length]).toEqual([name, 1]);
  }
  expect(sent(answer, 'server')).toEqual(['nginx']);
}
