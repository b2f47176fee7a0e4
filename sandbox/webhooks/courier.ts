import { request } from 'node:http';
import type { Clock } from '../../src/shared/clock.ts';
import { type Recorder, safeHeaders } from '../record.ts';

export type SenderName = 'linear' | 'github' | 'vercel';

/** How a sender treats those who do not answer as it wants. */
export interface CourierPolicy {
  readonly timeoutMs: number;
  /** The waits before the second, third … attempt; after the last one it gives up. */
  readonly retryAfterMs: readonly number[];
  readonly isAccepted: (status: number) => boolean;
  /** After giving up so many times in a row it sends nothing any more until somebody switches it on; null: never. */
  readonly disableAfter: number | null;
}

/** One delivery, made into bytes anew for each attempt: signatures and times belong to the attempt. */
export interface Parcel {
  readonly deliveryId: string;
  /** `Issue.update`. */
  readonly event: string;
  readonly pack: (sentAt: Date) => { readonly headers: Readonly<Record<string, string>>; readonly body: string };
}

export interface Attempt {
  readonly at: string;
  /** Null: no answer. */
  readonly status: number | null;
  readonly problem: string | null;
}

/** What became of a delivery. `lost`: nobody was asked to take it, as after an outage longer than all retries. */
export interface DeliveryTrace {
  readonly sender: SenderName;
  readonly deliveryId: string;
  readonly event: string;
  readonly state: 'waiting' | 'delivered' | 'given-up' | 'lost';
  readonly attempts: readonly Attempt[];
}

export interface CourierParts {
  readonly sender: SenderName;
  readonly policy: CourierPolicy;
  readonly clock: Clock;
  readonly recorder: Recorder | null;
  /** Where to; null while there is nobody. */
  readonly address: () => string | null;
  /** 1 is real time; 0.001 makes a wait of an hour 3.6 seconds. Timeouts stay as they are. */
  readonly timeScale: number;
}

interface Entry {
  readonly parcel: Parcel;
  state: DeliveryTrace['state'];
  readonly attempts: Attempt[];
}

const KEPT = 5_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/** Carries one sender's deliveries: all at once, each tried again by the sender's own rules. */
export class Courier {
  readonly #parts: CourierParts;
  readonly #entries = new Map<string, Entry>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  #gaveUpInARow = 0;
  #isLosing = false;

  constructor(parts: CourierParts) {
    this.#parts = parts;
  }

  send(parcel: Parcel): void {
    const entry: Entry = { parcel, state: 'waiting', attempts: [] };
    this.#entries.set(parcel.deliveryId, entry);
    for (const [id, { state }] of this.#entries) {
      if (this.#entries.size <= KEPT) break;
      if (state !== 'waiting') this.#entries.delete(id);
    }
    if (this.#isLosing || this.isDisabled()) entry.state = 'lost';
    else this.#attempt(entry);
  }

  /** By hand, as with the button of the sender's page: the same delivery again, at once. False: there is none with this id. */
  redeliver(deliveryId: string): boolean {
    const entry = this.#entries.get(deliveryId);
    if (!entry) return false;
    entry.attempts.splice(0);
    entry.state = 'waiting';
    this.#attempt(entry);
    return true;
  }

  /** From now on deliveries get lost (or not any more). */
  lose(isLosing: boolean): void {
    this.#isLosing = isLosing;
  }

  isDisabled(): boolean {
    const { disableAfter } = this.#parts.policy;
    return disableAfter !== null && this.#gaveUpInARow >= disableAfter;
  }

  enable(): void {
    this.#gaveUpInARow = 0;
  }

  list(): readonly DeliveryTrace[] {
    const { sender } = this.#parts;
    return [...this.#entries.values()].map(({ parcel: { deliveryId, event }, state, attempts }) => ({
      sender,
      deliveryId,
      event,
      state,
      attempts: [...attempts],
    }));
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#closing.abort();
    await Promise.all(this.#underWay);
  }

  #attempt(entry: Entry): void {
    const going = this.#go(entry).finally(() => this.#underWay.delete(going));
    this.#underWay.add(going);
  }

  async #go(entry: Entry): Promise<void> {
    const at = this.#parts.clock.now();
    const { status, problem } = await this.#post(entry.parcel, at);
    if (this.#closing.signal.aborted) return;
    entry.attempts.push({ at: at.toISOString(), status, problem });
    if (status !== null && this.#parts.policy.isAccepted(status)) {
      entry.state = 'delivered';
      this.#gaveUpInARow = 0;
      return;
    }
    const waitMs = this.#parts.policy.retryAfterMs[entry.attempts.length - 1];
    if (waitMs === undefined || this.isDisabled()) {
      entry.state = 'given-up';
      this.#gaveUpInARow += 1;
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#attempt(entry);
    }, waitMs * this.#parts.timeScale);
    this.#timers.add(timer);
  }

  async #post(parcel: Parcel, sentAt: Date): Promise<{ status: number | null; problem: string | null }> {
    const address = this.#parts.address();
    if (address === null) return { status: null, problem: 'nobody listens' };
    const { headers, body } = parcel.pack(sentAt);
    const url = `${address}/webhooks/${this.#parts.sender}`;
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(this.#parts.policy.timeoutMs)]);
    try {
      const answer = await post(url, { headers, body, signal });
      this.#record({ url, headers, body, sentAt }, answer);
      return { status: answer.status, problem: null };
    } catch (error) {
      this.#record({ url, headers, body, sentAt }, null);
      return { status: null, problem: error instanceof Error ? error.message : String(error) };
    }
  }

  #record(
    asked: { url: string; headers: Readonly<Record<string, string>>; body: string; sentAt: Date },
    answer: Awaited<ReturnType<typeof post>> | null,
  ): void {
    this.#parts.recorder?.record({
      at: asked.sentAt.toISOString(),
      service: 'webhooks',
      method: 'POST',
      path: new URL(asked.url).pathname,
      requestHeaders: safeHeaders(asked.headers),
      requestBody: JSON.parse(asked.body) as unknown,
      status: answer?.status ?? 0,
      responseHeaders: answer?.headers ?? {},
      responseBody: answer?.text ?? null,
    });
  }
}

/** Node's own client and not `fetch`: it sends exactly the headers that it is given, and follows nothing. */
function post(
  url: string,
  { headers, body, signal }: { headers: Readonly<Record<string, string>>; body: string; signal: AbortSignal },
): Promise<{ status: number; headers: Record<string, string>; text: string }> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(body);
    const asked = request(url, { method: 'POST', signal, headers: { ...headers, 'Content-Length': bytes.length } });
    asked.once('error', reject);
    asked.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (text.length < MAX_ANSWER_BYTES) text += chunk;
      });
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: safeHeaders(response.headers), text }),
      );
    });
    asked.end(bytes);
  });
}
