import { invalid } from '../read-json.ts';

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** What `understandTime` understands, for whoever wrote something else. */
export const TIMES_HELP =
  '"+3h", "+2d", "9:00", "tomorrow 9:00", "monday 9:00", "next monday 9:00" or "2026-12-01 09:00"; all in UTC';

/** Few and short numbers: their sum stays a date. */
const AHEAD = /^\+(?:\s*\d{1,6}\s*(?:m|min|minutes?|h|hours?|d|days?|w|weeks?)){1,4}$/;
const ON_A_DAY = /^(?:(?<day>[a-z]+|next [a-z]+|\d{4}-\d{2}-\d{2})[ t](?:at )?)?(?<hour>\d{1,2}):(?<minute>\d{2})z?$/;

/** The moment that people mean by `+3h`, `tomorrow 9:00`, `next monday 9:00`. Throws INPUT_INVALID with what is understood. */
export function understandTime(text: string, now: Date): Date {
  const words = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const found = AHEAD.test(words) ? ahead(words, now) : onADay(words, now);
  if (found !== null) return found;
  throw invalid(`“${text.trim().slice(0, 60)}” is no time that is understood.`, `Write ${TIMES_HELP}.`);
}

function ahead(words: string, now: Date): Date {
  let ms = 0;
  for (const [, count, unit] of words.matchAll(/(\d+)\s*([mhdw])/g))
    ms += Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS];
  return new Date(now.getTime() + ms);
}

function onADay(words: string, now: Date): Date | null {
  const { day, hour, minute } = ON_A_DAY.exec(words)?.groups ?? {};
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return null;
  const at = (date: Date): Date => new Date(date.setUTCHours(Number(hour), Number(minute), 0, 0));
  const inDays = (days: number): Date => at(new Date(now.getTime() + days * UNITS_MS.d));
  if (day === undefined) return inDays(0) > now ? inDays(0) : inDays(1);
  if (/^\d/.test(day)) return dateOf(day, at);
  if (day === 'today') return inDays(0);
  if (day === 'tomorrow') return inDays(1);
  const isNext = day.startsWith('next ');
  const name = isNext ? day.slice('next '.length) : day;
  const weekday = DAYS.findIndex((full) => full === name || full.slice(0, 3) === name);
  if (weekday < 0) return null;
  const days = (weekday - now.getUTCDay() + 7) % 7;
  return days === 0 && (isNext || inDays(0) <= now) ? inDays(7) : inDays(days);
}

/** Null for a day that no month has. */
function dateOf(day: string, at: (date: Date) => Date): Date | null {
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day ? null : at(date);
}
