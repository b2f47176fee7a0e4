import type { API } from '@discordjs/core';
import type { APIMessage } from 'discord-api-types/v10';
import type { ChatChannel } from '../../ports/chat-channel.ts';

type Sought = Parameters<ChatChannel['find']>[1];

const PER_PAGE = 100;
/** More than people and bots write between a crash and the next start; beyond it we look no further. */
const PAGES = 10;
/** How far the clocks of Discord and of this server may be apart. */
const CLOCKS_APART_MS = 10 * 60_000;

/** One page of a channel, the newest first; of what stands before the message given. */
export type ReadPage = (before: string | undefined) => Promise<readonly APIMessage[]>;

export function pageReader(api: API, channelId: string, signal: AbortSignal): ReadPage {
  return (before) =>
    api.channels.getMessages(channelId, { limit: PER_PAGE, ...(before === undefined ? {} : { before }) }, { signal });
}

/** The id of our own message that shows the reference, looking back from the newest until `since`; null: none. */
export async function findMessage(readPage: ReadPage, ourId: string, sought: Sought): Promise<string | null> {
  const earliest = sought.since.getTime() - CLOCKS_APART_MS;
  let before: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const messages = await readPage(before);
    const found = messages.find((message) => isSought(message, ourId, sought));
    if (found !== undefined) return found.id;
    const oldest = messages.at(-1);
    if (oldest === undefined || messages.length < PER_PAGE || Date.parse(oldest.timestamp) < earliest) return null;
    before = oldest.id;
  }
  return null;
}

/** Answers to interactions are ours as well, and can show the same reference. */
function isSought(message: APIMessage, ourId: string, { reference, except }: Sought): boolean {
  const isUnasked = message.interaction_metadata === undefined && message.webhook_id === undefined;
  if (message.author.id !== ourId || !isUnasked || except.has(message.id)) return false;
  return [message.content, ...message.embeds.map(({ footer }) => footer?.text ?? '')].some((text) =>
    text.split(/[\s·]+/).includes(reference),
  );
}
