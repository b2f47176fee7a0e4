import { faultRoute } from './fault-routes.ts';

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
  /** Of a 429 of Discord: whose limit it is; the bot's own for this route when not given. */
  readonly scope?: 'user' | 'shared' | 'global';
  /** Only this part of the service: a name in FAULT_ROUTES. */
  readonly route?: string;
  /** Only requests whose `METHOD path` (Linear: operation name) contains this text. */
  readonly match?: string;
  /** How many requests it hits; endless when not given. */
  readonly times?: number;
}

/** A fault that is switched on, under the number by which it can be mended. */
export interface ActiveFault {
  readonly number: number;
  readonly fault: Fault;
}

/** The faults that are switched on. */
export class Faults {
  #active: { number: number; fault: Fault; left: number }[] = [];
  #count = 0;

  add(fault: Fault): void {
    this.#count += 1;
    this.#active.push({ number: this.#count, fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(service?: Fault['service']): void {
    this.#active = service === undefined ? [] : this.#active.filter(({ fault }) => fault.service !== service);
  }

  /** Switches this one off; nothing happens when it is off already. */
  mend(number: number): void {
    this.#active = this.#active.filter((entry) => entry.number !== number);
  }

  active(): readonly ActiveFault[] {
    return this.#active.map(({ number, fault }) => ({ number, fault }));
  }

  list(): readonly Fault[] {
    return this.#active.map(({ fault }) => fault);
  }

  /** The fault that hits this request, if any; counts it down. */
  take(service: Fault['service'], what: string): Fault | null {
    const entry = this.#active.find(({ fault }) => fault.service === service && hits(fault, what));
    if (!entry) return null;
    entry.left -= 1;
    if (entry.left <= 0) this.#active = this.#active.filter((other) => other !== entry);
    return entry.fault;
  }
}

function hits({ service, match, route }: Fault, what: string): boolean {
  if (match !== undefined && !what.includes(match)) return false;
  return route === undefined || (faultRoute(service, route)?.pattern.test(what) ?? false);
}
