import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { noMetrics } from '../../ports/metrics.ts';
import { noPictures } from '../../ports/pictures.ts';
import type { GatewaySession } from '../../ports/store.ts';
import type { ReactionEvent } from '../../ports/work-event.ts';
import { systemClock } from '../../shared/clock.ts';
import { HealthBoard } from '../../shared/health-board.ts';
import { Secret } from '../../shared/secret.ts';
import { discordArrivals } from './arrivals.ts';
import { discordGateway } from './gateway.ts';
import { discordRest } from './rest.ts';
import { RoleDirectory } from './role-directory.ts';

const GUILD_ID = '100000000000000001';

const IDENTIFY = 2;
const RESUME = 6;

let server: Server | null = null;
/** The opcodes that the local Discord got. */
let heard: number[] = [];
let sockets: WebSocketServer | null = null;

afterEach(() => {
  heard = [];
  for (const client of sockets?.clients ?? []) client.terminate();
  sockets?.close();
  server?.closeAllConnections();
  server?.close();
});

interface Event {
  readonly t: string;
  readonly d: unknown;
}

/** A Discord that says what the local one never says; it greets with these events after READY. */
async function strangeDiscord(
  options: {
    readonly status?: number;
    readonly events?: readonly Event[];
    readonly identifiesLeft?: number;
    /** The sequences of the RESUMEDs that it sends: what is replayed can hold those of earlier resumes. */
    readonly resumed?: readonly number[];
  } = {},
) {
  const { status = 200, events = [], identifiesLeft = 999, resumed = [7] } = options;
  let url = '';
  server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    const session_start_limit = { total: 1000, remaining: identifiesLeft, reset_after: 60_000, max_concurrency: 1 };
    response.end(JSON.stringify(status === 200 ? { url, shards: 1, session_start_limit } : { message: 'no', code: 0 }));
  });
  sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    const send = (frame: unknown): void => socket.send(JSON.stringify(frame));
    send({ op: 10, d: { heartbeat_interval: 40_000 } });
    socket.on('message', (data: Buffer) => {
      const { op } = JSON.parse(data.toString()) as { op: number };
      heard.push(op);
      if (op === RESUME) for (const s of resumed) send({ op: 0, t: 'RESUMED', s, d: {} });
      if (op !== IDENTIFY) return;
      const ready = { t: 'READY', d: { v: 10, guilds: [], session_id: 'one', resume_gateway_url: url } };
      [ready, ...events].forEach(({ t, d }, index) => send({ op: 0, t, s: index + 1, d }));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  url = `ws://127.0.0.1:${port}`;
  return `http://127.0.0.1:${port}/api`;
}

function house(apiUrl: string) {
  const token = new Secret('a-token');
  const { rest, api } = discordRest({ apiUrl, token, metrics: noMetrics });
  const roles = new RoleDirectory(api);
  const logged: string[] = [];
  const keep = (event: string): void => void logged.push(event);
  const log = { debug: keep, info: keep, warn: keep, error: keep };
  const health = new HealthBoard(systemClock);
  const made = discordArrivals({ api, pictures: noPictures }, token);
  const parts = { rest, api, arrivals: made, token, clock: systemClock, log, metrics: noMetrics, health, roles };
  const gateway = discordGateway(parts);
  const sessions: (GatewaySession | null)[] = [];
  const arrivals: string[] = [];
  const reactions: { readonly event: ReactionEvent; readonly place: string }[] = [];
  const listener = {
    onArrival: ({ incoming }: { incoming: { id: string } }) => void arrivals.push(incoming.id),
    onReaction: (event: ReactionEvent, { sessionId, sequence }: { sessionId: string; sequence: number }) =>
      void reactions.push({ event, place: `${sessionId}:${sequence}` }),
    onSession: (session: GatewaySession | null) => void sessions.push(session),
    onFatal: () => undefined,
  };
  return { gateway, listener, sessions, arrivals, reactions, logged, roles };
}

const interaction = (id: string, permissions: string): Event => {
  const member = { user: { id: '1', username: 'ada', global_name: null }, nick: null, roles: [], permissions };
  const data = { id: '2', type: 1, name: 'help' };
  return {
    t: 'INTERACTION_CREATE',
    d: { id, type: 2, token: 't', channel: { id: '3' }, guild_id: GUILD_ID, member, data },
  };
};

describe('the gateway', () => {
  it('lives with a server that is away, and keeps what it knows about it', async () => {
    const apiUrl = await strangeDiscord({
      events: [
        { t: 'GUILD_CREATE', d: { id: GUILD_ID, roles: [{ id: '5', name: 'Developers' }] } },
        { t: 'GUILD_CREATE', d: { id: GUILD_ID, unavailable: true } },
      ],
    });
    const { gateway, listener, sessions, roles } = house(apiUrl);
    await gateway.connect(null, listener);
    await expect.poll(() => sessions.at(-1)?.sequence).toBe(3);
    expect([...(roles.namesOf(GUILD_ID) ?? [])]).toEqual([['5', 'Developers']]);
    await gateway.close();
  });

  it('leaves out an interaction that it cannot read, says so, and goes on', async () => {
    const unreadable = interaction('100000000000000011', 'everything');
    const apiUrl = await strangeDiscord({ events: [unreadable, interaction('100000000000000012', '0')] });
    const { gateway, listener, sessions, arrivals, logged } = house(apiUrl);
    await gateway.connect(null, listener);
    await expect.poll(() => sessions.at(-1)?.sequence).toBe(3);
    expect(arrivals).toEqual(['100000000000000012']);
    expect(logged).toContain('gateway.unreadable-interaction');
    await gateway.close();
  });

  it('hands on our emoji on messages of servers, with their place in the session, and nobody else’s business', async () => {
    const reaction = (t: 'ADD' | 'REMOVE', more: object = {}): Event => ({
      t: `MESSAGE_REACTION_${t}`,
      d: {
        user_id: '7',
        guild_id: GUILD_ID,
        channel_id: '8',
        message_id: '9',
        emoji: { id: null, name: '📌' },
        ...(t === 'ADD' ? { member: { user: { id: '7', bot: false } } } : {}),
        ...more,
      },
    });
    const apiUrl = await strangeDiscord({
      events: [
        reaction('ADD'),
        reaction('ADD', { emoji: { id: null, name: '👍' } }),
        reaction('ADD', { emoji: { id: '5', name: '📌' } }),
        reaction('ADD', { guild_id: undefined }),
        reaction('ADD', { member: { user: { id: '7', bot: true } } }),
        reaction('REMOVE', { emoji: { id: null, name: '🟠' } }),
      ],
    });
    const { gateway, listener, sessions, reactions } = house(apiUrl);
    await gateway.connect(null, listener);
    await expect.poll(() => sessions.at(-1)?.sequence).toBe(7);
    const where = { userId: '7', guildId: GUILD_ID, channelId: '8', messageId: '9', actor: null, at: expect.any(Date) };
    expect(reactions).toEqual([
      { event: { kind: 'reaction-added', emoji: '📌', ...where }, place: 'one:2' },
      { event: { kind: 'reaction-removed', emoji: '🟠', ...where }, place: 'one:7' },
    ]);
    await gateway.close();
  });

  it('says that the token was rejected, and not only that it could not connect', async () => {
    const { gateway, listener } = house(await strangeDiscord({ status: 401 }));
    await expect(gateway.connect(null, listener)).rejects.toMatchObject({ code: 'DISCORD_TOKEN_REJECTED' });
  });

  it.each<[string, { intents: number; identifiesLeft: number; how: 'resumed' | 'identified'; kept: number }]>([
    ['resumes a session that brings reactions', { intents: 1025, identifiesLeft: 9, how: 'resumed', kept: 1025 }],
    [
      'begins anew when an older version began it without',
      { intents: 1, identifiesLeft: 9, how: 'identified', kept: 1025 },
    ],
    [
      'goes on without reactions when the day has none left',
      { intents: 1, identifiesLeft: 0, how: 'resumed', kept: 1 },
    ],
  ])('%s', async (_, { intents, identifiesLeft, how, kept }) => {
    const apiUrl = await strangeDiscord({ identifiesLeft });
    const { gateway, listener, sessions, logged } = house(apiUrl);
    const resumeUrl = apiUrl.replace('http:', 'ws:').replace('/api', '');
    const stored = { sessionId: 'stored', resumeUrl, sequence: 6, shardCount: 1, intents };
    expect(await gateway.connect(stored, listener)).toBe(how);
    await expect.poll(() => sessions.at(-1)?.intents).toBe(kept);
    expect(heard[0]).toBe(how === 'resumed' ? RESUME : IDENTIFY);
    expect(logged.includes('gateway.session-lacks-intents')).toBe(intents === 1);
    await gateway.close();
  });

  it('says once that it has started, also when earlier starts are among what is replayed', async () => {
    const apiUrl = await strangeDiscord({ resumed: [7, 8, 9] });
    const { gateway, listener, sessions, logged } = house(apiUrl);
    const resumeUrl = apiUrl.replace('http:', 'ws:').replace('/api', '');
    await gateway.connect({ sessionId: 'stored', resumeUrl, sequence: 6, shardCount: 1, intents: 1025 }, listener);
    await expect.poll(() => sessions.at(-1)?.sequence).toBe(9);
    expect(logged.filter((event) => event === 'gateway.started')).toEqual(['gateway.started']);
    await gateway.close();
  });
});
