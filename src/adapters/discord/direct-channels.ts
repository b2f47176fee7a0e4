import type { API } from '@discordjs/core';
import type { Destination } from '../../ports/outbox.ts';

/** More people than a server that one bot serves would write to in a day; the oldest is forgotten. */
const REMEMBERED = 5_000;

/** The channels of direct messages: opened when first needed, then remembered, because Discord limits the opening. */
export class DirectChannels {
  readonly #api: API;
  readonly #ids = new Map<string, string>();

  constructor(api: API) {
    this.#api = api;
  }

  /** The id of the channel where the destination is; opens it for a member. Source: resources/user, "Create DM". */
  async resolve(destination: Destination, signal: AbortSignal): Promise<string> {
    if (destination.kind !== 'member') return destination.channelId;
    const known = this.known(destination);
    if (known !== null) return known;
    const { id } = await this.#api.users.createDM(destination.userId, { signal });
    this.#ids.set(destination.userId, id);
    const [oldest] = this.#ids.keys();
    if (this.#ids.size > REMEMBERED && oldest !== undefined) this.#ids.delete(oldest);
    return id;
  }

  /** Null for a member to whom nothing was sent yet. */
  known(destination: Destination): string | null {
    return destination.kind === 'member' ? (this.#ids.get(destination.userId) ?? null) : destination.channelId;
  }
}
