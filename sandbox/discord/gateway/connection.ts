import { GatewayDispatchEvents, type GatewayReadyDispatchData } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';
import type { Core } from '../core.ts';
import { guildCreate } from '../world/guild.ts';
import { applicationFlags, selfPayload } from '../world/present.ts';
import { CLOSE, type CloseReason } from './close-codes.ts';
import {
  frame,
  heartbeat,
  type Identify,
  identify,
  type Resume,
  requestMembers,
  resume,
  SILENT_OPCODES,
} from './frames.ts';
import { KNOWN_INTENTS, PRIVILEGED_INTENTS } from './intents.ts';
import { membersChunk } from './members-chunk.ts';
import type { Connection, DispatchFrame, Session } from './sessions.ts';

/** https://docs.discord.com/developers/events/gateway#sending-events */
const MAX_PAYLOAD_BYTES = 4096;
/** https://docs.discord.com/developers/events/gateway#rate-limiting */
const MAX_SENDS = 120;
const SENDS_WINDOW_MS = 60_000;
const BUSY_MACHINE_MS = 250;

export interface ConnectionOptions {
  readonly core: Core;
  readonly heartbeatIntervalMs: number;
  readonly onFrame: (direction: 'from-bot' | 'to-bot', frame: unknown) => void;
}

/** One socket of a client: says HELLO, takes IDENTIFY or RESUME, and closes on what Discord closes on. */
export class GatewayConnection implements Connection {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #core: Core;
  #session: Session | null = null;
  #sends: number[] = [];
  #heartbeatTimer: NodeJS.Timeout | undefined;
  #isEnding = false;

  constructor(socket: WebSocket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#core = options.core;
    socket.on('message', (data: Buffer, isBinary) => this.#receive(data.toString(), isBinary));
    socket.on('close', (code) => this.#closed(code));
    // A broken connection also closes; there is nothing more to do about it.
    socket.on('error', () => {});
    this.#write({ op: 10, t: null, s: null, d: { heartbeat_interval: options.heartbeatIntervalMs } });
    this.#awaitHeartbeat();
  }

  get session(): Session | null {
    return this.#session;
  }

  send(dispatch: DispatchFrame): void {
    this.#write(dispatch);
  }

  end(code?: number, reason?: string): void {
    this.#isEnding = true;
    clearTimeout(this.#heartbeatTimer);
    if (code === undefined) this.#socket.terminate();
    else this.#socket.close(code, reason);
  }

  /** Op 7: the client should come back and resume; the socket is cut if it does not go by itself. */
  askToReconnect(graceMs: number): void {
    this.#write({ op: 7, t: null, s: null, d: null });
    const timer = setTimeout(() => this.end(), graceMs);
    timer.unref();
    this.#socket.once('close', () => clearTimeout(timer));
  }

  /** Op 9. Not resumable ends the session at once; resumable leaves it, and the client may resume on this socket. */
  invalidate(isResumable: boolean): void {
    const session = this.#session;
    this.#session = null;
    if (session && isResumable) this.#core.sessions.leave(session, this);
    if (session && !isResumable) this.#core.sessions.end(session);
    this.#write({ op: 9, t: null, s: null, d: isResumable });
  }

  #receive(text: string, isBinary: boolean): void {
    if (this.#isEnding) return;
    if (isBinary || Buffer.byteLength(text) > MAX_PAYLOAD_BYTES) return this.#close('decodeError');
    const parsed = frame.safeParse(parseJson(text));
    if (!parsed.success) return this.#close('decodeError');
    this.#options.onFrame('from-bot', parsed.data);
    if (this.#isTooMuch()) return this.#close('rateLimited');
    this.#handle(parsed.data.op, parsed.data.d);
  }

  #handle(op: number, d: unknown): void {
    if (op === 1) return this.#heartbeat(d);
    if (op === 2) return this.#take(identify.safeParse(d), (data) => this.#identify(data));
    if (op === 6) return this.#take(resume.safeParse(d), (data) => this.#resume(data));
    if (op !== 8 && !SILENT_OPCODES.has(op)) return this.#close('unknownOpcode');
    if (!this.#session) return this.#close('notAuthenticated');
    if (op === 8) this.#take(requestMembers.safeParse(d), (data) => membersChunk(this.#core, this.#session, data));
  }

  #take<T>(parsed: { success: true; data: T } | { success: false }, go: (data: T) => void): void {
    if (parsed.success) go(parsed.data);
    else this.#close('decodeError');
  }

  #heartbeat(d: unknown): void {
    if (!heartbeat.safeParse(d ?? null).success) return this.#close('decodeError');
    this.#awaitHeartbeat();
    this.#write({ op: 11, t: null, s: null, d: null });
  }

  #identify(data: Identify): void {
    const { core } = this.#options;
    if (this.#session) return this.#close('alreadyAuthenticated');
    if (!core.token.accepts(data.token)) return this.#close('authenticationFailed');
    const [shard, shards] = data.shard ?? [0, 1];
    if (shard < 0 || shards < 1 || shard >= shards) return this.#close('invalidShard');
    if (data.intents < 0 || (data.intents & ~KNOWN_INTENTS) !== 0) return this.#close('invalidIntents');
    if (data.intents & PRIVILEGED_INTENTS & ~core.privilegedIntents) return this.#close('disallowedIntents');
    const verdict = core.budget.take();
    if (verdict === 'too-fast') return this.#write({ op: 9, t: null, s: null, d: false });
    if (verdict === 'exhausted') return this.#exhausted();
    this.#session = core.sessions.start({ id: core.newSecret().slice(0, 32), intents: data.intents, connection: this });
    this.#welcome(this.#session, data.shard);
  }

  /** Discord kills all sessions and resets the token: https://docs.discord.com/developers/events/gateway#identifying */
  #exhausted(): void {
    const { token, sessions } = this.#core;
    token.reset();
    const [code, reason] = CLOSE.authenticationFailed;
    for (const { connection } of sessions.all()) connection?.end(code, reason);
    sessions.endAll();
    this.#close('authenticationFailed');
  }

  #welcome(session: Session, shard: [number, number] | undefined): void {
    const { world, addresses, privilegedIntents } = this.#core;
    const ready: GatewayReadyDispatchData = {
      v: 10,
      user: selfPayload(world),
      guilds: [{ id: world.guild.id, unavailable: true }],
      session_id: session.id,
      resume_gateway_url: addresses.gatewayUrl,
      application: {
        id: world.applicationId,
        flags: applicationFlags(privilegedIntents),
        flags_new: String(applicationFlags(privilegedIntents)),
      },
      ...(shard ? { shard } : {}),
    };
    session.dispatch(GatewayDispatchEvents.Ready, ready);
    if ((session.intents & 1) === 0) return;
    const allMembers = (session.intents & (1 << 8)) !== 0;
    session.dispatch(GatewayDispatchEvents.GuildCreate, guildCreate(world, { allMembers }));
  }

