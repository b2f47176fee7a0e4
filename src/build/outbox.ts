import { Outbox } from '../outbox/outbox.ts';
import type { Floor } from './floor.ts';

/** Says what nobody asked for just now, while this process owns the gateway. */
export function makeOutbox({ store, settings, discord, ...floor }: Floor): Outbox {
  const { adminChannel } = settings;
  return new Outbox({ ...floor, store: store.outbox, chat: discord.chat, random: Math.random, adminChannel });
}
