import { API, Client, GatewayIntentBits } from '@discordjs/core';
import { REST } from '@discordjs/rest';
import { type SessionInfo, WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import type { DiscordSandbox } from './start-discord.ts';

/** A bot made of Discord's real client libraries, for the tests of the local Discord. */
export interface TestBot {
  readonly api: API;
  readonly rest: REST;
  readonly client: Client;
  readonly gateway: WebSocketManager;
  /** What the library reported, in order: `ready`, `resumed`, `closed 4004` … */
  readonly log: string[];
  /** Leaves so that a successor can resume, or for good. */
  leave(code?: number): Promise<void>;
}

export interface TestBotOptions {
  readonly intents?: number;
  readonly token?: string;
  /** Kept between two bots, this is what makes the second one resume. */
  readonly memory?: { session: SessionInfo | null };
}

const DEFAULT_INTENTS =
  GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages | GatewayIntentBits.GuildMessageReactions;

/** Builds a bot that is not connected yet: `await bot.gateway.connect()`. */
export function testBot(discord: DiscordSandbox, options: TestBotOptions = {}): TestBot {
  const token = options.token ?? discord.botToken;
  const memory = options.memory ?? { session: null };
  let isLeaving = false;
  const rest = new REST({ api: discord.apiUrl, version: '10' }).setToken(token);
  const gateway = new WebSocketManager({
    token,
    rest,
    intents: options.intents ?? DEFAULT_INTENTS,
    retrieveSessionInfo: () => memory.session,
    updateSessionInfo: (_, session) => {
      if (!(isLeaving && session === null)) memory.session = session;
    },
  });
  const client = new Client({ rest, gateway });
  const log: string[] = [];
  gateway.on(WebSocketShardEvents.Ready, () => log.push('ready'));
  gateway.on(WebSocketShardEvents.Resumed, () => log.push('resumed'));
  gateway.on(WebSocketShardEvents.Closed, (code) => log.push(`closed ${code}`));
  gateway.on(WebSocketShardEvents.Error, () => {});
  gateway.on(WebSocketShardEvents.SocketError, () => {});
  return {
    api: new API(rest),
    rest,
    client,
    gateway,
    log,
    async leave(code = 4200) {
      isLeaving = true;
      await gateway.destroy({ code, reason: 'leaving' });
      rest.clearHashSweeper();
      rest.clearHandlerSweeper();
    },
  };
}

/** Waits until `look` gives something other than null, undefined or false. */
export async function eventually<T>(look: () => T | null | undefined | false, withinMs = 5000): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`Nothing came within ${withinMs} ms: ${look.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
