import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type DiscordOptions, type DiscordSandbox, startDiscord } from '../start-discord.ts';
import { eventually } from '../test-bot.ts';

interface Frame {
  readonly op: number;
  readonly t: string | null;
  readonly s: number | null;
  readonly d: unknown;
}

/** A client that may say anything, also what the libraries would never say. */
class RawClient {
  readonly frames: Frame[] = [];
  closed: number | null = null;
  readonly #socket: WebSocket;

  constructor(url: string, query = '?v=10&encoding=json') {
    this.#socket = new WebSocket(`${url}${query}`);
    this.#socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString()) as Frame));
    this.#socket.on('close', (code) => {
      this.closed = code;
    });
    this.#socket.on('error', () => {});
  }

  say(payload: unknown): void {
    this.#socket.send(typeof payload === 'string' ? payload : JSON.stringify(payload));
  }

  hang(): void {
    this.#socket.terminate();
  }

  next(op: number, t: string | null = null): Promise<Frame> {
    return eventually(() => this.frames.find((frame) => frame.op === op && frame.t === t));
  }

  close(): Promise<number> {
    return eventually(() => this.closed);
  }
}

let discord: DiscordSandbox;
const start = async (options: DiscordOptions = {}): Promise<void> => {
  discord = await startDiscord({ identifyIntervalMs: 0, ...options });
};
const properties = { os: 'linux', browser: 'test', device: 'test' };
const identify = (more: object = {}) => ({ op: 2, d: { token: discord.botToken, intents: 1, properties, ...more } });

afterEach(() => discord.close());

async function greeted(query?: string): Promise<RawClient> {
  const client = new RawClient(discord.gatewayUrl, query);
  await client.next(10);
  return client;
}

describe('the gateway closes like Discord', () => {
  it.each<[number, string, (client: RawClient) => void]>([
    [4001, 'an unknown opcode', (client) => client.say({ op: 99, d: null })],
    [4002, 'no JSON', (client) => client.say('{"op":')],
    [4002, 'more than 4,096 bytes', (client) => client.say({ op: 1, d: null, s: 'x'.repeat(4096) })],
    [4002, 'an identify without properties', (client) => client.say({ op: 2, d: { token: 'x', intents: 1 } })],
    [4003, 'a command before identify', (client) => client.say({ op: 3, d: {} })],
    [4004, 'a wrong token', (client) => client.say(identify({ token: 'wrong' }))],
    [
      4004,
      'a wrong token on resume',
      (client) => client.say({ op: 6, d: { token: 'wrong', session_id: 'x', seq: 1 } }),
    ],
    [4010, 'a shard beyond the count', (client) => client.say(identify({ shard: [1, 1] }))],
    [4013, 'an intent that does not exist', (client) => client.say(identify({ intents: 1 << 22 }))],
    [4014, 'a privileged intent that is off', (client) => client.say(identify({ intents: 1 << 15 }))],
  ])('with %i for %s', async (code, _, misbehave) => {
    await start();
    const client = await greeted();
    misbehave(client);
    expect(await client.close()).toBe(code);
  });

  it('with 4012 for another API version and 4002 for another encoding', async () => {
    await start();
    expect(await new RawClient(discord.gatewayUrl, '?v=6&encoding=json').close()).toBe(4012);
    expect(await new RawClient(discord.gatewayUrl, '?v=10&encoding=etf').close()).toBe(4002);
  });

  it('with 4005 for a second identify', async () => {
    await start();
    const client = await greeted();
    client.say(identify());
    await client.next(0, 'READY');
    client.say(identify());
    expect(await client.close()).toBe(4005);
  });

  it('with 4008 for more than 120 frames in a minute', async () => {
    await start();
    const client = await greeted();
    for (let sent = 0; sent < 121; sent += 1) client.say({ op: 1, d: null });
    expect(await client.close()).toBe(4008);
    expect(client.frames.filter(({ op }) => op === 11)).toHaveLength(120);
  });

  it('with 4009 for a client without heartbeats, whose session can still be resumed', async () => {
    await start({ heartbeatIntervalMs: 20 });
    const client = await greeted();
    client.say(identify());
    const ready = await client.next(0, 'READY');
    expect(await client.close()).toBe(4009);
    const successor = await greeted();
    const session = (ready.d as { session_id: string }).session_id;
    successor.say({ op: 6, d: { token: discord.botToken, session_id: session, seq: 2 } });
    expect(await successor.next(0, 'RESUMED')).toMatchObject({ op: 0 });
  });

  it('not when heartbeats come, each of which is answered', async () => {
    await start();
    const client = await greeted();
    client.say({ op: 1, d: null });
    expect(await client.next(11)).toEqual({ op: 11, t: null, s: null, d: null });
    expect((await client.next(10)).d).toEqual({ heartbeat_interval: 41_250 });
  });
});

