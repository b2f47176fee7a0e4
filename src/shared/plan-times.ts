import { momentOf, wallTime } from './zoned-time.ts';

/** When something is due, again and again. */
export type Timing =
  | {
      readonly kind: 'at';
      /** `HH:MM` on the clocks of the time zone. */
      readonly at: string;
      /** 0 is Sunday; at least one. */
      readonly days: readonly number[];
      readonly timeZone: string;
      /** What one run stands for: nothing is due twice in the same day, or in the same week. */
      readonly unit: 'day' | 'week';
    }
  | { readonly kind: 'every'; readonly minutes: number };

export interface DueTime {
  readonly at: Date;
  /** Names the run: `2026-11-25`, `2026-W48`, or the minute of its start. */
  readonly period: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A week, and a day for the date line. */
const DAYS_TO_LOOK_AT = 9;

/** The last time at or before `now` at which it was due. */
export function lastDue(timing: Timing, now: Date): DueTime | null {
  if (timing.kind === 'every') return lastInterval(timing.minutes, now);
  const { at: time, days, timeZone, unit } = timing;
  for (let back = 0; back < DAYS_TO_LOOK_AT; back += 1) {
    const date = dateBefore(wallTime(now, timeZone).date, back);
    if (!days.includes(weekdayOf(date))) continue;
    const at = momentOf(date, time, timeZone);
    if (at.getTime() <= now.getTime()) return { at, period: unit === 'day' ? date : isoWeek(date) };
  }
  return null;
}

/** The first time after `now`. */
export function nextDue(timing: Timing, now: Date): DueTime | null {
  if (timing.kind === 'every')
    return lastInterval(timing.minutes, new Date(now.getTime() + timing.minutes * MINUTE_MS));
  for (let ahead = 0; ahead < DAYS_TO_LOOK_AT; ahead += 1) {
    const date = dateBefore(wallTime(now, timing.timeZone).date, -ahead);
    const found = lastDue(timing, momentOf(date, timing.at, timing.timeZone));
    if (found !== null && found.at.getTime() > now.getTime()) return found;
  }
  return null;
}

function lastInterval(minutes: number, now: Date): DueTime {
  const length = minutes * MINUTE_MS;
  const at = new Date(Math.floor(now.getTime() / length) * length);
  return { at, period: `${at.toISOString().slice(0, 16)}Z` };
}

function dateBefore(date: string, days: number): string {
  return new Date(new Date(`${date}T12:00:00Z`).getTime() - days * DAY_MS).toISOString().slice(0, 10);
}

function weekdayOf(date: string): number {
  return new Date(`${date}T12:00:00Z`).getUTCDay();
}

/** `2026-W48`: the week by ISO 8601, which belongs to the year of its Thursday. */
function isoWeek(date: string): string {
  const thursday = new Date(`${dateBefore(date, ((weekdayOf(date) + 6) % 7) - 3)}T12:00:00Z`);
  const first = new Date(Date.UTC(thursday.getUTCFullYear(), 0, 1, 12));
  const week = Math.floor((thursday.getTime() - first.getTime()) / DAY_MS / 7) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}
