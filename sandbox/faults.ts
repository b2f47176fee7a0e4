/** A misbehaviour that a sandbox server shows on demand. */
export interface Fault {
  /** Which server: `discord` (REST) or `linear`. The gateway has its own switches: see DiscordSandbox. */
  readonly service: 'discord' | 'linear';
  /**
   * - `status`: answers with `status` (and, for 429, the vendor's own rate-limit shape with `retryAfterMs`).
   * - `slow`: waits `delayMs`, then answers as usual.
   * - `drop`: closes the connection without an answer.
   * - `lost`: does what was asked, then closes the connection without an answer.
   * - `malformed`: answers 200 with a body that is not JSON.
   * - `refuse`: the server does not accept connections at all (down).
   */
  readonly kind: 'status' | 'slow' | 'drop' | 'lost' | 'malformed' | 'refuse';
  readonly status?: number;
  readonly delayMs?: number;
  readonly retryAfterMs?: number;
  /** Only requests whose `METHOD path` (Linear: operation name) contains this text. */
  readonly match?: string;
  /** How many requests it hits; endless when not given. */
  readonly times?: number;
}

/** The faults that are switched on. */
export class Faults {
  #active: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#active.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(service?: Fault['service']): void {
    this.#active = service === undefined ? [] : this.#active.filter(({ fault }) => fault.service !== service);
  }

  /** Takes out the one that was added as this very object. */
  remove(fault: Fault): void {
    this.#active = this.#active.filter((entry) => entry.fault !== fault);
  }

  list(): readonly Fault[] {
    return this.#active.map(({ fault }) => fault);
  }

  /** The fault that hits this request, if any; counts it down. */
  take(service: Fault['service'], what: string): Fault | null {
    const entry = this.#active.find(
      ({ fault }) => fault.service === service && (fault.match === undefined || what.includes(fault.match)),
    );
    if (!entry) return null;
    entry.left -= 1;
    if (entry.left <= 0) this.#active = this.#active.filter((other) => other !== entry);
    return entry.fault;
  }
}