describe('resume', () => {
  async function sessionOf(client: RawClient): Promise<string> {
    client.say(identify({ intents: 1 | (1 << 9) }));
    const ready = await client.next(0, 'READY');
    await client.next(0, 'GUILD_CREATE');
    return (ready.d as { session_id: string }).session_id;
  }

  it('replays exactly what came after the given number, in order', async () => {
    await start();
    const client = await greeted();
    const session = await sessionOf(client);
    client.hang();
    await eventually(() => !discord.gateway.sessions[0]?.isConnected);
    const ids = ['a', 'b', 'c'].map((text) => discord.person('ada').write('general', text).id);
    const successor = await greeted();
    successor.say({ op: 6, d: { token: discord.botToken, session_id: session, seq: 3 } });
    await successor.next(0, 'RESUMED');
    const replayed = successor.frames.filter(({ t }) => t === 'MESSAGE_CREATE');
    expect(replayed.map(({ s, d }) => [s, (d as { id: string }).id])).toEqual([
      [4, ids[1]],
      [5, ids[2]],
    ]);
  });

  it('is refused with op 9 for a session that nobody knows', async () => {
    await start();
    const client = await greeted();
    client.say({ op: 6, d: { token: discord.botToken, session_id: 'gone', seq: 1 } });
    expect((await client.next(9)).d).toBe(false);
  });

  it('is closed with 4007 for a number that was never sent, and the session is gone', async () => {
    await start();
    const client = await greeted();
    const session = await sessionOf(client);
    client.hang();
    const successor = await greeted();
    successor.say({ op: 6, d: { token: discord.botToken, session_id: session, seq: 99 } });
    expect(await successor.close()).toBe(4007);
    expect(discord.gateway.sessions).toHaveLength(0);
  });

  it('takes a session over from a connection that is still open', async () => {
    await start();
    const client = await greeted();
    const session = await sessionOf(client);
    const successor = await greeted();
    successor.say({ op: 6, d: { token: discord.botToken, session_id: session, seq: 2 } });
    await successor.next(0, 'RESUMED');
    expect(await client.close()).toBe(4000);
    expect(discord.gateway.sessions).toMatchObject([{ isConnected: true, resumes: 1 }]);
  });
});

it('answers an identify that comes too soon after another with op 9, and does not count it', async () => {
  await start({ identifyIntervalMs: 5000 });
  const [first, hasty] = [await greeted(), await greeted()];
  first.say(identify());
  await first.next(0, 'READY');
  hasty.say(identify());
  expect((await hasty.next(9)).d).toBe(false);
  expect(discord.gateway.identifiesLeft()).toBe(999);
  expect(discord.gateway.sessions).toHaveLength(1);
});

it('refuses new connections for as long as it is told to', async () => {
  await start();
  discord.gateway.refuse(50);
  expect(await new RawClient(discord.gatewayUrl).close()).toBe(1006);
  await new Promise((resolve) => setTimeout(resolve, 60));
  await greeted();
});

it('answers a request for members', async () => {
  await start();
  const client = await greeted();
  client.say(identify());
  await client.next(0, 'READY');
  client.say({ op: 8, d: { guild_id: discord.guildId, query: 'dev', limit: 10, nonce: 'n' } });
  const chunk = await client.next(0, 'GUILD_MEMBERS_CHUNK');
  expect((chunk.d as { members: { user: { username: string } }[] }).members.map(({ user }) => user.username)).toEqual([
    'developer',
    'dev2',
    'devrel',
  ]);
});
