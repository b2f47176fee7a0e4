import { existsSync, mkdtempSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, atTheEnd, endAll, start } from '../../test/fakes/http-house.ts';

afterEach(endAll);

describe('the address', () => {
  it('that is taken is an error that names it', async () => {
    const { server } = await start();
    const port = Number(new URL(server.address).port);
    await expect(start({ listen: { kind: 'tcp', host: '127.0.0.1', port } })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      facts: { address: `127.0.0.1:${port}` },
    });
  });

  it('that this machine does not have is an error that says so', async () => {
    await expect(start({ listen: { kind: 'tcp', host: '192.0.2.1', port: 0 } })).rejects.toMatchObject({
      code: 'ADDRESS_UNUSABLE',
      facts: { address: '192.0.2.1:0', reason: 'this machine does not have it' },
    });
  });

  it('is only the one that was given', async () => {
    expect((await start()).server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});

describe.skipIf(process.platform === 'win32')('a unix socket', () => {
  function newPath(): string {
    const dir = mkdtempSync(join(tmpdir(), 'sock-'));
    atTheEnd(() => rmSync(dir, { recursive: true, force: true }));
    return join(dir, 'bot.sock');
  }

  it('is for its owner and group, shows details, and is gone after the stop', async () => {
    const path = newPath();
    const house = await start({ listen: { kind: 'socket', path } });
    expect(house.server.address).toBe(`unix:${path}`);
    expect(statSync(path).mode & 0o777).toBe(0o660);
    expect((await ask(house, '/health')).text).toContain('"detail"');
    const forwarded = await ask(house, '/health', { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(forwarded.text).not.toContain('"detail"');
    await house.server.close();
    expect(existsSync(path)).toBe(false);
  });

  it('that a crash left behind is replaced', async () => {
    const path = newPath();
    await leaveStaleSocket(path);
    expect(existsSync(path)).toBe(true);
    expect((await ask(await start({ listen: { kind: 'socket', path } }), '/health')).status).toBe(200);
  });

  it('that somebody listens on is left alone', async () => {
    const path = newPath();
    const house = await start({ listen: { kind: 'socket', path } });
    await expect(start({ listen: { kind: 'socket', path } })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      facts: { address: path },
    });
    expect((await ask(house, '/health')).status).toBe(200);
  });

  it('never replaces a file of another kind', async () => {
    const path = newPath();
    writeFileSync(path, 'precious');
    await expect(start({ listen: { kind: 'socket', path } })).rejects.toMatchObject({ code: 'ADDRESS_UNUSABLE' });
    const link = `${path}.link`;
    symlinkSync(path, link);
    await expect(start({ listen: { kind: 'socket', path: link } })).rejects.toMatchObject({ code: 'ADDRESS_UNUSABLE' });
    expect(statSync(path).size).toBe(8);
  });

  it('in a directory that does not exist is an error that says so', async () => {
    await expect(start({ listen: { kind: 'socket', path: '/nowhere/at/all.sock' } })).rejects.toMatchObject({
      code: 'ADDRESS_UNUSABLE',
      facts: { reason: 'its directory does not exist' },
    });
  });
});

/** A socket file that nobody listens on any more. */
async function leaveStaleSocket(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  // Closing removes the file under its name; under another one it stays, as after a crash.
  renameSync(path, `${path}.kept`);
  await new Promise((resolve) => server.close(resolve));
  renameSync(`${path}.kept`, path);
}
