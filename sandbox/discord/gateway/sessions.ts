/** A frame that Discord dispatches: one event with its number in the session. */
export interface DispatchFrame {
  readonly op: 0;
  readonly t: string;
  readonly s: number;
  readonly d: unknown;
}

/** The socket side of a session. */
export interface Connection {
  send(frame: DispatchFrame): void;
  /** Ends the socket: with a close code, or abruptly without. */
  end(code?: number, reason?: string): void;
}

/** What an outsider may know of a session. */
export interface SessionView {
  readonly id: string;
  readonly isConnected: boolean;
  readonly sequence: number;
  readonly intents: number;
  /** How often it has been resumed. */
  readonly resumes: number;
}

/**
 * One gateway session: numbers its events and keeps the latest ones, so that a client that was away can have them again.
 * https://docs.discord.com/developers/events/gateway#resuming
 */
export class Session implements SessionView {
  readonly id: string;
  readonly intents: number;
  readonly #bufferSize: number;
  #buffer: DispatchFrame[] = [];
  #sequence = 0;
  #connection: Connection | null;
  resumes = 0;

  constructor(parts: { id: string; intents: number; bufferSize: number; connection: Connection }) {
    this.id = parts.id;
    this.intents = parts.intents;
    this.#bufferSize = parts.bufferSize;
    this.#connection = parts.connection;
  }

  get isConnected(): boolean {
    return this.#connection !== null;
  }

  get sequence(): number {
    return this.#sequence;
  }

  get connection(): Connection | null {
    return this.#connection;
  }

  /** Numbers and keeps the event; sends it when somebody is connected. */
  dispatch(t: string, d: unknown): void {
    this.#sequence += 1;
    const frame: DispatchFrame = { op: 0, t, s: this.#sequence, d };
    this.#buffer.push(frame);
    if (this.#buffer.length > this.#bufferSize) this.#buffer.shift();
    this.#connection?.send(frame);
  }

  /** The events after `sequence`; null when some of them are no longer kept. */
  missedSince(sequence: number): readonly DispatchFrame[] | null {
    const first = this.#buffer[0]?.s ?? this.#sequence + 1;
    return sequence + 1 < first ? null : this.#buffer.filter(({ s }) => s > sequence);
  }

  attach(connection: Connection): void {
    this.#connection = connection;
    this.resumes += 1;
  }

  detach(connection: Connection): void {
    if (this.#connection === connection) this.#connection = null;
  }
}

/** The live sessions. One that has lost its connection stays for a while and then dies. */
export class Sessions {
  readonly #lifetimeMs: number;
  readonly #bufferSize: number;
  readonly #sessions = new Map<string, Session>();
  readonly #deaths = new Map<string, NodeJS.Timeout>();

  constructor(options: { lifetimeMs: number; bufferSize: number }) {
    this.#lifetimeMs = options.lifetimeMs;
    this.#bufferSize = options.bufferSize;
  }

  start(parts: { id: string; intents: number; connection: Connection }): Session {
    const session = new Session({ ...parts, bufferSize: this.#bufferSize });
    this.#sessions.set(session.id, session);
    return session;
  }

  find(id: string): Session | null {
    return this.#sessions.get(id) ?? null;
  }

  all(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  /** The connection is gone, the session lives on for a few minutes. */
  leave(session: Session, connection: Connection): void {
    session.detach(connection);
    if (session.isConnected || !this.#sessions.has(session.id)) return;
    this.#cancelDeath(session.id);
    const timer = setTimeout(() => this.end(session), this.#lifetimeMs);
    timer.unref();
    this.#deaths.set(session.id, timer);
  }

  resume(session: Session, connection: Connection): void {
    this.#cancelDeath(session.id);
    session.attach(connection);
  }

  end(session: Session): void {
    this.#cancelDeath(session.id);
    this.#sessions.delete(session.id);
  }

  endAll(): void {
    for (const session of this.all()) this.end(session);
  }

  #cancelDeath(id: string): void {
    clearTimeout(this.#deaths.get(id));
    this.#deaths.delete(id);
  }
}
