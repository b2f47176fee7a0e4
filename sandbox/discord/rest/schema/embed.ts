import type { APIEmbed } from 'discord-api-types/v10';
import { z } from 'zod';
import { invalidField } from '../api-error.ts';
import { link, listUpTo, maybe, textUpTo, trimmedText, wholeNumber } from '../form.ts';

/** https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
const MAX_EMBEDS = 10;
const MAX_SUM = 6000;

const trimmed = (max: number) =>
  z
    .string()
    .transform((text) => text.trim())
    .pipe(textUpTo(max));
const imageLink = link(2048, ['http', 'https', 'attachment']);
const picture = z.strictObject({
  url: maybe(imageLink),
  width: maybe(z.int()),
  height: maybe(z.int()),
  description: maybe(textUpTo(4096)),
});

const embed = z.strictObject({
  type: maybe(z.string()),
  title: maybe(trimmed(256)),
  description: maybe(trimmed(4096)),
  url: maybe(link(2048)),
  color: maybe(wholeNumber(0, 0xffffff)),
  timestamp: maybe(z.iso.datetime({ offset: true })),
  footer: maybe(z.strictObject({ text: maybe(trimmed(2048)), icon_url: maybe(imageLink) })),
  author: maybe(z.strictObject({ name: maybe(trimmed(256)), url: maybe(link(2048)), icon_url: maybe(imageLink) })),
  image: maybe(picture),
  thumbnail: maybe(picture),
  fields: maybe(
    listUpTo(z.strictObject({ name: trimmedText(256), value: trimmedText(1024), inline: maybe(z.boolean()) }), 25),
  ),
});

type EmbedRequest = z.output<typeof embed>;

export const embeds = listUpTo(embed, MAX_EMBEDS);

/** Throws when an embed has nothing to show or when all together are too long. */
export function checkEmbeds(list: readonly EmbedRequest[]): void {
  for (const [index, one] of list.entries()) {
    if (!showsSomething(one)) {
      throw invalidField(['embeds', index, 'description'], 'BASE_TYPE_REQUIRED', 'This field is required');
    }
  }
  const sum = list.reduce((total, one) => total + lengthOf(one), 0);
  if (sum > MAX_SUM) {
    throw invalidField(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${MAX_SUM}`);
  }
}

function showsSomething(one: EmbedRequest): boolean {
  return (
    [one.title, one.description, one.author?.name, one.footer?.text, one.image?.url, one.thumbnail?.url].some(
      Boolean,
    ) || (one.fields ?? []).length > 0
  );
}

function lengthOf(one: EmbedRequest): number {
  const texts = [one.title, one.description, one.footer?.text, one.author?.name];
  for (const field of one.fields ?? []) texts.push(field.name, field.value);
  return texts.reduce((sum, text) => sum + [...(text ?? '')].length, 0);
}

/** The embed as Discord gives it back: without empty fields, always of type `rich`. */
export function presentEmbed(one: EmbedRequest): APIEmbed {
  const image = (from: EmbedRequest['image']): { url: string; proxy_url: string } | null =>
    from?.url ? { url: from.url, proxy_url: from.url } : null;
  const pictures = { image: image(one.image), thumbnail: image(one.thumbnail) };
  return {
    type: 'rich' as NonNullable<APIEmbed['type']>,
    ...(one.title ? { title: one.title } : {}),
    ...(one.description ? { description: one.description } : {}),
    ...(one.url ? { url: one.url } : {}),
    ...(one.color === null || one.color === undefined ? {} : { color: one.color }),
    ...(one.timestamp ? { timestamp: new Date(one.timestamp).toISOString() } : {}),
    ...(one.footer?.text ? { footer: { text: one.footer.text, ...icon(one.footer.icon_url) } } : {}),
    ...(one.author?.name
      ? {
          author: {
            name: one.author.name,
            ...(one.author.url ? { url: one.author.url } : {}),
            ...icon(one.author.icon_url),
          },
        }
      : {}),
    ...(pictures.image ? { image: pictures.image } : {}),
    ...(pictures.thumbnail ? { thumbnail: pictures.thumbnail } : {}),
    ...(one.fields?.length
      ? { fields: one.fields.map(({ name, value, inline }) => ({ name, value, inline: inline ?? false })) }
      : {}),
  };
}

function icon(url: string | null | undefined): { icon_url?: string; proxy_icon_url?: string } {
  return url ? { icon_url: url, proxy_icon_url: url } : {};
}
