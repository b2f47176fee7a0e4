import type { API } from '@discordjs/core';
import type { RawFile } from '@discordjs/rest';
import type { Reply } from '../../ports/chat.ts';
import type { Picture, Pictures } from '../../ports/pictures.ts';
import { fitLine } from '../../shared/text/fit-text.ts';
import { plural } from '../../shared/text/words.ts';
import { cleanLine } from './clean-text.ts';
import { LIMITS } from './render-limits.ts';
import { NOTHING_TO_SAY, type ReplyBody, renderReply } from './render-reply.ts';

/** A message with its files, as `@discordjs/core` takes it. */
export interface MessageBody extends ReplyBody {
  /**
   * Always named, so that an edit leaves no file of what was there before. `id` is the place in `files`.
   * Source: reference, "Uploading Files"; resources/message, "Edit Message".
   */
  attachments: { id: string; filename: string; description?: string }[];
  files: RawFile[];
}

/** What it takes to say something in Discord. */
export interface Speaker {
  readonly api: API;
  readonly pictures: Pictures;
}

interface Drawn {
  readonly name: string;
  readonly alt: string;
  readonly png: Uint8Array;
}

/**
 * Renders a reply with its pictures: the first one inside the last card, all of them with their words for those who
 * cannot see them. One that cannot be drawn is left out, and the message says so.
 */
export async function renderMessage(reply: Reply, pictures: Pictures): Promise<MessageBody> {
  const wanted = (reply.pictures ?? []).slice(0, LIMITS.attachments);
  const results = await Promise.all(wanted.map((picture, place) => draw(picture, place, pictures)));
  const drawn = results.filter((each) => each !== null);
  const texts = (reply.files ?? []).slice(0, LIMITS.attachments - drawn.length);
  const missing = results.length - drawn.length;
  const body = renderReply(missing === 0 ? reply : { ...reply, text: withNote(reply.text, missing) });
  return {
    ...body,
    // Files alone are a message, too.
    content: drawn.length + texts.length > 0 && body.content === NOTHING_TO_SAY ? '' : body.content,
    embeds: withPicture(body.embeds, drawn[0]),
    attachments: [
      ...drawn.map(({ name, alt }, index) => ({ id: String(index), filename: name, description: alt })),
      ...texts.map(({ name }, index) => ({ id: String(drawn.length + index), filename: name })),
    ],
    files: [
      ...drawn.map(({ name, png }) => ({ name, data: png, contentType: 'image/png' })),
      ...texts.map(({ name, text }) => ({ name, data: text, contentType: 'text/plain; charset=utf-8' })),
    ],
  };
}

/** Null when it cannot be drawn: the words of the message are worth more than a failure. */
async function draw(picture: Picture, place: number, pictures: Pictures): Promise<Drawn | null> {
  try {
    const png = await pictures.draw(picture);
    return { name: fileName(picture.name, place), alt: fitLine(cleanLine(picture.alt), LIMITS.altChars), png };
  } catch {
    return null;
  }
}

/** A card refers to it by its name, which Discord therefore must not change: plain characters, and no name twice. */
function fileName(name: string, place: number): string {
  const stem = name
    .replace(/\.png$/i, '')
    .replaceAll(/[^\w-]+/g, '-')
    .slice(0, 60);
  return place === 0 ? `${stem}.png` : `${stem}-${place + 1}.png`;
}

function withPicture(embeds: ReplyBody['embeds'], picture: Drawn | undefined): ReplyBody['embeds'] {
  const last = embeds.at(-1);
  if (last === undefined || picture === undefined) return embeds;
  return [...embeds.slice(0, -1), { ...last, image: { url: `attachment://${picture.name}` } }];
}

function withNote(text: string | undefined, missing: number): string {
  const note = `-# ${plural(missing, 'picture')} could not be drawn.`;
  return text === undefined || text === '' ? note : `${text}\n${note}`;
}
