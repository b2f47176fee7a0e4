import { countWorkingDays, dayAt, isWeekend } from './working-days.ts';

/** What a pace says about a day to come, as a range: an estimate, never a promise. */
export interface Estimate {
  /** Of ten like this one, about nine are at least `low`, and about nine at most `high`. */
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

export interface Forecast {
  /** Done per working day so far. */
  readonly pace: number;
  readonly workingDaysLeft: number;
  /** At the end of each day from today on; the last one is the end. */
  readonly byDay: readonly Estimate[];
  readonly end: Estimate;
}

interface SoFar {
  readonly start: Date;
  readonly totalDays: number;
  /** What was done at the end of each day that is over, first day first. */
  readonly doneByDay: readonly number[];
  /** What is done now, with the part of today. */
  readonly doneNow: number;
}

/** Before that many working days are over, a pace is an accident. */
const LEAST_DAYS = 3;
/** One-sided 90 % of a normal distribution. */
const NINE_OF_TEN = 1.2816;

/**
 * Where it goes at the pace so far. Work that was done at weekends counts, but nobody is expected to work then. Null
 * before three working days are over, and when there is no day left.
 */
export function forecast({ start, totalDays, doneByDay, doneNow }: SoFar): Forecast | null {
  const daily = gainsByWorkingDay(doneByDay, start);
  const today = doneByDay.length;
  if (daily.length < LEAST_DAYS || today >= totalDays) return null;
  const pace = Math.max(0, daily.reduce((sum, gain) => sum + gain, 0) / daily.length);
  const variance = daily.reduce((sum, gain) => sum + (gain - pace) ** 2, 0) / (daily.length - 1);
  const estimate = (day: number): Estimate => {
    const workingDays = countWorkingDays(start, today, day);
    // The pace itself is only estimated: that uncertainty grows with the square of the days to come.
    const spread = NINE_OF_TEN * Math.sqrt(variance * (workingDays + workingDays ** 2 / daily.length));
    const likely = Math.max(doneNow, (doneByDay.at(-1) ?? 0) + pace * workingDays);
    return { low: Math.max(doneNow, likely - spread), likely, high: likely + spread };
  };
  const byDay = Array.from({ length: totalDays - today }, (_, index) => estimate(today + index + 1));
  const end = estimate(totalDays);
  return { pace, workingDaysLeft: countWorkingDays(start, today, totalDays), byDay, end };
}

/** What was gained by working day; what came in at a weekend belongs to the working day before it, or to the first one. */
function gainsByWorkingDay(doneByDay: readonly number[], start: Date): readonly number[] {
  const daily: number[] = [];
  let before = 0;
  for (const [index, done] of doneByDay.entries()) {
    const gain = done - (doneByDay[index - 1] ?? 0);
    const last = daily.length - 1;
    if (!isWeekend(dayAt(start, index))) {
      daily.push(gain + before);
      before = 0;
    } else if (last >= 0) daily[last] = (daily[last] ?? 0) + gain;
    else before += gain;
  }
  return daily;
}
