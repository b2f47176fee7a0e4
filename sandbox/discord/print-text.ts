import type { World } from './world/world.ts';

/** What a text needs to become readable outside Discord. */
export interface Reading {
  readonly world: World;
  readonly now: Date;
}

/**
 * Discord's Markdown as plain text: mentions and timestamps resolved, links spelled out, marks removed, code as it is.
 * Control characters are taken out, so that a message cannot steer the reader's terminal.
 */
export function plainText(text: string, reading: Reading): string {
  return withoutControls(text)
    .split(/(```[\s\S]*?```|(?<!\\)`[^`\n]+(?<!\\)`)/)
    .map((part, index) => (index % 2 === 1 ? part : plainProse(part, reading)))
    .join('');
}

/** Escaped characters are taken aside first (U+E000 marks their places), so that what is escaped is not read as a mark. */
function plainProse(text: string, reading: Reading): string {
  const escaped: string[] = [];
  const aside = text.replace(
    /\\([^\p{L}\p{N}\s])/gu,
    (_, character: string) => `\uE000${escaped.push(character) - 1}\uE000`,
  );
  const read = withoutMarks(withMentions(aside, reading));
  return read.replace(/\uE000(\d+)\uE000/g, (_, number: string) => escaped[Number(number)] ?? '');
}

function withMentions(text: string, { world, now }: Reading): string {
  return text
    .replace(/<@!?(\d+)>/g, (_, id: string) => `@${world.findUser(id)?.displayName ?? 'unknown-user'}`)
    .replace(/<@&(\d+)>/g, (_, id: string) => `@${world.findRole(id)?.name ?? 'deleted-role'}`)
    .replace(/<#(\d+)>/g, (_, id: string) => `#${channelName(world, id)}`)
    .replace(/<\/([^:>]+):\d+>/g, '/$1')
    .replace(/<a?:(\w+):\d+>/g, ':$1:')
    .replace(/<t:(-?\d+)(?::([tTdDfFR]))?>/g, (_, seconds: string, style: string | undefined) =>
      timestamp(new Date(Number(seconds) * 1000), style ?? 'f', now),
    );
}

function withoutMarks(text: string): string {
  return text
    .replace(/\[([^\]\n]+)\]\(<?([^)\s>]+)>?\)/g, '$1 ($2)')
    .replace(/<(https?:\/\/[^>\s]+)>/g, '$1')
    .replace(/^(#{1,3}|-#) /gm, '')
    .replace(/(\*\*\*|\*\*|__|~~|\|\|)(\S(?:[\s\S]*?\S)?)\1/g, '$2')
    .replace(/(^|[^\w*])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])/g, '$1$2')
    .replace(/(^|[^\w])_([^\s_](?:[^_\n]*[^\s_])?)_(?!\w)/g, '$1$2');
}

function channelName(world: World, id: string): string {
  const channel = world.findChannel(id);
  return channel && channel.kind !== 'dm' ? channel.name : 'unknown';
}

/** https://docs.discord.com/developers/reference#message-formatting-timestamp-styles, in UTC so that it is the same everywhere. */
function timestamp(at: Date, style: string, now: Date): string {
  if (Number.isNaN(at.getTime())) return 'Invalid date';
  if (style === 'R') return relative(at, now);
  const [date, time] = [at.toISOString().slice(0, 10), at.toISOString().slice(11, style === 'T' ? 19 : 16)];
  if (style === 't' || style === 'T') return `${time} UTC`;
  return style === 'd' || style === 'D' ? date : `${date} ${time} UTC`;
}

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** "in 3 days", "2 hours ago". */
function relative(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat('en', { numeric: 'always' }).format(Math.trunc(seconds / size), unit);
}

function withoutControls(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\uE000]/gu, '');
}
