import type { API } from '@discordjs/core';
import type { REST } from '@discordjs/rest';
import { CloseCodes, type SessionInfo, WebSocketShardEvents, WebSocketShardStatus } from '@discordjs/ws';
import {
  type APIInteraction,
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  GatewayIntentBits,
} from 'discord-api-types/v10';
import type { Gateway, GatewayListener } from '../../ports/gateway.ts';
import type { Arrival } from '../../ports/incoming.ts';
import type { Log } from '../../ports/log.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { GatewaySession } from '../../ports/store.ts';
import type { Clock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { HealthBoard } from '../../shared/health-board.ts';
import type { Secret } from '../../shared/secret.ts';
import type { Arrivals } from './arrivals.ts';
import { toDiscordError } from './discord-call.ts';
import { identifyThrottler, ResumingManager, sessionStartLimit } from './identify-budget.ts';
import { readReaction } from './read-reaction.ts';
import type { RoleDirectory } from './role-directory.ts';

export interface DiscordGatewayOptions {
  readonly rest: REST;
  readonly api: API;
  readonly arrivals: Arrivals;
  readonly token: Secret;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: HealthBoard;
  readonly roles: RoleDirectory;
}

/** Guild events (roles, names) and reactions; neither is privileged. Interactions arrive whatever the intents. */
const INTENTS = GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessageReactions;
const SHARD = 0;
/** How long a session may take to start before somebody is told that it hangs. */
const HELLO_TIMEOUT_MS = 15_000;
/** Shorter, so that the socket gives up first: the library leaves a socket behind whose late error would end the process. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

const CLOSE_WITHIN_MS = 2_000;

/** Discord keeps a session for a few minutes; after that, who could not come back had better begin anew. */
const SESSION_LIFE_MS = 5 * 60_000;

/** Codes after which Discord wants a person's help. Source: topics/opcodes-and-status-codes, "Gateway Close Event Codes". */
const FATAL_CLOSES: ReadonlyMap<number, string> = new Map([
  [4004, 'the bot token was rejected'],
  [4010, 'invalid shard'],
  [4011, 'sharding is required'],
  [4012, 'invalid API version'],
  [4013, 'invalid intents'],
  [4014, 'disallowed intents: enable them in the Developer Portal'],
]);

/** The gateway through `@discordjs/ws`, with the session kept by its owner, so that a restart can resume it. */
export function discordGateway(options: DiscordGatewayOptions): Gateway {
  return new DiscordGateway(options);
}

class DiscordGateway implements Gateway {
  readonly #options: DiscordGatewayOptions;
  readonly #manager: ResumingManager;
  #session: SessionInfo | null = null;
  #listener: GatewayListener | null = null;
  #isPaused = false;
  /** Since when no connection could be made or kept; null while there is one. */
  #awaySinceMs: number | null = null;
  #lastHow: 'resumed' | 'identified' = 'identified';
  /** Told already for this connection: what is replayed can hold the RESUMED of earlier ones. */
  #isStarted = false;
  /** What the session was begun for. */
  #intents: number = INTENTS;

  constructor(options: DiscordGatewayOptions) {
    this.#options = options;
    this.#manager = new ResumingManager({
      rest: options.rest,
      token: options.token.reveal(),
      intents: INTENTS,
      shardCount: 1,
      helloTimeout: HELLO_TIMEOUT_MS,
      readyTimeout: HELLO_TIMEOUT_MS,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      buildIdentifyThrottler: () => identifyThrottler(this.#manager, options),
      retrieveSessionInfo: () => this.#session,
      updateSessionInfo: (_shard, session) => this.#keep(session),
    });
    this.#listen();
  }

  async connect(stored: GatewaySession | null, listener: GatewayListener): Promise<'resumed' | 'identified'> {
    this.#listener = listener;
    const session = await this.#usable(stored);
    this.#intents = session?.intents ?? INTENTS;
    this.#session = session && {
      sessionId: session.sessionId,
      resumeURL: session.resumeUrl,
      sequence: session.sequence,
      shardCount: session.shardCount,
      shardId: SHARD,
    };
    this.#awaySinceMs = this.#options.clock.now().getTime();
    // Discord replays what happens meanwhile, so whoever watches from outside need not call the bot down.
    if (session) this.#options.health.tell('discord', 'degraded', 'Resuming the session.');
    else this.#options.health.tell('discord', 'starting', 'Starting a session.');
    try {
      // Resolves at READY or RESUMED.
      await this.#manager.connect();
    } catch (error) {
      throw toDiscordError(error);
    }
    return this.#lastHow;
  }

  /**
   * A session that an older version began for fewer kinds of events would never bring the others, so a new one is begun,
   * unless the day has none left: then the old one is better than silence, and the next start tries again.
   */
  async #usable(session: GatewaySession | null): Promise<GatewaySession | null> {
    if (session === null || (session.intents & INTENTS) === INTENTS) return session;
    const limit = await sessionStartLimit(this.#options.api);
    const hasNoneLeft = limit?.remaining === 0;
    this.#options.log.warn('gateway.session-lacks-intents', { has: session.intents, wanted: INTENTS, hasNoneLeft });
    return hasNoneLeft ? session : null;
  }

  pause(): void {
    this.#isPaused = true;
  }

  async close(): Promise<void> {
    this.#isPaused = true;
    const status = (await this.#manager.fetchStatus()).get(SHARD);
    // The end of the process ends an attempt to connect; taken back by the library, its failure would be an uncaught error.
    const isConnecting = status === WebSocketShardStatus.Connecting;
    // 4200 and not 1000: a normal close would end the session (events/gateway, "Initiating a Disconnect").
    const closed = isConnecting ? null : this.#manager.destroy({ code: CloseCodes.Resuming, reason: 'stopping' });
    // Between IDENTIFY and READY the library never finishes closing.
    await Promise.race([closed, pause(CLOSE_WITHIN_MS)]);
    this.#options.health.tell('discord', 'down', 'Stopped; the session can be resumed.');
    this.#options.metrics.set('onomancer_gateway_connected', {}, 0);
  }

  /**
   * The library forgets the session when it closes, and also when the network fails: then Discord still has it, and
   * everything that happens meanwhile, so it is kept until Discord itself says that it is invalid.
   */
  #keep(session: SessionInfo | null): void {
    if (this.#isPaused) return;
    if (session === null && this.#isBrieflyAway()) return;
    this.#session = session;
    if (session === null) this.#listener?.onSession(null);
  }

  #isBrieflyAway(): boolean {
    return this.#awaySinceMs !== null && this.#options.clock.now().getTime() - this.#awaySinceMs < SESSION_LIFE_MS;
  }

  #listen(): void {
    const { log, metrics } = this.#options;
    this.#manager.on(WebSocketShardEvents.Ready, () => this.#started('identified'));
    this.#manager.on(WebSocketShardEvents.Resumed, () => this.#started('resumed'));
    this.#manager.on(WebSocketShardEvents.Closed, (code) => this.#closed(code));
    this.#manager.on(WebSocketShardEvents.Error, (error) => log.warn('gateway.error', { error }));
    this.#manager.on(WebSocketShardEvents.Hello, () => {
      this.#awaySinceMs = null;
      this.#isStarted = false;
    });
    this.#manager.on(WebSocketShardEvents.SocketError, (error) => {
      this.#awaySinceMs ??= this.#options.clock.now().getTime();
      log.warn('gateway.socket-error', { error });
    });
    this.#manager.on(WebSocketShardEvents.HeartbeatComplete, ({ latency }) =>
      metrics.set('onomancer_gateway_latency_seconds', {}, latency / 1000),
    );
    this.#manager.on(WebSocketShardEvents.Dispatch, (payload) => this.#dispatched(payload));
  }

  #started(how: 'resumed' | 'identified'): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const { log, metrics, health } = this.#options;
    this.#lastHow = how;
    if (how === 'identified') this.#intents = INTENTS;
    health.tell('discord', 'on', how === 'resumed' ? 'Session resumed, nothing missed.' : 'New session.');
    metrics.set('onomancer_gateway_connected', {}, 1);
    metrics.count('onomancer_gateway_sessions_total', { how });
    log.info('gateway.started', { how });
  }

  #closed(code: number): void {
    const { log, metrics, health } = this.#options;
    metrics.set('onomancer_gateway_connected', {}, 0);
    metrics.count('onomancer_gateway_closes_total', { code: String(code) });
    log.warn('gateway.closed', { code });
    // From 4000 on it is Discord's own word.
    if (code < 4000 || code === CloseCodes.Resuming) this.#awaySinceMs ??= this.#options.clock.now().getTime();
    const fatal = FATAL_CLOSES.get(code);
    health.tell(
      'discord',
      'down',
      fatal ? `Discord closed the gateway: ${fatal}.` : `The gateway closed (${code}); reconnecting.`,
    );
    if (fatal === undefined) return;
    this.#listener?.onFatal(
      code === 4004
        ? new AppError('DISCORD_TOKEN_REJECTED')
        : new AppError('DISCORD_REFUSED', { facts: { reason: fatal } }),
    );
  }

  /** Hands the event over first and moves the session after it: a crash in between brings it again, never loses it. */
  #dispatched(payload: GatewayDispatchPayload): void {
    if (this.#isPaused) return;
    this.#learn(payload);
    if (payload.t === GatewayDispatchEvents.InteractionCreate) {
      const arrival = this.#read(payload.d);
      if (arrival) this.#listener?.onArrival(arrival);
      else this.#options.log.warn('gateway.unknown-interaction', { type: payload.d.type });
    }
    const session = this.#session;
    if (!session) return;
    const reaction = readReaction(payload, this.#options.clock.now());
    const { sessionId } = session;
    if (reaction) this.#listener?.onReaction(reaction, { sessionId, sequence: payload.s });
    this.#listener?.onSession({
      sessionId,
      resumeUrl: session.resumeURL,
      sequence: payload.s,
      shardCount: session.shardCount,
      intents: this.#intents,
    });
  }

  /** One that cannot be read is left out: thrown from here it would end the process, and come again after each start. */
  #read(interaction: APIInteraction): Arrival | null {
    try {
      return this.#options.arrivals.of(interaction, this.#options.clock.now());
    } catch (error) {
      this.#options.log.error('gateway.unreadable-interaction', { error });
      return null;
    }
  }

  #learn(payload: GatewayDispatchPayload): void {
    const { roles } = this.#options;
    switch (payload.t) {
      case GatewayDispatchEvents.GuildCreate:
        // During an outage a guild comes without anything but its id (resources/guild, "Unavailable Guild Object").
        if (!payload.d.unavailable) roles.learnGuild(payload.d.id, payload.d.roles);
        break;
      case GatewayDispatchEvents.GuildRoleCreate:
      case GatewayDispatchEvents.GuildRoleUpdate:
        roles.learnRole(payload.d.guild_id, payload.d.role);
        break;
      case GatewayDispatchEvents.GuildRoleDelete:
        roles.forgetRole(payload.d.guild_id, payload.d.role_id);
        break;
      default:
        break;
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