  #resume(data: Resume): void {
    const { token, sessions } = this.#core;
    if (this.#session) return this.#close('alreadyAuthenticated');
    if (!token.accepts(data.token)) return this.#close('authenticationFailed');
    const session = sessions.find(data.session_id);
    if (!session) return this.#write({ op: 9, t: null, s: null, d: false });
    if (data.seq > session.sequence || data.seq < 0) {
      sessions.end(session);
      return this.#close('invalidSequence');
    }
    const missed = session.missedSince(data.seq);
    if (!missed) {
      sessions.end(session);
      return this.#write({ op: 9, t: null, s: null, d: false });
    }
    session.connection?.end(...CLOSE.unknownError);
    sessions.resume(session, this);
    this.#session = session;
    for (const one of missed) this.#write(one);
    session.dispatch(GatewayDispatchEvents.Resumed, { _trace: [] });
  }

  #isTooMuch(): boolean {
    const now = this.#core.elapsedMs();
    this.#sends = this.#sends.filter((at) => now - at < SENDS_WINDOW_MS);
    this.#sends.push(now);
    return this.#sends.length > MAX_SENDS;
  }

  /** A client may be late by half an interval, plus what a busy machine needs. */
  #awaitHeartbeat(): void {
    const { heartbeatIntervalMs } = this.#options;
    clearTimeout(this.#heartbeatTimer);
    this.#heartbeatTimer = setTimeout(() => this.#close('timedOut'), heartbeatIntervalMs * 1.5 + BUSY_MACHINE_MS);
    this.#heartbeatTimer.unref();
  }

  #close(why: CloseReason): void {
    const [code, reason] = CLOSE[why];
    this.end(code, reason);
  }

  /** Codes 1000 and 1001 from the client end the session, everything else leaves it resumable. */
  #closed(code: number): void {
    clearTimeout(this.#heartbeatTimer);
    const session = this.#session;
    this.#session = null;
    if (!session) return;
    const byClient = !this.#isEnding;
    if (byClient && (code === 1000 || code === 1001) && session.connection === this) this.#core.sessions.end(session);
    else this.#core.sessions.leave(session, this);
  }

  #write(payload: unknown): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#options.onFrame('to-bot', payload);
    this.#socket.send(JSON.stringify(payload));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
