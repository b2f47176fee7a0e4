import type { ChannelView } from '../protocol.ts';
import { isAfter } from './messages-view.ts';

/** What each person of the demo has read of each channel, since the page was opened. */
export class Unread {
  readonly #read = new Map<string, Map<string, string>>();

  /** Whoever is first seen here has read everything that was there; the channel that is open is read as it comes. */
  look(as: string, channels: readonly ChannelView[], open: string): void {
    const read = this.#read.get(as) ?? new Map<string, string>();
    const isFirst = !this.#read.has(as);
    for (const { id, lastMessageId } of channels) if (isFirst || id === open) read.set(id, lastMessageId ?? '');
    this.#read.set(as, read);
  }

  has(as: string, { id, lastMessageId }: ChannelView): boolean {
    const read = this.#read.get(as);
    return read !== undefined && lastMessageId !== null && isAfter(lastMessageId, read.get(id) ?? '');
  }

  /** The last message that was read where something was not; null where everything was. */
  readUntil(as: string, channel: ChannelView): string | null {
    return this.has(as, channel) ? (this.#read.get(as)?.get(channel.id) ?? '') : null;
  }
}
