import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, endAll, errorOf, raw, SECURITY, start } from '../../test/fakes/http-house.ts';

afterEach(endAll);

describe('what nobody asked for', () => {
  it.each([
    ['/', 'GET', 404, 'HTTP_NOT_FOUND'],
    ['/healthz', 'GET', 404, 'HTTP_NOT_FOUND'],
    ['/health/', 'GET', 404, 'HTTP_NOT_FOUND'],
    ['/HEALTH', 'GET', 404, 'HTTP_NOT_FOUND'],
    ['/../etc/passwd', 'GET', 404, 'HTTP_NOT_FOUND'],
    ['/x', 'PROPFIND', 404, 'HTTP_NOT_FOUND'],
    ['/health', 'POST', 405, 'HTTP_METHOD_NOT_ALLOWED'],
    ['/health', 'DELETE', 405, 'HTTP_METHOD_NOT_ALLOWED'],
    ['/metrics', 'OPTIONS', 405, 'HTTP_METHOD_NOT_ALLOWED'],
    ['/health', 'PROPFIND', 405, 'HTTP_METHOD_NOT_ALLOWED'],
    ['/health?x=1', 'GET', 400, 'INPUT_INVALID'],
    ['/health?', 'GET', 400, 'INPUT_INVALID'],
    ['/metrics?name=x', 'HEAD', 400, ''],
    ['/%zz', 'GET', 400, 'INPUT_INVALID'],
    ['/health%2fready', 'GET', 404, 'HTTP_NOT_FOUND'],
  ])('%s by %s is %i, in our shape and with our headers', async (path, method, status, code) => {
    const house = await start();
    const got = await ask(house, path, { method });
    expect(got.status).toBe(status);
    expect(got.headers).toMatchObject({ ...SECURITY, 'content-type': 'application/json; charset=utf-8' });
    if (code)
      expect(errorOf(got)).toEqual({
        code,
        message: expect.any(String),
        hint: expect.any(String),
        reference: '7K3M9QTZ',
      });
    if (status === 405) expect(got.headers.allow).toBe('GET, HEAD');
    expect(house.logged.map(({ level }) => level)).toEqual(['debug']);
  });

  it.each([
    ['GET /health', 400, 'This address takes no body.'],
    ['POST /health', 405, 'This address does not take POST.'],
    ['POST /nowhere', 404, 'There is nothing at this address.'],
  ])('a body for %s is not waited for: the connection is closed', async (line, status, message) => {
    const type = 'content-type: application/json';
    for (const length of ['content-length: 100', 'transfer-encoding: chunked']) {
      const text = await raw(await start(), `${line} HTTP/1.1\r\nhost: x\r\n${type}\r\n${length}\r\n\r\n`);
      expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(text).toContain('connection: close\r\n');
      expect(text).toContain(`"message":"${message}"`);
    }
  });

  it('a body that is too large is 413, before it is sent', async () => {
    const text = await raw(await start(), 'POST /health HTTP/1.1\r\nhost: x\r\ncontent-length: 1048577\r\n\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 413 Payload Too Large\r\n/);
    expect(text).toContain('"hint":"Send at most 1048576 bytes."');
  });

  it('headers that are too large are 431', async () => {
    const house = await start();
    const text = await raw(house, `GET /health HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(20_000)}\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
    expect(text).toContain('"code":"HTTP_HEADERS_TOO_LARGE"');
    expect(text).toContain('x-content-type-options: nosniff\r\n');
    expect(house.counted).toEqual(['onomancer_http_requests_total none 431']);
  });

  it.each([
    'nonsense\r\n\r\n',
    'GET /health HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
    'GET /health HTTP/1.1\r\n\r\n',
  ])('what is not HTTP is 400: %j', async (text) =>
    expect(await raw(await start(), text)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/),
  );
});

describe('slow clients', () => {
  const limits = { headersTimeoutMs: 100, requestTimeoutMs: 150, silenceTimeoutMs: 5_000, checkEveryMs: 30 };

  it('that send nothing are sent away', async () => {
    expect(await raw(await start({ limits }), '')).toMatch(/^(HTTP\/1\.1 408 Request Timeout\r\n|$)/);
  });

  it('that send their headers a byte at a time are sent away', async () => {
    let timer: NodeJS.Timeout | undefined;
    const text = await raw(await start({ limits }), 'GET /health HTTP/1.1\r\nx: ', (socket) => {
      timer = setInterval(() => socket.write('a'), 20);
    });
    clearInterval(timer);
    expect(text).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(text).toContain('"code":"HTTP_TOO_SLOW"');
  });

  it('do not keep others waiting', async () => {
    const house = await start({ limits: { ...limits, headersTimeoutMs: 5_000, requestTimeoutMs: 5_000 } });
    const slow = Array.from({ length: 50 }, () => connect(Number(new URL(house.server.address).port), '127.0.0.1'));
    for (const socket of slow) socket.on('error', () => undefined).write('GET /health HTTP/1.1\r\n');
    expect((await ask(house, '/health')).status).toBe(200);
    for (const socket of slow) socket.destroy();
  });

  it('that say nothing between requests are sent away', async () => {
    const house = await start({ limits: { ...limits, keepAliveTimeoutMs: 50 } });
    expect(await raw(house, 'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });
});

describe('CORS', () => {
  const origin = 'https://status.example.com';

  it('is off unless origins are named', async () => {
    const got = await ask(await start(), '/health', { headers: { origin } });
    expect(Object.keys(got.headers).filter((name) => name.startsWith('access-control') || name === 'vary')).toEqual([]);
  });

  it('lets exactly the named origins read, and tells caches that it depends on the origin', async () => {
    const house = await start({ corsOrigins: [origin] });
    const allowed = await ask(house, '/health', { headers: { origin } });
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': origin,
      vary: 'Origin',
      'cross-origin-resource-policy': 'cross-origin',
    });
    for (const other of [`${origin}.evil.example`, 'http://status.example.com', 'null', origin.toUpperCase()]) {
      const got = await ask(house, '/health', { headers: { origin: other } });
      expect(got.headers['access-control-allow-origin'], other).toBeUndefined();
      expect(got.headers).toMatchObject({ vary: 'Origin', 'cross-origin-resource-policy': 'same-origin' });
    }
  });

  it('answers the question before the request', async () => {
    const house = await start({ corsOrigins: [origin] });
    const preflight = { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' } };
    const got = await ask(house, '/health', preflight);
    expect(got).toMatchObject({ status: 204, text: '' });
    expect(got.headers).toMatchObject({
      ...SECURITY,
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, HEAD',
    });
    expect((await ask(house, '/nowhere', preflight)).status).toBe(404);
    expect(
      (await ask(house, '/health', { ...preflight, headers: { origin: 'https://other.example.com' } })).status,
    ).toBe(405);
  });
});

describe('every answer', () => {
  it('is counted by route and status, and never by the path as it came', async () => {
    const house = await start();
    await ask(house, '/health');
    await ask(house, '/health?x=1');
    await ask(house, '/some/scan.php');
    await ask(house, '/health', { method: 'PUT' });
    expect(house.counted).toEqual([
      'onomancer_http_requests_total /health 200',
      'onomancer_http_requests_total /health 400',
      'onomancer_http_requests_total none 404',
      'onomancer_http_requests_total none 405',
    ]);
  });

  it('has the security headers and no word about the software behind it', async () => {
    const house = await start();
    for (const path of ['/health', '/health/live', '/health/ready', '/metrics']) {
      const { headers } = await ask(house, path);
      expect(headers).toMatchObject(SECURITY);
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('server');
    }
  });
});
