const DAY_MS = 86_400_000;

/** The middle of the day that begins `index` days after the start: names that day in UTC for starts at midnight in nearly every zone. */
export function dayAt(start: Date, index: number): Date {
  return new Date(start.getTime() + (index + 0.5) * DAY_MS);
}

export function isWeekend(day: Date): boolean {
  return day.getUTCDay() === 0 || day.getUTCDay() === 6;
}

/** Working days from day `from` (0 is the first) until before day `to`. */
export function countWorkingDays(start: Date, from: number, to: number): number {
  let count = 0;
  for (let day = from; day < to; day += 1) if (!isWeekend(dayAt(start, day))) count += 1;
  return count;
}
