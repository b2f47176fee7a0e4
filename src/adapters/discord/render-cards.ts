import type { APIEmbed, APIEmbedField } from 'discord-api-types/v10';
import type { Card, CardField, Tone } from '../../ports/chat.ts';
import { fitLine, fitText } from '../../shared/text/fit-text.ts';
import { safeUrl } from '../../shared/text/markdown.ts';
import { plural } from '../../shared/text/words.ts';
import { cleanText } from './clean-text.ts';
import { LIMITS } from './render-limits.ts';

/** From Okabe and Ito's palette, which people of every colour vision can tell apart: https://jfly.uni-koeln.de/color. */
const COLOURS: Readonly<Record<Tone, number>> = {
  neutral: 0x0072b2,
  good: 0x009e73,
  attention: 0xe69f00,
  bad: 0xd55e00,
};

const ZERO_WIDTH_SPACE = '\u200B';
/** Room for the line that says how many cards or fields are missing. */
const NOTE_CHARS = 60;
/** A card that would get less than this is left out. */
const SMALLEST_CARD_CHARS = 400;

/** The cards as embeds, as many as fit into one message; the last one says how many are missing, if any. */
export function renderCards(cards: readonly Card[]): APIEmbed[] {
  const whole = withoutRepeatedUrls(cards.map(renderCard).filter((embed) => size(embed) > 0));
  const embeds: APIEmbed[] = [];
  let room: number = LIMITS.embedCharsTotal;
  for (const [index, embed] of whole.entries()) {
    const isLast = index === whole.length - 1;
    if (!isLast && index === LIMITS.embeds - 1) break;
    const fitted = fitEmbed(embed, isLast ? room : room - NOTE_CHARS);
    if (fitted === null) break;
    embeds.push(fitted);
    room -= size(fitted);
  }
  const missing = whole.length - embeds.length;
  return missing === 0 ? embeds : [...embeds, { description: `… ${plural(missing, 'more card')} left out.` }];
}

function renderCard({ title = '', url, text = '', fields = [], footer = '', tone = 'neutral' }: Card): APIEmbed {
  const embed: APIEmbed = { color: COLOURS[tone] };
  const shownTitle = fitText(cleanText(title).replace(/\s+/g, ' '), LIMITS.titleChars).trim();
  if (shownTitle !== '') embed.title = shownTitle;
  const target = url === undefined ? null : safeUrl(url);
  if (shownTitle !== '' && target !== null) embed.url = target;
  const description = fitText(cleanText(text), LIMITS.descriptionChars);
  if (description.trim() !== '') embed.description = description;
  if (fields.length > 0) embed.fields = fitFields(fields.map(renderField), Number.POSITIVE_INFINITY);
  const shownFooter = fitText(cleanText(footer), LIMITS.footerChars);
  if (shownFooter.trim() !== '') embed.footer = { text: shownFooter };
  return embed;
}

/** Discord refuses a field without a name or a value. */
function renderField({ name, value, isInline = false }: CardField): APIEmbedField {
  const shownName = fitText(cleanText(name).replace(/\s+/g, ' '), LIMITS.fieldNameChars).trim();
  const shownValue = fitText(cleanText(value), LIMITS.fieldValueChars);
  return {
    name: shownName === '' ? ZERO_WIDTH_SPACE : shownName,
    value: shownValue.trim() === '' ? '–' : shownValue,
    inline: isInline,
  };
}

/** Of embeds with the same URL Discord shows only the first; the others keep their title without the link. */
function withoutRepeatedUrls(embeds: readonly APIEmbed[]): APIEmbed[] {
  const seen = new Set<string>();
  return embeds.map(({ url, ...embed }) => {
    if (url === undefined || seen.has(url)) return embed;
    seen.add(url);
    return { ...embed, url };
  });
}

/** The embed with at most `room` characters, or null when too little would be left of it. */
function fitEmbed(embed: APIEmbed, room: number): APIEmbed | null {
  if (size(embed) <= room) return embed;
  if (room < SMALLEST_CARD_CHARS) return null;
  const { description, fields, footer, ...rest } = embed;
  const fitted: APIEmbed = { ...rest };
  let left = room - (rest.title?.length ?? 0);
  if (footer !== undefined) {
    fitted.footer = { text: fitLine(footer.text, Math.floor(left / 4)) };
    left -= fitted.footer.text.length;
  }
  if (description !== undefined) {
    fitted.description = fitText(description, fields === undefined ? left : left - NOTE_CHARS);
    left -= fitted.description.length;
  }
  if (fields !== undefined) fitted.fields = fitFields(fields, left);
  return fitted;
}

/** The first fields, as many as fit; when some are missing, one more says how many. */
function fitFields(fields: readonly APIEmbedField[], room: number): APIEmbedField[] {
  if (fields.length <= LIMITS.fields && fieldsSize(fields) <= room) return [...fields];
  const kept: APIEmbedField[] = [];
  let left = room - NOTE_CHARS;
  for (const field of fields.slice(0, LIMITS.fields - 1)) {
    left -= fieldsSize([field]);
    if (left < 0) break;
    kept.push(field);
  }
  return [
    ...kept,
    { name: '…', value: `${plural(fields.length - kept.length, 'more field')} left out.`, inline: false },
  ];
}

/** What counts for the limit of the whole message. */
function size({ title = '', description = '', fields = [], footer }: APIEmbed): number {
  return title.length + description.length + fieldsSize(fields) + (footer?.text.length ?? 0);
}

function fieldsSize(fields: readonly APIEmbedField[]): number {
  return fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
}
