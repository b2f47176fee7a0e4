import { splitText } from '../shared/text/fit-text.ts';
import type { Card, Reply } from './chat.ts';
import type { OutboxMessage } from './outbox.ts';

/** Under the chat's limits (Discord: 2,000, 4,096 and 6,000 characters), with room for the line with the reference. */
const TEXT_CHARS = 1_900;
const CARD_TEXT_CHARS = 4_000;
const MESSAGE_CARD_CHARS = 5_600;
const CARDS_PER_MESSAGE = 9;
/** More messages in a row nobody wants to scroll through: the whole text goes into a file. */
const MOST_TEXT_PARTS = 4;

/**
 * A long reply as several messages, none of which has to be cut; nearly always it is one. Notices are short. The parts
 * follow each other in the same place; pictures and buttons stand under the last one.
 */
export function inParts(message: OutboxMessage): readonly OutboxMessage[] {
  if (message.content.kind === 'notice') return [message];
  const replies = splitReply(message.content.reply);
  return replies.map((reply, index) => ({
    ...message,
    content: { kind: 'reply', reply },
    ...(index === 0
      ? {}
      : { dedupeKey: `${message.dedupeKey}#${index + 1}`, destination: besides(message.destination) }),
  }));
}

/** Only the first part is a reply to somebody. */
function besides(destination: OutboxMessage['destination']): OutboxMessage['destination'] {
  return destination.kind === 'reply' ? { kind: 'channel', channelId: destination.channelId } : destination;
}

function splitReply(reply: Reply): readonly Reply[] {
  const { text, cards, selects, buttons, pictures, files, ...rest } = reply;
  const { parts, file } = splitWords(text ?? '');
  const packs = packCards((cards ?? []).flatMap(splitCard));
  const heads: Reply[] = parts.slice(0, -1).map((part) => ({ text: part }));
  const middle: Reply = {
    ...(parts.length > 0 ? { text: parts.at(-1) ?? '' } : {}),
    ...(packs[0] ? { cards: packs[0] } : {}),
  };
  const tails: Reply[] = packs.slice(1).map((pack) => ({ cards: pack }));
  const all = [...heads, middle, ...tails];
  const attached = [...(files ?? []), ...(file === null ? [] : [file])];
  const last: Reply = {
    ...rest,
    ...all.at(-1),
    ...(selects ? { selects } : {}),
    ...(buttons ? { buttons } : {}),
    ...(pictures ? { pictures } : {}),
    ...(attached.length > 0 ? { files: attached } : {}),
  };
  return [...all.slice(0, -1), last];
}

function splitWords(text: string): {
  readonly parts: readonly string[];
  readonly file: { name: string; text: string } | null;
} {
  const parts = splitText(text, TEXT_CHARS);
  if (parts.length <= MOST_TEXT_PARTS) return { parts, file: null };
  const shown = parts.slice(0, MOST_TEXT_PARTS - 1);
  return { parts: [...shown, '… The whole text is in the attached file.'], file: { name: 'whole-text.md', text } };
}

/** A card with a long text as several; what belongs to the whole card stands in the last one. */
function splitCard(card: Card): readonly Card[] {
  const { text = '', title, url, tone, fields, footer } = card;
  const parts = splitText(text, CARD_TEXT_CHARS);
  if (parts.length <= 1) return [card];
  const look = tone === undefined ? {} : { tone };
  return parts.map((part, index) => ({
    ...look,
    ...(title === undefined ? {} : { title: index === 0 ? title : `${title} (${index + 1} of ${parts.length})` }),
    ...(url === undefined || index > 0 ? {} : { url }),
    text: part,
    ...(index === parts.length - 1
      ? { ...(fields ? { fields } : {}), ...(footer === undefined ? {} : { footer }) }
      : {}),
  }));
}

function packCards(cards: readonly Card[]): readonly (readonly Card[])[] {
  const packs: Card[][] = [];
  let room = 0;
  for (const card of cards) {
    const pack = packs.at(-1);
    const chars = charsOf(card);
    if (pack === undefined || pack.length >= CARDS_PER_MESSAGE || chars > room) {
      packs.push([card]);
      room = MESSAGE_CARD_CHARS - chars;
    } else {
      pack.push(card);
      room -= chars;
    }
  }
  return packs;
}

function charsOf({ title = '', text = '', footer = '', fields = [] }: Card): number {
  return (
    title.length +
    text.length +
    footer.length +
    fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0)
  );
}
