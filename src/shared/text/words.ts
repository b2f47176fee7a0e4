/** Counting, dates and cutting, in the words that replies use. Lengths are UTF-16 units: never fewer than Discord counts. */

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
const DAY_MS = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `1 issue`, `3 issues`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** With at most one decimal, because points can be fractions; `12,345` where it is long. */
export function number(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return Math.abs(rounded) < 10_000 ? String(rounded) : rounded.toLocaleString('en-US');
}

/** `a`, `a and b`, `a, b and c`. */
export function list(parts: readonly string[]): string {
  return parts.length <= 1 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Whole percent that says 0 and 100 only when that is exact. */
export function percent(part: number, whole: number): number {
  if (whole <= 0 || part <= 0) return 0;
  if (part >= whole) return 100;
  return Math.min(99, Math.max(1, Math.round((part / whole) * 100)));
}

/** Full only when all is done, empty only when nothing is. */
export function progressBar(part: number, whole: number, width = 10): string {
  const share = percent(part, whole);
  const filled =
    share === 0 ? 0 : share === 100 ? width : Math.min(width - 1, Math.max(1, Math.round((share / 100) * width)));
  return '▰'.repeat(filled) + '▱'.repeat(width - filled);
}

/** A moment that each reader's Discord shows in their own words: `5 minutes ago`. Source: Discord's reference, "Timestamp Styles". */
export function relativeTime(at: Date): string {
  return `<t:${Math.floor(at.getTime() / 1000)}:R>`;
}

/** A moment as a date in each reader's own time zone: `3 August 2026`. */
export function dateTag(at: Date): string {
  return `<t:${Math.floor(at.getTime() / 1000)}:D>`;
}

/** A moment as date and time in each reader's own time zone: `12 August 2026 11:00`. */
export function dateTimeTag(at: Date): string {
  return `<t:${Math.floor(at.getTime() / 1000)}:f>`;
}

/** Started days between two moments: 0 when `to` is not after `from`. */
export function daysBetween(from: Date, to: Date): number {
  return Math.max(0, Math.ceil((to.getTime() - from.getTime()) / DAY_MS));
}

/**
 * Of the days between `from` and `to`, those from Monday to Friday. Days are counted back from `to`, and each is named
 * by its middle in UTC: right for a `to` that is midnight in any time zone up to 11 hours from UTC.
 */
export function workingDaysBetween(from: Date, to: Date): number {
  return Array.from({ length: daysBetween(from, to) }, (_, index) =>
    new Date(to.getTime() - (index + 0.5) * DAY_MS).getUTCDay(),
  ).filter((day) => day !== 0 && day !== 6).length;
}

/** `2026-08-03` as `3 Aug`, with the year when it is not the one given; anything else as it came. */
export function shortDate(isoDate: string, currentYear: number): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(isoDate) ?? [];
  const name = MONTHS[Number(month) - 1];
  if (year === undefined || name === undefined) return isoDate;
  return `${Number(day)} ${name}${Number(year) === currentYear ? '' : ` ${year}`}`;
}

/** The date of a moment in UTC: `2026-08-03`. */
export function utcDate(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** At most `max` units, with an ellipsis when cut; never in the middle of a character that a reader sees as one. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = GRAPHEMES.segment(text).containing(max - 1)?.index ?? 0;
  return `${text.slice(0, cut).trimEnd()}…`;
}

/**
 * As many whole lines as fit into `maxChars`, from the start; when some are left, a last line says how many, within the
 * same limit. Gives just that line when not even one fits. `unseen`: how many more there are that were not even made.
 */
export function linesWithin(
  lines: readonly string[],
  limit: { readonly maxChars: number; readonly maxLines?: number; readonly unseen?: number },
  more: (left: number) => string,
): string {
  const total = lines.length + (limit.unseen ?? 0);
  const candidates = lines.slice(0, limit.maxLines ?? lines.length);
  const all = candidates.join('\n');
  if (candidates.length === total && all.length <= limit.maxChars) return all;
  const kept: string[] = [];
  let used = 0;
  for (const line of candidates) {
    const note = more(total - kept.length - 1);
    if (used + line.length + 1 + note.length > limit.maxChars) break;
    kept.push(line);
    used += line.length + 1;
  }
  return [...kept, more(total - kept.length)].join('\n');
}
