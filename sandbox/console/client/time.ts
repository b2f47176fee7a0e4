import { sandboxNow } from './sandbox-time.ts';

/** In the reader's own locale and time zone, as Discord's client writes times. */
const written = (at: Date, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(undefined, options).format(at);

/** The time beside the name of an author. */
export function stamp(at: Date): string {
  const time = shortTime(at);
  const now = sandboxNow();
  if (at.toDateString() === now.toDateString()) return `Today at ${time}`;
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (at.toDateString() === yesterday.toDateString()) return `Yesterday at ${time}`;
  return `${written(at, { dateStyle: 'short' })} ${time}`;
}

/** The time beside a message that continues the one above. */
export const shortTime = (at: Date): string => written(at, { timeStyle: 'short' });

export const longTime = (at: Date): string => written(at, { dateStyle: 'full', timeStyle: 'short' });

/** The day on the line between two days. */
export const longDay = (at: Date): string => written(at, { dateStyle: 'long' });

/** https://docs.discord.com/developers/reference#message-formatting-timestamp-styles */
const STYLES: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

/** `<t:SECONDS:STYLE>` as text. */
export function styledTime(at: Date, style: string): string {
  return style === 'R' ? relative(at) : written(at, STYLES[style] ?? { dateStyle: 'long', timeStyle: 'short' });
}

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

function relative(at: Date): string {
  const seconds = Math.round((at.getTime() - sandboxNow().getTime()) / 1000);
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}

/** "2 minutes ago" becomes "3 minutes ago" by itself, in everything that the page shows. */
export function keepTicking(): void {
  setInterval(() => {
    for (const view of document.querySelectorAll<HTMLTimeElement>('time[data-relative]')) {
      const text = relative(new Date(view.dateTime));
      if (view.textContent !== text) view.textContent = text;
    }
  }, 1_000);
}
